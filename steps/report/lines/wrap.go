package lines

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"unskew/steps/say"
)

// hang wraps text behind a prefix; the lines after the first are indented to
// the prefix's width.
func hang(prefix, text string, width int) []string {
	indent := ansi.StringWidth(prefix)
	wrapped := say.Wrap(text, width-indent)
	if len(wrapped) == 0 {
		return []string{strings.TrimRight(prefix, " ")}
	}
	for i := range wrapped {
		if i == 0 {
			wrapped[i] = prefix + wrapped[i]
			continue
		}
		wrapped[i] = strings.Repeat(" ", indent) + wrapped[i]
	}
	return wrapped
}

// pad fills text with spaces up to width cells.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-ansi.StringWidth(text)))
}
