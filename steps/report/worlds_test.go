package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/lab"
	"unskew/steps"
	"unskew/steps/report/digest"
	"unskew/steps/say"
)

// minWorlds guards against a folder that was moved.
const minWorlds = 20

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
			english := Options{Printer: say.English()}
			now, back := newWriter(contentOf(s, steps.Assess), english), newWriter(contentOf(readBack(t, s), steps.Assess), english)
			for _, format := range CheckFormats() {
				out, err := now.write(format)
				if err != nil {
					t.Fatal(err)
				}
				checkForm(t, scenario.Name, format, out)
				checkDigest(t, format, out)
				if found := secretShape.FindString(string(out)); found != "" {
					t.Errorf("%s holds what looks like a secret: %q", format, found)
				}
				if again, _ := back.write(format); !bytes.Equal(again, out) {
					t.Errorf("%s differs after the record was read back", format)
				}
			}
			checkStandIns(t, s)
			checkShort(t, s)
			checkAgainstJudge(t, s, scenario.Name)
			checkChinese(t, s, scenario.Name)
			checkProof(t, s)
			checkRemedies(t, s)
			checkRequest(t, s)
			checkPlugin(t, s)
			checkMetrics(t, s)
		})
	}
	if ran < minWorlds {
		t.Fatalf("only %d worlds were reported, want %d at least", ran, minWorlds)
	}
}

// checkStandIns: of the names that were found, none stands in a report with
// stand-ins, and its own digest holds.
func checkStandIns(t *testing.T, s steps.Session) {
	t.Helper()
	w := newWriter(contentOf(s, steps.Assess), Options{Printer: say.English(), Pseudonyms: true})
	table := w.names
	if len(table.Rows()) == 0 {
		t.Error("no name was found")
	}
	for _, format := range CheckFormats() {
		out, err := w.write(format)
		if err != nil {
			t.Fatal(err)
		}
		checkForm(t, "stand-ins", format, out)
		checkDigest(t, format, out)
		if again := table.Replace(string(out)); again != string(out) {
			for i, line := range strings.Split(again, "\n") {
				if was := strings.Split(string(out), "\n")[i]; was != line {
					t.Errorf("%s: a name stands: %s: %s", format, was, line)
				}
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

// secretShape is what the lab's secrets look like, in pieces as well. Everything
// in a world that quotes them would hold some.
var secretShape = regexp.MustCompile(`lab-canary|PRIVATE KEY|eyJ[A-Za-z0-9_-]{8,}|[A-Za-z0-9_-]{65,}`)

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

func checkAgainstJudge(t *testing.T, s steps.Session, world string) {
	t.Helper()
	out, err := Render(s, JSON, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := json.Unmarshal(out, &value); err != nil {
		t.Fatal(err)
	}
	assessed := steps.Assess(s)
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
