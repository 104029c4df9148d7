package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/timeservice"
	"unskew/steps/execute"
)

// runsOf are the commands that a session has recorded.
func runsOf(s Session) []Run {
	var runs []Run
	for _, entry := range s.Entries() {
		if entry.Run != nil {
			runs = append(runs, *entry.Run)
		}
	}
	return runs
}

// pageText is all that a page says.
func pageText(v View) string {
	text := []string{v.Page.Title.String()}
	for _, about := range v.Page.About {
		text = append(text, about.String())
	}
	for _, block := range v.Page.Blocks {
		text = append(text, fmt.Sprintf("%+v", block))
		switch b := block.(type) {
		case Prose:
			for _, line := range b.Lines {
				text = append(text, line.String())
			}
		case Progress:
			text = append(text, b.Label.String()+", "+b.For.String())
		}
	}
	if v.Page.Question != nil {
		text = append(text, v.Page.Question.Prompt.String())
	}
	return strings.Join(text, "\n")
}

// TestYesRunsTheRemedy: the whole way from the offer to the proved fix.
func TestYesRunsTheRemedy(t *testing.T) {
	for _, sudo := range []bool{false, true} {
		bubble(t, fmt.Sprintf("sudo %v", sudo), func(t *testing.T) {
			r := &recorder{sudo: sudo}
			d := atRemedy(t, "service-stopped", r, NoKeeper{})
			r.answer = func(context.Context, []string) execute.Result {
				time.Sleep(400 * time.Millisecond)
				d.lab.Fix()
				time.Sleep(400 * time.Millisecond)
				return execute.Result{Output: "Created symlink"}
			}
			want := "/usr/bin/systemctl enable --now chrony.service"
			if sudo {
				want = "/usr/bin/sudo -n " + want
			}
			if view := d.engine.Look(); !can(view, ActApply) || !contains(pageText(view), "only after a typed yes") {
				t.Fatalf("the remedy is not offered: %v\n%s", view.Actions, pageText(view))
			}
			view := d.do(ActApply, "")
			if view.Page.Question == nil || view.Page.Question.ID != QuestionApply {
				t.Fatalf("no question: %s", pageText(view))
			}
			for _, said := range []string{"Type yes to have this run now: " + want, "systemctl disable --now chrony.service", "10m", "MongoDB"} {
				if !contains(pageText(view), said) {
					t.Errorf("%q is not said:\n%s", said, pageText(view))
				}
			}
			if got := r.commands(); len(got) > 0 {
				t.Fatalf("run before the yes: %q", got)
			}
			d.do(ActAnswer, "yes")
			time.Sleep(time.Minute)
			if got := r.commands(); !slices.Equal(got, []string{want}) {
				t.Errorf("run: %q", got)
			}
			if got := d.verdict(); got != Fixed {
				t.Errorf("%s, want fixed", got)
			}
			runs := runsOf(d.engine.Session())
			if len(runs) != 1 || runs[0].Command != want || runs[0].Exit != 0 || runs[0].Before.Seconds() < 599 || runs[0].Output != "Created symlink" {
				t.Errorf("recorded: %+v", runs)
			}
			if text := pageText(d.engine.Look()); !contains(text, "It ended well") || !contains(text, "The proof of the fix") {
				t.Errorf("the page says:\n%s", text)
			}
		})
	}
}

// TestOnlyTheWordYes: everything else runs nothing, and is not kept.
func TestOnlyTheWordYes(t *testing.T) {
	answers := []string{"", "Yes", "Yes please", "yes please", "y", "YES", "ja", "yes; reboot", "yes\x00", "ｙｅｓ", "no", "hunter2"}
	r := &recorder{}
	synctest.Test(t, func(t *testing.T) {
		d := atRemedy(t, "service-stopped", r, NoKeeper{})
		for _, answer := range answers[:8] {
			d.do(ActApply, "")
			if view := d.do(ActAnswer, answer); view.Page.Question != nil || !contains(pageText(view), "Nothing was run") {
				t.Errorf("%q: %s", answer, pageText(view))
			}
		}
		for _, answer := range answers[9:] {
			d.do(ActApply, "")
			d.do(ActAnswer, answer)
		}
		d.do(ActApply, "")
		if view := d.do(ActBack, ""); view.Page.Question != nil || view.Page.Step != StepConfirm {
			t.Errorf("back from the question: %s", pageText(view))
		}
		d.do(ActAnswer, "yes") // to no question
		time.Sleep(time.Minute)
		if got := r.commands(); len(got) != 0 || len(runsOf(d.engine.Session())) != 0 {
			t.Errorf("run: %q", got)
		}
		for _, entry := range d.engine.Session().Entries() {
			if entry.Answer != nil && contains(entry.Answer.Value, "hunter2") {
				t.Error("what was typed is kept")
			}
		}
		if got := d.verdict(); got != ClockCaused {
			t.Errorf("%s", got)
		}
	})
}

// TestNotAllowed: nothing is offered, and a front end that asks for it all the
// same is refused; as is one on any page but the last.
func TestNotAllowed(t *testing.T) {
	bubble(t, "not allowed", func(t *testing.T) {
		d := atRemedy(t, "service-stopped", nil, NoKeeper{})
		if can(d.engine.Look(), ActApply) || contains(pageText(d.engine.Look()), "Press f") {
			t.Error("offered")
		}
		d.do(ActApply, "")
		d.do(ActAnswer, "yes")
		time.Sleep(time.Minute)
		if s := d.engine.Session(); kinds(s, Offered)+kinds(s, Applied) != 0 {
			t.Error("offered or run")
		}
	})
	bubble(t, "on other pages", func(t *testing.T) {
		r := &recorder{}
		d := sit(t, "service-stopped", NoKeeper{}, allowed(r))
		d.asked(askWhere)
		d.do(ActApply, "")
		d.do(ActAnswer, WhereHere)
		if view := d.shown(StepOSTime); can(view, ActApply) {
			t.Error("offered on the first page")
		}
		d.do(ActApply, "")
		d.do(ActAnswer, "yes")
		if s := d.engine.Session(); kinds(s, Offered) != 0 || len(r.commands()) != 0 {
			t.Error("offered or run")
		}
	})
	bubble(t, "simulated", func(t *testing.T) {
		r := &recorder{}
		d := sit(t, "service-stopped", NoKeeper{}, func(w *labWorld) { w.world.Executor = r })
		d.to(StepConfirm)
		d.do(ActApply, "")
		time.Sleep(time.Minute)
		if got := d.verdict(); got != Fixed || len(r.commands()) != 0 {
			t.Errorf("%s, run on the real host: %q", got, r.commands())
		}
	})
	bubble(t, "unattended", func(t *testing.T) {
		r := &recorder{}
		world := startLab(t, scenarioOf(t, "service-stopped"))
		allowed(r)(&world)
		finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
		if len(r.commands()) != 0 {
			t.Error("run by a check")
		}
	})
}

// TestSeveralCommandsInOrder: one yes for all of them, each with its own record.
func TestSeveralCommandsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		d := atRemedy(t, "service-masked", r, NoKeeper{})
		r.answer = func(_ context.Context, argv []string) execute.Result {
			if slices.Contains(argv, "enable") {
				d.lab.Fix()
			}
			return execute.Result{}
		}
		view := d.do(ActApply, "")
		if text := pageText(view); !contains(text, "these 2 commands") || !contains(text, "systemctl unmask") || !contains(text, "systemctl mask") {
			t.Errorf("asked:\n%s", text)
		}
		d.do(ActAnswer, "yes")
		time.Sleep(time.Minute)
		got := r.commands()
		if len(got) != 2 || !contains(got[0], "unmask") || !contains(got[1], "enable --now") {
			t.Errorf("run: %q", got)
		}
		if runs := runsOf(d.engine.Session()); len(runs) != 2 || d.verdict() != Fixed {
			t.Errorf("%s, %+v", d.verdict(), runs)
		}
	})
}

// TestWhatKeepsTheClock: the clock is right, and the remedy is for the next boot.
func TestWhatKeepsTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		enabled := "disabled"
		change := func(w *labWorld) {
			running := w.lab
			w.world.Services = func(context.Context) []timeservice.Service {
				services := running.Services()
				services[0].Enabled = enabled
				return services
			}
		}
		d := atRemedy(t, "service-disabled", r, NoKeeper{}, change)
		r.answer = func(context.Context, []string) execute.Result {
			enabled = "enabled"
			return execute.Result{}
		}
		if finding(Assess(d.engine.Session()), "timeservice.disabled") == nil {
			t.Fatal("nothing is to be done")
		}
		view := d.do(ActApply, "")
		if view.Page.Question == nil || contains(pageText(view), "jumps") {
			t.Fatalf("asked:\n%s", pageText(view))
		}
		d.do(ActAnswer, "yes")
		view = d.shown(StepConfirm)
		time.Sleep(10 * time.Second)
		if got := r.commands(); len(got) != 1 || !contains(got[0], "systemctl enable chrony.service") {
			t.Errorf("run: %q", got)
		}
		if finding(Assess(d.engine.Session()), "timeservice.disabled") != nil {
			t.Error("the services were not read again")
		}
		if view = d.engine.Look(); !can(view, ActNext) || can(view, ActApply) {
			t.Errorf("at the end: %v", view.Actions)
		}
		if d.do(ActNext, ""); !d.engine.Look().Finished {
			t.Error("cannot be finished")
		}
	})
}

// TestMissingProgram: it is said, nothing is asked.
func TestMissingProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{absent: "systemctl"}
		d := atRemedy(t, "service-stopped", r, NoKeeper{})
		view := d.do(ActApply, "")
		if view.Page.Question != nil || !contains(pageText(view), "systemctl is not among the programs") {
			t.Errorf("%s", pageText(view))
		}
		d.do(ActAnswer, "yes")
		time.Sleep(time.Minute)
		if len(r.commands()) != 0 {
			t.Error("run")
		}
	})
}

// TestAlternativesAreNotRun: of several lines only the one that fits may be
// typed, and which one that is only a person knows.
func TestAlternativesAreNotRun(t *testing.T) {
	s := made(0, Settings{}).session
	alternatives := &Finding{Code: "clock.behind"}
	for _, name := range []string{"chronyc", "systemctl"} {
		command := commandNamed(name)
		command.Either = true
		alternatives.Remedy = append(alternatives.Remedy, command)
	}
	if got := canBeRun(alternatives); len(got) != 0 {
		t.Errorf("of alternatives %d can be run", len(got))
	}
	byHand := commandNamed("")
	byHand.Argv = nil
	mixed := &Finding{}
	mixed.Remedy = append(mixed.Remedy, commandNamed("chronyc"), byHand, commandNamed("systemctl"))
	if got := canBeRun(mixed); len(got) != 1 || got[0].Argv[0] != "chronyc" {
		t.Errorf("before what a person does: %+v", got)
	}
	if canBeRun(nil) != nil || offeringOf(s).open() {
		t.Error("there is something to run")
	}
}
