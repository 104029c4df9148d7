package steps

import (
	"strings"
	"testing"

	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

// TestMessageAlone: a transcript without a machine never proves anything, and
// says for every class what to do next.
func TestMessageAlone(t *testing.T) {
	ran := 0
	for _, class := range append(exchange.Classes(), "", "no such class") {
		ran++
		m := made(0, Settings{}).said(StepWhere, askWhere, WhereMessage)
		m.observe(StepWhere, Observation{Transcript: &aem.Transcript{Class: class}})
		a := Assess(m.session)
		certainty := Unsure
		if class.Time() {
			certainty = Likely
		}
		if a.Verdict.Code != Inconclusive || a.Verdict.Proof != NoProof || a.Verdict.Certainty != certainty {
			t.Errorf("%q: %s, %s, %s", class, a.Verdict.Code, a.Verdict.Proof, a.Verdict.Certainty)
		}
		if a.Verdict.Title.IsZero() || a.Verdict.Next.IsZero() || ExitStatus(a) != 3 {
			t.Errorf("%q: title %q, next %q, exit status %d", class, a.Verdict.Title, a.Verdict.Next, ExitStatus(a))
		}
	}
	if want := len(exchange.Classes()) + 2; ran != want || ran < 25 {
		t.Errorf("%d cases, want %d", ran, want)
	}
}

// TestMessageNotGivenYet: the judge has nothing to say of a message to come.
func TestMessageNotGivenYet(t *testing.T) {
	a := Assess(made(0, Settings{}).said(StepWhere, askWhere, WhereMessage).session)
	if a.Verdict.Code != Inconclusive || a.Verdict.Certainty != Unsure || ExitStatus(a) != 3 {
		t.Errorf("%s, %s, exit status %d", a.Verdict.Code, a.Verdict.Certainty, ExitStatus(a))
	}
	if a := Assess(Session{}); a.Verdict.Code != Inconclusive || ExitStatus(a) != 3 {
		t.Errorf("of nothing: %s, exit status %d", a.Verdict.Code, ExitStatus(a))
	}
}

// TestEveryClassHasAMeaning: what the exchange can say, a person is told.
func TestEveryClassHasAMeaning(t *testing.T) {
	unknown := meaningOf("no such class")
	for _, class := range exchange.Classes() {
		words := meaningOf(class)
		if words.title.IsZero() || words.next.IsZero() || words.title.String() == unknown.title.String() {
			t.Errorf("%s: %q, %q", class, words.title, words.next)
		}
	}
}
