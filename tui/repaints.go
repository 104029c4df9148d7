package tui

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The renderer writes every line that holds a character of two cells anew in each
// frame, whether or not it changed, because terminals may disagree with it on the
// width (ultraviolet, lineHasDrift). On a Chinese screen that is all of it, each
// second, over a line that may carry 1000 bytes a second. Such a line is written by
// itself, between "no wrap" and "wrap" and with absolute positions after it, so that
// one which repeats what stands there can be left out, and one in which only digits
// changed be cut to those.
const (
	lineBegins = ansi.ResetModeAutoWrap
	lineErased = ansi.EraseLineRight
	lineEnds   = ansi.SetModeAutoWrap
)

// repaints leaves out of a terminal's output the lines that it shows already. It
// knows of a line only what it wrote in that form; what moves lines makes it forget
// them all.
type repaints struct {
	out    io.Writer
	shown  map[int]string // by row, from 1
	row    int            // of the cursor; 0: not known
	lowest int            // row that was ever reached

	pen, place string // owed to the terminal: of the lines that were left out
}

// repaintsOf wraps an output. A terminal stays one.
func repaintsOf(out io.Writer) io.Writer {
	wrapped := &repaints{out: out, shown: map[int]string{}}
	if file, ok := out.(*os.File); ok {
		return terminal{wrapped, file}
	}
	return wrapped
}

// terminal is a file that is written to through repaints, and by no other way.
type terminal struct {
	*repaints
	file *os.File
}

// Read, Close and Fd make it a terminal for Bubble Tea (x/term.File).
func (t terminal) Read(p []byte) (int, error) { return t.file.Read(p) }

// Close implements io.Closer.
func (t terminal) Close() error { return t.file.Close() }

// Fd is the file's descriptor.
func (t terminal) Fd() uintptr { return t.file.Fd() }

// Write implements io.Writer. It takes a whole frame at a time.
func (r *repaints) Write(p []byte) (int, error) {
	var frame bytes.Buffer
	for rest := string(p); rest != ""; {
		at := strings.Index(rest, lineBegins)
		if at < 0 {
			r.pass(&frame, rest)
			break
		}
		r.pass(&frame, rest[:at])
		rest = rest[at:]
		line, ok := parseLine(rest)
		if !ok {
			r.pass(&frame, rest[:len(lineBegins)])
			rest = rest[len(lineBegins):]
			continue
		}
		r.line(&frame, line)
		rest = rest[len(line.whole):]
	}
	r.pay(&frame)
	if frame.Len() == 0 {
		return len(p), nil
	}
	if _, err := r.out.Write(frame.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// painted is one line as the renderer writes it anew.
type painted struct {
	whole  string
	styles string // what was set before the line was erased
	text   string // with its styles
	place  string // the absolute position after it
	row    int
}

func parseLine(text string) (painted, bool) {
	inner, after, closed := strings.Cut(strings.TrimPrefix(text, lineBegins), lineEnds)
	before, shown, erased := strings.Cut(inner, lineErased)
	var row, column int
	if n, err := fmt.Sscanf(after, "\x1b[%d;%dH", &row, &column); !closed || !erased || n != 2 || err != nil {
		return painted{}, false
	}
	place := ansi.CursorPosition(column, row)
	if !strings.HasPrefix(after, place) {
		return painted{}, false
	}
	return painted{
		whole: lineBegins + inner + lineEnds + place, styles: stylesOf(before),
		text: shown, place: place, row: row,
	}, true
}

// line writes a line, as much of it as is new.
func (r *repaints) line(frame *bytes.Buffer, line painted) {
	r.row, r.lowest = line.row, max(r.lowest, line.row)
	before, known := r.shown[line.row]
	r.shown[line.row] = line.text
	switch piece, short := changed(before, line.text, line.row); {
	case known && before == line.text:
		r.pen, r.place = lastStyles(r.pen+line.styles+stylesOf(line.text)), line.place
	case known && short: // a line begins without styles, and so ends the piece
		frame.WriteString(piece)
		r.pen, r.place = lastStyles(stylesOf(line.text)), line.place
	default:
		r.pay(frame)
		frame.WriteString(line.whole)
	}
}

// changed is what writes one text of a line over another where only ASCII differs,
// cell for cell.
func changed(before, after string, row int) (string, bool) {
	if len(before) != len(after) {
		return "", false
	}
	from, to := 0, len(after)
	for from < to && before[from] == after[from] {
		from++
	}
	for to > from && before[to-1] == after[to-1] {
		to--
	}
	for _, b := range []byte(before[from:to] + after[from:to]) {
		if b < ' ' || b > '~' {
			return "", false
		}
	}
	head := after[:from]
	if !onlyStyles(head) || ansi.StringWidth(head+"x") != ansi.StringWidth(head)+1 {
		return "", false
	}
	column := ansi.StringWidth(head) + 1
	return ansi.CursorPosition(column, row) + ansi.ResetStyle + stylesOf(head) + after[from:to] + ansi.ResetStyle, true
}

// pass writes what is no line of that form, and follows the cursor through it.
func (r *repaints) pass(frame *bytes.Buffer, text string) {
	if text == "" {
		return
	}
	r.pay(frame)
	frame.WriteString(text)
	var state byte
	for text != "" {
		sequence, _, size, next := ansi.DecodeSequence(text, state, nil)
		r.follow(sequence)
		text, state = text[size:], next
	}
}

// follow takes note of a sequence that moves lines, or the cursor to another one.
func (r *repaints) follow(sequence string) {
	var row, column int
	final := sequence[len(sequence)-1]
	switch {
	case sequence == "\n":
		if r.row == 0 || r.row >= r.lowest {
			clear(r.shown) // the screen may have scrolled
			return
		}
		r.row++
	case sequence == ansi.ReverseIndex && r.row > 1:
		r.row--
	case sequence == ansi.ReverseIndex, strings.HasPrefix(sequence, "\x1b[?1049"):
		clear(r.shown)
	case !strings.HasPrefix(sequence, "\x1b["):
	case strings.IndexByte("JLMSTr", final) >= 0:
		clear(r.shown)
	case final == 'H':
		r.row = 1
		if n, _ := fmt.Sscanf(sequence, "\x1b[%d;%dH", &row, &column); n >= 1 {
			r.row = row
		}
	case final == 'd':
		r.row = 1
		if n, _ := fmt.Sscanf(sequence, "\x1b[%dd", &row); n == 1 {
			r.row = row
		}
	case final == 'A' || final == 'B':
		by := 1
		_, _ = fmt.Sscanf(sequence[2:], "%d", &by)
		if final == 'A' {
			by = -by
		}
		r.row = max(1, r.row+by)
	}
	r.lowest = max(r.lowest, r.row)
}

// pay sets what the lines that were left out would have set.
func (r *repaints) pay(frame *bytes.Buffer) {
	frame.WriteString(r.pen + r.place)
	r.pen, r.place = "", ""
}

// stylesOf is the styles in a text, in their order.
func stylesOf(text string) string {
	var styles strings.Builder
	var state byte
	for text != "" {
		sequence, _, size, next := ansi.DecodeSequence(text, state, nil)
		if strings.HasPrefix(sequence, "\x1b[") && strings.HasSuffix(sequence, "m") {
			styles.WriteString(sequence)
		}
		text, state = text[size:], next
	}
	return styles.String()
}

// lastStyles drops what a reset undoes.
func lastStyles(styles string) string {
	return styles[max(0, strings.LastIndex(styles, ansi.ResetStyle)):]
}

// onlyStyles reports whether a text moves the cursor by its characters alone.
func onlyStyles(text string) bool {
	var state byte
	for text != "" {
		sequence, _, size, next := ansi.DecodeSequence(text, state, nil)
		if first := sequence[0]; first < ' ' && !strings.HasSuffix(sequence, "m") || next != 0 && size == len(text) {
			return false
		}
		text, state = text[size:], next
	}
	return true
}
