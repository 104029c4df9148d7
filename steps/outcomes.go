package steps

import (
	"unskew/diagnostics"
	"unskew/steps/say"
)

// outcomeWords names what came of asking a server.
func outcomeWords(reading JudgedReading) say.Text {
	if reading.Outcome != diagnostics.Measured {
		return reasonWords(reading.Reading)
	}
	switch {
	case reading.Used && reading.OwnSource:
		return say.T("agrees; this machine follows it")
	case reading.Used:
		return say.T("agrees")
	case reading.Why == diagnostics.UnusedFalseticker:
		return say.T("disagrees with the majority: not used")
	case reading.Why == diagnostics.UnusedTooDistant:
		return say.T("too far from a real clock: not used")
	case reading.Why == diagnostics.UnusedSmeared:
		return say.T("smears a leap second today: not used")
	case reading.Why == diagnostics.UnusedSuperseded:
		return say.T("measured before the clock moved")
	case reading.Why == diagnostics.UnusedOwnSource:
		return say.T("wrong; this machine follows it")
	case reading.Endpoint:
		return say.T("the tested service's own clock")
	default:
		return say.T("answered")
	}
}

// reasonWords names why a server gave no time.
func reasonWords(reading diagnostics.Reading) say.Text {
	if reading.Withheld {
		return say.T("not asked: not inside")
	}
	switch reading.Reason {
	case diagnostics.ReasonTimeout:
		return say.T("no answer")
	case diagnostics.ReasonRefused:
		return say.T("nothing listens there")
	case diagnostics.ReasonDNS:
		return say.T("name not found (DNS)")
	case diagnostics.ReasonUnreachable:
		return say.T("no route to it")
	case diagnostics.ReasonUnsynchronised:
		return say.T("does not know the time itself")
	case diagnostics.ReasonKissOfDeath:
		return say.T("told us to go away (%s)", reading.KissCode)
	case diagnostics.ReasonInvalid:
		return say.T("answered nonsense")
	case diagnostics.ReasonTLS:
		return say.T("no secure connection (TLS)")
	case diagnostics.ReasonTLSInspected:
		return say.T("a proxy opens the connection (TLS)")
	case diagnostics.ReasonProxyAuth:
		return say.T("the proxy wants a password")
	case diagnostics.ReasonProxyBlocked:
		return say.T("the proxy does not let us through")
	case diagnostics.ReasonNoDate:
		return say.T("answered without a date")
	case diagnostics.ReasonStale:
		return say.T("an old answer from a cache")
	case diagnostics.ReasonNotHTTP:
		return say.T("not a web server")
	}
	return say.T("failed")
}

// Words is how a step ended, in a word.
func (o StepOutcome) Words() say.Text {
	switch o {
	case StepOK:
		return say.T("ok")
	case StepWarning:
		return say.T("warning")
	case StepProblem:
		return say.T("problem")
	case StepSkipped:
		return say.T("skipped")
	case StepUnknown:
		return say.T("unknown")
	}
	return say.T("not done")
}
