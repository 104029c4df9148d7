package steps

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"unskew/steps/execute"
	"unskew/steps/remedy"
)

func commandNamed(name string) remedy.Command {
	return remedy.Command{Argv: []string{name, "now"}, Line: name + " now"}
}

// TestJumpDoesNotStopTheCommand: the clock jumps long before the command ends,
// and is measured meanwhile.
func TestJumpDoesNotStopTheCommand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		d := atRemedy(t, "service-stopped", r, NoKeeper{})
		stopped := false
		r.answer = func(ctx context.Context, _ []string) execute.Result {
			time.Sleep(time.Second)
			d.lab.Fix()
			select {
			case <-ctx.Done():
				stopped = true
			case <-time.After(20 * time.Second):
			}
			return execute.Result{}
		}
		d.do(ActApply, "")
		d.do(ActAnswer, "yes")
		time.Sleep(15 * time.Second)
		s := d.engine.Session()
		if kinds(s, Moved) != 1 || kinds(s, Applied) != 0 || !d.engine.Look().Applying {
			t.Errorf("while it runs: %d movements, %d results", kinds(s, Moved), kinds(s, Applied))
		}
		time.Sleep(time.Minute)
		s = d.engine.Session()
		if stopped || kinds(s, Applied) != 1 || kinds(s, Moved) != 1 || len(r.commands()) != 1 {
			t.Errorf("stopped %v, %d results, %d movements, %d runs", stopped, kinds(s, Applied), kinds(s, Moved), len(r.commands()))
		}
		if got := d.verdict(); got != Fixed {
			t.Errorf("%s, want fixed", got)
		}
	})
}

// TestMovedWhileAsked: somebody else corrects the clock while the question is
// open. It is withdrawn, and a late yes runs nothing.
func TestMovedWhileAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		d := atRemedy(t, "service-stopped", r, NoKeeper{})
		d.do(ActApply, "")
		d.lab.Fix()
		d.until("the jump", func(v View) bool { return v.Live.Motion.Jumped })
		d.do(ActAnswer, "yes")
		time.Sleep(time.Minute)
		if len(r.commands()) != 0 || d.verdict() != Fixed {
			t.Errorf("%s, run: %q", d.verdict(), r.commands())
		}
	})
}

// TestCrashWhileItRuns: the program ends between the yes and the result. Taken
// up again, the session runs nothing, and says what is not known.
func TestCrashWhileItRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keep := &kept{}
		hang := make(chan struct{})
		r := &recorder{answer: func(context.Context, []string) execute.Result { <-hang; return execute.Result{} }}
		d := atRemedy(t, "service-masked", r, keep)
		d.do(ActApply, "")
		d.do(ActAnswer, "yes")
		time.Sleep(time.Second)
		crashed := SessionOf(append([]Entry(nil), keep.entries...))
		if last := crashed.Last(); last.Answer == nil || last.Answer.Value != applyYes {
			t.Fatalf("the record ends with %s", last.Kind)
		}
		close(hang)
		d.stop()

		for n := len(crashed.Entries()) - 1; n <= len(crashed.Entries()); n++ {
			again := &recorder{}
			world := d.labWorld
			world.world.Executor = again
			taken := run(t, world, Resume(world.world, SessionOf(crashed.Entries()[:n]), crashed.Settings(), NoKeeper{}))
			time.Sleep(2 * time.Minute)
			if got := again.commands(); len(got) != 0 {
				t.Errorf("entry %d: run again: %q", n, got)
			}
			runs := runsOf(taken.engine.Session())
			answered := n == len(crashed.Entries())
			if answered && (len(runs) != 1 || runs[0].Exit != execute.NoExit || runs[0].Why != whyUnseen || runs[0].Before.Seconds() < 400) {
				t.Errorf("recorded: %+v", runs)
			}
			if !answered && len(runs) != 0 {
				t.Errorf("without a yes: %+v", runs)
			}
			view := taken.engine.Look()
			if view.Applying || answered && !contains(pageText(view), whyUnseen) {
				t.Errorf("the page says:\n%s", pageText(view))
			}
			if !can(view, ActApply) || view.Page.Question != nil {
				t.Errorf("it cannot be tried again, or is asked unbidden: %v", view.Actions)
			}
			taken.do(ActAnswer, "yes")
			if got := again.commands(); len(got) != 0 {
				t.Errorf("entry %d: a yes to no question ran %q", n, got)
			}
			taken.stop()
		}
	})
}

// TestOfferIsNotTakenFromAFile: a session whose question was open is taken up
// again where it is not allowed any more. Nothing is asked, and a yes that comes
// before the engine has looked runs nothing.
func TestOfferIsNotTakenFromAFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := atRemedy(t, "service-stopped", &recorder{}, NoKeeper{})
		d.do(ActApply, "")
		open := d.engine.Session()
		d.stop()
		for _, executor := range []*recorder{nil, {}} {
			world := d.labWorld
			world.world.Executor = nil
			if executor != nil {
				world.world.Executor = executor
			}
			engine := Resume(world.world, open, open.Settings(), NoKeeper{})
			engine.Do(ActAnswer, "yes")
			taken := run(t, world, engine)
			time.Sleep(10 * time.Second)
			if executor != nil && len(executor.commands()) != 0 {
				t.Error("run")
			}
			if taken.engine.Look().Page.Question != nil || kinds(taken.engine.Session(), Applied) != 0 {
				t.Error("asked or run")
			}
			taken.stop()
		}
	})
}

// TestLeavingWhileItRuns: a command that ends soon is waited for; one that does
// not is stopped; and the record says which. A signal is the same.
func TestLeavingWhileItRuns(t *testing.T) {
	cases := []struct {
		name   string
		takes  time.Duration
		signal bool
		stops  bool // it obeys when it is told to stop
		why    string
	}{
		{"soon", 2 * time.Second, false, true, ""},
		{"soon, signal", 2 * time.Second, true, true, ""},
		{"late", time.Hour, false, true, whyStopped},
		{"late, signal", time.Hour, true, true, whyStopped},
		{"never", time.Hour, false, false, whyUnseen},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			release := make(chan struct{})
			r := &recorder{answer: func(ctx context.Context, _ []string) execute.Result {
				done := ctx.Done()
				if !c.stops {
					done = nil
				}
				select {
				case <-time.After(c.takes):
					return execute.Result{Output: "done"}
				case <-done:
				case <-release:
				}
				return execute.Result{Exit: execute.NoExit, Why: "stopped"}
			}}
			d := atRemedy(t, "service-masked", r, NoKeeper{})
			d.do(ActApply, "")
			d.do(ActAnswer, "yes")
			began := time.Now()
			if c.signal {
				d.cancel()
			} else {
				d.engine.Do(ActQuit, "left")
			}
			if err := <-d.ended; err != nil {
				t.Error(err)
			}
			d.ended <- nil
			if spent := time.Since(began); spent > leaveFor+stopFor {
				t.Errorf("it took %v", spent)
			}
			close(release)
			s := d.engine.Session()
			runs := runsOf(s)
			if len(runs) != 1 || runs[0].Why != c.why || (c.why == "") != (runs[0].Exit == 0) {
				t.Errorf("recorded: %+v", runs)
			}
			if got := r.commands(); len(got) != 1 {
				t.Errorf("run after leaving: %q", got)
			}
			if s.Last().Kind != Quit {
				t.Errorf("the record ends with %s", s.Last().Kind)
			}
		})
	}
	if len(cases) != 5 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestJumpAroundTheEnd: the clock jumps before, at or after the end of the
// command, also while it is measured afresh. What is measured around the jump
// counts for neither side: it is always fixed, and was wrong before.
func TestJumpAroundTheEnd(t *testing.T) {
	ran := 0
	for after := time.Duration(0); after < 3*time.Second; after += 190 * time.Millisecond {
		bubble(t, after.String(), func(t *testing.T) {
			ran++
			r := &recorder{}
			d := atRemedy(t, "service-stopped", r, NoKeeper{})
			r.answer = func(context.Context, []string) execute.Result {
				time.AfterFunc(after, d.lab.Fix)
				time.Sleep(300 * time.Millisecond)
				return execute.Result{}
			}
			d.do(ActApply, "")
			d.do(ActAnswer, "yes")
			time.Sleep(time.Minute)
			s := d.engine.Session()
			if got := d.verdict(); got != Fixed || kinds(s, Moved) != 1 || kinds(s, Applied) != 1 {
				t.Errorf("%s, %d movements, %d results", got, kinds(s, Moved), kinds(s, Applied))
			}
		})
	}
	if ran != 16 {
		t.Errorf("%d moments", ran)
	}
}
