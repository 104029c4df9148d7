package say

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks text into lines of at most width cells: at spaces, and in scripts
// without spaces (Chinese, Japanese) between characters, but never before a closing
// mark or after an opening one. A word that is wider than a line is cut, since a line
// that is too long breaks in a worse place later. It never breaks at hyphens: names
// and options keep their shape.
func Wrap(text string, width int) []string {
	width = max(width, 1)
	var out []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		for i, piece := range pieces(word) {
			gap := 0
			if i == 0 && line != "" {
				gap = 1
			}
			size := ansi.StringWidth(piece)
			if line != "" && used+gap+size > width {
				out = append(out, line)
				line, used, gap = "", 0, 0
			}
			parts := cut(piece, width)
			last := len(parts) - 1
			out = append(out, parts[:last]...)
			line += strings.Repeat(" ", gap) + parts[last]
			used += gap + ansi.StringWidth(parts[last])
		}
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// pieces takes a word apart where a line may be broken within it: on either side of
// an ideograph, with the marks that belong to it.
func pieces(word string) []string {
	var out []string
	begin, before := 0, rune(0)
	for at, r := range word {
		if at > begin && breaks(before, r) {
			out = append(out, word[begin:at])
			begin = at
		}
		before = r
	}
	return append(out, word[begin:])
}

// breaks reports whether a line may end between two characters (the rules for
// Chinese in Unicode UAX #14, as far as they are needed).
func breaks(before, after rune) bool {
	switch {
	case !ideographic(before) && !ideographic(after):
		return false
	case strings.ContainsRune("（「『《〈【〔([{", before):
		return false
	case unicode.In(after, unicode.Mn, unicode.Me, unicode.Cf) || after == utf8.RuneError || after == '\u200d':
		return false
	}
	return !strings.ContainsRune("，。、；：！？）」』》〉】〕…—·%,.;:!?)]}", after)
}

// ideographic reports whether a character is of a script without spaces, or a mark
// of its full width.
func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		r >= '\u3000' && r <= '\u303f' || r >= '\uff01' && r <= '\uff60'
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
