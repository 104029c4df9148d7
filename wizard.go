package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/text/language"

	"unskew/steps"
	"unskew/steps/plain"
	"unskew/steps/report"
	"unskew/steps/say"
	"unskew/tui"
)

// wizard leads a person through the steps on this host.
func wizard(ctx context.Context, o *options, io console) error {
	settings, world, err := o.prepare()
	if err != nil {
		return err
	}
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

// prepare checks what was given, and wires the host for a person who is led.
func (o *options) prepare() (steps.Settings, steps.World, error) {
	settings, err := o.settings()
	if err != nil {
		return settings, steps.World{}, err
	}
	if err := o.checkWriting(report.Formats()); err != nil {
		return settings, steps.World{}, err
	}
	world, err := hostWorld(o)
	world.Log = o.logReader(true)
	return settings, world, err
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
