package exchange

import (
	"strings"
	"sync"
)

// ClassifyWords says what an OAuth error and its description mean, also where
// they were pasted and nothing else is known. Either may be empty.
//
// Refused-without-words stands for words that do not name the reason either:
// invalid_grant is a whole class (RFC 7523 section 3.1: any bad assertion), so
// an unknown description beside it must never be read as "not the clock".
func ClassifyWords(err, description string) Class {
	class, _, _ := matchWords(err, description)
	return class
}

// boilerplate is how RFC 6749 section 5.2 explains invalid_grant, as it stands
// there and as servers write it. Who quotes it says nothing about this one
// assertion.
func boilerplate() []string {
	return []string{"is invalid, expired, revoked", "is invalid, expired, or revoked", "is invalid, expired or revoked"}
}

// wordingTable is wordings, made once: a long text is looked at line by line.
var wordingTable = sync.OnceValue(wordings)

// matchWords is ClassifyWords, how far the words go, and whether they were known
// at all.
func matchWords(err, description string) (class Class, how sense, known bool) {
	said := read(err, description)
	for _, row := range wordingTable() {
		if row.fits(said) {
			return row.class, row.sense, true
		}
	}
	if isAssertionError(said.err) {
		return ClassRefusedWithoutWords, settled, true
	}
	return ClassOther, settled, false
}

// said is an error and its description, in the forms that rows are matched with.
type said struct {
	err, description, all string // lower case; all is "error: description"
	statement             statement
	time                  bool // the description mentions time
}

func read(err, description string) said {
	s := said{err: strings.ToLower(strings.TrimSpace(err)), description: strings.ToLower(description)}
	if strings.Contains(s.err, " ") {
		// Some servers put their sentence into error.
		s.description = s.err + ": " + s.description
	}
	for _, quoted := range boilerplate() {
		s.description = strings.ReplaceAll(s.description, quoted, "")
	}
	s.all = s.err + ": " + s.description
	s.statement = readStatement(s.description)
	s.time = s.statement.mentionsTime()
	return s
}

// fits reports whether a row applies.
func (w wording) fits(s said) bool {
	text := s.all
	if w.timeless {
		text = s.description
	}
	switch {
	case w.err != "" && w.err != s.err,
		w.timeless && s.time,
		w.vague && !s.time && !s.statement.speaksOfAssertion(),
		w.blames != nil && !s.statement.blames(w.blames):
		return false
	}
	for _, word := range w.words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// isAssertionError reports whether the error says no more than that the
// assertion was bad: RFC 7523 section 3.1, Adobe IMS for its exchange, and what
// servers call it that have an error of their own for it.
func isAssertionError(err string) bool {
	switch err {
	case "invalid_grant", "invalid_token", "invalid_assertion", "invalid_client_assertion", "invalid_jwt", "jwt_invalid":
		return true
	}
	return false
}
