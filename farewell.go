package main

import (
	"fmt"

	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/report"
	"unskew/steps/say"
)

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
		if err := io.printLeft(s, o); err != nil {
			return err
		}
		return o.leaveReport(s, io)
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
