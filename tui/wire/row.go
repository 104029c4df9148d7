package wire

import (
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// cell is a character of a row, with its pen. Blanks at the end of a row are none.
type cell struct {
	text  string
	width int
	pen   uv.Style
}

func (c cell) equal(other cell) bool {
	return c.text == other.text && c.width == other.width && c.pen.Equal(&other.pen)
}

// firstEmoji is from where on terminals disagree about widths even of single
// characters (Mahjong tiles, the first block of emoji).
const firstEmoji = 0x1F000

// certain reports whether all terminals agree where each cell of a row stands.
func certain(row []cell) bool {
	for _, c := range row {
		r, size := utf8.DecodeRuneInString(c.text)
		if size != len(c.text) || r >= firstEmoji || c.width < 1 || c.width != ansi.StringWidthWc(c.text) {
			return false
		}
	}
	return true
}

func hasWide(row []cell) bool {
	for _, c := range row {
		if c.width > 1 {
			return true
		}
	}
	return false
}

func widthOf(row []cell) int {
	cells := 0
	for _, c := range row {
		cells += c.width
	}
	return cells
}

// change writes the cells of a row that differ from what is shown there.
func (w *Writer) change(painted repaint, shown []cell) {
	cells := painted.cells
	from := 0
	for from < len(cells) && from < len(shown) && cells[from].equal(shown[from]) {
		from++
	}
	if from == len(cells) && from == len(shown) {
		return
	}
	to, end := len(cells), len(shown)
	same := widthOf(cells) == widthOf(shown)
	for same && to > from && end > from && cells[to-1].equal(shown[end-1]) {
		to, end = to-1, end-1
	}
	w.frame.WriteString(ansi.CursorPosition(widthOf(cells[:from])+1, painted.row))
	for _, c := range cells[from:to] {
		w.pen(c.pen)
		w.frame.WriteString(c.text)
	}
	if widthOf(cells) < widthOf(shown) {
		w.pen(uv.Style{})
		w.frame.WriteString(ansi.EraseLineRight)
	}
}
