package steps

import (
	"fmt"
	"strings"

	"unskew/diagnostics"
	"unskew/steps/say"
)

func elsewhereMeasured() rule {
	return rule{
		Code: "host.elsewhere", Step: StepOSTime,
		Means: say.T("Another machine was measured than the one where the failing service runs."),
		Told:  say.T("The person said so on the first page."),
		Mend:  say.T("Run the program on that machine."),
		Look: func(f facts) *Finding {
			if where(f.session) != WhereElsewhere {
				return nil
			}
			address, _ := f.session.Value(StepWhere, askAddress)
			return &Finding{
				Severity: Warning,
				Title:    say.T("This measured %s, but the service runs on %s.", f.session.Start().Host, address),
				Detail:   say.T("Only the clock of the machine that sends the request matters."),
			}
		},
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

func referenceNone() rule {
	return rule{
		Code: "reference.none", Step: StepNTP,
		Means: say.T("No trustworthy time was found to compare the clock with."),
		Told:  say.T("No server, web server or watch gave a time that could be used."),
		Mend:  say.T("Name a time server inside your network (--ntp), a web server (--https), a proxy (--proxy) or the time by a watch (--now)."),
		Look: func(f facts) *Finding {
			if f.judged.Known || !measuredSomething(f) {
				return nil
			}
			none := &Finding{
				Severity: Warning,
				Title:    say.T("No trustworthy time was found to compare this clock with."),
				Detail:   say.T("Ask your network team for a time server inside your network, and start again with --ntp and its name. A web server (--https), a proxy (--proxy) or the time by your own watch (--now) can help too."),
			}
			if inside := insideAdvice(f.session); !inside.IsZero() {
				none.Detail = inside
			}
			return none
		},
	}
}

// referenceContradictory is found where servers answered, and no majority of
// them agrees.
func referenceContradictory() rule {
	return rule{
		Code: "reference.contradictory", Step: StepNTP,
		Means:    say.T("The time servers contradict each other."),
		Told:     say.T("Several answered, and no majority of their intervals meets (RFC 5905, section 11.2.1)."),
		Mend:     say.T("Name one more that is independent of them."),
		Explains: []string{"reference.none"},
		Look: func(f facts) *Finding {
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
				Severity: Warning,
				Title:    say.T("The time servers contradict each other: %s.", listed(names)),
				Detail:   say.T("With as many for as against, none can be believed. Name one more that is independent of these."),
			}
		},
	}
}

func referenceCircular() rule {
	return rule{
		Code: "reference.circular", Step: StepNTP,
		Means: say.T("Only servers that this machine follows anyway could be asked, so that agreeing proves nothing."),
		Told:  say.T("No independent server and none that was named with --ntp took part."),
		Mend:  say.T("Name a time server that the machine does not follow, or a web server."),
		Look: func(f facts) *Finding {
			circular := f.judged.Circular || f.judged.Relation == Within && !f.judged.Independent && f.judged.Source == diagnostics.SourceNTP
			if !f.judged.Known || !circular {
				return nil
			}
			return &Finding{
				Severity: Warning,
				Title:    say.T("Only the servers that this machine follows anyway could be asked."),
				Detail:   say.T("If they are wrong, this machine is wrong with them, and agreeing proves nothing."),
			}
		},
	}
}

// referenceDoubted is found where the endpoint refused the reference's time too,
// and its own clock differs from the reference.
func referenceDoubted() rule {
	return rule{
		Code: "reference.doubted", Step: StepToken,
		Means: say.T("The true time, as measured, was refused by the token service as well."),
		Told:  say.T("The request with the reference's time was refused for its time."),
		Mend:  say.T("Compare the measured time and the service's own clock with a watch."),
		Look: func(f facts) *Finding {
			latest := roundOf(f.now.attempts)
			if !refusedForTime(latest.reference) || f.judged.Relation == Within {
				return nil
			}
			return &Finding{
				Severity: Warning,
				Title:    say.T("The true time, as measured, was refused as well."),
				Detail:   say.T("Either the measured time or the token service's own clock is wrong. Compare both, shown above, with a watch."),
			}
		},
	}
}

func serverClockOff() rule {
	return rule{
		Code: "server.clock-off", Step: StepToken,
		Means:    say.T("The token service's own clock is wrong."),
		Told:     say.T("The date of its answers is away from an independent reference by more than both uncertainties and a second of rounding."),
		Mend:     say.T("Tell its operator. Nothing on this machine helps."),
		Explains: []string{"exchange.expired", "exchange.not-yet-valid"},
		Look: func(f facts) *Finding {
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
				Severity: Problem,
				Title:    say.T("The token service's own clock is wrong: %s (%s).", words, PlusMinus(uncertainty)),
				Detail:   say.T("That is for its operator to mend; nothing on this machine helps."),
			}
		},
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
