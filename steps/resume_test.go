package steps

import (
	"context"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/lab"
)

// TestAssessIsDeterministic: every prefix of a real session is judged the same,
// twice, and by a copy that went through a journal.
func TestAssessIsDeterministic(t *testing.T) {
	ran := 0
	for _, name := range []string{"brand-portal", "healthy", "wrong-key", "server-wrong"} {
		entries := unattended(t, name).Entries()
		for n := range len(entries) + 1 {
			ran++
			s := SessionOf(entries[:n])
			first, second := Assess(s), Assess(SessionOf(append([]Entry(nil), entries[:n]...)))
			if !reflect.DeepEqual(first, second) {
				t.Errorf("%s, the first %d entries: judged twice, differently", name, n)
			}
			one, two := Next(Flow(), s), Next(Flow(), s)
			if one.Index != two.Index || one.Phase != two.Phase || one.Why != two.Why {
				t.Errorf("%s, the first %d entries: at %v and at %v", name, n, one, two)
			}
		}
	}
	if ran < 60 {
		t.Errorf("only %d prefixes", ran)
	}
}

// TestResumeFromAnywhere: in a world held still, resuming from any prefix of a
// check ends in the verdict of the check that was not interrupted.
func TestResumeFromAnywhere(t *testing.T) {
	ran := 0
	// The worlds are measured alike, so of most only each second or third prefix.
	for name, stride := range map[string]int{"brand-portal": 1, "ntp-blocked": 2, "wrong-key": 2, "healthy": 3, "server-wrong": 3} {
		bubble(t, name, func(t *testing.T) {
			world := startLab(t, scenarioOf(t, name))
			whole := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
			want := Assess(whole).Verdict
			for n := 1; n <= len(whole.Entries()); n += stride {
				ran++
				sent := world.assertions()
				again := finished(t, Resume(world.world, SessionOf(whole.Entries()[:n]), whole.Settings(), NoKeeper{}))
				got := Assess(again).Verdict
				if got.Code != want.Code || got.Proof != want.Proof || got.Certainty != want.Certainty {
					t.Errorf("%s, from entry %d: %s, %s, %s; want %s, %s, %s", name, n, got.Code, got.Proof, got.Certainty, want.Code, want.Proof, want.Certainty)
				}
				before := len(attemptsOf(whole.Entries()[:n]))
				if sent = world.assertions() - sent; sent+before != len(whole.AllAttempts()) {
					t.Errorf("%s, from entry %d: %d assertions after %d, instead of %d in all", name, n, sent, before, len(whole.AllAttempts()))
				}
			}
		})
	}
	if ran < 40 {
		t.Errorf("only %d prefixes", ran)
	}
}

// paper is a keeper: with one, a session can be left to wait.
type paper struct{ NoKeeper }

// asReal makes a world of the lab look like a real host: nobody but its
// administrator corrects its clock, and it is still there another day.
func asReal(world *labWorld) { world.world.Simulated, world.world.Fix = "", nil }

// park goes to the last page of a wrong clock and leaves the session to wait.
func park(t *testing.T) (labWorld, Session) {
	t.Helper()
	d := sit(t, "brand-portal", &paper{}, asReal)
	d.to(StepConfirm)
	time.Sleep(6 * time.Minute)
	d.do(ActPark, "")
	return d.labWorld, d.left()
}

// left is the session after it was left.
func (d *desk) left() Session {
	d.t.Helper()
	select {
	case err := <-d.ended:
		if err != nil {
			d.t.Error(err)
		}
	case <-time.After(time.Minute):
		d.t.Fatal("the session goes on")
	}
	d.ended <- nil
	return d.engine.Session()
}

// another starts the same machine anew, so much later by true time: its raw
// clock begins again, and its boot id is another. change may alter the world.
func another(t *testing.T, later time.Duration, change func(*lab.Scenario)) labWorld {
	t.Helper()
	scenario := scenarioOf(t, "brand-portal")
	scenario.True = scenario.True.Add(later)
	if change != nil {
		change(&scenario)
	}
	world := startLab(t, scenario)
	asReal(&world)
	world.world.Host = func(context.Context) hostclock.State {
		state := world.lab.Host()
		state.BootID = "another boot"
		return state
	}
	return world
}

// TestResumeAfterTheFix: "not today" parks a session; the clock is corrected
// while nobody watches; resuming sees that and proves the fix.
func TestResumeAfterTheFix(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		world, s := park(t)
		world.lab.Fix()
		time.Sleep(3 * time.Hour)
		d := run(t, world, Resume(world.world, s, s.Settings(), NoKeeper{}))
		time.Sleep(2 * time.Minute)
		if got := d.verdict(); got != Fixed {
			t.Errorf("%s, want fixed", got)
		}
	})
}

// TestResumeStillWrong: nothing was done; the verdict stands, and the fix is
// still awaited and seen.
func TestResumeStillWrong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		world, s := park(t)
		time.Sleep(3 * time.Hour)
		d := run(t, world, Resume(world.world, s, s.Settings(), NoKeeper{}))
		time.Sleep(2 * time.Minute)
		if got := d.verdict(); got != ClockCaused {
			t.Errorf("%s, want clock-caused", got)
		}
		world.lab.Fix()
		time.Sleep(time.Minute)
		if got := d.verdict(); got != Fixed {
			t.Errorf("after the fix: %s, want fixed", got)
		}
	})
}

// TestResumeAfterRestart: the machine was started anew in between. Raw times of
// the two runs have nothing to do with one another.
func TestResumeAfterRestart(t *testing.T) {
	for _, c := range []struct {
		name  string
		fixed bool
		want  VerdictCode
	}{{"still wrong", false, ClockCaused}, {"corrected", true, Fixed}} {
		bubble(t, c.name, func(t *testing.T) {
			_, s := park(t)
			world := another(t, 5*time.Hour, nil)
			if c.fixed {
				world.lab.Fix()
			}
			d := run(t, world, Resume(world.world, s, s.Settings(), NoKeeper{}))
			time.Sleep(2 * time.Second)
			if live := d.engine.Look().Live; !live.Reference.IsZero() && live.Reference.Sub(world.lab.Now()).Abs() > time.Second {
				t.Errorf("%s: the reference is off by %v", c.name, live.Reference.Sub(world.lab.Now()))
			}
			time.Sleep(2 * time.Minute)
			if got := d.verdict(); got != c.want {
				t.Errorf("%s: %s, want %s", c.name, got, c.want)
			}
			live := d.engine.Look().Live
			if off := live.Reference.Sub(world.lab.Now()).Abs(); off > time.Second {
				t.Errorf("%s: after two minutes the reference is off by %v", c.name, off)
			}
		})
	}
}
