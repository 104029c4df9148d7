package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"unskew/steps"
	"unskew/steps/report"
)

// patience is how long a front end may take to close after a signal.
const patience = 2 * time.Second

// errStuck says that the terminal takes nothing more: a link that hangs, or a
// screen that was stopped with Ctrl-S.
var errStuck = errors.New("the terminal takes no output")

// untilClosed runs a front end. After a signal it does not wait for ever: where
// the terminal takes nothing, what nobody has seen yet is dropped, so that the
// screen can still be left properly. Where not even that helps, the terminal's
// modes are set back and the error is errStuck.
func untilClosed(ctx context.Context, io console, show func() error) error {
	restore := modesOf(io.in)
	closed := make(chan error, 1)
	go func() { closed <- show() }()
	select {
	case err := <-closed:
		return err
	case <-ctx.Done():
	}
	for range 2 {
		select {
		case err := <-closed:
			return err
		case <-time.After(patience):
			dropOutput(io.out)
		}
	}
	restore()
	return errStuck
}

// ignoreBrokenPipe keeps a session's output from killing the program where nobody
// reads it any more: writing fails instead, and the session ends as it should. It
// returns what undoes it.
func ignoreBrokenPipe() (undo func()) {
	signal.Ignore(syscall.SIGPIPE)
	return func() { signal.Reset(syscall.SIGPIPE) }
}

// modesOf returns what sets a terminal's modes to what they are now.
func modesOf(stream io.Reader) (restore func()) {
	file, ok := stream.(*os.File)
	if !ok {
		return func() {}
	}
	before, err := term.GetState(file.Fd())
	if err != nil { // no terminal
		return func() {}
	}
	return func() { _ = term.Restore(file.Fd(), before) }
}

// reportBeside is the file of a session's report: beside its record.
func reportBeside(record string) string {
	return strings.TrimSuffix(record, ".jsonl") + steps.ReportSuffix
}

// keepReport writes the report of a session that ends beside its record, as text,
// in whatever way it ends: who was cut off finds it there, and need not even know
// that this program can print it again. It is no worse where that fails: the
// record has everything.
func (o *options) keepReport(s steps.Session) {
	if o.record == "" {
		return
	}
	name := reportBeside(o.record)
	text, err := renderReport(s, string(report.Text))
	if err == nil {
		err = writeWhole(name, []byte(text), 0o600)
	}
	if err != nil {
		_ = os.Remove(name) // one of an earlier end would be taken for this one
		return
	}
	o.reportFile = name
}
