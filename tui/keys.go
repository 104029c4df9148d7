package tui

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/unicode/norm"
)

// keystroke is a pressed key: as a name for short cuts, and as what it types.
type keystroke struct {
	name string // "enter", "ctrl+c", "a", "?"
	text string // what it types, "" for keys that type nothing
}

// keyOf names a key. Letters are folded to small plain ones, because caps lock
// or an input method's full-width forms should not make a short cut dead. On a
// keyboard without Latin letters the key's place counts, where it is told.
func keyOf(msg tea.KeyPressMsg) keystroke {
	k := keystroke{name: msg.Keystroke(), text: msg.Text}
	if msg.Text != "" && msg.Text != " " {
		k.name = strings.ToLower(norm.NFKC.String(msg.Text))
		if first, _ := utf8.DecodeRuneInString(k.name); first >= utf8.RuneSelf && msg.BaseCode > ' ' {
			k.name = string(msg.BaseCode)
		}
	}
	return k
}

// typing reports whether the key types something.
func (k keystroke) typing() bool { return k.text != "" }
