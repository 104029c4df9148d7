package steps

import (
	"time"

	"unskew/steps/remedy"
	"unskew/steps/say"
)

// serviceNone: nothing is installed that could keep the clock.
func serviceNone() rule {
	return rule{
		Code: "timeservice.none", Step: StepOSTime, Cause: true,
		Means:    say.T("No time service is installed on this machine, so nothing keeps its clock."),
		Told:     say.T("None of the known services (chronyd, ntpd, NTPsec, systemd-timesyncd, OpenNTPD, w32time, timed) is installed or runs, and the kernel does not say that its clock was corrected within the last quarter of an hour: another one (linuxptp, ntpd-rs) may do that."),
		Mend:     say.T("Install the one that the distribution comes with, and name time servers of the network in it."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookServiceNone,
	}
}

// lastCorrected is the kernel's maximum error where nothing has corrected the
// clock for 1000 s: it grows by 500 ppm (adjtimex(2), RFC 5905, MAXDISP).
const lastCorrected = 500 * time.Millisecond

// justKept reports whether something corrects the clock, known or not.
func justKept(f facts) bool {
	host := f.session.Host()
	return host != nil && host.Kernel != nil && host.Kernel.Synchronised && host.Kernel.MaximumError < lastCorrected
}

func lookServiceNone(f facts) *Finding {
	services, known := hostServices(f)
	if !known || f.onWSL() || len(services) > 0 || justKept(f) {
		return nil
	}
	return &Finding{
		Severity: byEffect(f),
		Title:    say.T("No time service is installed on this machine: nothing keeps its clock."),
		Detail:   say.T("Its administrator has to install the one that its distribution comes with, and name time servers of your network in it."),
		Remedy:   remedy.Install(placeOf(f)),
	}
}
