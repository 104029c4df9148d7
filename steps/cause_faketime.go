package steps

import (
	"strings"

	"unskew/steps/say"
)

// hostFaketime: programs are told a false time.
func hostFaketime() rule {
	return rule{
		Code: "host.libfaketime", Step: StepOSTime, Cause: true,
		Means: say.T("A program on this machine is given a false time by libfaketime, whatever the OS clock shows."),
		Told:  say.T("libfaketime stands in /etc/ld.so.preload, or in the environment or memory map of a running process. Processes of other users can only be seen by an administrator."),
		Mend:  say.T("Take it out of the program's start script or of /etc/ld.so.preload, and start the program anew."),
		Look:  lookFaketime,
	}
}

func lookFaketime(f facts) *Finding {
	where := f.machine().Faketime
	if len(where) == 0 {
		return nil
	}
	severity := Warning // some program's, perhaps a test
	for _, place := range where {
		if strings.Contains(place, "ld.so.preload") || strings.Contains(place, "(java)") {
			severity = Problem // every program's, or very likely the failing one's
		}
	}
	return &Finding{
		Severity: severity,
		Title:    say.T("Programs on this machine are given a false time on purpose (libfaketime): %s.", listed(where)),
		Detail:   say.T("What they sign is wrong even where the OS clock is right. Ask who set that up; it has to be taken out of their start, and they have to be started anew."),
	}
}
