package steps

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/steps/execute"
)

// TestFailures: each way to fail is told, nothing is run after it, and the page
// goes on waiting.
func TestFailures(t *testing.T) {
	megabyte := strings.Repeat("0123456789abcdef\n", 1<<16)
	cases := []struct {
		name string
		give execute.Result
		said []string
	}{
		{"exit", execute.Result{Exit: 1, Output: "501 Not authorised"}, []string{"It failed (exit status 1).", "501 Not authorised", "Type it yourself"}},
		{"sudo", execute.Result{Exit: 1, Why: "sudo asks for a password here"}, []string{"It failed (exit status 1): sudo asks", "Type it yourself"}},
		{"control", execute.Result{Exit: 3, Output: "\x1b[2J\x1b[31mred\a\u202e"}, []string{"exit status 3", "red"}},
		{"large", execute.Result{Exit: 4, Output: megabyte}, []string{"exit status 4", "0123456789abcdef"}},
		{"not started", execute.Result{Exit: execute.NoExit, Why: "it cannot be started"}, []string{"it cannot be started", "Type it yourself"}},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			r := &recorder{answer: func(context.Context, []string) execute.Result { return c.give }}
			d := atRemedy(t, "service-masked", r, NoKeeper{})
			d.do(ActApply, "")
			d.do(ActAnswer, "yes")
			time.Sleep(20 * time.Second)
			if got := r.commands(); len(got) != 1 {
				t.Errorf("%q was run, and the first one failed", got)
			}
			view := d.engine.Look()
			text := pageText(view)
			for _, said := range append(c.said, "Not run any more: systemctl enable") {
				if !contains(text, said) {
					t.Errorf("%q is not said:\n%s", said, text)
				}
			}
			if strings.ContainsAny(strings.ReplaceAll(text, "\n", ""), "\x1b\a") || contains(text, "\u202e") {
				t.Error("control characters are on the page")
			}
			for _, block := range view.Page.Blocks {
				if output, is := block.(Output); is && len(output.Lines) > maxShown+1 {
					t.Errorf("%d lines of output", len(output.Lines))
				}
			}
			runs := runsOf(d.engine.Session())
			if len(runs) != 1 || runs[0].Exit != c.give.Exit || len(runs[0].Output) > execute.MaxOutput {
				t.Errorf("recorded: %d runs, %+v", len(runs), runs)
			}
			if !can(view, ActApply) || d.verdict() != ClockCaused {
				t.Errorf("%s, actions %v", d.verdict(), view.Actions)
			}
		})
	}
	if len(cases) != 5 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestTimeLimitOfACommand: its executor is told to stop, and that is said.
func TestTimeLimitOfACommand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{answer: func(ctx context.Context, _ []string) execute.Result {
			<-ctx.Done()
			return execute.Result{Exit: execute.NoExit, TimedOut: ctx.Err() == context.DeadlineExceeded, Why: "it was stopped before its end"}
		}}
		d := atRemedy(t, "service-stopped", r, NoKeeper{})
		d.do(ActApply, "")
		d.do(ActAnswer, "yes")
		time.Sleep(12 * time.Second)
		view := d.engine.Look()
		if !view.Applying || !view.Page.Busy || !contains(pageText(view), "running: /usr/bin/systemctl enable --now chrony.service, 12") {
			t.Errorf("while it runs:\n%s", pageText(view))
		}
		if len(view.Actions) != 1 || view.Actions[0].ID != ActQuit {
			t.Errorf("while it runs one may: %v", view.Actions)
		}
		for _, action := range []ActionID{ActApply, ActBack, ActRepeat, ActNext, ActSkip} {
			d.do(action, "")
		}
		d.do(ActAnswer, "yes")
		time.Sleep(execute.MaxLimit)
		view = d.engine.Look()
		if view.Applying || !contains(pageText(view), "did not end in its time") {
			t.Errorf("after the limit:\n%s", pageText(view))
		}
		if runs := runsOf(d.engine.Session()); len(runs) != 1 || !runs[0].TimedOut || len(r.commands()) != 1 {
			t.Errorf("%+v", runs)
		}
	})
}
