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
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		for i, part := range cut(word, width) {
			size := ansi.StringWidth(part)
			if line != "" && (i > 0 || used+1+size > width) {
				out = append(out, line)
				line, used = "", 0
			}
			if line != "" {
				line, used = line+" ", used+1
			}
			line, used = line+part, used+size
		}
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// cut takes a word apart into parts of at most width cells, never within what a
// person sees as one character.
func cut(word string, width int) []string {
	if len(word) <= width || ansi.StringWidth(word) <= width {
		return []string{word}
	}
	var parts []string
	start, end, used := 0, 0, 0
	for end < len(word) {
		cluster, size := ansi.FirstGraphemeCluster(word[end:], ansi.GraphemeWidth)
		if cluster == "" { // not UTF-8: a byte by itself
			cluster, size = word[end:end+1], 1
		}
		if used+size > width && end > start {
			parts = append(parts, word[start:end])
			start, used = end, 0
		}
		end, used = end+len(cluster), used+size
	}
	return append(parts, word[start:])
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
