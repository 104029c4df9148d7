package steps

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/aem"
	"unskew/diagnostics/lab"
)

// scenarioOf finds a world of the lab.
func scenarioOf(t *testing.T, name string) lab.Scenario {
	t.Helper()
	scenario, err := lab.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return scenario
}

// unattended is the session of a check in a world of the lab.
func unattended(t *testing.T, name string) Session {
	t.Helper()
	var s Session
	synctest.Test(t, func(t *testing.T) {
		world := startLab(t, scenarioOf(t, name))
		s = finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
	})
	return s
}

// finished runs an unattended engine to its end.
func finished(t *testing.T, engine *Engine) Session {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := engine.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatal("the check did not come to an end")
	}
	return engine.Session()
}

// pasted is a session with nothing but a message.
func pasted(text string) Session {
	transcript := aem.ReadTranscript(text)
	return made(0, Settings{}).said(StepWhere, askWhere, WhereMessage).observe(StepWhere, Observation{Transcript: &transcript}).session
}

// bubble runs one case in a bubble of its own: in fake time, with nothing left
// behind. A case that fails does not keep the others from running.
func bubble(t *testing.T, name string, test func(*testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

// desk is a person before the wizard, in a world of the lab.
type desk struct {
	*walker
	labWorld
	cancel context.CancelFunc
	ended  chan error
}

// sit starts an attended session. change may alter the world before it begins.
func sit(t *testing.T, name string, keep Keeper, change func(*labWorld)) *desk {
	t.Helper()
	world := startLab(t, scenarioOf(t, name))
	if change != nil {
		change(&world)
	}
	return run(t, world, NewEngine(world.world, world.settings, true, keep))
}

// run lets an engine run until the test is over.
func run(t *testing.T, world labWorld, engine *Engine) *desk {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	d := &desk{walker: &walker{t: t, engine: engine}, labWorld: world, cancel: cancel, ended: make(chan error, 1)}
	go func() { d.ended <- engine.Run(ctx) }()
	t.Cleanup(func() {
		d.stop()
		if t.Failed() {
			dump(t, engine.Session(), Assess(engine.Session()))
		}
	})
	return d
}

// stop ends the session from outside and waits for it.
func (d *desk) stop() {
	d.cancel()
	if err := <-d.ended; err != nil {
		d.t.Error(err)
	}
	d.ended <- nil
}

// do does something and lets the engine take it.
func (d *desk) do(action ActionID, value string) View {
	d.engine.Do(action, value)
	time.Sleep(time.Millisecond)
	return d.engine.Look()
}

// asked waits for a question.
func (d *desk) asked(id string) *Question {
	d.t.Helper()
	d.until("the question "+id, func(v View) bool { return v.Page.Question != nil && v.Page.Question.ID == id })
	return d.engine.Look().Page.Question
}

// shown waits until a page is measured and can be left.
func (d *desk) shown(step StepID) View {
	d.t.Helper()
	d.until("the page "+string(step), func(v View) bool {
		return v.Page.Step == step && !v.Page.Busy && v.Page.Question == nil && (can(v, ActNext) || step == StepConfirm)
	})
	return d.engine.Look()
}

// to goes from the first page to a step's finished page.
func (d *desk) to(step StepID) View {
	d.t.Helper()
	d.asked(askWhere)
	if d.lab.AEMElsewhere() {
		d.do(ActAnswer, WhereAEM)
		d.asked(askAway)
		d.do(ActAnswer, d.settings.AEM[0])
	} else {
		d.do(ActAnswer, WhereHere)
	}
	for _, page := range []StepID{StepOSTime, StepNTP, StepToken, StepConfirm} {
		view := d.next(page)
		if page == step {
			return view
		}
		d.do(ActNext, "")
	}
	d.t.Fatalf("there is no page %s", step)
	return View{}
}

// next waits for the page that follows. On a real host it is asked first whether
// public servers may be asked.
func (d *desk) next(page StepID) View {
	d.t.Helper()
	if page == StepNTP && d.world.Simulated == "" {
		d.asked(askPublic)
		d.do(ActAnswer, PublicYes)
	}
	return d.shown(page)
}

// verdict is what is said now.
func (d *desk) verdict() VerdictCode { return Assess(d.engine.Session()).Verdict.Code }

// assertions counts what the authorization server has received.
func (w labWorld) assertions() int {
	count := 0
	for _, request := range w.lab.Seen() {
		count += request.Assertions
	}
	return count
}

// kinds counts the entries of a kind.
func kinds(s Session, kind Kind) int {
	count := 0
	for _, entry := range s.Entries() {
		if entry.Kind == kind {
			count++
		}
	}
	return count
}
