package logscan

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode/utf16"

	"unskew/diagnostics/aem"
)

// counted tells the meter what is read.
type counted struct {
	from  io.Reader
	meter *Meter
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.meter.done.Add(int64(n))
	return n, err
}

// stream reads what can only be read from the beginning on: a pipe, a packed file,
// or a text that is short.
func (w *worker) stream(ctx context.Context, t *task) {
	of := t.source
	from := of.stream
	if from == nil {
		from = of.file
	}
	from, err := of.unpacked(counted{from, w.meter})
	if err != nil {
		t.hand(ctx, batch{note: err.Error()})
		return
	}
	start := make([]byte, small+1)
	n, err := fill(from, start)
	start = start[:n]
	if n > small {
		of.look(start[:head])
		w.long(ctx, t, io.MultiReader(bytes.NewReader(start), from))
		return
	}
	text := normal(start)
	of.look(text[:min(len(text), head)])
	found := w.short(text, of.known)
	found.bytes, found.note = int64(n), brokenOff(err)
	if len(found.events) == 0 {
		found.said = aem.ReadTranscript(string(text))
	}
	t.hand(ctx, found)
}

// unpacked unpacks a stream whose first bytes say that it is packed.
func (of *source) unpacked(from io.Reader) (io.Reader, error) {
	packed := of.packed
	if of.stream != nil {
		start := make([]byte, 6)
		n, _ := io.ReadFull(from, start)
		var err error
		if packed, err = packing(start[:n]); err != nil {
			return nil, err
		}
		from = io.MultiReader(bytes.NewReader(start[:n]), from)
	}
	return unpack(from, packed)
}

// brokenOff says of an error at the end of a stream what it means.
func brokenOff(err error) string {
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return ""
	}
	return "cut off or damaged, read up to there: " + plainly(err).Error()
}

// short reads a text that is there as a whole.
func (w *worker) short(text []byte, known order) batch {
	var found batch
	for _, place := range newSeeker(shortNeedles()).in(text, 0, len(text)) {
		from, to := max(0, place-reach), min(len(text), place+2*mostMessage)
		if newline := bytes.LastIndexByte(text[:place], '\n') + 1; newline < from {
			from = newline
		}
		if e := readEvent(text[from:to], place-from, int64(place), known); e.kind != nothing {
			found.events = append(found.events, e)
		}
	}
	return found
}

// ahead is how much behind a word is there when it is read.
const ahead = 2 * mostMessage

// inBuffer returns what is around a word in a buffer, whose first line may have
// begun before it.
func inBuffer(buffer []byte, place int, headOfLine []byte) (window []byte, at int) {
	window, at = buffer[max(0, place-reach):min(len(buffer), place+ahead)], min(place, reach)
	if bytes.IndexByte(window[:at], '\n') >= 0 {
		return window, at
	}
	if newline := bytes.LastIndexByte(buffer[:place], '\n'); newline >= 0 {
		if newline+1+4096 >= place-at {
			return buffer[newline+1 : min(len(buffer), place+ahead)], place - newline - 1
		}
		headOfLine = append(bytes.Clone(buffer[newline+1:newline+1+4096]), ' ')
	}
	return append(headOfLine[:len(headOfLine):len(headOfLine)], window...), len(headOfLine) + at
}

// long reads a stream through a window that moves along. Its beginning keeps what is
// above a word, its end what is behind one.
func (w *worker) long(ctx context.Context, t *task, from io.Reader) {
	buffer := make([]byte, chunkSize+reach+ahead)
	var base int64 // of buffer[0] in the stream
	filled, done := 0, 0
	var headOfLine []byte // of the line that reaches beyond the window's beginning
	for ctx.Err() == nil {
		n, err := fill(from, buffer[filled:])
		filled += n
		end := filled - ahead
		if err != nil {
			end = filled
		}
		found := batch{bytes: int64(max(0, end-done))}
		if end > done {
			for _, place := range w.seeker.in(buffer[:filled], done, end) {
				window, at := inBuffer(buffer[:filled], place, headOfLine)
				if e := readEvent(window, at, base+int64(place), t.source.known); e.kind != nothing {
					found.events = append(found.events, e)
				}
			}
			done = end
		}
		if err != nil {
			found.note = brokenOff(err)
			t.hand(ctx, found)
			return
		}
		if !t.hand(ctx, found) {
			return
		}
		drop := max(0, done-reach)
		headOfLine = startOfLine(headOfLine, buffer[:drop])
		base += int64(drop)
		filled = copy(buffer, buffer[drop:filled])
		done -= drop
	}
}

// fill reads until a buffer is full. Unlike io.ReadFull it gives the reader's own
// error: a packed file that is cut off is told from one that is short.
func fill(from io.Reader, buffer []byte) (n int, err error) {
	for n < len(buffer) && err == nil {
		var got int
		got, err = from.Read(buffer[n:])
		n += got
	}
	return n, err
}

// startOfLine keeps the beginning of the line that goes on behind dropped.
func startOfLine(before, dropped []byte) []byte {
	newline := bytes.LastIndexByte(dropped, '\n')
	if newline < 0 && len(before) > 0 {
		return before
	}
	line := dropped[newline+1:]
	return append(bytes.Clone(line[:min(len(line), 4096)]), ' ')
}

// normal makes plain text of a short one: of a web page, of what was copied out of
// one escaped, and of UTF-16 as Windows writes it.
func normal(text []byte) []byte {
	for mark, byteOrder := range map[string]binary.ByteOrder{"\xff\xfe": binary.LittleEndian, "\xfe\xff": binary.BigEndian} {
		if bytes.HasPrefix(text, []byte(mark)) {
			units := make([]uint16, len(text)/2)
			for i := range units {
				units[i] = byteOrder.Uint16(text[2*i:])
			}
			text = []byte(string(utf16.Decode(units[1:])))
		}
	}
	if lower := strings.ToLower(string(text)); strings.Contains(lower, "&lt;") || strings.Contains(lower, "&gt;") || strings.Contains(lower, "&quot;") || strings.Contains(lower, "<br") {
		return []byte(aem.PlainText(string(text)))
	}
	return text
}
