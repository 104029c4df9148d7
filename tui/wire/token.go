package wire

import (
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// kind is what a token does to the terminal.
type kind int

const (
	printing kind = iota // a character, or a cluster of them
	styling              // SGR: the pen
	moving               // the cursor alone
	other
)

// token is one character or one sequence of the renderer's output.
type token struct {
	text   string
	width  int
	kind   kind
	final  byte // of a sequence without prefix and intermediate, else 0
	params ansi.Params
}

// tokens takes a frame apart.
func tokens(frame string) []token {
	var all []token
	parser := ansi.NewParser()
	var state byte
	for frame != "" {
		text, width, size, next := ansi.DecodeSequence(frame, state, parser)
		one := token{text: text, width: width}
		switch {
		case strings.HasPrefix(text, "\x1b["):
			one.params = append(ansi.Params(nil), parser.Params()...)
			if command := ansi.Cmd(parser.Command()); command.Prefix() == 0 && command.Intermediate() == 0 {
				one.final = command.Final()
			}
			one.kind = kindOf(one.final)
		case text == "\r" || text == "\n" || text == "\b":
			one.kind = moving
		case width == 0:
			one.kind = other
		}
		all = append(all, one)
		frame, state = frame[size:], next
	}
	return all
}

func kindOf(final byte) kind {
	switch final {
	case 'm':
		return styling
	case 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'd', '`':
		return moving
	}
	return other
}

// disturbs reports whether a token may change rows that it does not name: it
// scrolls, clears, switches screens, or is not known. Erasing in a line, and in
// front of its end, belongs to rows that are written cell by cell.
func (t token) disturbs() bool {
	if t.kind != other {
		return false
	}
	switch t.final {
	case 'K', 'X', '@', 'P', 'b':
		return false
	}
	switch t.text {
	case wrap, ansi.ShowCursor, ansi.HideCursor, ansi.SetModeSynchronizedOutput, ansi.ResetModeSynchronizedOutput:
		return false
	}
	return true
}

// A repainted row stands between these; the sequence behind them is the move to
// where the cursor then is.
const (
	noWrap = ansi.ResetModeAutoWrap
	wrap   = ansi.SetModeAutoWrap
)

// repaint is a row that the renderer erases and writes anew.
type repaint struct {
	text   string // all of it
	row    int    // counted from 1
	cells  []cell
	pen    uv.Style // behind it
	anchor string   // the move behind it
}

// readRepaint reads a repainted row at the start of tokens: no wrapping, a move,
// erase to the right, characters, wrapping, a move. It returns how many tokens it
// has, 0 where there is none.
func readRepaint(all []token, pen uv.Style) (painted repaint, used int) {
	if all[0].text != noWrap {
		return repaint{}, 0
	}
	painted.pen = pen
	at := 1
	for at < len(all) && (all[at].kind == moving || all[at].kind == styling) {
		painted.style(all[at])
		at++
	}
	if at == len(all) || all[at].text != ansi.EraseLineRight || !painted.pen.IsZero() {
		return repaint{}, 0
	}
	for at++; at < len(all) && (all[at].kind == printing || all[at].kind == styling); at++ {
		if painted.style(all[at]) {
			continue
		}
		painted.cells = append(painted.cells, cell{text: all[at].text, width: all[at].width, pen: painted.pen})
	}
	if at+1 >= len(all) || all[at].text != wrap || all[at+1].final != 'H' {
		return repaint{}, 0
	}
	painted.anchor = all[at+1].text
	painted.row, _, _ = all[at+1].params.Param(0, 1)
	var text strings.Builder
	for _, one := range all[:at+2] {
		text.WriteString(one.text)
	}
	painted.text = text.String()
	return painted, at + 2
}

// style takes a token for the pen, if it is one.
func (p *repaint) style(t token) bool {
	if t.kind != styling {
		return false
	}
	uv.ReadStyle(t.params, &p.pen)
	return true
}
