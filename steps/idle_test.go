package steps

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/hostclock"
	"unskew/steps/execute"
)

// TestIdleSessionIsLeft: it is told before, a sign of a person puts it off, and the
// session goes on where it was left.
func TestIdleSessionIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		world := startLab(t, scenarioOf(t, "brand-portal"))
		asReal(&world)
		engine := NewEngine(world.world, world.settings, true, &paper{})
		engine.LeaveWhenIdle(15 * time.Minute)
		d := run(t, world, engine)
		d.asked(askWhere)
		time.Sleep(13 * time.Minute)
		if engine.Look().Leaving {
			t.Error("it is said two minutes before its end already")
		}
		time.Sleep(90 * time.Second)
		if !engine.Look().Leaving {
			t.Error("it is not said that the session is about to be left")
		}
		engine.Present()
		if engine.Look().Leaving {
			t.Error("a key does not take the warning away")
		}
		time.Sleep(14 * time.Minute)
		if _, left := engine.LeftIdle(); left {
			t.Fatal("it was left although there was a key")
		}
		time.Sleep(2 * time.Minute)
		s := d.left()
		if after, left := engine.LeftIdle(); !left || after != 15*time.Minute {
			t.Errorf("left %v, after %s", left, after)
		}
		if last := s.Last(); last.Kind != Quit || last.Why != quitIdle || s.State() != StateOpen {
			t.Errorf("it ended with %s %q, and is %s", last.Kind, last.Why, s.State())
		}
		if err := Resumable(s, hostclock.State{}); err != nil {
			t.Errorf("it cannot be gone on with: %v", err)
		}
		if engine.Look().Leaving {
			t.Error("it is still about to be left")
		}
	})
}

// TestIdleOnTheLastPage: a session that waits for its clock waits on, as after "not
// today".
func TestIdleOnTheLastPage(t *testing.T) {
	for name, c := range map[string]struct {
		keep Keeper
		want State
	}{"kept": {&paper{}, StateWaiting}, "in memory only": {NoKeeper{}, StateOpen}} {
		bubble(t, name, func(t *testing.T) {
			d := sit(t, "brand-portal", c.keep, asReal)
			d.to(StepConfirm)
			d.engine.LeaveWhenIdle(time.Minute)
			time.Sleep(2 * time.Minute)
			if s := d.left(); s.State() != c.want {
				t.Errorf("it ended with %q, and is %s, want %s", s.Last().Why, s.State(), c.want)
			}
		})
	}
}

// TestIdleIsCountedByTheRawClock: a clock that jumps over the limit, either way,
// leaves nobody out, and keeps nobody in.
func TestIdleIsCountedByTheRawClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "brand-portal", NoKeeper{}, nil)
		d.to(StepConfirm)
		d.engine.LeaveWhenIdle(10 * time.Minute)
		d.lab.Fix() // more than two days at once
		time.Sleep(9 * time.Minute)
		if _, left := d.engine.LeftIdle(); left {
			t.Fatal("the correction of the clock was taken for time without a key")
		}
		if kinds(d.engine.Session(), Moved) == 0 {
			t.Error("the clock was not moved, so nothing was tried")
		}
		time.Sleep(2 * time.Minute)
		if _, left := d.engine.LeftIdle(); !left {
			t.Error("it was not left")
		}
	})
}

// TestIdleWaitsForARemedy: while one is being run nobody is idle, and what came of
// it can be read.
func TestIdleWaitsForARemedy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		r.answer = func(context.Context, []string) execute.Result {
			time.Sleep(2 * time.Minute)
			return execute.Result{}
		}
		d := atRemedy(t, "service-stopped", r, NoKeeper{})
		d.engine.LeaveWhenIdle(time.Minute)
		d.do(ActApply, "")
		d.do(ActAnswer, "yes")
		time.Sleep(2*time.Minute + 30*time.Second)
		if _, left := d.engine.LeftIdle(); left || len(runsOf(d.engine.Session())) != 1 {
			t.Errorf("left %v, %d runs", left, len(runsOf(d.engine.Session())))
		}
		time.Sleep(time.Minute)
		if _, left := d.engine.LeftIdle(); !left {
			t.Error("it was not left afterwards")
		}
	})
}

// TestNoLimitNoEnd: without a limit nobody is ever left out.
func TestNoLimitNoEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "healthy", NoKeeper{}, nil)
		d.asked(askWhere)
		time.Sleep(12 * time.Hour)
		if _, left := d.engine.LeftIdle(); left || d.engine.Look().Leaving || kinds(d.engine.Session(), Quit) > 0 {
			t.Error("it was left")
		}
	})
}
