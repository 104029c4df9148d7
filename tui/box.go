package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// boxLimit is how much text a box takes: a whole Test Connection is about 8 KiB.
const boxLimit = 64 << 10

// box is a text of many lines, mostly pasted. It grows and shrinks at its end.
type box struct {
	text string
	full bool // something did not fit
}

// add appends text, as much as there is room for.
func (b box) add(text string) box {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	if room := boxLimit - len(b.text); len(text) > room {
		for room > 0 && !utf8.RuneStart(text[room]) {
			room--
		}
		text, b.full = text[:max(0, room)], true
	}
	b.text += text
	return b
}

// press edits. It reports whether the key was one of the box's.
func (b box) press(k keystroke) (box, bool) {
	switch k.name {
	case "enter":
		return b.add("\n"), true
	case "backspace", "ctrl+h":
		_, size := utf8.DecodeLastRuneInString(b.text)
		b.text, b.full = b.text[:len(b.text)-size], false
	case "ctrl+u": // the last line, and then the one before it
		b.text = strings.TrimSuffix(b.text, "\n")
		b.text, b.full = b.text[:strings.LastIndex(b.text, "\n")+1], false
	default:
		if !k.typing() {
			return b, false
		}
		return b.add(k.text), true
	}
	return b, true
}

// lines counts them; an empty box has none.
func (b box) lines() int {
	if b.text == "" {
		return 0
	}
	return strings.Count(strings.TrimSuffix(b.text, "\n"), "\n") + 1
}

// tail returns the last lines of the text, with the one that is being typed.
func (b box) tail(count int) []string {
	lines := strings.Split(strings.ReplaceAll(b.text, "\t", "    "), "\n")
	return lines[max(0, len(lines)-count):]
}
