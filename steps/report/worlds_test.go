package report

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/lab"
	"unskew/steps"
	"unskew/steps/report/digest"
	"unskew/steps/report/names"
	"unskew/steps/say"
)

// minWorlds guards against a folder that was moved.
const minWorlds = 20

// rendered is a session that was judged once, and its reports in English: what
// judges and writes takes ten times as long where races are looked for.
type rendered struct {
	content
	reports map[Format]string
}

func renderedOf(t *testing.T, content content, o Options, formats []Format) rendered {
	t.Helper()
	o.Printer = say.English()
	r, w := rendered{content, map[Format]string{}}, newWriter(content, o)
	for _, format := range formats {
		out, err := w.write(format)
		if err != nil {
			t.Fatal(err)
		}
		r.reports[format] = string(out)
	}
	return r
}

// TestEveryWorld reports an unattended run of every world of the lab in every
// format: complete JSON that agrees with the judge, text that fits a ticket, and
// the same bytes after the record went through a file.
func TestEveryWorld(t *testing.T) {
	worlds, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, scenario := range worlds {
		ran++
		t.Run(scenario.Name, func(t *testing.T) {
			var s steps.Session
			synctest.Test(t, func(t *testing.T) { s = unattended(t, scenario) })
			r := renderedOf(t, contentOf(s, steps.Assess), Options{Number: 4711}, CheckFormats())
			checkForms(t, scenario.Name, r)
			for format, out := range r.reports {
				if found := secretIn(out); found != "" {
					t.Errorf("%s holds what looks like a secret: %q", format, found)
				}
			}
			// All that is told stands in these two.
			for format, again := range renderedOf(t, contentOf(readBack(t, s), steps.Assess), Options{Number: 4711}, []Format{HTML, JSON}).reports {
				if again != r.reports[format] {
					t.Errorf("%s differs after the record was read back", format)
				}
			}
			checkStandIns(t, r)
			checkShort(t, r)
			checkAgainstJudge(t, r, scenario.Name)
			checkChinese(t, r, scenario.Name)
			checkProof(t, s)
			checkRemedies(t, r)
			checkRequest(t, r)
			checkPlugin(t, r)
			checkMetrics(t, r)
		})
	}
	if ran < minWorlds {
		t.Fatalf("only %d worlds were reported, want %d at least", ran, minWorlds)
	}
}

func checkForms(t *testing.T, name string, r rendered) {
	t.Helper()
	if len(r.reports) != len(CheckFormats()) {
		t.Errorf("%s: %d reports, not %d", name, len(r.reports), len(CheckFormats()))
	}
	for format, out := range r.reports {
		checkForm(t, name, format, []byte(out))
		checkDigest(t, format, []byte(out))
	}
}

// checkStandIns: of the names that were found, none stands in a report with
// stand-ins, and its own digest holds.
func checkStandIns(t *testing.T, r rendered) {
	t.Helper()
	table := names.Of(r.session)
	if len(table.Rows()) == 0 {
		t.Error("no name was found")
	}
	hidden := renderedOf(t, r.content, Options{Number: 4711, Pseudonyms: true}, CheckFormats())
	checkForms(t, "stand-ins", hidden)
	checkShortSays(t, hidden, " names: stand-ins")
	for format, out := range hidden.reports {
		again := table.Replace(out)
		if again == out {
			continue
		}
		for i, line := range strings.Split(again, "\n") {
			if was := strings.Split(out, "\n")[i]; was != line {
				t.Errorf("%s: a name stands: %s: %s", format, was, line)
			}
		}
	}
}

// checkDigest: every report for people, and JSON, says whether it is whole.
func checkDigest(t *testing.T, format Format, out []byte) {
	t.Helper()
	if err := digest.Verify(out); (format == Plugin || format == Prometheus) != errors.Is(err, digest.ErrNone) || err != nil && !errors.Is(err, digest.ErrNone) {
		t.Errorf("%s: %v", format, err)
	}
}

// secretIn finds what the lab's secrets look like, in pieces as well: everything in
// a world that quotes them would hold some. Of long runs of the signs of a token it
// finds all, which a regular expression takes its time for.
func secretIn(out string) string {
	for _, known := range []string{"lab-canary", "PRIVATE KEY"} {
		if strings.Contains(out, known) {
			return known
		}
	}
	for run := range strings.FieldsFuncSeq(out, func(r rune) bool { return !inToken(r) }) {
		if _, inside, begins := strings.Cut(run, "eyJ"); len(run) > 64 || begins && len(inside) >= 8 {
			return run
		}
	}
	return ""
}

func inToken(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_'
}

// TestSecretIn: the net that the tests over all worlds hold out is whole.
func TestSecretIn(t *testing.T) {
	cases := map[string]bool{
		"an assertion eyJhbGciOiJS.x": true, "xeyJhbGciOiJS": true, "eyJ short": false, "-----BEGIN PRIVATE KEY-----": true,
		"a (lab-canary-7)": true, strings.Repeat("a", 64): false, strings.Repeat("a-_0Z", 13): true,
		"sha256:" + strings.Repeat("0", 64): false, "": false,
	}
	for text, want := range cases {
		if got := secretIn(text); (got != "") != want {
			t.Errorf("in %q %q was found", text, got)
		}
	}
	if len(cases) != 9 {
		t.Errorf("%d cases, not 9", len(cases))
	}
}

func unattended(t *testing.T, scenario lab.Scenario) steps.Session {
	running, err := lab.Start(scenario, lab.Memory())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = running.Close() }()
	world, settings := steps.Simulated(running, "test")
	engine := steps.NewEngine(world, settings, false, steps.NoKeeper{})
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := engine.Run(ctx); err != nil || ctx.Err() != nil {
		t.Fatal(err, ctx.Err())
	}
	return engine.Session()
}

func readBack(t *testing.T, s steps.Session) steps.Session {
	t.Helper()
	data, err := json.Marshal(s.Entries())
	if err != nil {
		t.Fatal(err)
	}
	var entries []steps.Entry
	if err := json.Unmarshal(data, &entries); err != nil {
		t.Fatal(err)
	}
	return steps.SessionOf(entries)
}

func checkAgainstJudge(t *testing.T, r rendered, world string) {
	t.Helper()
	var value map[string]any
	if err := json.Unmarshal([]byte(r.reports[JSON]), &value); err != nil {
		t.Fatal(err)
	}
	assessed := r.now
	code, _ := at(value, "verdict.code")
	simulated, _ := at(value, "simulated")
	if code != string(assessed.Verdict.Code) || simulated != world {
		t.Errorf("the report says %v of %v, the judge %v of %v", code, simulated, assessed.Verdict.Code, world)
	}
	seconds, _ := at(value, "offset.seconds")
	if _, measured := seconds.(float64); measured != assessed.Offset.Known {
		t.Errorf("offset.seconds is %v, but known is %v", seconds, assessed.Offset.Known)
	}
	readings, _ := value["readings"].([]any)
	if len(readings) != len(assessed.Offset.Readings) {
		t.Errorf("%d readings are reported, %d were judged", len(readings), len(assessed.Offset.Readings))
	}
}
