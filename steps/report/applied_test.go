package report

import (
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
)

// applySession is a remedy of two commands that a person said yes to. The clock
// moves, and that is measured, where measured says: "during" the last command,
// "after" it, or "never".
func applySession(measured string, run steps.Run) steps.Session {
	s := begun("", steps.Settings{Tolerance: time.Second})
	before := ntpReading("time-a.example", "Alpha", time.Second, behind, 0)
	s = s.With(found(steps.StepNTP, time.Second, behind, steps.Observation{Reading: &before}))
	offered := entry(steps.Offered, steps.StepConfirm, 2*time.Second, behind)
	offered.Offer = &steps.Offer{Finding: "timeservice.stopped", Commands: []steps.Planned{{Argv: []string{"systemctl"}}, {Argv: []string{"chronyc"}}}}
	s = s.With(offered).With(answered(steps.StepConfirm, steps.QuestionApply, "yes"))
	first := entry(steps.Applied, steps.StepConfirm, 3*time.Second, behind)
	first.Run = &steps.Run{Command: "systemctl", Before: diagnostics.OffsetOf(behind)}
	s = s.With(first)
	last := entry(steps.Applied, steps.StepConfirm, 8*time.Second, 0)
	last.Run = &run
	move := entry(steps.Moved, "", 5*time.Second, 0)
	move.Move = &steps.Move{How: steps.MoveStep, Before: diagnostics.OffsetOf(behind), After: diagnostics.OffsetOf(2 * time.Millisecond)}
	after := ntpReading("time-a.example", "Alpha", 6*time.Second, 0, 0)
	seen := found(steps.StepConfirm, 6*time.Second, 0, steps.Observation{Reading: &after})
	switch measured {
	case "during":
		return s.With(move).With(seen).With(last)
	case "after":
		return s.With(last).With(move).With(seen)
	}
	return s.With(last)
}

// TestAppliedOffsets: the offset after a command is what was measured since it
// was begun, and unknown where nothing was.
func TestAppliedOffsets(t *testing.T) {
	cases := map[string]bool{"during": true, "after": true, "never": false}
	for when, known := range cases {
		c := contentOf(applySession(when, steps.Run{Command: "chronyc", Before: diagnostics.OffsetOf(behind)}), handMade)
		if len(c.applied) != 2 {
			t.Fatalf("%s: %d commands", when, len(c.applied))
		}
		last := c.applied[1]
		if (last.After != nil) != known || last.After != nil && last.After.Abs() > time.Second {
			t.Errorf("measured %s: after %v", when, last.After)
		}
		if when == "never" && c.applied[0].After != nil {
			t.Errorf("nothing was measured, and yet it was %v after the first command", c.applied[0].After)
		}
	}
	if len(cases) != 3 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestAppliedWithoutAnEnd: a command whose end nobody saw has no exit status, and
// is not told as one that ended; what it said stays out of the report.
func TestAppliedWithoutAnEnd(t *testing.T) {
	s := applySession("never", steps.Run{Command: "chronyc", Exit: -1, Why: "this program ended while it ran", Output: "canary", Before: diagnostics.OffsetOf(behind)})
	for _, format := range Formats() {
		got, err := render(s, handMade, format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(got)), " ")
		if strings.Contains(text, "canary") || strings.Contains(text, "ended with status -1") {
			t.Errorf("%s: %s", format, text)
		}
		if format == JSON && !strings.Contains(text, `"exit": -1`) || format != ChangeRequest && format != Short && !strings.Contains(text, "this program ended while it ran") {
			t.Errorf("%s does not say why: %s", format, text)
		}
	}
}
