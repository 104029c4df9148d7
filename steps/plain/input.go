package plain

import (
	"context"
	"io"
	"strings"
	"unicode"
)

// maxInput bounds a line, and a pasted text, in bytes.
const maxInput = 64 << 10

// line is one line of input, without its end, or the end of the input.
type line struct {
	text string // tidied
	raw  string // as it came: a passphrase may hold anything
	end  bool
}

// input reads lines when they are wanted, and not a byte more: what follows is
// left for whoever reads the same input next. Its goroutine ends with the
// context, or, where the reader below cannot be interrupted, at the end of its
// last read.
type input struct {
	want  chan struct{} // one line is wanted
	lines chan line
	close func() // ends the goroutine, and waits for it where that is possible
}

func readLines(ctx context.Context, in io.Reader) input {
	reader, interrupt, done := interruptible(in)
	ended := make(chan struct{})
	made := input{want: make(chan struct{}, 1), lines: make(chan line)}
	made.close = func() {
		if interrupt() {
			<-ended
		}
	}
	go func() {
		defer close(ended)
		defer done()
		bytes := oneByOne{reader}
		for {
			select {
			case <-made.want:
			case <-ctx.Done():
				return
			}
			raw, err := readLine(bytes)
			next := line{text: tidy(raw), raw: strings.TrimSuffix(raw, "\r")}
			next.end = err != nil && next.text == ""
			select {
			case made.lines <- next:
			case <-ctx.Done():
				return
			}
		}
	}()
	return made
}

// oneByOne reads single bytes: reading ahead would take away what is not ours.
type oneByOne struct{ in io.Reader }

// ReadByte implements io.ByteReader.
func (o oneByOne) ReadByte() (byte, error) {
	var one [1]byte
	_, err := io.ReadFull(o.in, one[:])
	return one[0], err
}

// readLine reads up to the next end of line. Of a line that is too long the
// beginning is kept and the rest is skipped. A last line may have no end.
func readLine(in io.ByteReader) (string, error) {
	var kept []byte
	for {
		next, err := in.ReadByte()
		if err != nil || next == '\n' {
			return string(kept), err
		}
		if len(kept) < maxInput {
			kept = append(kept, next)
		}
	}
}

// tidy makes a line safe to keep: valid UTF-8, no control or format characters
// (a tab becomes a space), no space at its end. Spaces within stay: they may
// belong to a file's name.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Cf):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.TrimRightFunc(text, unicode.IsSpace)
}
