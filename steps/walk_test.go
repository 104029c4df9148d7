package steps

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/lab"
)

// TestScenariosAttended walks every world as a person would: through all pages,
// then applies the remedy on the last one and waits for what is said after it.
func TestScenariosAttended(t *testing.T) {
	scenarios, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, scenario := range scenarios {
		ran++
		t.Run(scenario.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { walk(t, scenario) })
		})
	}
	if ran < minScenarios {
		t.Fatalf("only %d scenarios ran, want %d at least", ran, minScenarios)
	}
}

func walk(t *testing.T, scenario lab.Scenario) {
	world := startLab(t, scenario)
	engine := NewEngine(world.world, world.settings, true, NoKeeper{})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- engine.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if t.Failed() {
			dump(t, engine.Session(), Assess(engine.Session()))
		}
	}()
	person := &walker{t: t, engine: engine, said: map[string]bool{}}
	person.until("the question where", func(v View) bool { return v.Page.Question != nil })
	if world.lab.AEMElsewhere() {
		engine.Do(ActAnswer, WhereAEM)
		person.until("the question for the address", func(v View) bool { return v.Page.Question != nil && v.Page.Question.ID == askAway })
		engine.Do(ActAnswer, world.settings.AEM[0])
	} else {
		engine.Do(ActAnswer, WhereHere)
	}
	for _, step := range []StepID{StepOSTime, StepNTP, StepToken} {
		if skippedBy(engine, step) {
			continue
		}
		person.until(string(step), func(v View) bool {
			if v.Page.Question != nil && v.Page.Question.ID == askProfile {
				engine.Do(ActAnswer, profileNone)
			}
			return v.Page.Step == step && can(v, ActNext) || skippedBy(engine, step)
		})
		if !skippedBy(engine, step) {
			engine.Do(ActNext, "")
		}
	}
	person.until("the last page", func(v View) bool { return v.Page.Step == StepConfirm && !v.Page.Busy })
	time.Sleep(2 * time.Second)
	expectVerdict(t, scenario.Expect, Assess(engine.Session()))
	if scenario.Expect.AfterFix == "" {
		expectLasting(t, scenario.Expect, engine)
		return
	}
	if !can(engine.Look(), ActApply) {
		t.Fatalf("the fix is not offered: %v", engine.Look().Actions)
	}
	engine.Do(ActApply, "")
	settle := time.Minute
	if scenario.Fix.How == "slew" {
		settle = 30 * time.Minute
	}
	time.Sleep(settle)
	after := Assess(engine.Session())
	if string(after.Verdict.Code) != scenario.Expect.AfterFix {
		t.Errorf("after the fix: %q (%s), want %q", after.Verdict.Code, after.Verdict.Title, scenario.Expect.AfterFix)
	}
	expectLasting(t, scenario.Expect, engine)
	for _, code := range scenario.Expect.Then {
		if !slices.Contains(codesOf(after), code) {
			t.Errorf("after the fix: finding %s is missing among %v", code, codesOf(after))
		}
	}
}

func expectLasting(t *testing.T, want lab.Expect, engine *Engine) {
	t.Helper()
	if got := Assess(engine.Session()).Keeping; want.Lasting != "" && string(got.State) != want.Lasting {
		t.Errorf("lasting: %q %v, want %q", got.State, got.Why, want.Lasting)
	}
}

// walker waits for views.
type walker struct {
	t      *testing.T
	engine *Engine
	said   map[string]bool // what was complained of; nil: nothing is looked at, see speak
}

func (w *walker) until(what string, seen func(View) bool) {
	w.t.Helper()
	for range 600 {
		view := w.engine.Look()
		if seen(view) {
			if w.said != nil {
				w.speak(view)
			}
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	view := w.engine.Look()
	w.t.Fatalf("never came to %s; at %s busy=%v question=%v", what, view.Page.Step, view.Page.Busy, view.Page.Question)
}

func can(v View, id ActionID) bool {
	return slices.ContainsFunc(v.Actions, func(a Action) bool { return a.ID == id })
}

func skippedBy(e *Engine, step StepID) bool { return statusOf(e.Session(), step).skipped }
