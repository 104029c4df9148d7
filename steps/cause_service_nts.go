package steps

import (
	"time"

	"unskew/steps/remedy"
	"unskew/steps/say"
)

// certificateWeek is how far off a clock is before certificates that are a few
// days old or about to run out begin to fail. Most live for 90 days and are
// renewed some weeks before their end.
const certificateWeek = 7 * 24 * time.Hour

// serviceNTSDates: the servers prove themselves by certificates, and the clock
// is too wrong to believe those.
func serviceNTSDates() rule {
	return rule{
		Code: "timeservice.nts-dates", Step: StepOSTime, Cause: true,
		Means:    say.T("The time service asks its servers over NTS, which needs certificates; the clock is so far off that no certificate seems valid, so the time cannot be fetched."),
		Told:     say.T("All configured servers of the one service that runs use NTS, it follows none of them, the clock is more than a week off, and nocerttimecheck is not set. Its log names the certificate: that makes it sure."),
		Mend:     say.T("Have the service step the clock once by a server without NTS, or let it leave out the check of dates at start (chrony: nocerttimecheck 1)."),
		Explains: []string{"timeservice.nothing-selected", "timeservice.no-answer", "clock.behind", "clock.ahead"},
		Look:     lookServiceNTSDates,
	}
}

func lookServiceNTSDates(f facts) *Finding {
	service := onlyRunning(f)
	if service == nil || service.Selected != "" || f.judged.Relation != Beyond || f.judged.Offset.Abs() < certificateWeek {
		return nil
	}
	servers := configuredOf(f.session)
	if len(servers) == 0 {
		return nil
	}
	for _, server := range servers {
		if !server.NTS || server.NTSUndated {
			return nil
		}
	}
	return &Finding{
		Severity: Problem,
		Title:    say.T("The time service (%s) cannot fetch the time, because the clock is too wrong to believe its servers' certificates.", service.Name),
		Detail:   say.T("All its servers are asked over NTS. The clock has to be set once by other means. To be sure, look for \"certificate\" in its log."),
		Remedy:   remedy.WithoutNTS(placeOf(f), *service),
	}
}
