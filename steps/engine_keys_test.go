package steps

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// TestAssertionsInTheLab: what the server received is what the proof needs.
func TestAssertionsInTheLab(t *testing.T) {
	want := map[string]int{"brand-portal": 2, "healthy": 1, "wrong-key": 1, "server-wrong": 3, "clock-and-key": 2, "no-credential": 0, "retired": 1}
	ran := 0
	for name, count := range want {
		bubble(t, name, func(t *testing.T) {
			ran++
			world := startLab(t, scenarioOf(t, name))
			s := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
			if got := world.assertions(); got != count {
				t.Errorf("%d assertions, want %d", got, count)
			}
			if kept := len(s.AllAttempts()); count > 0 && kept != count {
				t.Errorf("%d attempts in the record, %d sent", kept, count)
			}
		})
	}
	if ran != 7 {
		t.Errorf("%d worlds", ran)
	}
}

// TestRepeatingIsNoFlood: a person leans on r while requests are on their way.
// What was sent counts, also where its answer was not waited for.
func TestRepeatingIsNoFlood(t *testing.T) {
	for pause := 40 * time.Millisecond; pause < 160*time.Millisecond; pause += 20 * time.Millisecond {
		bubble(t, pause.String(), func(t *testing.T) {
			d := sit(t, "healthy", NoKeeper{}, nil)
			d.to(StepToken)
			for range 20 {
				d.do(ActRepeat, "")
				time.Sleep(pause)
			}
			time.Sleep(10 * time.Second)
			if sent := d.assertions(); sent > maxAssertions {
				t.Errorf("%d assertions in one session, want at most %d", sent, maxAssertions)
			}
			view := d.engine.Look()
			if view.Page.Step != StepToken || view.Page.Busy || !can(view, ActNext) {
				t.Errorf("on %s, busy %v, actions %v", view.Page.Step, view.Page.Busy, view.Actions)
			}
		})
	}
}

// TestKeysOnEachPage: what each page offers is possible, and does what it says.
func TestKeysOnEachPage(t *testing.T) {
	for _, page := range []StepID{StepOSTime, StepNTP, StepToken, StepConfirm} {
		bubble(t, string(page), func(t *testing.T) {
			d := sit(t, "healthy", NoKeeper{}, nil)
			view := d.to(page)
			if !can(view, ActNext) || !can(view, ActBack) || !can(view, ActQuit) || can(view, ActAnswer) || can(view, ActApply) {
				t.Fatalf("actions %v", view.Actions)
			}
			if view = d.do(ActBack, ""); page == StepOSTime && view.Page.Question == nil || page != StepOSTime && order(view.Page.Step) != order(page)-1 {
				t.Errorf("back leads to %s", view.Page.Step)
			}
			if page == StepOSTime {
				d.do(ActAnswer, WhereHere)
				d.shown(page)
			} else if view = d.do(ActNext, ""); view.Page.Step != page {
				t.Errorf("back and next lead to %s", view.Page.Step)
			}
			before := kinds(d.engine.Session(), Observed)
			if view = d.shown(page); can(view, ActRepeat) {
				d.do(ActRepeat, "")
				d.shown(page)
				time.Sleep(8 * time.Second)
				if after := kinds(d.engine.Session(), Observed); after == before {
					t.Errorf("repeat is offered, and measures nothing")
				}
			}
			d.do(ActQuit, "enough")
			if err := <-d.ended; err != nil {
				t.Error(err)
			}
			d.ended <- nil
			if last := d.engine.Session().Last(); last.Kind != Quit || last.Why != "enough" {
				t.Errorf("the record ends with %s %q", last.Kind, last.Why)
			}
		})
	}
}

// TestSkipping: each of the three measuring steps can be left out while it runs,
// with the reason; the verdict is honest all the same.
func TestSkipping(t *testing.T) {
	want := map[StepID]VerdictCode{StepOSTime: ClockCaused, StepNTP: Inconclusive, StepToken: ClockWrong}
	for page, code := range want {
		bubble(t, string(page), func(t *testing.T) {
			d := sit(t, "brand-portal", NoKeeper{}, func(w *labWorld) {
				if page == StepToken {
					w.settings.Profile = "" // so that there is a question to skip at
				}
			})
			d.asked(askWhere)
			d.do(ActAnswer, WhereHere)
			for _, earlier := range []StepID{StepOSTime, StepNTP} {
				if order(earlier) < order(page) {
					d.shown(earlier)
					d.do(ActNext, "")
				}
			}
			d.do(ActSkip, "no time")
			d.onward()
			result := Assess(d.engine.Session()).Steps[order(page)-1]
			if result.ID != page || page != StepOSTime && (result.Outcome != StepSkipped || result.Why != "skipped by the person: no time") {
				t.Errorf("%s is %q (%s)", result.ID, result.Outcome, result.Why)
			}
			if got := d.verdict(); got != code {
				t.Errorf("%s, want %s", got, code)
			}
		})
	}
}

// TestRandomKeys: whatever a person presses, in whatever order, nothing breaks:
// few assertions, a record that can be kept, a page that can be shown, a way out.
func TestRandomKeys(t *testing.T) {
	ran := 0
	for seed := range uint64(6) {
		name := []string{"brand-portal", "healthy", "wrong-key", "nothing"}[seed%4]
		bubble(t, fmt.Sprint(name, seed), func(t *testing.T) {
			ran++
			random := rand.New(rand.NewPCG(seed, 7))
			d := sit(t, name, NoKeeper{}, func(w *labWorld) {
				if seed%3 == 0 {
					bare(w)
				}
			})
			for range 70 {
				view := d.engine.Look()
				press(d, view, random)
				time.Sleep(time.Duration(random.IntN(1500)) * time.Millisecond)
			}
			if sent := d.assertions(); sent > maxAssertions {
				t.Errorf("%d assertions", sent)
			}
			for i, entry := range d.engine.Session().Entries() {
				if _, err := json.Marshal(entry); err != nil || entry.N != i+1 {
					t.Errorf("entry %d is numbered %d: %v", i+1, entry.N, err)
				}
			}
			d.do(ActQuit, "")
			if err := <-d.ended; err != nil {
				t.Error(err)
			}
			d.ended <- nil
		})
	}
	if ran != 6 {
		t.Errorf("%d walks", ran)
	}
}

// press does something that is offered, or something that is not.
func press(d *desk, view View, random *rand.Rand) {
	all := []ActionID{ActNext, ActBack, ActRepeat, ActSkip, ActApply, ActNext, ActNext}
	action := all[random.IntN(len(all))]
	if question := view.Page.Question; question != nil && random.IntN(3) > 0 {
		value := question.Default
		if n := len(question.Options); n > 0 && random.IntN(2) == 0 {
			value = question.Options[random.IntN(n)].Value
		}
		if value == WherePractising {
			value = WhereHere
		}
		d.engine.Do(ActAnswer, value)
		return
	}
	d.engine.Do(action, "pressed")
}

// TestCancelAtAnyMoment: the session ends when it is told to, at once, and leaves
// nothing running: the bubble would not end otherwise.
func TestCancelAtAnyMoment(t *testing.T) {
	ran := 0
	for _, name := range []string{"brand-portal", "nothing"} {
		for moment := time.Millisecond; moment < 4*time.Second; moment = moment*2 + 13*time.Millisecond {
			bubble(t, name+" after "+moment.String(), func(t *testing.T) {
				ran++
				world := startLab(t, scenarioOf(t, name))
				engine := NewEngine(world.world, world.settings, false, NoKeeper{})
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				ended := make(chan error, 1)
				go func() { ended <- engine.Run(ctx) }()
				time.Sleep(moment)
				began := time.Now()
				cancel()
				if err := <-ended; err != nil {
					t.Error(err)
				}
				if spent := time.Since(began); spent != 0 {
					t.Errorf("it ended after %v", spent)
				}
				last := engine.Session().Last()
				if over := Next(Flow(), engine.Session()).Phase == Finished; !over && (last.Kind != Quit || last.Why != "interrupted") {
					t.Errorf("the record ends with %s %q", last.Kind, last.Why)
				}
			})
		}
	}
	if ran < 14 {
		t.Errorf("%d moments", ran)
	}
}
