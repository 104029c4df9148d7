package steps

import (
	"slices"

	"unskew/diagnostics"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// ntpBlocked is found where no NTP server answered at all and it was silence,
// not a refusal: the mark of a firewall. Where the host follows a server of its
// own network all the same, it is only a remark.
func ntpBlocked() rule {
	return rule{
		Code: "ntp.blocked", Step: StepNTP, Cause: true,
		Means:    say.T("NTP (UDP port 123) seems to be blocked on the way out, so that no time service of this machine can work."),
		Told:     say.T("No independent NTP server answered, and each was silent or had no route: a server that is down would refuse, or others would answer. That web servers answer at the same time makes it sure."),
		Mend:     say.T("Have UDP port 123 opened, or use a time server inside the network or of the cloud."),
		Explains: []string{"timeservice.no-answer", "timeservice.nothing-selected", "reference.circular", "clock.behind", "clock.ahead"},
		Look:     lookNTPBlocked,
	}
}

func lookNTPBlocked(f facts) *Finding {
	silent := someOf(f, diagnostics.SourceNTP, diagnostics.ReasonTimeout, diagnostics.ReasonUnreachable)
	independent, mute, followed := 0, 0, false
	for _, reading := range f.judged.Readings {
		if reading.Source != diagnostics.SourceNTP {
			continue
		}
		if !reading.OwnSource {
			independent++
			if slices.Contains(silent, reading.Server) {
				mute++
			}
		}
		followed = followed || reading.OwnSource && reading.Outcome == diagnostics.Measured
		if reading.Outcome == diagnostics.Measured && !reading.OwnSource {
			return nil
		}
	}
	if service := onlyRunning(f); service != nil && service.Selected != "" {
		followed = true
	}
	if independent == 0 || mute < independent {
		return nil
	}
	severity := byEffect(f)
	if followed {
		severity = Info
	}
	var mend []remedy.Command
	if service := onlyRunning(f); service != nil && !followed {
		mend = remedy.CloudsOwn(placeOf(f), *service)
	}
	return &Finding{
		Severity: severity, Remedy: mend,
		Title:  say.T("NTP (UDP port 123) seems to be blocked on the way out."),
		Detail: say.T("No answer came from %s. Ask your network team to open UDP port 123, or for a time server inside your network.", listed(silent)),
	}
}
