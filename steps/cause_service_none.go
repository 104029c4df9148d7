package steps

import (
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// serviceNone: nothing is installed that could keep the clock.
func serviceNone() rule {
	return rule{
		Code: "timeservice.none", Step: StepOSTime, Cause: true,
		Means:    "No time service is installed on this machine, so nothing keeps its clock.",
		Told:     "None of the known services (chronyd, ntpd, NTPsec, systemd-timesyncd, OpenNTPD, w32time, timed) is installed or runs.",
		Mend:     "Install the one that the distribution comes with, and name time servers of the network in it.",
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookServiceNone,
	}
}

func lookServiceNone(f facts) *Finding {
	services, known := hostServices(f)
	if !known || f.onWSL() || len(services) > 0 {
		return nil
	}
	return &Finding{
		Severity: byEffect(f),
		Title:    say.T("No time service is installed on this machine: nothing keeps its clock."),
		Detail:   say.T("Its administrator has to install the one that its distribution comes with, and name time servers of your network in it."),
		Remedy:   remedy.Install(placeOf(f)),
	}
}
