package steps

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestKioskRefusesQuestions: in a restricted session only what is harmless is
// asked, and elsewhere everything.
func TestKioskRefusesQuestions(t *testing.T) {
	open, restricted := made(0, Settings{}).session, made(0, Settings{Kiosk: true}).session
	questions := []*Question{profileQuestion(true), {ID: "new", Kind: EnterLine}, {ID: askAddress, Kind: EnterLine}, {ID: askPassphrase, Kind: EnterSecret}}
	for _, name := range []string{"--issuer", "--subject", "--audience", "--client-id", "--key", "--credentials", "--token-url", "--aem"} {
		questions = append(questions, needQuestion("jwt-bearer", name))
	}
	for _, name := range []string{askScope, askKeyID} {
		questions = append(questions, helpfulQuestion(name))
	}
	for _, question := range questions {
		if permitted(restricted, question) || !permitted(open, question) {
			t.Errorf("%s: restricted %v, else %v", question.ID, permitted(restricted, question), permitted(open, question))
		}
	}
	if len(questions) != 14 {
		t.Errorf("%d questions", len(questions))
	}
	for _, id := range []string{askWhere, askMessage, askPublic, QuestionApply} {
		if !permitted(restricted, &Question{ID: id}) {
			t.Errorf("%s is not asked", id)
		}
	}
	path := Step{
		Title: whereStep().Title, Skip: func(Session) (string, bool) { return "", false },
		Ask: func(Session) *Question { return &Question{ID: "file", Kind: EnterPath} }, Work: func(Session) Work { return Work{} },
	}
	if at := Next([]Step{path}, restricted); at.Phase == Asking {
		t.Error("a page asks for a file all the same")
	}
	if at := Next([]Step{path}, open); at.Phase != Asking {
		t.Errorf("else the page does not ask: %s", at.Phase)
	}
}

// restrict makes a world's session a restricted one on a real host, as the command
// line does. bare: the administrator names no exchange.
func restrict(bare bool) func(*labWorld) {
	return func(w *labWorld) {
		asReal(w)
		w.settings.Kiosk = true
		if bare {
			w.settings = Settings{Kiosk: true, Tolerance: DefaultTolerance, Lifetime: DefaultLifetime}
		}
	}
}

// kioskWalk goes through a session as a person would who answers everything, and
// returns the ids of the questions.
func kioskWalk(t *testing.T, d *desk, where string) []string {
	t.Helper()
	var asked []string
	answers := map[string]string{askWhere: where, askMessage: "invalid_grant: JWT has expired", askPublic: PublicYes, QuestionApply: "no"}
	for range 3000 {
		view := d.engine.Look()
		switch question := view.Page.Question; {
		case question != nil:
			if question.Kind == EnterPath || question.Kind == EnterSecret || question.Kind == EnterLine && question.ID != QuestionApply {
				t.Errorf("asked for a %s: %s", question.Kind, question.Prompt)
			}
			asked = append(asked, question.ID)
			d.do(ActAnswer, answers[question.ID])
		case view.Finished, view.Page.Step == StepConfirm && !view.Page.Busy && can(view, ActPark):
			return asked
		case can(view, ActNext):
			d.do(ActNext, "")
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the session came to no end")
	return nil
}

// TestKioskWalks: through worlds of all sorts, whatever the person says of where
// they are, nothing but choices and a paste is asked; what the administrator named
// is tested, and nothing else.
func TestKioskWalks(t *testing.T) {
	worlds := []string{"brand-portal", "healthy", "no-credential", "aem-author", "wrong-key", "client-assertion", "proxy"}
	ran := 0
	for _, name := range worlds {
		for _, bare := range []bool{false, true} {
			for _, where := range []string{WhereHere, WhereElsewhere, WhereMessage} {
				if where != WhereHere && name != "brand-portal" {
					continue // what is said there does not depend on the world
				}
				ran++
				bubble(t, name+" "+where+map[bool]string{true: " bare"}[bare], func(t *testing.T) {
					d := sit(t, name, &paper{}, restrict(bare))
					asked := kioskWalk(t, d, where)
					for _, id := range asked {
						if !slices.Contains(kioskQuestions(), id) {
							t.Errorf("%s was asked", id)
						}
					}
					if sent := d.assertions(); bare && sent > 0 {
						t.Errorf("%d assertions were sent, and the administrator named none", sent)
					}
					if name == "brand-portal" && where == WhereHere && !bare && (d.assertions() != 2 || d.verdict() != ClockCaused) {
						t.Errorf("%d assertions, %s: the administrator's exchange was not tested", d.assertions(), d.verdict())
					}
					if verdict := Assess(d.engine.Session()).Verdict; where == WhereElsewhere && !strings.Contains(verdict.Title.String(), "not the machine on which the service runs") {
						t.Errorf("the verdict is of the wrong machine, and does not say so: %s", verdict.Title)
					}
				})
			}
		}
	}
	if ran != 18 {
		t.Errorf("%d walks", ran)
	}
}

// TestKioskLockedKey: a key that is locked is the administrator's to unlock. The
// person is not asked, and the clock of the endpoint is read.
func TestKioskLockedKey(t *testing.T) {
	bubble(t, "locked", func(t *testing.T) {
		d := sit(t, "brand-portal", &paper{}, func(w *labWorld) {
			restrict(false)(w)
			lockKey(t, w)
		})
		kioskWalk(t, d, WhereHere)
		if d.assertions() > 0 || len(d.engine.Session().Attempts()) == 0 {
			t.Errorf("%d assertions, %d attempts", d.assertions(), len(d.engine.Session().Attempts()))
		}
	})
}

// TestKioskSpeaksOfFlags: where a sentence names a flag, it is said whose move that
// is, once on a page and in the verdict; else it is not said.
func TestKioskSpeaksOfFlags(t *testing.T) {
	const note = "is for the administrator of this login to set."
	for _, restricted := range []bool{true, false} {
		bubble(t, map[bool]string{true: "restricted", false: "else"}[restricted], func(t *testing.T) {
			d := sit(t, "brand-portal", &paper{}, func(w *labWorld) {
				restrict(true)(w)
				w.settings.Kiosk, w.settings.NTP, w.settings.HTTPS = restricted, []string{None}, []string{None}
			})
			d.asked(askWhere)
			d.do(ActAnswer, WhereHere)
			d.shown(StepOSTime)
			if text := pageText(d.engine.Look()); contains(text, note) {
				t.Errorf("a page without flags speaks of them:\n%s", text)
			}
			d.do(ActNext, "")
			d.shown(StepNTP)
			text := pageText(d.engine.Look())
			if !contains(text, " --ntp") {
				t.Fatalf("the page speaks of no flag:\n%s", text)
			}
			want := map[bool]int{true: 1}[restricted]
			if got := strings.Count(text, note); got != want {
				t.Errorf("said %d times on the page, want %d:\n%s", got, want, text)
			}
			if next := Assess(d.engine.Session()).Verdict.Next.String(); strings.Count(next, note) != want || !contains(next, " --ntp") {
				t.Errorf("the verdict says %s", next)
			}
		})
	}
}

// TestKioskNotToday: the way back is a word, not a command that nobody can type.
func TestKioskNotToday(t *testing.T) {
	bubble(t, "help", func(t *testing.T) {
		d := sit(t, "brand-portal", &paper{}, restrict(false))
		kioskWalk(t, d, WhereHere)
		help := d.engine.Look().Page.Help
		if last := help[len(help)-1].String(); strings.Contains(last, "unskew resume") || !strings.Contains(last, "the word resume") {
			t.Errorf("the help ends with %q", last)
		}
		if d.do(ActPark, ""); d.left().State() != StateWaiting {
			t.Error("it cannot be left to wait")
		}
	})
}
