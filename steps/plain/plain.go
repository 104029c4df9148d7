// Package plain is the wizard as plain questions and lines, for pipes, dumb
// terminals, screen readers and ssh without a terminal.
//
// Its rules:
//
//   - It shows the same View as the full screen, and all of it.
//   - What was printed stays as it is: no cursor movement, no colour, nothing
//     is printed twice to keep it up to date. News is told as new lines.
//   - A prompt ends with its line, so that a reader of lines gets it at once.
//   - Another language is offered in its own words in the first line. After the
//     switch the page is told again from its head, because what stands above was not
//     read; the session holds no language.
//   - Input is read only while something is asked: what was typed or piped ahead
//     waits for its question. The end of the input leaves the session politely.
package plain

import (
	"context"
	"io"
	"time"

	"unskew/steps"
	"unskew/steps/report/lines"
	"unskew/steps/say"
)

// Engine is what plain mode needs of the session's engine.
type Engine interface {
	// Look is a snapshot: it reads the clock and sends nothing.
	Look() steps.View
	// Do hands in what the person does, and returns at once.
	Do(action steps.ActionID, value string)
	// Answer answers the question with this ID, if it is still asked, and returns at
	// once.
	Answer(question, value string)
	// Changed delivers after something other than the clocks has changed.
	Changed() <-chan struct{}
}

// Options are the settings of plain mode.
type Options struct {
	ASCII   bool // our own signs beyond ASCII are written out
	Printer say.Printer
	Exports steps.Exports // the ways of a report out
	// Present is told of every line that was typed; nil: nobody counts.
	Present func()
}

const (
	// width of a line, in cells.
	width = 78
	// tick is how often the clocks are looked at.
	tick = time.Second
	// calm is how long a page has to stand still before it counts as finished:
	// between two pieces of work there is a moment without any.
	calm = 100 * time.Millisecond
)

// Run shows the session until it is finished or left, and returns nil then. It
// returns the context's error where that ended first, or the error of writing: the
// session was then not left, but cut off; and the language that the person was left
// in.
func Run(ctx context.Context, e Engine, in io.Reader, out io.Writer, o Options) (say.Printer, error) {
	reading, stop := context.WithCancel(ctx)
	input := readLines(reading, in)
	defer func() {
		stop()
		input.close()
	}()
	f := &front{
		engine: e, options: o, out: &printer{out: out}, layout: lines.Layout{Width: width, ASCII: o.ASCII, Printer: o.Printer},
		said: map[string]bool{}, calm: time.NewTimer(calm), changed: e.Changed(),
		hide: func() func() { return hideTyping(in) }, reveal: func() {},
	}
	defer func() { f.reveal() }()
	f.calm.Stop()
	defer f.calm.Stop()
	f.offerLanguage()
	err := f.run(ctx, input)
	return f.layout.Printer, err
}

// run waits for the engine, the clock and the person, in turn.
func (f *front) run(ctx context.Context, in input) error {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	reading := false
	f.update(true)
	for !f.over && f.out.err == nil {
		var next <-chan line
		if f.mode != closed {
			next = in.lines
			if !reading {
				reading = true
				in.want <- struct{}{}
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case _, open := <-f.changed:
			if !open {
				f.changed = nil
			}
			f.update(true)
		case <-ticker.C:
			f.ticks++
			f.quiet++
			f.patience--
			f.update(false)
		case <-f.calm.C:
			f.settled()
		case read := <-next:
			reading = false
			f.read(read)
		}
	}
	return f.out.err
}
