package report

import (
	"encoding/json"
	"strings"
	"testing"

	"unskew/steps"
)

// contract lists the names of the schema, in its order. A name that ends in []
// is an array whose first element is looked into.
const contract = `schema
tool.version
host.name host.os host.zone host.zone_offset_seconds host.clock_source host.boot_id
started.os_clock started.reference
offset.seconds offset.uncertainty_seconds offset.source offset.witnesses offset.agreeing offset.asked offset.within offset.words
readings[].source readings[].server readings[].address readings[].operator readings[].own_source readings[].via readings[].inspected
readings[].outcome readings[].offset_seconds readings[].uncertainty_seconds readings[].rtt_seconds readings[].stratum readings[].used readings[].why_unused
exchange.profile exchange.endpoint exchange.by exchange.lifetime_seconds
exchange.server_offset_seconds exchange.margin_seconds exchange.margin_ahead_seconds
exchange.as_os_clock.outcome exchange.as_os_clock.http_status exchange.as_os_clock.class exchange.as_os_clock.request_id exchange.as_os_clock.at_server
exchange.as_reference.outcome
exchange.as_server.outcome exchange.as_server.why
steps[].id steps[].outcome steps[].findings
findings[].code findings[].severity findings[].title findings[].detail findings[].because_of findings[].remedy
applied[].command applied[].exit applied[].offset_before_seconds applied[].offset_after_seconds
verdict.code verdict.proof verdict.certainty verdict.title verdict.next
before.exchange.as_os_clock.error before.exchange.as_os_clock.error_description`

// at walks to a name; ok tells whether the name is there, null or not.
func at(value any, path string) (any, bool) {
	for _, name := range strings.Split(path, ".") {
		key, array := strings.CutSuffix(name, "[]")
		object, isObject := value.(map[string]any)
		if !isObject {
			return nil, false
		}
		found, there := object[key]
		if !there {
			return nil, false
		}
		if array {
			list, isList := found.([]any)
			if !isList || len(list) == 0 {
				return nil, false
			}
			found = list[0]
		}
		value = found
	}
	return value, true
}

func decoded(t *testing.T, s steps.Session) map[string]any {
	t.Helper()
	out, err := render(s, handMade, JSON, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := json.Unmarshal(out, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestContractNames(t *testing.T) {
	value := decoded(t, fixedSession())
	names := strings.Fields(contract)
	for _, name := range names {
		if _, ok := at(value, name); !ok {
			t.Errorf("%s is missing", name)
		}
	}
	if len(names) != 67 {
		t.Fatalf("%d names were looked for, want 67", len(names))
	}
	if _, ok := value["simulated"]; ok {
		t.Error("simulated is there on a real host")
	}
}

// TestContractValues holds single values against what was put in.
func TestContractValues(t *testing.T) {
	fixed, nothing := decoded(t, fixedSession()), decoded(t, nothingSession())
	cases := []struct {
		value map[string]any
		path  string
		want  any
	}{
		{fixed, "schema", "unskew.session/1"},
		{fixed, "host.zone_offset_seconds", 19800.0},
		{fixed, "started.os_clock", "2017-02-28T18:39:51.000Z"},
		{fixed, "started.reference", "2017-03-03T04:29:05.000Z"},
		{fixed, "offset.seconds", 0.0}, // a measured zero stands
		{fixed, "offset.within", true},
		{fixed, "before.offset.seconds", 208154.0},
		{fixed, "before.offset.within", false},
		{fixed, "before.exchange.margin_seconds", -207854.0},
		{fixed, "before.exchange.as_os_clock.class", "expired"},
		{fixed, "exchange.lifetime_seconds", 300.0},
		{fixed, "exchange.margin_ahead_seconds", nil},
		{fixed, "exchange.as_reference.outcome", "skipped"},
		{fixed, "exchange.as_os_clock.at_server", "2017-03-03T04:29:17.000Z"},
		{fixed, "readings[].stratum", 2.0},
		{fixed, "readings[].via", nil},
		{fixed, "applied[].offset_before_seconds", 208154.0},
		{fixed, "applied[].offset_after_seconds", 0.0},
		{fixed, "moves[].offset_after_seconds", 0.002},
		{fixed, "verdict.code", "fixed"},
		{nothing, "simulated", "nothing"},
		{nothing, "host.os", nil},
		{nothing, "host.zone_offset_seconds", nil},
		{nothing, "started.reference", nil},
		{nothing, "offset.seconds", nil},
		{nothing, "offset.uncertainty_seconds", nil},
		{nothing, "offset.within", nil},
		{nothing, "offset.words", nil},
		{nothing, "offset.asked", 1.0},
		{nothing, "offset.agreeing", 0.0},
		{nothing, "readings[].outcome", "failed"},
		{nothing, "readings[].reason", "timeout"},
		{nothing, "readings[].offset_seconds", nil},
		{nothing, "readings[].rtt_seconds", nil},
		{nothing, "readings[].stratum", nil},
		{nothing, "exchange", nil},
		{nothing, "settings.no_exchange", true},
	}
	for _, c := range cases {
		got, ok := at(c.value, c.path)
		if !ok || got != c.want {
			t.Errorf("%s is %v (there: %v), want %v", c.path, got, ok, c.want)
		}
	}
	if len(cases) != 37 {
		t.Fatalf("%d values were compared, want 37", len(cases))
	}
	for _, name := range []string{"findings", "applied"} {
		if list, isList := nothing[name].([]any); !isList || len(list) != 0 {
			t.Errorf("%s is %v, want an empty array", name, nothing[name])
		}
	}
}
