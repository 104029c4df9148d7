package steps

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/lab"
)

// TestSteppedOnEachPage: the clock is corrected while a page is open, after it
// was measured. Nothing is lost: the session ends with a right clock, and says
// fixed if it had been seen to be wrong.
func TestSteppedOnEachPage(t *testing.T) {
	cases := []struct {
		page StepID
		want VerdictCode
	}{
		{StepWhere, Healthy}, {StepOSTime, Healthy}, {StepNTP, Fixed}, {StepToken, Fixed}, {StepConfirm, Fixed},
	}
	for _, c := range cases {
		bubble(t, string(c.page), func(t *testing.T) {
			d := sit(t, "brand-portal", NoKeeper{}, nil)
			if c.page == StepWhere {
				d.asked(askWhere)
			} else {
				d.to(c.page)
			}
			d.lab.Fix()
			time.Sleep(10 * time.Second)
			if c.page == StepWhere {
				d.do(ActAnswer, WhereHere)
			}
			d.onward()
			if got := d.verdict(); got != c.want {
				t.Errorf("%s: %s, want %s", c.page, got, c.want)
			}
			if moves := kinds(d.engine.Session(), Moved); moves != 1 {
				t.Errorf("%s: %d movements were seen", c.page, moves)
			}
			if live := d.engine.Look().Live; live.Motion.Jumped || live.Relation != Within {
				t.Errorf("%s: jumped %v, %s", c.page, live.Motion.Jumped, live.Relation)
			}
		})
	}
}

// onward presses Enter until the last page has come to rest.
func (d *desk) onward() {
	d.t.Helper()
	for range 200 {
		view := d.engine.Look()
		if view.Page.Step == StepConfirm && !view.Page.Busy && !can(view, ActNext) {
			break
		}
		if view.Page.Step == StepConfirm && can(view, ActNext) {
			return
		}
		if can(view, ActNext) {
			d.do(ActNext, "")
		}
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(30 * time.Second)
}

// TestSteppedWhileMeasuring: the clock is corrected at some moment of a measuring
// that is under way.
func TestSteppedWhileMeasuring(t *testing.T) {
	ran := 0
	for moment := 10 * time.Millisecond; moment < 6*time.Second; moment += 710 * time.Millisecond {
		bubble(t, moment.String(), func(t *testing.T) {
			ran++
			d := sit(t, "brand-portal", NoKeeper{}, nil)
			d.asked(askWhere)
			d.do(ActAnswer, WhereHere)
			d.shown(StepOSTime)
			d.do(ActNext, "")
			// From here on everything goes by itself, an Enter where one is needed.
			time.AfterFunc(moment, d.lab.Fix)
			d.onward()
			time.Sleep(10 * time.Second)
			d.onward()
			got := d.verdict()
			if got != Fixed && got != Healthy {
				t.Errorf("corrected after %v: %s", moment, got)
			}
			if beyondEver(epochsOf(d.engine.Session())) != (got == Fixed) {
				t.Errorf("corrected after %v: %s", moment, got)
			}
		})
	}
	if ran < 8 {
		t.Errorf("%d moments", ran)
	}
}

// TestKeysWhileTheMoveIsMeasured: a person presses a key in the moment in which
// the clock was moved and is measured afresh. The movement is not forgotten.
func TestKeysWhileTheMoveIsMeasured(t *testing.T) {
	ran := 0
	for _, action := range []ActionID{ActBack, ActRepeat, ActNext, ActSkip} {
		for _, page := range []StepID{StepNTP, StepToken, StepConfirm} {
			ran++
			bubble(t, string(action)+" on "+string(page), func(t *testing.T) {
				d := sit(t, "brand-portal", NoKeeper{}, nil)
				d.to(page)
				d.lab.Fix()
				d.until("the jump", func(v View) bool { return v.Live.Motion.Jumped })
				d.do(action, "")
				time.Sleep(10 * time.Second)
				d.onward()
				if got := d.verdict(); got != Fixed {
					t.Errorf("%s, want fixed", got)
				}
				if moves := kinds(d.engine.Session(), Moved); moves != 1 {
					t.Errorf("%d movements are recorded", moves)
				}
			})
		}
	}
	if ran != 12 {
		t.Errorf("%d cases", ran)
	}
}

// TestSlewIsSeen: with its rate, and the time that is left at that rate.
func TestSlewIsSeen(t *testing.T) {
	for _, ppm := range []float64{500, 83333} {
		bubble(t, fmt.Sprint(ppm), func(t *testing.T) {
			d := sit(t, "slewing", NoKeeper{}, func(w *labWorld) { restart(t, w, func(sc *lab.Scenario) { sc.Fix.Rate = ppm }) })
			d.to(StepConfirm)
			d.lab.Fix()
			time.Sleep(20 * time.Second)
			live := d.engine.Look().Live
			if !live.Motion.Slewing || live.Motion.Jumped {
				t.Fatalf("%v ppm: %+v", ppm, live.Motion)
			}
			if off := live.Motion.Rate/ppm - 1; off > 0.02 || off < -0.02 {
				t.Errorf("%v ppm: the rate is %v", ppm, live.Motion.Rate)
			}
			want := time.Duration(live.Offset.Seconds() / ppm * 1e6 * float64(time.Second))
			if off := (live.Motion.Left - want).Abs(); off > want/50+time.Second {
				t.Errorf("%v ppm: %v left, want %v", ppm, live.Motion.Left, want)
			}
			if got := d.verdict(); got != ClockCaused {
				t.Errorf("%v ppm: %s while it is slewed", ppm, got)
			}
			if ppm < 1000 {
				return
			}
			time.Sleep(want + time.Minute)
			if got := d.verdict(); got != Fixed {
				t.Errorf("%v ppm: %s at the end, want fixed", ppm, got)
			}
			if motion := d.engine.Look().Live.Motion; motion.Slewing {
				t.Errorf("%v ppm: still slewing at the end: %+v", ppm, motion)
			}
		})
	}
}

// restart puts another world in the place of a running one.
func restart(t *testing.T, w *labWorld, change func(*lab.Scenario)) {
	t.Helper()
	scenario := w.lab.Scenario()
	_ = w.lab.Close()
	scenario.NTP = append([]lab.NTP(nil), scenario.NTP...)
	change(&scenario)
	*w = startLab(t, scenario)
}

// TestRelapse: set wrong again, it is not fixed any more, also after the session
// was finished; and it can be fixed again.
func TestRelapse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "relapse", NoKeeper{}, func(w *labWorld) {
			restart(t, w, func(sc *lab.Scenario) { sc.Fix.RelapseAfter = lab.Span(2 * time.Minute) })
		})
		d.to(StepConfirm)
		d.lab.Fix()
		time.Sleep(time.Minute)
		view := d.engine.Look()
		if got := d.verdict(); got != Fixed || !can(view, ActNext) {
			t.Fatalf("after the fix: %s, actions %v", got, view.Actions)
		}
		if view = d.do(ActNext, ""); !view.Finished {
			t.Fatal("not finished")
		}
		time.Sleep(2 * time.Minute)
		view = d.engine.Look()
		if got := d.verdict(); got != ClockCaused {
			t.Errorf("after the relapse: %s", got)
		}
		if view.Finished || view.Page.Step != StepConfirm {
			t.Errorf("after the relapse: finished %v, on the page %s", view.Finished, view.Page.Step)
		}
		if finding(Assess(d.engine.Session()), "clock.moved-back") == nil {
			t.Error("the finding clock.moved-back is missing")
		}
		if !can(view, ActApply) {
			t.Errorf("it cannot be fixed again: %v", view.Actions)
		}
	})
}

// pausing is a clock whose raw reading can stand still, as while a machine sleeps.
type pausing struct {
	diagnostics.Clock
	lost *atomic.Int64
}

func (p pausing) Raw() time.Duration { return p.Clock.Raw() - time.Duration(p.lost.Load()) }

// TestPauseIsNoStep: where raw time stood still, the OS clock was not set.
func TestPauseIsNoStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := pausing{lost: new(atomic.Int64)}
		d := sit(t, "healthy", NoKeeper{}, func(w *labWorld) {
			clock.Clock = w.world.Clock
			w.world.Clock = clock
		})
		d.to(StepConfirm)
		time.Sleep(240 * time.Millisecond)
		clock.lost.Add(int64(220 * time.Millisecond))
		time.Sleep(10 * time.Second)
		moves := d.engine.Session().Moves()
		if len(moves) != 1 || moves[0].Move.How != MoveSuspend {
			t.Fatalf("%d movements: %+v", len(moves), moves)
		}
		if got := d.verdict(); got != Healthy {
			t.Errorf("%s after a pause", got)
		}
		if live := d.engine.Look().Live; live.Relation != Within || live.Offset.Abs() > 20*time.Millisecond {
			t.Errorf("after a pause: %s, %v", live.Relation, live.Offset)
		}
	})
}
