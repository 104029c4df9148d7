package logscan

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
)

// worker does one task at a time. Its buffers are its own.
type worker struct {
	seeker *seeker
	meter  *Meter
	buffer []byte
	window []byte
}

// do ends with the task's channel closed.
func (w *worker) do(ctx context.Context, t *task) {
	defer close(t.out)
	switch {
	case t.source.size > 0 && !t.last:
		w.chunks(ctx, t)
	case t.source.size > 0:
		w.growing(ctx, t)
	default:
		w.stream(ctx, t)
	}
}

// chunks looks through the middle of a file.
func (w *worker) chunks(ctx context.Context, t *task) {
	for from := t.from; from < t.to; from += chunkSize {
		found, short := w.chunk(t.source, from, from+chunkSize)
		if !t.hand(ctx, found) || short {
			return
		}
	}
}

// hand gives a batch to the one that pairs; false: nobody takes it any more.
func (t *task) hand(ctx context.Context, found batch) bool {
	select {
	case t.out <- found:
		return true
	case <-ctx.Done():
		return false
	}
}

// chunk looks through what begins between from and to, by plain reads at a
// position. short: the file ended before to.
func (w *worker) chunk(of *source, from, to int64) (found batch, short bool) {
	start := max(0, from-nearby)
	want := int(to + nearby - start)
	if cap(w.buffer) < want {
		w.buffer = make([]byte, max(want, chunkSize+2*nearby))
	}
	n, err := of.file.ReadAt(w.buffer[:want], start)
	if err != nil && !errors.Is(err, io.EOF) {
		found.note = "a part could not be read: " + plainly(err).Error()
	}
	text := w.buffer[:n]
	begin, end := int(from-start), min(int(to-start), n)
	if begin >= end {
		return found, true
	}
	for _, place := range w.seeker.in(text, begin, end) {
		window, at := w.around(of, text, start, place)
		if e := readEvent(window, at, start+int64(place), of.known); e.kind != nothing {
			found.events = append(found.events, e)
		}
	}
	found.bytes = int64(end - begin)
	w.meter.done.Add(found.bytes)
	return found, end < int(to-start)
}

// growing reads the end of a file until it does not grow any more. A word that is
// being written is looked for again when the rest of it is there.
func (w *worker) growing(ctx context.Context, t *task) {
	of, done, seen := t.source, t.from, int64(-1)
	for ctx.Err() == nil {
		info, err := of.file.Stat()
		if err != nil {
			t.hand(ctx, batch{note: "its end could not be read: " + plainly(err).Error()})
			return
		}
		size := info.Size()
		if size < of.size {
			t.hand(ctx, batch{note: "it became shorter while it was read"})
		}
		if size <= done {
			return
		}
		from, to := done, min(size, done+chunkSize)
		if done > t.from {
			from = done - nearby
		}
		found, short := w.chunk(of, from, to)
		found.events = slices.DeleteFunc(found.events, func(e event) bool { return e.at <= seen })
		if len(found.events) > 0 {
			seen = found.events[len(found.events)-1].at
		}
		if !t.hand(ctx, found) || short {
			return
		}
		done = to
	}
}

// around returns what is around a word: of the chunk where that reaches far enough,
// else read for itself. at is the word's place in it.
func (w *worker) around(of *source, text []byte, start int64, place int) (window []byte, at int) {
	if place+2*mostMessage <= len(text) && (place >= reach || start == 0) {
		window, at = text[max(0, place-reach):place+2*mostMessage], min(place, reach)
	} else {
		word := start + int64(place)
		from := max(0, word-reach)
		if w.window == nil {
			w.window = make([]byte, reach+2*mostMessage)
		}
		n, _ := of.file.ReadAt(w.window[:int(word-from)+2*mostMessage], from)
		window, at = w.window[:n], int(word-from)
		if n <= at { // truncated a moment ago: the chunk is what there was
			return text, place
		}
	}
	if from := start + int64(place-at); from > 0 && bytes.IndexByte(window[:at], '\n') < 0 {
		line := lineStart(of, from)
		return append(line, window...), len(line) + at
	}
	return window, at
}

// farLine is how far back the beginning of a line is looked for.
const farLine = 4 << 20

// lineStart returns the beginning of the line that goes on at a place, cut off.
func lineStart(of *source, at int64) []byte {
	block := make([]byte, reach)
	for from := at; from > max(0, at-farLine); {
		to := from
		from = max(0, to-reach)
		n, _ := of.file.ReadAt(block[:to-from], from)
		newline := bytes.LastIndexByte(block[:n], '\n')
		if newline < 0 && from > 0 {
			continue
		}
		begin := make([]byte, 4096)
		n, _ = of.file.ReadAt(begin, from+int64(newline)+1)
		return append(begin[:n:n], ' ')
	}
	return nil
}
