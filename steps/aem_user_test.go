package steps

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
)

// nobody starts a world in which no user of AEM is known yet; it returns the password.
func nobody(t *testing.T, name string, keep Keeper, change func(*labWorld)) (*desk, string) {
	t.Helper()
	password := ""
	d := sit(t, name, keep, func(w *labWorld) {
		password = w.lab.AEM().Password.Reveal()
		w.settings.AEMUser = false
		w.world.AEMUser = NewAEMUser("", diagnostics.Secret{})
		if change != nil {
			change(w)
		}
	})
	return d, password
}

// atUser walks to the question for AEM's user.
func (d *desk) atUser() *Question {
	d.t.Helper()
	d.asked(askWhere)
	d.do(ActAnswer, WhereHere)
	for _, page := range []StepID{StepOSTime, StepNTP} {
		d.next(page)
		d.do(ActNext, "")
	}
	d.asked(askCredentials)
	d.do(ActAnswer, "")
	return d.asked(askAEMUser)
}

// TestAnswerToAnotherQuestion: what was entered for one question does not become the
// answer to the one that came in its place: a password would stand in the record, or
// a name be sent as a password.
func TestAnswerToAnotherQuestion(t *testing.T) {
	bubble(t, "twice", func(t *testing.T) {
		d, _ := nobody(t, "aem-author", NoKeeper{}, nil)
		d.atUser()
		for range 2 { // Enter, and Enter again before the page has changed
			d.engine.Answer(askAEMUser, "lab-canary-who")
		}
		d.asked(askAEMPassword)
		time.Sleep(time.Second)
		if question := d.engine.Look().Page.Question; question == nil || question.ID != askAEMPassword {
			t.Errorf("the name was taken for the password: %+v", question)
		}
		d.engine.Answer(askMessage, "lab-canary-who")
		time.Sleep(time.Second)
		if question := d.engine.Look().Page.Question; question == nil || question.ID != askAEMPassword {
			t.Errorf("an answer to another question was taken: %+v", question)
		}
		d.engine.Answer(askAEMPassword, "")
		time.Sleep(time.Second)
		if question := d.engine.Look().Page.Question; question != nil && question.ID == askAEMPassword {
			t.Error("the answer to the question was dropped")
		}
	})
}

// TestUserIsAsked: a wrong password is told and asked for again; with the right one AEM
// makes its own tests; neither stands in the record or on a page.
func TestUserIsAsked(t *testing.T) {
	bubble(t, "asked", func(t *testing.T) {
		d, password := nobody(t, "aem-author", NoKeeper{}, nil)
		c := canariesOf(d.lab.Files())
		c.words = append(c.words, "wrong-one")
		d.atUser()
		if view := d.do(ActAnswer, "a:b"); view.Page.Question.Problem.IsZero() {
			t.Error("a colon was taken")
		}
		d.do(ActAnswer, "lab-canary-who")
		if question := d.asked(askAEMPassword); question.Kind != EnterSecret {
			t.Errorf("the password is asked for as %s", question.Kind)
		}
		d.do(ActAnswer, "wrong-one")
		if question := d.asked(askAEMUser); !contains(question.Help[0].String(), "did not take") {
			t.Errorf("asked again without a reason: %v", question.Help)
		}
		c.searchAll(t, d.engine)
		d.do(ActAnswer, d.lab.AEM().User)
		d.asked(askAEMPassword)
		d.do(ActAnswer, password)
		d.shown(StepToken)
		c.searchAll(t, d.engine)
		if a := Assess(d.engine.Session()); a.Verdict.Code != ClockCaused || a.Exchange.By != byAEM || len(d.engine.Session().AgentTests()) != 4 {
			t.Errorf("%s, by %s: %s", a.Verdict.Code, a.Exchange.By, a.Verdict.Title)
		}
		d.do(ActNext, "")
		d.shown(StepConfirm)
		d.lab.Fix()
		time.Sleep(time.Minute)
		c.searchAll(t, d.engine)
		if d.verdict() != Fixed || c.searched < 3 {
			t.Errorf("%s, %d searches", d.verdict(), c.searched)
		}
	})
}

// TestUserIsNoDuty: whoever has none goes on, and is told what was not tested. Back
// takes the answer back.
func TestUserIsNoDuty(t *testing.T) {
	bubble(t, "none", func(t *testing.T) {
		d, _ := nobody(t, "aem-author", NoKeeper{}, nil)
		d.atUser()
		d.do(ActAnswer, "lab-canary-who")
		d.asked(askAEMPassword)
		d.do(ActBack, "")
		d.asked(askAEMUser)
		d.do(ActAnswer, "")
		d.asked(askMessage)
		d.do(ActAnswer, "")
		d.shown(StepToken)
		a := Assess(d.engine.Session())
		if a.Verdict.Code != ClockWrong || finding(a, "aem.untested") == nil || len(d.engine.Session().AgentTests()) != 0 {
			t.Errorf("%s: %s, %v", a.Verdict.Code, a.Verdict.Title, codesOf(a))
		}
	})
}

// TestUserIsAskedAfterResume: what was typed is gone with the program, so the last
// proof asks for it again, and not before it is needed.
func TestUserIsAskedAfterResume(t *testing.T) {
	for _, killed := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) { askedAfterResume(t, killed) })
	}
}

func askedAfterResume(t *testing.T, killed bool) {
	t.Helper()
	d, password := nobody(t, "aem-author", &paper{}, asReal)
	d.atUser()
	d.do(ActAnswer, d.lab.AEM().User)
	d.asked(askAEMPassword)
	d.do(ActAnswer, password)
	d.shown(StepToken)
	d.do(ActNext, "")
	d.shown(StepConfirm)
	d.do(ActPark, "")
	s := d.left()
	if killed {
		s = SessionOf(s.Entries()[:len(s.Entries())-1])
	}
	world := d.labWorld
	world.world.AEMUser = NewAEMUser("", diagnostics.Secret{})
	again := run(t, world, Resume(world.world, s, s.Settings(), NoKeeper{}))
	time.Sleep(30 * time.Second)
	if view := again.engine.Look(); view.Page.Question != nil || again.verdict() != ClockCaused {
		t.Errorf("asked too early: %v, %s", view.Page.Question, again.verdict())
	}
	world.lab.Fix()
	again.asked(askAEMUser)
	again.do(ActAnswer, d.lab.AEM().User)
	again.asked(askAEMPassword)
	again.do(ActAnswer, password)
	time.Sleep(time.Minute)
	if a := Assess(again.engine.Session()); a.Verdict.Code != Fixed || a.Verdict.Certainty != Proved {
		t.Errorf("%s, %s: %s", a.Verdict.Code, a.Verdict.Certainty, a.Verdict.Title)
	}
}

// TestFoundAEMMakesItsTest: an author that runs here is offered to make its own test,
// with its address taken from its command line, and none where nothing may be sent.
func TestFoundAEMMakesItsTest(t *testing.T) {
	bubble(t, "found", func(t *testing.T) {
		d, _ := nobody(t, "aem-author", NoKeeper{}, func(w *labWorld) { w.settings.AEM, w.settings.Profile, w.settings.TokenURL = nil, "", "" })
		d.asked(askWhere)
		d.do(ActAnswer, WhereHere)
		for _, page := range []StepID{StepOSTime, StepNTP} {
			d.next(page)
			d.do(ActNext, "")
		}
		if question := d.asked(askProfile); question.Default != profileAEM {
			t.Errorf("the first choice is %s", question.Default)
		}
		d.do(ActAnswer, profileAEM)
		question := d.asked(askAEMUser)
		if got := d.engine.Session().aems(); fmt.Sprint(got) != "[http://localhost:4502]" || len(question.Help) != 1 {
			t.Errorf("%v, %v", got, question.Help)
		}
	})
	bubble(t, "forbidden", func(t *testing.T) {
		d, _ := nobody(t, "aem-author", NoKeeper{}, func(w *labWorld) {
			w.settings.AEM, w.settings.Profile, w.settings.TokenURL, w.settings.NoExchange = nil, "", "", true
		})
		d.asked(askWhere)
		d.do(ActAnswer, WhereHere)
		for _, page := range []StepID{StepOSTime, StepNTP} {
			d.next(page)
			d.do(ActNext, "")
		}
		if question := d.asked(askProfile); question.Default == profileAEM {
			t.Error("AEM's test is offered")
		}
	})
}

// TestLoginOfARecord: what stands in a record is only that it was given, and by whom it
// was turned away.
func TestLoginOfARecord(t *testing.T) {
	begin := func() *making { return made(time.Hour, Settings{AEM: []string{madeAEM}}) }
	given := func(m *making) *making {
		return m.said(StepToken, askAEMUser, userGiven).said(StepToken, askAEMPassword, userGiven)
	}
	refused := Observation{Agents: &author.Listing{URL: madeAEM, Outcome: author.Credentials}}
	cases := []struct {
		name    string
		session *making
		known   bool
		asks    string
	}{
		{"nothing", begin(), false, askAEMUser},
		{"a name", begin().said(StepToken, askAEMUser, userGiven), false, askAEMPassword},
		{"no name", begin().said(StepToken, askAEMUser, ""), false, ""},
		{"both", given(begin()), true, ""},
		{"no password", begin().said(StepToken, askAEMUser, userGiven).said(StepToken, askAEMPassword, ""), false, ""},
		{"turned away", given(begin()).observe(StepToken, refused), false, askAEMUser},
		{"given again", given(given(begin()).observe(StepToken, refused)), true, ""},
		{"left", given(begin()).add(Entry{Kind: Quit}), false, askAEMUser},
	}
	for _, c := range cases {
		c.session.session.entries[0].Start.Attended = true
		asks := ""
		if question := userAsk(c.session.session, StepToken); question != nil {
			asks = question.ID
		}
		if known := userKnown(c.session.session); known != c.known || asks != c.asks {
			t.Errorf("%s: known %v, asks %q", c.name, known, asks)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
}
