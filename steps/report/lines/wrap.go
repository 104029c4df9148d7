package lines

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks text at spaces into lines of at most width cells. A word that is
// wider than that is cut, since a line that is too long breaks in a worse place
// later. It never breaks at hyphens: names and options keep their shape.
func Wrap(text string, width int) []string {
	width = max(width, 1)
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case ansi.StringWidth(line)+1+ansi.StringWidth(word) <= width:
			line += " " + word
		default:
			out = append(out, line)
			line = word
		}
		for ansi.StringWidth(line) > width {
			head := ansi.Truncate(line, width, "")
			if head == "" { // a single character wider than the line
				break
			}
			out = append(out, head)
			line = strings.TrimPrefix(line, head)
		}
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// hang wraps text behind a prefix; the lines after the first are indented to
// the prefix's width.
func hang(prefix, text string, width int) []string {
	indent := ansi.StringWidth(prefix)
	wrapped := Wrap(text, width-indent)
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
