package steps

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/lab"
)

// dials counts the connections to AEM.
type dials struct {
	diagnostics.Network
	count atomic.Int64
}

func (d *dials) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if strings.HasSuffix(address, ":4502") {
		d.count.Add(1)
	}
	return d.Network.DialContext(ctx, network, address)
}

// afar sits down in a world with an AEM on another machine, on the page os-time.
func afar(t *testing.T, scenario lab.Scenario, keep Keeper, change func(*labWorld)) *desk {
	t.Helper()
	world := startLab(t, scenario)
	address := world.settings.AEM[0]
	world.settings.AEM, world.settings.AEMUser = nil, false
	world.world.AEMUser = NewAEMUser("", diagnostics.Secret{})
	if change != nil {
		change(&world)
	}
	d := run(t, world, NewEngine(world.world, world.settings, true, keep))
	d.asked(askWhere)
	d.do(ActAnswer, WhereAEM)
	d.asked(askAway)
	d.do(ActAnswer, address)
	d.shown(StepOSTime)
	return d
}

// TestAddressOfAEM: what is no address of an AEM is turned down with the next move,
// and a password in it is not kept.
func TestAddressOfAEM(t *testing.T) {
	bubble(t, "addresses", func(t *testing.T) {
		d := sit(t, "aem-from-afar", NoKeeper{}, nil)
		d.asked(askWhere)
		d.do(ActAnswer, WhereAEM)
		d.asked(askAway)
		bad := []string{"", "aem-author", "aem:4502", "ftp://aem", "http://", "http://admin:lab-canary-x@aem:4502", "http://aem:4502/?a=b", "http://aem:4502/#x"}
		for _, address := range bad {
			view := d.do(ActAnswer, address)
			if view.Page.Question == nil || view.Page.Question.Problem.IsZero() {
				t.Errorf("%q was taken", address)
			} else if problem := view.Page.Question.Problem.String(); strings.Contains(problem, "canary") || address != "" && !strings.Contains(problem, "address") {
				t.Errorf("%q: %s", address, problem)
			}
		}
		if len(bad) != 8 {
			t.Errorf("%d addresses", len(bad))
		}
		d.do(ActAnswer, "http://aem-author-02:4502/")
		view := d.shown(StepOSTime)
		if view.Host != "aem-author-02:4502" || view.Live.Away != view.Host {
			t.Errorf("measured: %q, %q", view.Host, view.Live.Away)
		}
	})
}

// TestAwayIsThePatient: every page is about AEM's clock, and the first of this machine
// says nothing.
func TestAwayIsThePatient(t *testing.T) {
	const behind = "[[aem]]\nurl = \"http://aem:4502\"\nbehind = \"20m\""
	cases := []struct {
		name, skew, world string
		code              VerdictCode
		words             string
		findings          []string
	}{
		{"behind, and this machine is right", "", behind, ClockWrong, "AEM on aem:4502, by its own Date", []string{"clock.behind"}},
		{"behind, and this machine is wrong as well", "ahead = \"3h\"", behind, ClockWrong, "20m", []string{"clock.behind"}},
		{"right, and this machine is wrong", "behind = \"3h\"", "[[aem]]\nurl = \"http://aem:4502\"\nahead = \"100ms\"", Healthy, "AEM on aem:4502", nil},
		{"a dispatcher", "", "[[aem]]\nurl = \"http://aem:4502\"\nahead = \"100ms\"\ndispatcher = true", Inconclusive, "may not be AEM's", []string{"aem.in-between"}},
		{"silent", "", "[[aem]]\nurl = \"http://aem:4502\"\nbehind = \"20m\"\nbehaviour = \"silent\"", Inconclusive, "could not be read", []string{"aem.unreached"}},
		{"nothing listens", "", "[[aem]]\nurl = \"http://aem:4502\"\nbehind = \"20m\"\nbehaviour = \"refused\"", Inconclusive, "could not be read", []string{"aem.unreached"}},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			d := afar(t, aemWorld(t, c.skew, c.world), NoKeeper{}, nil)
			d.do(ActNext, "")
			for _, page := range []StepID{StepNTP, StepToken} {
				d.until(string(page), func(v View) bool {
					if v.Page.Question != nil && v.Page.Question.ID == askCredentials {
						d.do(ActAnswer, "")
					}
					if v.Page.Question != nil && (v.Page.Question.ID == askAEMUser || v.Page.Question.ID == askMessage) {
						d.do(ActAnswer, "")
					}
					return v.Page.Step == page && !v.Page.Busy && can(v, ActNext)
				})
				d.do(ActNext, "")
			}
			d.shown(StepConfirm)
			a := Assess(d.engine.Session())
			if a.Verdict.Code != c.code || !contains(a.Verdict.Title.String(), c.words) {
				t.Errorf("%s: %s", a.Verdict.Code, a.Verdict.Title)
			}
			for _, code := range c.findings {
				if finding(a, code) == nil {
					t.Errorf("finding %s is missing among %v", code, codesOf(a))
				}
			}
			for _, code := range []string{"host.elsewhere", "aem.other-clock", "timeservice.nothing-selected"} {
				if finding(a, code) != nil {
					t.Errorf("finding %s must not be there", code)
				}
			}
			if host, source := d.engine.Session().Patient(); host != "aem:4502" || source != "aem-date" {
				t.Errorf("the patient is %s, %s", host, source)
			}
		})
	}
	if len(cases) != 6 {
		t.Fatalf("%d cases", len(cases))
	}
}

// toConfirm goes on from the page os-time, without a user.
func (d *desk) toConfirm() {
	d.t.Helper()
	d.do(ActNext, "")
	d.shown(StepNTP)
	d.do(ActNext, "")
	for _, question := range []string{askCredentials, askAEMUser, askMessage} {
		d.asked(question)
		d.do(ActAnswer, "")
	}
	d.shown(StepToken)
	d.do(ActNext, "")
	d.shown(StepConfirm)
}

// TestAwayIsWatched: while nothing happens AEM is asked at a modest rate and next to
// nothing is recorded; its correction is seen, and told to be measured, not proved.
func TestAwayIsWatched(t *testing.T) {
	bubble(t, "twenty minutes", func(t *testing.T) {
		var asked *dials
		d := afar(t, scenarioOf(t, "aem-from-afar"), NoKeeper{}, func(w *labWorld) {
			asked = &dials{Network: w.world.Network}
			w.world.Network = asked
		})
		d.toConfirm()
		before, entries := asked.count.Load(), len(d.engine.Session().Entries())
		time.Sleep(20 * time.Minute)
		polls := asked.count.Load() - before
		if polls < 67 || polls > 82 {
			t.Errorf("AEM was asked %d times in twenty minutes", polls)
		}
		if grown := len(d.engine.Session().Entries()) - entries; grown > 47 {
			t.Errorf("%d entries in twenty minutes", grown)
		}
		if moves := len(d.engine.Session().Moves()); moves != 0 || d.verdict() != ClockWrong {
			t.Errorf("%d moves, %s", moves, d.verdict())
		}
		d.lab.Fix()
		time.Sleep(awayEvery + awayReads)
		v := Assess(d.engine.Session()).Verdict
		if v.Code != Fixed || v.Certainty != MeasuredOne || len(d.engine.Session().Moves()) != 1 {
			t.Errorf("%s, %s: %s", v.Code, v.Certainty, v.Title)
		}
	})
}

// TestOwnStepIsNoMoveOfAEM: this machine's clock is set while AEM's is judged.
func TestOwnStepIsNoMoveOfAEM(t *testing.T) {
	bubble(t, "a step", func(t *testing.T) {
		scenario := aemWorld(t, "behind = \"20m\"", "[[aem]]\nurl = \"http://aem:4502\"\nahead = \"100ms\"\n[fix]\nhow = \"step\"\n[expect]\nverdict = \"clock-wrong\"\nproof = \"measured\"\ncertainty = \"measured\"\nafter_fix = \"fixed\"")
		d := afar(t, scenario, NoKeeper{}, nil)
		d.toConfirm()
		if d.verdict() != Healthy {
			t.Errorf("%s before", d.verdict())
		}
		d.lab.Fix()
		time.Sleep(2 * time.Minute)
		if moves := len(d.engine.Session().Moves()); moves != 0 || d.verdict() != Healthy {
			t.Errorf("%d moves, %s", moves, d.verdict())
		}
	})
}

// TestAwayWithAKey: a key at hand proves the cause from afar: refused with the time of
// AEM's clock, accepted with the true time.
func TestAwayWithAKey(t *testing.T) {
	bubble(t, "a key", func(t *testing.T) {
		scenario := scenarioOf(t, "aem-from-afar")
		scenario.Server.Credential = ""
		d := afar(t, scenario, NoKeeper{}, nil)
		d.do(ActNext, "")
		for _, page := range []StepID{StepNTP, StepToken} {
			d.shown(page)
			d.do(ActNext, "")
		}
		d.shown(StepConfirm)
		if v := Assess(d.engine.Session()).Verdict; v.Code != ClockCaused || v.Proof != BothSides || v.Certainty != Proved {
			t.Errorf("%s, %s: %s", v.Code, v.Proof, v.Title)
		}
		d.lab.Fix()
		time.Sleep(awayEvery + awayReads)
		if v := Assess(d.engine.Session()).Verdict; v.Code != Fixed || v.Certainty != Proved {
			t.Errorf("after: %s, %s: %s", v.Code, v.Certainty, v.Title)
		}
	})
}

// TestAwayIsTakenUpAgain: AEM's clock is corrected while nobody watches.
func TestAwayIsTakenUpAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := afar(t, scenarioOf(t, "aem-from-afar"), &paper{}, asReal)
		d.do(ActNext, "")
		d.asked(askPublic)
		d.do(ActAnswer, PublicYes)
		d.shown(StepNTP)
		d.do(ActNext, "")
		for _, question := range []string{askCredentials, askAEMUser, askMessage} {
			d.asked(question)
			d.do(ActAnswer, "")
		}
		d.shown(StepToken)
		d.do(ActNext, "")
		d.shown(StepConfirm)
		d.do(ActPark, "")
		s := d.left()
		d.lab.Fix()
		time.Sleep(3 * time.Hour)
		again := run(t, d.labWorld, Resume(d.world, s, s.Settings(), NoKeeper{}))
		time.Sleep(2 * time.Minute)
		if got := again.verdict(); got != Fixed {
			t.Errorf("%s, want fixed", got)
		}
	})
}

// TestTwoAwayAreBothReadAgain: of a cluster both clocks are needed before it is fixed.
func TestTwoAwayAreBothReadAgain(t *testing.T) {
	m := made(0, Settings{}).said(StepWhere, askWhere, WhereAEM).said(StepWhere, askAway, "http://one:4502")
	m.reading("a", time.Millisecond).reading("b", time.Millisecond)
	m.sight("http://one:4502", 2*time.Hour, false).sight("http://two:4502", 0, false)
	m.moved(MoveStep, 0).reading("a", time.Millisecond, samples(3)).reading("b", time.Millisecond, samples(3))
	m.sight("http://one:4502", 0, false)
	if a := Assess(m.session); a.Verdict.Code == Fixed {
		t.Errorf("one is enough: %s", a.Verdict.Title)
	}
	m.sight("http://two:4502", 0, false)
	if a := Assess(m.session); a.Verdict.Code != Fixed {
		t.Errorf("both: %s, %s", a.Verdict.Code, fmt.Sprint(a.Verdict.Next))
	}
}
