package diagnostics

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes one line of text that came from outside safe to keep and show:
// control and format characters (escape sequences, bidirectional overrides)
// become spaces, runs of space become one, invalid UTF-8 becomes U+FFFD, and of
// a longer text limit characters stay, with an ellipsis behind them.
func Clean(text string, limit int) string {
	var out strings.Builder
	count, pending := 0, false
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co) {
			pending = out.Len() > 0
			continue
		}
		if pending && count < limit {
			out.WriteByte(' ')
			count++
			pending = false
		}
		if count >= limit {
			out.WriteString("…")
			break
		}
		out.WriteRune(r)
		count++
	}
	return out.String()
}

// CleanLines cleans each line of a longer text, of which at most limit bytes are
// looked at.
func CleanLines(text string, limit int) string {
	if len(text) > limit {
		cut := limit
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = Clean(line, 4096)
	}
	return strings.Join(lines, "\n")
}
