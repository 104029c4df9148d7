package steps

import (
	"context"
	"testing"

	"unskew/diagnostics/aem/process"
	"unskew/steps/say"
)

// TestLogsOfTheFoundAEM: step 1 hands the AEMs that were found at the start to
// whoever reads logs, shows what these say, and does not look for them twice.
func TestLogsOfTheFoundAEM(t *testing.T) {
	bubble(t, "an author", func(t *testing.T) {
		looked, read := 0, ""
		d := sit(t, "healthy", &paper{}, func(w *labWorld) {
			asReal(w)
			w.world.AEM = func(context.Context) process.Found {
				looked++
				return process.Found{List: []process.Instance{{Logs: "/opt/aem/logs", RunModes: []string{"author"}}}}
			}
			w.world.Log = func(_ context.Context, here process.Found) *LogEvidence {
				if len(here.List) == 1 {
					read = here.List[0].Logs
				}
				return &LogEvidence{Title: say.T("The clock was behind."), Refused: true}
			}
		})
		d.to(StepOSTime)
		if read != "/opt/aem/logs" {
			t.Errorf("the logs in %q were read", read)
		}
		if said := finding(Assess(d.engine.Session()), "log.evidence"); said == nil || said.Severity != Info {
			t.Errorf("found: %+v", said)
		}
		rows := logRow(d.engine.Session())
		if len(rows) != 1 || rows[0].Tone != Caution || looked > 2 {
			t.Errorf("%v; looked for AEM %d times", rows, looked)
		}
		d.do(ActQuit, "")
		d.left()
	})
}
