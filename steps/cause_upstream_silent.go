package steps

import (
	"slices"

	"unskew/diagnostics"
	"unskew/diagnostics/timeservice"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// sourceSilent is found where none of the servers that the host follows gave a
// time: it is then on its own, and drifts.
func sourceSilent() rule {
	return rule{
		Code: "timeservice.no-answer", Step: StepNTP, Cause: true,
		Means:    say.T("None of the time servers that this machine is configured to follow gives a time; the clock drifts, and a correction will not last."),
		Told:     say.T("This program asked each of them itself, and none gave a usable answer; nor did the time service get one to its latest requests (a firewall may let its port through, and not this program's)."),
		Mend:     say.T("Ask whoever runs them, or have the machine follow others."),
		Explains: []string{"timeservice.nothing-selected", "clock.behind", "clock.ahead"},
		Look:     lookSourceSilent,
	}
}

// getsAnswers reports whether the time service follows a source that answered
// one of its latest three requests.
func getsAnswers(f facts) bool {
	service := onlyRunning(f)
	return service != nil && slices.ContainsFunc(service.Sources, func(source timeservice.Source) bool {
		return source.Selected && source.Reach&0b111 != 0
	})
}

func lookSourceSilent(f facts) *Finding {
	var names []string
	for _, reading := range f.judged.Readings {
		switch {
		case !reading.OwnSource:
		case reading.Outcome == diagnostics.Measured, reading.Withheld:
			return nil // what was not asked may answer
		default:
			names = append(names, reading.Server)
		}
	}
	if len(names) == 0 || getsAnswers(f) {
		return nil
	}
	var mend []remedy.Command
	if service := onlyRunning(f); service != nil {
		mend = remedy.NameServers(placeOf(f), *service)
	}
	return &Finding{
		Severity: Warning, Remedy: mend,
		Title:  say.T("No time server that this machine follows gave a time: %s.", listed(names)),
		Detail: say.T("Without one the clock drifts, and a correction will not last. Ask whoever runs them, or have the machine follow others."),
	}
}
