package steps

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestNotToday: on the last page of a wrong clock the session can be left to
// wait. Its record says so, and the verdict stands.
func TestNotToday(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "brand-portal", &paper{}, asReal)
		for _, step := range []StepID{StepOSTime, StepNTP, StepToken} {
			if step == StepOSTime {
				d.to(step)
			} else {
				d.do(ActNext, "")
				d.next(step)
			}
			if can(d.engine.Look(), ActPark) {
				t.Errorf("%s: the session can be left to wait", step)
			}
			if d.do(ActPark, ""); d.engine.Session().State() != StateOpen {
				t.Errorf("%s: it is left to wait all the same", step)
			}
		}
		d.do(ActNext, "")
		view := d.shown(StepConfirm)
		actions := view.Actions
		if parking := actions[len(actions)-2]; parking.ID != ActPark || parking.Key != "w" || actions[len(actions)-1].ID != ActQuit {
			t.Errorf("offered are %v", actions)
		}
		if help := view.Page.Help[len(view.Page.Help)-1].String(); !contains(help, "unskew resume") {
			t.Errorf("the help ends with %q", help)
		}
		d.do(ActPark, "")
		s := d.left()
		if got := s.State(); got != StateWaiting {
			t.Errorf("the session is %s", got)
		}
		if got := Assess(s).Verdict; got.Code != ClockCaused || got.Proof != BothSides {
			t.Errorf("verdict %s, %s", got.Code, got.Proof)
		}
	})
}

// TestNoParking: where it makes no sense it is not offered, and not done.
func TestNoParking(t *testing.T) {
	cases := []struct {
		name, scenario string
		keep           Keeper
		change         func(*labWorld)
		fix            bool
		help           string
	}{
		{"in memory only", "brand-portal", NoKeeper{}, asReal, false, "in memory only"},
		{"a simulated machine", "brand-portal", &paper{}, nil, false, "simulated machine is gone"},
		{"a right clock", "healthy", &paper{}, asReal, false, ""},
		{"a clock that was corrected", "brand-portal", &paper{}, asReal, true, ""},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			d := sit(t, c.scenario, c.keep, c.change)
			d.to(StepConfirm)
			if c.fix {
				d.lab.Fix()
				time.Sleep(time.Minute)
			}
			view := d.do(ActPark, "")
			if can(view, ActPark) {
				t.Error("it is offered")
			}
			if last := view.Page.Help[len(view.Page.Help)-1].String(); c.help != "" && !contains(last, c.help) || contains(last, "Press w") {
				t.Errorf("the help ends with %q", last)
			}
			select {
			case <-d.ended:
				t.Error("the session was left")
				d.ended <- nil
			default:
			}
			if got := d.engine.Session().State(); got == StateWaiting {
				t.Errorf("the session is %s", got)
			}
		})
	}
	if len(cases) != 4 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestParkingWithAFullDisk: what cannot be kept cannot wait.
func TestParkingWithAFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "brand-portal", &broken{from: 12}, asReal)
		if view := d.to(StepConfirm); can(view, ActPark) {
			t.Error("it is offered")
		}
	})
}

// TestStates: how far a session has come is told by its record alone.
func TestStates(t *testing.T) {
	quit := func(why string) *making {
		return wrongBefore().add(Entry{Kind: Quit, Why: why})
	}
	cases := []struct {
		name string
		s    Session
		want State
	}{
		{"nothing", Session{}, StateOpen},
		{"begun", made(0, Settings{}).session, StateOpen},
		{"left by the person", quit("").session, StateOpen},
		{"cut short by a signal", quit(quitInterrupted).session, StateInterrupted},
		{"left to wait", quit(quitWaiting).session, StateWaiting},
		{"and taken up again", quit(quitWaiting).add(Entry{Kind: Reopened, Step: StepConfirm, Reopen: ReopenShow}).session, StateOpen},
		{"a message, answered", pasted("JWT has expired"), StateOpen},
		{"a check", unattended(t, "healthy"), StateFinished},
		{"a check of a wrong clock", unattended(t, "brand-portal"), StateFinished},
	}
	for _, c := range cases {
		if got := c.s.State(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for _, state := range []State{StateOpen, StateWaiting, StateFinished, StateInterrupted} {
		if state.Words().IsZero() {
			t.Errorf("%s has no words", state)
		}
	}
}
