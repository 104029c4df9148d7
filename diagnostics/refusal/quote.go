package refusal

import (
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

const (
	maxQuote = 300 // characters of a text that are shown again
	// A longer text is shown from a little before the words that decided.
	quoteBefore = 60
	quoteWhole  = 200 // bytes
)

// quote is what is shown again of a text: error and description, of a long one
// the part around the words that decided. Secrets go first, while what stands
// before them still tells that they are some.
func quote(said Said, words []string) string {
	text := strings.TrimSpace(said.Error)
	if description := strings.TrimSpace(said.Description); text != "" && description != "" {
		text += ": " + description
	} else {
		text += description
	}
	text = exchange.RemoveSecrets(text)
	if len(text) > quoteWhole && len(words) > 0 {
		text = around(text, words[0])
	}
	return diagnostics.Clean(text, maxQuote)
}

// around cuts off what stands far before a word, at a space.
func around(text, word string) string {
	at := strings.Index(strings.ToLower(text), word)
	if at <= quoteBefore || len(strings.ToLower(text)) != len(text) {
		return text
	}
	space := strings.IndexByte(text[at-quoteBefore:at], ' ')
	if space < 0 {
		return text[at:]
	}
	return "… " + text[at-quoteBefore+space+1:]
}
