package standin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Replace puts stand-ins in the place of all names in a text, whatever their
// case. A name within a longer word is not one: "aem" stays in "aemlike", and is
// replaced in "aem-2" and "mac_aem".
func (t *Table) Replace(text string) string { return t.ReplaceIf(text, nil) }

// ReplaceIf replaces only the names that want is true of; nil wants all.
func (t *Table) ReplaceIf(text string, want func(name string) bool) string {
	if len(t.rows) == 0 {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		if row, found := t.at(text, i, want); found {
			out.WriteString(row.StandIn)
			i += len(row.Name)
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}

// at is the longest name that stands at a place of a text.
func (t *Table) at(text string, i int, want func(string) bool) (Row, bool) {
	for _, row := range t.byStart[fold(text[i])] {
		end := i + len(row.Name)
		if end <= len(text) && equal(text[i:end], row.Name) && !joined(text, i) && !joined(text, end) && (want == nil || want(row.Name)) {
			return row, true
		}
	}
	return Row{}, false
}

// joined reports whether a word goes on across a place of a text.
func joined(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return inWord(before) && inWord(after)
}

// firstCJK is where the scripts begin that put no blanks between words.
const firstCJK = 0x2E80

func inWord(r rune) bool {
	return r != utf8.RuneError && r < firstCJK && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// equal compares without regard to the case of ASCII letters, so that lengths in
// bytes stay the same.
func equal(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if fold(a[i]) != fold(b[i]) {
			return false
		}
	}
	return true
}

func fold(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
