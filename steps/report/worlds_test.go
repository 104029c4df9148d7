package report

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/lab"
	"unskew/steps"
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
			for _, format := range CheckFormats() {
				out, err := Render(s, format, say.English())
				if err != nil {
					t.Fatal(err)
				}
				checkForm(t, scenario.Name, format, out)
				if again, _ := Render(readBack(t, s), format, say.English()); !bytes.Equal(again, out) {
					t.Errorf("%s differs after the record was read back", format)
				}
			}
			checkAgainstJudge(t, s, scenario.Name)
			checkChinese(t, s, scenario.Name)
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
	out, err := Render(s, JSON, say.English())
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
