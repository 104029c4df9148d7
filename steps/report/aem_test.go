package report

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"unskew/diagnostics/lab"
	"unskew/steps"
)

// afar is a machine with a right clock that asks an AEM elsewhere, which is behind.
const afar = `
title = "t"
about = "a"
true_time = 2026-11-23T09:14:30Z
[host]
name = "laptop-7"
zone = "UTC"
[[ntp]]
name = "time-a.example"
operator = "A"
[[ntp]]
name = "time-b.example"
operator = "B"
[[aem]]
url = "http://aem:4502"
behind = "20m"
[expect]
verdict = "clock-caused"
proof = "measured"
certainty = "likely"
`

func reported(t *testing.T, scenario lab.Scenario) (value map[string]any, text string) {
	t.Helper()
	var s steps.Session
	synctest.Test(t, func(t *testing.T) { s = unattended(t, scenario) })
	data, err := Render(s, JSON, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	plain, err := Render(s, Text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return value, strings.Join(strings.Fields(string(plain)), " ")
}

// TestAEMIsReported: who made the exchange, each agent with its three clocks, and the
// AEM of the machine.
func TestAEMIsReported(t *testing.T) {
	scenario, err := lab.Find("aem-author")
	if err != nil {
		t.Fatal(err)
	}
	value, text := reported(t, scenario)
	for path, want := range map[string]any{
		"exchange.by": "aem", "exchange.as_os_clock.class": "expired", "exchange.lifetime_seconds": nil, "exchange.margin_seconds": nil,
		"exchange.as_reference.outcome": "skipped", "verdict.proof": "measured", "verdict.certainty": "likely", "host.clock_source": "local",
		"aem[].url": "http://aem-author-01:4502", "aem_here.list": nil,
	} {
		got, there := at(value, path)
		if !there || path != "aem_here.list" && path != "aem[].url" && got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	list, _ := value["aem"].([]any)
	agents, _ := list[0].(map[string]any)["agents"].([]any)
	if len(list) != 1 || len(agents) != 4 {
		t.Fatalf("%d AEMs, %d agents", len(list), len(agents))
	}
	for _, one := range agents {
		agent, _ := one.(map[string]any)
		if agent["outcome"] != "token-refused" || agent["at_aem"] == nil || agent["at_server"] == nil || agent["local_stamp"] == "" || agent["zone_offset_seconds"] != 0.0 {
			t.Errorf("%v", agent)
		}
	}
	for _, words := range []string{"mp_replication_agent_default_example", "asked by:", "AEM itself", "with user and password", "author, port 4502"} {
		if !strings.Contains(text, words) {
			t.Errorf("the text does not say %q", words)
		}
	}
}

// TestAFarClockIsReported: the offset is that of AEM's clock, and true time does not
// come out of this machine's.
func TestAFarClockIsReported(t *testing.T) {
	scenario, err := lab.Decode("afar", afar)
	if err != nil {
		t.Fatal(err)
	}
	value, text := reported(t, scenario)
	source, _ := at(value, "host.clock_source")
	name, _ := at(value, "host.name")
	seconds, _ := at(value, "offset.seconds")
	unsure, _ := at(value, "offset.uncertainty_seconds")
	if off, _ := seconds.(float64); source != "aem-date" || name != "aem:4502" || off < 1199 || off > 1201 {
		t.Errorf("%v of %v: %v", source, name, seconds)
	}
	if half, _ := unsure.(float64); half < 0.5 {
		t.Errorf("uncertainty %v", unsure)
	}
	started, _ := at(value, "started.reference")
	if began, _ := started.(string); !strings.HasPrefix(began, "2026-11-23T09:14:3") {
		t.Errorf("true time at the start: %v", started)
	}
	if !strings.Contains(text, "AEM's clock is:") || !strings.Contains(text, "and not the one that is judged") {
		t.Errorf("the text does not say whose clock it is about:\n%s", text[:min(len(text), 1500)])
	}
}
