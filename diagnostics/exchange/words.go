package exchange

import "strings"

// ClassifyWords says what an OAuth error and its description mean, also where
// they were pasted and nothing else is known. Either may be empty.
//
// Refused-without-words stands for words that do not name the reason either:
// invalid_grant is a whole class (RFC 7523 section 3.1: any bad assertion), so
// an unknown description beside it must never be read as "not the clock".
func ClassifyWords(err, description string) Class {
	class, _ := matchWords(err, description)
	return class
}

// boilerplate is how RFC 6749 section 5.2 explains invalid_grant. Servers
// that quote it say nothing about this one assertion.
const boilerplate = "is invalid, expired, revoked"

// matchWords is ClassifyWords, and how far the words go.
func matchWords(err, description string) (Class, sense) {
	err = strings.ToLower(strings.TrimSpace(err))
	text := err + ": " + strings.ToLower(description)
	text = strings.ReplaceAll(text, boilerplate, "")
	for _, row := range wordings() {
		if row.fits(err, text) {
			return row.class, row.sense
		}
	}
	if isAssertionError(err) {
		return ClassRefusedWithoutWords, settled
	}
	return ClassOther, settled
}

// fits reports whether a row applies.
func (w wording) fits(err, text string) bool {
	if w.err != "" && w.err != err {
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
// assertion was bad: RFC 7523 section 3.1, and Adobe IMS for its exchange.
func isAssertionError(err string) bool {
	return err == "invalid_grant" || err == "invalid_token"
}
