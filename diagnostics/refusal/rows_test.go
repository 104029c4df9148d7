package refusal

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"unskew/diagnostics/exchange"
)

// said reads an example as the exchange would have received it, or, where it is a
// line of a log, as words.
func (e Example) said() Said {
	if e.Status == 0 {
		return wordsOnly(e)
	}
	header := http.Header{"Content-Type": {e.Type}}
	if e.Type == "" {
		header.Set("Content-Type", "application/json")
	}
	answer := exchange.ReadAnswer(e.Status, header, []byte(e.Body))
	if e.Date != "" {
		answer.Date, _ = http.ParseTime(e.Date)
	}
	return answerSaid(e.At, answer)
}

// wordsOnly is the piece of a text that decides.
func wordsOnly(e Example) Said {
	var explained Explanation
	explained.Transcript = transcriptOf(e.Body)
	all := pieces(e.Body, explained.Transcript)
	for i := range all {
		all[i].said.At = e.At
	}
	best := explained.choose(all)
	if best == nil {
		return Said{}
	}
	return best.said
}

// TestEveryRowIsWhole: a row without a source, a cause, a remedy or an answer to
// prove it with is none.
func TestEveryRowIsWhole(t *testing.T) {
	const least = 100
	seen := map[string]bool{}
	rows := Rows()
	for _, row := range rows {
		if seen[row.ID] {
			t.Errorf("%s is there twice", row.ID)
		}
		seen[row.ID] = true
		for what, text := range map[string]string{"Source": row.Source, "Cause": row.Cause, "Remedy": row.Remedy} {
			if len(text) < 6 || strings.Contains(text, "  ") {
				t.Errorf("%s: %s is %q", row.ID, what, text)
			}
		}
		if !strings.HasSuffix(row.Cause, ".") || !strings.HasSuffix(row.Remedy, ".") {
			t.Errorf("%s: cause and remedy are whole sentences", row.ID)
		}
		if row.Vendor == "" || row.Context == "" || !strings.Contains(row.ID, ".") {
			t.Errorf("%s: vendor %q, context %q", row.ID, row.Vendor, row.Context)
		}
		if !slices.Contains([]Certainty{High, Medium, Low}, row.Certainty) || !slices.Contains([]Clock{Behind, Ahead, Either, Never, Open}, row.Clock) {
			t.Errorf("%s: certainty %q, clock %q", row.ID, row.Certainty, row.Clock)
		}
		if !slices.Contains(exchange.Classes(), row.Class) {
			t.Errorf("%s: %q is no class", row.ID, row.Class)
		}
		if row.Example.Body == "" && row.Example.Status == 0 {
			t.Errorf("%s has no answer", row.ID)
		}
		for _, word := range append(slices.Clone(row.Match.Words), row.Match.Not...) {
			if word != strings.ToLower(word) {
				t.Errorf("%s: %q is matched in lower case", row.ID, word)
			}
		}
	}
	if len(rows) < least {
		t.Errorf("%d rows, want %d at least", len(rows), least)
	}
}

// TestEveryRowIsFoundByItsAnswer: the literal bytes lead to the row, and within
// its tier to no other.
func TestEveryRowIsFoundByItsAnswer(t *testing.T) {
	count := 0
	for _, tier := range tiers() {
		for _, row := range tier {
			count++
			said := row.Example.said()
			if said.Class != row.Class {
				t.Errorf("%s: the answer is of class %q, the row of %q (%+v)", row.ID, said.Class, row.Class, said)
				continue
			}
			found, ok := Find(said)
			if !ok || found.ID != row.ID {
				t.Errorf("%s: its answer leads to %q (%+v)", row.ID, found.ID, said)
			}
			for _, other := range tier {
				if other.ID != row.ID && other.fits(said, said.text()) {
					t.Errorf("the answer of %s also fits %s", row.ID, other.ID)
				}
			}
		}
	}
	if count != len(Rows()) || count == 0 {
		t.Errorf("ran %d cases for %d rows", count, len(Rows()))
	}
}

// TestClockOfARowFitsItsClass: a class of time has a clock behind it, and one that
// is not about the assertion's time has none.
func TestClockOfARowFitsItsClass(t *testing.T) {
	for _, row := range Rows() {
		time := row.Class.Time() || row.Class == exchange.ClassTLSTime
		if time && (row.Clock == Never || row.Clock == Open) {
			t.Errorf("%s: class %q, clock %q", row.ID, row.Class, row.Clock)
		}
		free := []exchange.Class{exchange.ClassSignature, exchange.ClassClient, exchange.ClassScope, exchange.ClassAudience, exchange.ClassMalformed, exchange.ClassRetired, exchange.ClassDNS}
		if slices.Contains(free, row.Class) && row.Clock != Never {
			t.Errorf("%s: class %q, clock %q", row.ID, row.Class, row.Clock)
		}
	}
}
