package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/text/language"

	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/plain"
	"unskew/steps/report"
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
	settings.AEMUser = world.AEMUser.Known() // AEM may be named on the first page
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

// errPractise says that the person chose to practise.
var errPractise = errors.New("the person wants to practise")

// lead runs a session's engine beside the front end that fits the terminal.
func lead(ctx context.Context, world steps.World, settings steps.Settings, keep steps.Keeper, o *options, io console) error {
	return leadEngine(ctx, steps.NewEngine(world, settings, true, keep), o, io)
}

// leadEngine does so with an engine that is new, or goes on with a session.
func leadEngine(ctx context.Context, engine *steps.Engine, o *options, io console) error {
	o.ascii = o.ascii || runtime.GOOS != "windows" && io.locale.ASCIIOnly()
	defer surviveBrokenPipe()()
	engine.LeaveWhenIdle(o.idle)
	gone, goes := context.WithCancel(ctx) // a signal, or nobody was there
	defer goes()
	running, cancel := context.WithCancel(ctx)
	defer cancel()
	var failed error
	ended := make(chan struct{})
	how := io.reportOptions(o) // as it is now: the front end may change the language
	go func() {
		failed = engine.Run(running)
		o.keepReport(engine.Session(), how)
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
		io.tell(o, say.T("Nobody touched a key for %s, so this session was left.", steps.Span(after)))
	}
	return farewell(s, o, io)
}

// frontEnd shows the session until the person leaves.
func frontEnd(ctx context.Context, engine *steps.Engine, o *options, io console) error {
	exports := io.exports(o, engine)
	spoken, err := io.printer(o), error(nil)
	if io.fullScreen(o) {
		spoken, err = tui.Run(ctx, engine, tui.Options{
			ASCII: o.ascii, Probe: io.locale.EastAsian() || spoken.Tag() != language.English, NoColor: o.noColor || os.Getenv("NO_COLOR") != "",
			Printer: spoken, Exports: exports, Present: engine.Present,
		}, io.in, io.out)
	} else {
		spoken, err = plain.Run(ctx, engine, io.in, io.out, plain.Options{ASCII: o.ascii, Printer: spoken, Exports: exports, Present: engine.Present})
	}
	o.lang = spoken.Tag().String() // what follows is said in the language that the person left in
	return err
}

// wantsPractice reports whether the session ended with the wish to practise.
func wantsPractice(s steps.Session) bool {
	value, _ := s.Value(steps.StepWhere, "where")
	return value == steps.WherePractising
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
	if o.leave != nil {
		return io.printLeft(s, o)
	}
	if io.fullScreen(o) { // plain mode has said it already
		found := steps.Assess(s)
		if simulated := s.Start().Simulated; simulated != "" {
			io.tell(o, say.T("Simulated host (%s).", simulated))
		}
		for _, line := range append([]say.Text{found.Verdict.Title, found.Verdict.Next}, steps.PhoneLine(s, found)...) {
			io.tell(o, line)
		}
	}
	o.tellKept(s, io)
	return o.leaveReport(s, io)
}

// tellKept says where the session is, and how it is taken up again. Commands stay
// in one line.
func (o *options) tellKept(s steps.Session, io console) {
	if o.session == 0 && o.sessionFile == "" {
		return
	}
	if o.kiosk {
		o.tellKeptHere(s, io)
		return
	}
	line := func(format say.Text) { fmt.Fprintln(io.out, io.printer(o).Text(format)) }
	called := say.T("Session %s", say.Number(o.session))
	if o.sessionFile != "" {
		called = say.T("This session")
	}
	report, resume := o.sessionCommand("report", false), o.sessionCommand("resume", true)
	switch {
	case o.unsaved:
		line(say.T("%s could not be written to its end, so it is kept only in part, up to when that began: %s", called, report))
		if o.reportFile != "" {
			line(say.T("The report of the whole session could be written after all: %s", quoted(o.reportFile)))
		}
	case s.State() == steps.StateWaiting:
		line(say.T("%s waits for the clock to be corrected. When that is done, go on with it:", called))
		line(say.T("  %s", resume))
		if request := o.changeRequest(); request != "" {
			line(say.T("A change request for the administrator:"))
			line(say.T("  %s", request))
		}
	default:
		line(say.T("%s is kept. The report again: %s", called, report))
		if s.State() != steps.StateFinished && steps.Resumable(s, hostclock.State{}) == nil {
			line(say.T("To go on with it: %s", resume))
		}
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
