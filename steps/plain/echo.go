package plain

import (
	"io"

	"github.com/charmbracelet/x/term"
)

// hideTyping turns off that a terminal shows what is typed, and returns what
// turns it on again. Input that is no terminal shows nothing.
func hideTyping(in io.Reader) (restore func()) {
	file, ok := in.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(file.Fd()) {
		return func() {}
	}
	before, err := term.GetState(file.Fd())
	if err != nil {
		return func() {}
	}
	hidden := *before
	withoutEcho(&hidden)
	if err := term.SetState(file.Fd(), &hidden); err != nil {
		return func() {}
	}
	return func() { _ = term.SetState(file.Fd(), before) }
}
