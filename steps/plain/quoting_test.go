package plain

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/lab"
	"unskew/steps"
)

// TestQuotedSecretsAreNotTold: what a token service quotes of secrets is not in
// the lines of plain mode.
func TestQuotedSecretsAreNotTold(t *testing.T) {
	scenario, err := lab.Find("quoting")
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
		if found := regexp.MustCompile(`lab-canary|PRIVATE KEY|eyJ[A-Za-z0-9_-]{8,}|[A-Za-z0-9_-]{65,}`).FindString(out); found != "" {
			t.Errorf("%q is told:\n%s", found, out)
		}
		if !strings.Contains(out, "[secret]") || !strings.Contains(out, "Result: Fixed") {
			t.Errorf("the world was not walked:\n%s", out)
		}
	})
}
