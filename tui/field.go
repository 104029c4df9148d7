package tui

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// field is a line of text being typed. The cursor stands before text[at].
type field struct {
	text []rune
	at   int
}

func fieldOf(text string) field {
	runes := []rune(text)
	return field{text: runes, at: len(runes)}
}

func (f field) String() string { return string(f.text) }

// masked is the field with a sign for each character: what is typed is a secret.
func (f field) masked(sign string) field {
	return field{text: []rune(strings.Repeat(sign, len(f.text))), at: f.at}
}

// insert puts text in at the cursor. A line has no controls: line ends and tabs
// of a pasted text become spaces.
func (f field) insert(text string) field {
	added := []rune(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text))
	runes := make([]rune, 0, len(f.text)+len(added))
	runes = append(runes, f.text[:f.at]...)
	runes = append(runes, added...)
	runes = append(runes, f.text[f.at:]...)
	return field{text: runes, at: f.at + len(added)}
}

// cut removes text[from:to] and leaves the cursor there.
func (f field) cut(from, to int) field {
	runes := make([]rune, 0, len(f.text))
	runes = append(runes, f.text[:from]...)
	runes = append(runes, f.text[to:]...)
	return field{text: runes, at: from}
}

// press edits. It reports whether the key was one of a text field's.
func (f field) press(k keystroke) (field, bool) {
	switch k.name {
	case "left", "ctrl+b":
		f.at = max(0, f.at-1)
	case "right", "ctrl+f":
		f.at = min(len(f.text), f.at+1)
	case "home", "ctrl+a":
		f.at = 0
	case "end", "ctrl+e":
		f.at = len(f.text)
	case "backspace", "ctrl+h":
		if f.at > 0 {
			f = f.cut(f.at-1, f.at)
		}
	case "delete":
		if f.at < len(f.text) {
			f = f.cut(f.at, f.at+1)
		}
	case "ctrl+u":
		f = f.cut(0, f.at)
	case "ctrl+k":
		f = f.cut(f.at, len(f.text))
	case "ctrl+w":
		f = f.cut(f.wordStart(), f.at)
	default:
		if !k.typing() {
			return f, false
		}
		f = f.insert(k.text)
	}
	return f, true
}

// wordStart is where the word before the cursor begins.
func (f field) wordStart() int {
	at := f.at
	for at > 0 && unicode.IsSpace(f.text[at-1]) {
		at--
	}
	for at > 0 && !unicode.IsSpace(f.text[at-1]) {
		at--
	}
	return at
}

// window returns the part of the line that shows the cursor within limit cells,
// and the cursor's column in it. One cell is kept for a cursor at the end.
func (f field) window(limit int) (shown string, column int) {
	limit = max(1, limit)
	before := visible(string(f.text[:f.at]))
	column = width(before)
	line := visible(string(f.text))
	if column < limit {
		return ansi.Truncate(line, limit, ""), column
	}
	skip := column - limit + 1
	shown = ansi.Truncate(ansi.TruncateLeft(line, skip, ""), limit, "")
	return shown, width(ansi.TruncateLeft(before, skip, ""))
}
