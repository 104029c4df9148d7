package plain

import (
	"context"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/lab"
	"unskew/steps"
)

// TestLab walks a whole wrong world by typed lines alone: the real engine, from
// the first question to the proof of the fix.
func TestLab(t *testing.T) {
	scenario, err := lab.Find("brand-portal")
	if err != nil {
		t.Fatal(err)
	}
	inBubble(t, func(t *testing.T, ctx context.Context) {
		running, err := lab.Start(scenario, lab.Memory())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = running.Close() }()
		world, settings := steps.Simulated(running, "test")
		engine := steps.NewEngine(world, settings, true, steps.NoKeeper{})
		ended := make(chan error, 1)
		go func() { ended <- engine.Run(ctx) }()
		out := talk(t, engine, &slow{ctx: ctx, wait: 90 * time.Second, lines: []string{"1", "", "", "", "f", ""}}, english())
		engine.Do(steps.ActQuit, "")
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if got := steps.Assess(engine.Session()).Verdict.Code; got != steps.Fixed {
			t.Errorf("verdict %s\n%s", got, out)
		}
		for _, part := range []string{
			"SIMULATED: brand-portal", "Clock: 2d 9h 49m 14s behind", "beyond tolerance", "JWT has expired",
			"Step 4 of 4: The proof of the fix", "Result: Fixed",
		} {
			if !strings.Contains(out, part) {
				t.Errorf("%q is not told\n%s", part, out)
			}
		}
		// The clock is checked in the background while each page is read: that
		// asks nothing twice.
		if asked := strings.Count(out, "What now?"); asked != 5 {
			t.Errorf("asked %d times, want 5\n%s", asked, out)
		}
	})
}
