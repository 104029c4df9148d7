// Package wire keeps from the link what the terminal already shows.
//
// The renderer of Bubble Tea writes the cells that changed, except in a row with
// a character of two cells: that one it erases and writes anew in each frame
// (https://github.com/charmbracelet/ultraviolet/issues/163). A screen in Chinese,
// on which three clocks tick, would cost 1,300 bytes a second, and a line of 9600
// bit/s carries 960. So the rows that are repainted are read on their way out, and
// only the cells that differ from the last time are written.
//
// Its rules:
//
//   - What is not recognised goes through as it is, and whatever may have moved or
//     cleared rows makes it forget them all: then they are repainted once.
//   - The cursor and the pen of the terminal lag behind what the renderer believes
//     while rows are left out, and are brought there before anything else goes out, and
//     at the end of a frame where the cursor is shown.
//   - A row with a cell whose width terminals do not agree upon (an emoji, a
//     character with marks) is always repainted whole.
package wire

import (
	"io"
	"strings"
	"sync"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Writer stands between the renderer and the terminal. It is safe for use by
// several goroutines.
type Writer struct {
	mu  sync.Mutex
	out io.Writer

	rows       map[int][]cell // what the terminal shows in rows with wide characters
	want, have uv.Style       // the pen: as the renderer believes, and of the terminal
	anchor     string         // the move to where the renderer believes the cursor to be, "" if it is there
	shown      bool           // the cursor can be seen
	frame      strings.Builder
}

// NewWriter returns a Writer to a terminal.
func NewWriter(out io.Writer) *Writer {
	return &Writer{out: out, rows: map[int][]cell{}}
}

// Forget has every row repainted: the terminal may show something else now.
func (w *Writer) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.rows)
}

// Write writes what of a frame the terminal does not show yet.
func (w *Writer) Write(data []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.frame.Reset()
	all := tokens(string(data))
	for at := 0; at < len(all); {
		if painted, used := readRepaint(all[at:], w.want); used > 0 {
			w.repaint(painted)
			at += used
			continue
		}
		w.pass(all[at])
		at++
	}
	if w.shown {
		w.catchUp() // a frame may end where the cursor of a text field stands
	}
	if w.frame.Len() == 0 {
		return len(data), nil
	}
	if _, err := io.WriteString(w.out, w.frame.String()); err != nil {
		return 0, err
	}
	return len(data), nil
}

// pass lets a token through.
func (w *Writer) pass(t token) {
	if t.final == 'H' {
		w.anchor = "" // it goes there from anywhere
	}
	w.catchUp()
	w.frame.WriteString(t.text)
	switch {
	case t.text == ansi.ShowCursor, t.text == ansi.HideCursor:
		w.shown = t.text == ansi.ShowCursor
	case t.kind == styling:
		uv.ReadStyle(t.params, &w.want)
		w.have = w.want
	case t.text == noWrap || t.disturbs(): // a repaint would have been read before
		clear(w.rows)
	}
}

// catchUp brings cursor and pen to where the renderer believes them to be.
func (w *Writer) catchUp() {
	w.frame.WriteString(w.anchor)
	w.anchor = ""
	w.pen(w.want)
}

// pen changes the terminal's pen.
func (w *Writer) pen(to uv.Style) {
	if !to.Equal(&w.have) {
		w.frame.WriteString(to.Diff(&w.have))
		w.have = to
	}
}

// repaint brings a row to the terminal: what differs, or all of it.
func (w *Writer) repaint(painted repaint) {
	shown, known := w.rows[painted.row]
	if known && certain(shown) && certain(painted.cells) {
		w.change(painted, shown)
		w.anchor = painted.anchor
	} else {
		w.catchUp()
		w.frame.WriteString(painted.text)
		w.have = painted.pen
	}
	w.want = painted.pen
	delete(w.rows, painted.row)
	if hasWide(painted.cells) { // any other row is changed cell by cell from now on
		w.rows[painted.row] = painted.cells
	}
}
