package steps

import (
	"slices"
	"strings"
	"testing"

	"unskew/diagnostics/exchange"
)

// TestEveryProfileIsOffered, in words of its own.
func TestEveryProfileIsOffered(t *testing.T) {
	question := profileQuestion(false)
	for _, profile := range exchange.Profiles() {
		label, note := profileWords(profile.ID)
		i := slices.IndexFunc(question.Options, func(o Option) bool { return o.Value == profile.ID })
		if i < 0 || label.String() == profile.ID || !strings.HasPrefix(note.String(), profile.ID+": ") {
			t.Errorf("%s: %q, %q, at %d", profile.ID, label, note, i)
		}
	}
	if want := len(exchange.Profiles()) + 2; len(question.Options) != want || question.Options[want-1].Value != profileNone {
		t.Errorf("the choices are %v", question.Options)
	}
}

// asked is a question and the answer that a person gives.
type asked struct{ id, answer string }

// TestProfilesAreAsked: a person who names nothing by flags is led to the proof of
// each profile, question by question.
func TestProfilesAreAsked(t *testing.T) {
	cases := []struct {
		name, world, profile string
		questions            []asked
		class                exchange.Class
		server               string // as the live panel names it
	}{
		{"client assertion", "client-assertion", "private-key-jwt", []asked{
			{askEndpoint, "https://login.example/contoso/oauth2/v2.0/token"},
			{askCredentials, "private.key"},
			{"--client-id", "11111111-2222-3333-4444-555555555555"},
			{askScope, "https://graph.example/.default"},
			{askKeyID, ""},
		}, exchange.ClassExpired, "login.example"},
		{"google, its file says the rest", "google-service-account", "google-sa", []asked{
			{askCredentials, "service-account.json"},
		}, exchange.ClassNotYetValid, "oauth2.example"},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			d := sit(t, c.world, NoKeeper{}, func(w *labWorld) {
				scope := w.settings.Scope
				bare(w)
				if c.profile == "google-sa" {
					w.settings.Scope = scope // its default is not granted in this world
				}
			})
			d.toTokenQuestions()
			d.asked(askProfile)
			d.do(ActAnswer, c.profile)
			for _, q := range c.questions {
				d.asked(q.id)
				d.do(ActAnswer, q.answer)
			}
			view := d.shown(StepToken)
			assessment := Assess(d.engine.Session())
			if assessment.Verdict.Code != ClockCaused || assessment.Verdict.Proof != BothSides {
				t.Errorf("%s, %s", assessment.Verdict.Code, assessment.Verdict.Proof)
			}
			if attempt := assessment.Exchange.OSClock; attempt == nil || attempt.Class != c.class {
				t.Errorf("the attempt is %+v", attempt)
			}
			if view.Live.ServerName.String() != c.server {
				t.Errorf("the server is called %q", view.Live.ServerName)
			}
		})
	}
	if len(cases) != 2 {
		t.Errorf("%d cases ran", len(cases))
	}
}

// TestGitHubAppIsAsked: the address is known, and nothing stays valid. In this world
// another one has to be named, as for GitHub Enterprise.
func TestGitHubAppIsAsked(t *testing.T) {
	bubble(t, "github app", func(t *testing.T) {
		d := sit(t, "github-app", NoKeeper{}, func(w *labWorld) {
			url := w.settings.TokenURL
			bare(w)
			w.settings.TokenURL = url
		})
		d.toTokenQuestions()
		d.asked(askProfile)
		d.do(ActAnswer, "github-app")
		d.asked(askCredentials)
		d.do(ActAnswer, "private.key")
		if question := d.asked("--issuer"); !strings.Contains(question.Prompt.String(), "GitHub App") {
			t.Errorf("it is asked for as %q", question.Prompt)
		}
		d.do(ActAnswer, "420042")
		view := d.shown(StepToken)
		s := d.engine.Session()
		if verdict := Assess(s).Verdict; verdict.Code != ClockCaused {
			t.Errorf("%s", verdict.Code)
		}
		if view.Live.ServerName.String() != "api.example" || !tokensLeft(s).IsZero() {
			t.Errorf("the server is called %q; left: %s", view.Live.ServerName, tokensLeft(s))
		}
		if attempt := Assess(s).Exchange.Reference; attempt == nil || answerWords(attempt).String() != "the service took it" {
			t.Errorf("the attempt is %+v", attempt)
		}
	})
}

// TestGitHubOfOnesOwn: the wizard asks for its address, and takes it as it stands in a
// browser; empty is github.com.
func TestGitHubOfOnesOwn(t *testing.T) {
	bubble(t, "enterprise", func(t *testing.T) {
		d := sit(t, "github-app", NoKeeper{}, func(w *labWorld) { bare(w) })
		d.toTokenQuestions()
		d.asked(askProfile)
		d.do(ActAnswer, "github-app")
		d.asked(askEndpoint)
		if view := d.do(ActAnswer, "github.example.com"); view.Page.Question.Problem.IsZero() {
			t.Error("an address without https was taken")
		}
		d.do(ActAnswer, "https://api.example")
		d.asked(askCredentials)
		d.do(ActAnswer, "private.key")
		d.asked("--issuer")
		d.do(ActAnswer, "420042")
		d.shown(StepToken)
		if a := Assess(d.engine.Session()); a.Verdict.Code != ClockCaused || a.Exchange.Endpoint != "https://api.example/app" {
			t.Errorf("%s at %s", a.Verdict.Code, a.Exchange.Endpoint)
		}
	})
	ran := 0
	for address, want := range map[string]string{
		"": "", "https://github.example.com": "https://github.example.com/api/v3/app", "https://github.example.com/": "https://github.example.com/api/v3/app",
		"https://api.corp.ghe.com": "https://api.corp.ghe.com/app", "https://github.example.com/api/v3/app": "https://github.example.com/api/v3/app", "nonsense": "nonsense",
	} {
		ran++
		if got := gitHubEndpoint(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
	if ran != 6 {
		t.Errorf("%d addresses", ran)
	}
}

// toTokenQuestions goes to where the token step asks.
func (d *desk) toTokenQuestions() {
	d.t.Helper()
	d.asked(askWhere)
	d.do(ActAnswer, WhereHere)
	for _, page := range []StepID{StepOSTime, StepNTP} {
		d.shown(page)
		d.do(ActNext, "")
	}
}

// TestRoomAhead: an iat that is set back leaves a clock that is ahead some room.
func TestRoomAhead(t *testing.T) {
	s := unattended(t, "github-app-ahead")
	margin := Assess(s).Exchange.MarginAhead
	if margin == nil || margin.Seconds() < -1141 || margin.Seconds() > -1139 { // 20 minutes less 60 s
		t.Errorf("the room is %v", margin)
	}
}
