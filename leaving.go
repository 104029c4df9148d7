package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"unskew/steps"
	"unskew/steps/report"
	"unskew/steps/say"
)

// patience is how long a front end may take to close after a signal.
const patience = 2 * time.Second

// untilClosed runs a front end and then what is said after it. After a signal it
// does not wait for ever: where the terminal takes nothing (a link that hangs, a
// screen that was stopped with Ctrl-S) and so the front end cannot close, what nobody
// has seen yet is dropped, so that it can leave the screen properly. Where not even
// that helps, the terminal's modes are set back, and it is left as it is.
func untilClosed(ctx context.Context, io console, show func() error, farewell func(error) error) error {
	restore := modesOf(io.in)
	closed, left := make(chan struct{}), make(chan error, 1)
	go func() {
		err := show()
		close(closed)
		left <- farewell(err)
	}()
	select {
	case err := <-left:
		return err
	case <-ctx.Done():
	}
	for range 2 {
		select {
		case err := <-left:
			return err
		case <-time.After(patience):
		}
		select {
		case <-closed: // how the screen is left was written: it must not be dropped
		default:
			dropOutput(io.out)
		}
	}
	restore()
	return nil
}

// surviveBrokenPipe keeps a session's output from killing the program where nobody
// reads it any more: writing fails instead, and the session ends as it should. It
// returns what undoes it. The signal is taken and not ignored, because what is
// ignored stays so in the programs that are run.
func surviveBrokenPipe() (undo func()) {
	taken := make(chan os.Signal, 1)
	signal.Notify(taken, syscall.SIGPIPE)
	return func() { signal.Stop(taken) }
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

// leaveReport prints the report of a session that could not be saved, so that it
// is not lost: a terminal keeps what was printed.
func (o *options) leaveReport(s steps.Session, io console) error {
	if !o.unsaved || o.reportFile != "" || o.output != "" {
		return nil
	}
	text, err := report.Render(s, report.Text, io.reportOptions(o))
	if err != nil {
		return err
	}
	io.tell(o, say.T("The session could not be saved on this machine. Copy its report from here:"))
	_, err = fmt.Fprintf(io.out, "\n%s", text)
	return err
}

// keepReport writes the report of a session that ends beside its record, as text,
// in whatever way it ends: who was cut off finds it there, and need not even know
// that this program can print it again. It is no worse where that fails: the
// record has everything.
func (o *options) keepReport(s steps.Session, how report.Options) {
	if o.record == "" {
		return
	}
	name := reportBeside(o.record)
	text, err := report.Render(s, report.Text, how)
	if err == nil {
		err = writeWhole(name, text, 0o600)
	}
	if err != nil {
		_ = os.Remove(name) // one of an earlier end would be taken for this one
		return
	}
	o.reportFile = name
}
