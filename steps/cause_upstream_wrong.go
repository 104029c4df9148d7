package steps

import (
	"strings"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// upstreamWrong: the servers that the host follows are wrong themselves.
func upstreamWrong() rule {
	return rule{
		Code: "timeservice.upstream-wrong", Step: StepNTP, Cause: true,
		Means:    say.T("The time servers that this machine follows are wrong themselves, and so is every other machine that follows them."),
		Told:     say.T("What they tell and what an independent reference tells are apart by more than both uncertainties. The independent one is believed."),
		Mend:     say.T("Tell whoever runs those servers. Do not correct this machine alone: it will not last, and in a Windows or Kerberos domain it locks people out."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookUpstreamWrong,
	}
}

func lookUpstreamWrong(f facts) *Finding {
	wrong := unusedFor(f, diagnostics.UnusedOwnSource)
	if len(wrong) == 0 || !f.judged.Known {
		return nil
	}
	detail := say.T("Independent servers say otherwise. Correcting this machine alone will not last: tell whoever runs those servers. Every other machine that follows them is wrong too.")
	if realm := f.machine().Domain; realm != "" {
		detail = say.Join(" ", detail, say.T("This machine belongs to the domain %s: if it alone follows other servers, people can no longer log in to it.", realm))
	}
	return &Finding{
		Severity: Problem,
		Title:    say.T("The time servers that this machine follows are wrong themselves: %s.", strings.Join(wrong, ", ")),
		Detail:   detail,
	}
}
