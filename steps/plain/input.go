package plain

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"unicode"
)

// maxInput bounds a line, and a pasted text, in bytes.
const maxInput = 64 << 10

// line is one line of input, without its end, or the end of the input.
type line struct {
	text string
	end  bool
}

// input is the reader of lines. Its goroutine ends with the context, or, where
// the reader below cannot be interrupted, at the end of its last read.
type input struct {
	lines <-chan line
	close func()
}

func readLines(ctx context.Context, in io.Reader) input {
	reader, cancel := interruptible(in)
	lines := make(chan line)
	go func() {
		buffered := bufio.NewReaderSize(reader, 4096)
		for {
			text, err := readLine(buffered)
			for _, next := range found(text, err) {
				select {
				case lines <- next:
				case <-ctx.Done():
					return
				}
			}
			if err != nil || ctx.Err() != nil {
				return
			}
		}
	}()
	return input{lines: lines, close: cancel}
}

// found turns what was read into lines: a last line without an end counts.
func found(text string, err error) []line {
	switch {
	case err == nil:
		return []line{{text: text}}
	case text == "":
		return []line{{end: true}}
	}
	return []line{{text: text}, {end: true}}
}

// readLine reads up to the next end of line. Of a line that is too long the
// beginning is kept and the rest is skipped.
func readLine(in *bufio.Reader) (string, error) {
	var kept []byte
	for {
		part, err := in.ReadSlice('\n')
		kept = append(kept, part[:min(len(part), maxInput-len(kept))]...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return tidy(string(kept)), err
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
