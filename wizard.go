package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/plain"
	"unskew/steps/report"
	"unskew/steps/report/lines"
	"unskew/steps/say"
	"unskew/tui"
)

// wizard leads a person through the steps on this host.
func wizard(ctx context.Context, o *options, io console) error {
	settings, err := o.settings()
	if err != nil {
		return err
	}
	if err := o.checkWriting(report.Formats()); err != nil {
		return err
	}
	world, err := hostWorld(o)
	if err != nil {
		return err
	}
	world.Log = o.logReader(true)
	// Where the administrator's credential is of no use, the clock is judged all the
	// same, and the page of the exchange says what is wrong.
	if err := o.checkRequest(settings, world, true); err != nil && !o.kiosk {
		return err
	}
	keep, done, err := o.keeper(true)
	switch {
	case err != nil && o.kiosk:
		keep, done = steps.Unkept{Why: errKioskUnkept}, func() {}
	case err != nil:
		// A read-only or full home must not keep anybody from measuring.
		keep, done = steps.Unkept{Why: err}, func() {}
	}
	defer done()
	err = lead(ctx, world, settings, keep, o, io)
	if errors.Is(err, errPractise) {
		return practise(ctx, o, io)
	}
	return err
}

// practise goes on in the simulated host. In a restricted session the practice is
// not kept: the newest session is the one that report and resume take.
func practise(ctx context.Context, o *options, io console) error {
	alike := *o
	if o.kiosk {
		alike.stateDir, alike.session, alike.unsaved, alike.record = "", 0, false, ""
	}
	return demoWizard(ctx, defaultScenario, &alike, io)
}

// errPractise says that the person chose to practise.
var errPractise = errors.New("the person wants to practise")

// lead runs a session's engine beside the front end that fits the terminal.
func lead(ctx context.Context, world steps.World, settings steps.Settings, keep steps.Keeper, o *options, io console) error {
	return leadEngine(ctx, steps.NewEngine(world, settings, true, keep), o, io)
}

// leadEngine does so with an engine that is new, or goes on with a session.
func leadEngine(ctx context.Context, engine *steps.Engine, o *options, io console) error {
	o.ascii = o.ascii || asciiOnly(runtime.GOOS, os.Getenv)
	defer surviveBrokenPipe()()
	engine.LeaveWhenIdle(o.idle)
	gone, goes := context.WithCancel(ctx) // a signal, or nobody was there
	defer goes()
	running, cancel := context.WithCancel(ctx)
	defer cancel()
	var failed error
	ended := make(chan struct{})
	go func() {
		failed = engine.Run(running)
		o.keepReport(engine.Session())
		close(ended)
		cancel()
		if _, idle := engine.LeftIdle(); idle {
			goes()
		}
	}()
	err := untilClosed(gone, io, func() error { return frontEnd(running, engine, o, io) }, func(err error) error {
		cutOff := err != nil && running.Err() == nil
		switch {
		case cutOff:
			cancel()
		case running.Err() == nil: // after a signal the engine must not take it for leaving
			engine.Do(steps.ActQuit, "left by the person")
		}
		<-ended
		switch {
		case failed != nil:
			return failed
		case cutOff && errors.Is(err, syscall.EPIPE):
			return fmt.Errorf("nobody reads what is said any more, so the session was ended: %w", err)
		case cutOff:
			return err
		}
		return leave(engine, o, io)
	})
	<-ended
	return err
}

// leave says what a person is left with after the front end.
func leave(engine *steps.Engine, o *options, io console) error {
	s := engine.Session()
	o.unsaved = !engine.Look().Problem.IsZero()
	if wantsPractice(s) {
		return errPractise
	}
	if after, left := engine.LeftIdle(); left {
		fmt.Fprintln(io.out, say.T("Nobody touched a key for %s, so this session was left.", steps.Span(after)))
	}
	return farewell(s, o, io)
}

// frontEnd shows the session until the person leaves.
func frontEnd(ctx context.Context, engine *steps.Engine, o *options, io console) error {
	formats := formatNames(o.format)
	save := func(format, name string) (string, error) { return o.saveReport(engine.Session(), format, name) }
	if o.kiosk && o.reportDir == "" {
		save = nil
	}
	preview := func(format string) (string, error) { return renderReport(engine.Session(), format) }
	if !io.fullScreen(o) {
		return plain.Run(ctx, engine, io.in, io.out, plain.Options{
			ASCII: o.ascii, Printer: say.English(), Formats: formats, Save: save, Preview: preview,
			Unnamed: o.kiosk, Present: engine.Present,
		})
	}
	return tui.Run(ctx, engine, tui.Options{
		ASCII: o.ascii, NoColor: o.noColor || os.Getenv("NO_COLOR") != "",
		Printer: say.English(), Formats: formats, Save: save, Preview: preview,
		Unnamed: o.kiosk, Present: engine.Present,
	}, io.in, io.out)
}

// wantsPractice reports whether the session ended with the wish to practise.
func wantsPractice(s steps.Session) bool {
	value, _ := s.Value(steps.StepWhere, "where")
	return value == steps.WherePractising
}

// formatNames lists the formats, the wanted one first.
func formatNames(wanted string) []string {
	names := []string{wanted}
	for _, format := range report.Formats() {
		if string(format) != wanted {
			names = append(names, string(format))
		}
	}
	return names
}

func renderReport(s steps.Session, name string) (string, error) {
	format, err := report.Parse(name, report.Formats())
	if err != nil {
		return "", err
	}
	data, err := report.Render(s, format, say.English())
	return string(data), err
}

// saveReport writes the report whole, with the mode of --mode (its owner alone),
// and returns the full name of the file.
func (o *options) saveReport(s steps.Session, format, name string) (string, error) {
	text, err := renderReport(s, format)
	if err != nil {
		return "", err
	}
	if o.kiosk {
		return o.saveOwn(text, s.Start().Host, format)
	}
	full, err := filepath.Abs(name)
	if err != nil {
		full = name
	}
	mode, err := o.fileMode()
	if err != nil {
		return full, err
	}
	// A name that was mistyped must not cost anybody a key file.
	if _, err := os.Lstat(full); err == nil {
		return full, fmt.Errorf("%s exists already: choose another name", full)
	}
	return full, writeWhole(full, []byte(text), mode)
}

// scrollbackWidth fits the terminals that people have over SSH.
const scrollbackWidth = 78

// farewell leaves what was found in the scrollback, and where the rest is.
func farewell(s steps.Session, o *options, io console) error {
	if o.output != "" {
		if err := io.writeReport(s, o); err != nil {
			return err
		}
	}
	if io.fullScreen(o) { // plain mode has said it already
		verdict := steps.Assess(s).Verdict
		if simulated := s.Start().Simulated; simulated != "" {
			fmt.Fprintf(io.out, "Simulated host (%s).\n", simulated)
		}
		for _, text := range []say.Text{verdict.Title, verdict.Next} {
			for _, line := range lines.Wrap(text.String(), scrollbackWidth) {
				fmt.Fprintln(io.out, line)
			}
		}
	}
	o.tellKept(s, io)
	return o.leaveReport(s, io)
}

// tellKept says where the session is, and how it is taken up again.
func (o *options) tellKept(s steps.Session, io console) {
	if o.session == 0 && o.sessionFile == "" {
		return
	}
	if o.kiosk {
		o.tellKeptHere(s, io)
		return
	}
	called := fmt.Sprintf("Session %d", o.session)
	if o.sessionFile != "" {
		called = "This session"
	}
	if o.unsaved {
		fmt.Fprintf(io.out, "%s could not be written to its end, so it is kept only in part, up to when that began: %s\n", called, o.sessionCommand("report", false))
		if o.reportFile != "" {
			fmt.Fprintf(io.out, "The report of the whole session could be written after all: %s\n", quoted(o.reportFile))
		}
		return
	}
	if s.State() != steps.StateWaiting {
		fmt.Fprintf(io.out, "%s is kept. The report again: %s\n", called, o.sessionCommand("report", false))
		if s.State() != steps.StateFinished && steps.Resumable(s, hostclock.State{}) == nil {
			fmt.Fprintf(io.out, "To go on with it: %s\n", o.sessionCommand("resume", true))
		}
		return
	}
	fmt.Fprintf(io.out, "%s waits for the clock to be corrected. When that is done, go on with it:\n  %s\n", called, o.sessionCommand("resume", true))
	if request := o.changeRequest(); request != "" {
		fmt.Fprintf(io.out, "A change request for the administrator:\n  %s\n", request)
	}
}

// changeRequest is what prints the change request of the session, "" where this
// version has no such format.
func (o *options) changeRequest() string {
	const format = "change-request"
	if _, err := report.Parse(format, report.CheckFormats()); err != nil {
		return ""
	}
	return o.sessionCommand("report", false) + " --format " + format
}
