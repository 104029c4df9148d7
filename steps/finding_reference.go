package steps

import (
	"fmt"
	"strings"

	"unskew/diagnostics"
	"unskew/steps/say"
)

func elsewhereMeasured(f facts) *Finding {
	if where(f.session) != WhereElsewhere {
		return nil
	}
	address, _ := f.session.Value(StepWhere, askAddress)
	return &Finding{
		Code: "host.elsewhere", Severity: Warning, Step: StepOSTime,
		Title:  say.T("This measured %s, but the service runs on %s.", f.session.Start().Host, address),
		Detail: say.T("Only the clock of the machine that sends the request matters."),
	}
}

// measuredSomething reports whether step 2 has been through.
func measuredSomething(f facts) bool {
	if len(f.judged.Readings) > 0 {
		return true
	}
	for _, entry := range f.now.entries {
		if entry.Nothing != "" && entry.Step == StepNTP {
			return true
		}
	}
	return false
}

func referenceNone(f facts) *Finding {
	if f.judged.Known || !measuredSomething(f) {
		return nil
	}
	none := &Finding{
		Code: "reference.none", Severity: Warning, Step: StepNTP,
		Title:  say.T("No trustworthy time was found to compare this clock with."),
		Detail: say.T("Ask your network team for a time server inside your network, and start again with --ntp and its name. A web server (--https), a proxy (--proxy) or the time by your own watch (--now) can help too."),
	}
	if inside := insideAdvice(f.session); !inside.IsZero() {
		none.Detail = inside
	}
	return none
}

// referenceContradictory is found where servers answered, and no majority of
// them agrees.
func referenceContradictory(f facts) *Finding {
	var names []string
	for _, reading := range f.judged.Readings {
		if reading.Outcome == diagnostics.Measured && !reading.Endpoint && reading.Why == "" {
			names = append(names, reading.Server)
		}
	}
	if f.judged.Known || len(names) < 2 {
		return nil
	}
	return &Finding{
		Code: "reference.contradictory", Severity: Warning, Step: StepNTP,
		Title:  say.T("The time servers contradict each other: %s.", listed(names)),
		Detail: say.T("With as many for as against, none can be believed. Name one more that is independent of these."),
	}
}

func referenceCircular(f facts) *Finding {
	circular := f.judged.Circular || f.judged.Relation == Within && !f.judged.Independent && f.judged.Source == diagnostics.SourceNTP
	if !f.judged.Known || !circular {
		return nil
	}
	return &Finding{
		Code: "reference.circular", Severity: Warning, Step: StepNTP,
		Title:  say.T("Only the servers that this machine follows anyway could be asked."),
		Detail: say.T("If they are wrong, this machine is wrong with them, and agreeing proves nothing."),
	}
}

func upstreamWrong(f facts) *Finding {
	wrong := unusedFor(f, diagnostics.UnusedOwnSource)
	if len(wrong) == 0 || !f.judged.Known {
		return nil
	}
	return &Finding{
		Code: "timeservice.upstream-wrong", Severity: Problem, Step: StepNTP,
		Title:  say.T("The time servers that this machine follows are wrong themselves: %s.", strings.Join(wrong, ", ")),
		Detail: say.T("Independent servers say otherwise. Correcting this machine alone will not last: tell whoever runs those servers, or have this machine follow others. Every other machine that follows them is wrong too."),
	}
}

// referenceDoubted is found where the endpoint refused the reference's time too,
// and its own clock differs from the reference.
func referenceDoubted(f facts) *Finding {
	latest := roundOf(f.now.attempts)
	if !refusedForTime(latest.reference) || f.judged.Relation == Within {
		return nil
	}
	return &Finding{
		Code: "reference.doubted", Severity: Warning, Step: StepToken,
		Title:  say.T("The true time, as measured, was refused as well."),
		Detail: say.T("Either the measured time or the token service's own clock is wrong. Compare both, shown above, with a watch."),
	}
}

func serverClockOff(f facts) *Finding {
	off, uncertainty, known := serverOffset(f.now)
	if !known || !serverDisagrees(f.now) || !f.judged.Independent {
		return nil
	}
	// The sign is the endpoint's against the reference: positive is ahead.
	words := say.T("%s behind", Span(off.Abs()))
	if off.Behind() {
		words = say.T("%s ahead", Span(off.Abs()))
	}
	return &Finding{
		Code: "server.clock-off", Severity: Problem, Step: StepToken,
		Title:  say.T("The token service's own clock is wrong: %s (%s).", words, PlusMinus(uncertainty)),
		Detail: say.T("That is for its operator to mend; nothing on this machine helps."),
	}
}

// someOf lists the servers whose reading failed for a reason. One that was not
// asked at all is none of them.
func someOf(f facts, source diagnostics.Source, reasons ...diagnostics.Reason) []string {
	var names []string
	for _, reading := range f.judged.Readings {
		for _, reason := range reasons {
			if reading.Source == source && reading.Reason == reason && reading.Outcome == diagnostics.Failed && !reading.Withheld {
				names = append(names, reading.Server)
			}
		}
	}
	return names
}

// unusedFor lists the servers that were left out for a reason.
func unusedFor(f facts, why diagnostics.Unused) []string {
	var names []string
	for _, reading := range f.judged.Readings {
		if reading.Why == why {
			names = append(names, reading.Server)
		}
	}
	return names
}

// listed shortens a list of names for a sentence.
func listed(names []string) string {
	const shown = 4
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s, +%d", strings.Join(names[:shown], ", "), len(names)-shown)
}
