package steps

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// bare takes from a world what a person would say with flags, so that the
// wizard has to ask for it.
func bare(w *labWorld) {
	w.settings = Settings{Lifetime: w.settings.Lifetime, Tolerance: DefaultTolerance}
}

// TestRefusedAnswers: what does not fit is not recorded; the question stays, and
// says why. The next question does not say it any more.
func TestRefusedAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "brand-portal", NoKeeper{}, bare)
		refuse := func(id, value string) {
			t.Helper()
			d.asked(id)
			before := kinds(d.engine.Session(), Answered)
			view := d.do(ActAnswer, value)
			if q := view.Page.Question; q == nil || q.ID != id || q.Problem.IsZero() {
				t.Errorf("%s = %q: %+v", id, value, q)
			}
			if after := kinds(d.engine.Session(), Answered); after != before {
				t.Errorf("%s = %q is recorded", id, value)
			}
		}
		take := func(id, value string) {
			t.Helper()
			d.asked(id)
			d.do(ActAnswer, value)
		}
		refuse(askWhere, "on the moon")
		refuse(askWhere, "")
		take(askWhere, WhereHere)
		for _, page := range []StepID{StepOSTime, StepNTP} {
			d.shown(page)
			d.do(ActNext, "")
		}
		refuse(askProfile, "no-such-profile")
		take(askProfile, "jwt-bearer")
		if q := d.asked(askEndpoint); !q.Problem.IsZero() {
			t.Errorf("a new question begins with a problem: %s", q.Problem)
		}
		refuse(askEndpoint, "")
		refuse(askEndpoint, "http://login.example/oauth/token")
		refuse(askEndpoint, "https://")
		refuse(askEndpoint, "not an address")
		take(askEndpoint, "https://legacy-oauth.example/oauth/token")
		refuse(askCredentials, "/no/such/file")
		refuse(askCredentials, "private.key/")
		d.do(ActBack, "")
		if q := d.engine.Look().Page.Question; q == nil || !q.Problem.IsZero() {
			t.Errorf("after going back a problem of before stands: %+v", q)
		}
	})
}

// TestQuestionsToTheEnd: every question of the token step is answered; the proof
// is the same as with flags.
func TestQuestionsToTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var flags Settings
		d := sit(t, "brand-portal", NoKeeper{}, func(w *labWorld) { flags = w.settings; bare(w) })
		d.asked(askWhere)
		d.do(ActAnswer, WhereHere)
		for _, page := range []StepID{StepOSTime, StepNTP} {
			d.shown(page)
			d.do(ActNext, "")
		}
		answers := map[string]string{
			askProfile: flags.Profile, askEndpoint: flags.TokenURL, askCredentials: flags.Key,
			"--issuer": flags.Issuer, "--subject": flags.Subject, "--audience": flags.Audience, "--client-id": flags.ClientID,
		}
		asked := 0
		for range 20 {
			time.Sleep(3 * time.Second)
			question := d.engine.Look().Page.Question
			if question == nil {
				break
			}
			asked++
			if _, known := answers[question.ID]; !known {
				t.Fatalf("asked for %s", question.ID)
			}
			d.do(ActAnswer, answers[question.ID])
		}
		if asked < 4 {
			t.Errorf("only %d questions", asked)
		}
		d.shown(StepToken)
		if v := Assess(d.engine.Session()).Verdict; v.Code != ClockCaused || v.Certainty != Proved {
			t.Errorf("%s, %s: %s", v.Code, v.Certainty, v.Title)
		}
	})
}

// TestElsewhereInTheWizard: the name of the other machine is asked for, and told.
func TestElsewhereInTheWizard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "healthy", NoKeeper{}, nil)
		d.asked(askWhere)
		d.do(ActAnswer, WhereElsewhere)
		d.asked(askAddress)
		if view := d.do(ActAnswer, ""); view.Page.Question == nil || view.Page.Question.Problem.IsZero() {
			t.Error("no name is a name")
		}
		d.do(ActAnswer, "aem\x1b[31m-far\u202e-away")
		for _, page := range []StepID{StepOSTime, StepNTP, StepToken} {
			d.shown(page)
			d.do(ActNext, "")
		}
		view := d.shown(StepConfirm)
		if got := d.verdict(); got != Inconclusive {
			t.Errorf("%s", got)
		}
		if strings.ContainsAny(view.Verdict.Title.String()+view.Verdict.Next.String(), "\x1b\u202e") {
			t.Errorf("control characters on the screen: %q", view.Verdict.Title)
		}
	})
}

// message is a Test Connection, as copied from a browser.
const message = `03.03.2017 04:29:05 - Create new HttpClient for Brand Portal
28.02.2017 18:39:51 - * Auth User: admin
28.02.2017 18:39:51 - Error: Failed to obtain access token: {"error":"invalid_grant","error_description":"JWT has expired"}`

// TestMessageBranch: who has only the message gets what it says, and nothing is
// measured or sent.
func TestMessageBranch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tap := &wiretap{}
		d := sit(t, "brand-portal", NoKeeper{}, func(w *labWorld) {
			tap.Network = w.world.Network
			w.world.Network = tap
		})
		d.asked(askWhere)
		d.do(ActAnswer, WhereMessage)
		d.asked(askMessage)
		for _, nothing := range []string{"", " \n\t\n"} {
			if view := d.do(ActAnswer, nothing); view.Page.Question == nil || view.Page.Question.Problem.IsZero() {
				t.Fatalf("%q is taken as a message", nothing)
			}
		}
		d.do(ActAnswer, message)
		view := d.shown(StepWhere)
		if text := fmt.Sprint(view.Page.Blocks); !strings.Contains(text, "expired") {
			t.Errorf("the page says %s", text)
		}
		d.do(ActNext, "")
		view = d.shown(StepConfirm)
		v := Assess(d.engine.Session()).Verdict
		if v.Code != Inconclusive || v.Certainty != Likely || v.Proof != NoProof {
			t.Errorf("%s, %s, %s", v.Code, v.Certainty, v.Proof)
		}
		for _, mark := range view.Marks[:3] {
			if mark.Outcome != StepSkipped {
				t.Errorf("the step %s is %q", mark.Title, mark.Outcome)
			}
		}
		if calls := tap.since(time.Time{}, ""); len(calls) != 0 || d.assertions() != 0 {
			t.Errorf("asked: %v", calls)
		}
		d.do(ActBack, "")
		d.do(ActBack, "")
		if q := d.asked(askWhere); q == nil {
			t.Error("there is no way back to the first question")
		}
	})
}

// consent is a real host's world: nobody has allowed anything yet.
func consent(t *testing.T) (*desk, *wiretap) {
	tap := &wiretap{}
	d := sit(t, "healthy", NoKeeper{}, func(w *labWorld) {
		w.world.Simulated = ""
		tap.Network = w.world.Network
		w.world.Network = tap
	})
	d.asked(askWhere)
	d.do(ActAnswer, WhereHere)
	d.shown(StepOSTime)
	d.do(ActNext, "")
	q := d.asked(askPublic)
	if calls := tap.since(time.Time{}, ""); len(calls) != 0 {
		t.Errorf("before anybody agreed these are called: %v", calls)
	}
	if text := fmt.Sprint(q.Help); !strings.Contains(text, "time.cloudflare.com") || !strings.Contains(text, "www.apple.com") {
		t.Errorf("the question does not name who would be asked: %s", text)
	}
	return d, tap
}

// public returns whom a world's wizard called that nobody had named.
func public(d *desk, tap *wiretap) []string {
	var called []string
	allowed := []string{"ntp.corp.example", "login.example"}
	for _, name := range []string{"ntp.corp.example", "login.example"} {
		found, _ := tap.Network.LookupHost(d.t.Context(), name)
		allowed = append(allowed, found...)
	}
	for _, c := range tap.since(time.Time{}, "") {
		if !slices.Contains(allowed, c.host) {
			called = append(called, c.host)
		}
	}
	return called
}

// TestConsent: public servers are asked only after a yes.
func TestConsent(t *testing.T) {
	bubble(t, "no", func(t *testing.T) {
		d, tap := consent(t)
		d.do(ActAnswer, PublicNo)
		d.shown(StepNTP)
		d.do(ActNext, "")
		d.shown(StepToken)
		d.do(ActNext, "")
		d.shown(StepConfirm)
		time.Sleep(5 * time.Minute)
		if called := public(d, tap); len(called) > 0 {
			t.Errorf("after a no these are called: %v", called)
		}
		if a := Assess(d.engine.Session()); a.Verdict.Code != Inconclusive || finding(a, "reference.circular") == nil {
			t.Errorf("with own servers alone: %s, %v", a.Verdict.Code, codesOf(a))
		}
	})
	bubble(t, "yes", func(t *testing.T) {
		d, tap := consent(t)
		d.do(ActAnswer, PublicYes)
		d.shown(StepNTP)
		if called := public(d, tap); len(called) == 0 {
			t.Error("after a yes nobody is called")
		}
		d.do(ActNext, "")
		d.shown(StepToken)
		if got := d.verdict(); got != Healthy {
			t.Errorf("%s", got)
		}
	})
	bubble(t, "skipped", func(t *testing.T) {
		d, tap := consent(t)
		d.do(ActSkip, "not now")
		d.shown(StepToken)
		d.do(ActRepeat, "")
		d.shown(StepToken)
		d.do(ActNext, "")
		time.Sleep(5 * time.Minute)
		if called := public(d, tap); len(called) > 0 {
			t.Errorf("nobody agreed, and these are called: %v", called)
		}
	})
}

// TestSkippedConsentAndAMove: the same where the clock is moved afterwards.
func TestSkippedConsentAndAMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tap := &wiretap{}
		d := sit(t, "brand-portal", NoKeeper{}, func(w *labWorld) {
			w.world.Simulated = ""
			at := w.lab.Now()
			w.settings.Person = &at
			tap.Network = w.world.Network
			w.world.Network = tap
		})
		d.asked(askWhere)
		d.do(ActAnswer, WhereHere)
		d.shown(StepOSTime)
		d.do(ActNext, "")
		d.asked(askPublic)
		d.do(ActSkip, "not now")
		d.lab.Fix()
		time.Sleep(time.Minute)
		d.onward()
		for _, c := range tap.since(time.Time{}, "") {
			if strings.HasPrefix(c.host, "time-") || strings.HasPrefix(c.host, "www.") {
				t.Fatalf("nobody agreed, and %s is called", c.host)
			}
		}
	})
}
