package plain

import (
	"context"
	"strings"
	"testing"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// TestSecret: any line is the passphrase, words of actions and blanks included,
// and the terminal hides it exactly as long as it is asked for.
func TestSecret(t *testing.T) {
	cases := []struct{ typed, want string }{
		{"open sesame", "open sesame"},
		{"quit", "quit"},
		{" b\t", " b\t"},
		{"x\r", "x"},
		{"", ""},
		{"pass\u200dwort", "pass\u200dwort"},
	}
	for _, c := range cases {
		inBubble(t, func(t *testing.T, ctx context.Context) {
			at := page(steps.StepToken, 3, "Token")
			engine := &secretEngine{newFake(asks(at, steps.Question{ID: "q", Kind: steps.EnterSecret, Optional: true, Prompt: say.T("Passphrase?")})), nil}
			engine.step = func(*fake, steps.ActionID, string) *steps.View { return &at }
			out := talk(t, engine, &slow{ctx: ctx, wait: 2 * time.Second, lines: []string{c.typed, "quit"}}, english())
			if len(engine.values) == 0 || engine.values[0] != c.want {
				t.Errorf("%q was handed in as %q", c.typed, engine.values)
			}
			if !strings.Contains(out, "It is not shown") || strings.Contains(out, "Or:") && strings.Index(out, "Or:") < strings.Index(out, "What now?") {
				t.Errorf("asked as:\n%s", out)
			}
			if len(c.typed) > 5 && strings.Contains(out, c.want) {
				t.Errorf("it is printed:\n%s", out)
			}
		})
	}
	if len(cases) != 6 {
		t.Errorf("%d cases", len(cases))
	}
}

// secretEngine notes what is handed in as it is, and ends with quit.
type secretEngine struct {
	*fake
	values []string
}

func (e *secretEngine) Answer(_, value string) { e.Do(steps.ActAnswer, value) }

func (e *secretEngine) Do(action steps.ActionID, value string) {
	if action == steps.ActAnswer {
		e.values = append(e.values, value)
	}
	e.fake.Do(action, value)
}

// TestConceal: what is typed is hidden while the passphrase is asked for, and
// shown again before anything else is.
func TestConceal(t *testing.T) {
	hidden, calls := false, 0
	f := &front{reveal: func() {}, hide: func() func() {
		hidden = true
		calls++
		return func() { hidden = false }
	}}
	f.reveal()
	f.conceal()
	if !hidden || calls != 1 {
		t.Error("not hidden")
	}
	f.reveal()
	if hidden {
		t.Error("still hidden")
	}
	f.reveal()
}
