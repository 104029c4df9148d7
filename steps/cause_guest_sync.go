package steps

import (
	"slices"
	"strings"

	"unskew/diagnostics/machine"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// hostGuestSync: the hypervisor's guest tools and a time service both set the
// clock.
func hostGuestSync() rule {
	return rule{
		Code: "host.guest-sync", Step: StepOSTime, Cause: true,
		Means:    say.T("The tools of the hypervisor set this machine's clock as well as its time service: the two can move it against each other, and a correction does not last."),
		Told:     say.T("The guest tools say that their periodic time synchronisation is on while an NTP service runs; or, in a virtual machine with guest tools, the clock was set back during the session."),
		Mend:     say.T("Leave one of them in charge, by the rule of the house; usually the NTP service, with the tools' synchronisation off."),
		Explains: []string{"clock.moved-back", "clock.behind", "clock.ahead"},
		Look:     lookGuestSync,
	}
}

func lookGuestSync(f facts) *Finding {
	host := f.session.Host()
	if host == nil || host.VirtualMachine == "" {
		return nil
	}
	var on, there []string
	for tools, state := range f.machine().GuestSync {
		there = append(there, tools)
		// On Windows the time service itself asks Hyper-V: one master, by default.
		inService := tools == "hyperv" && strings.HasPrefix(host.OS, "windows")
		if state == machine.SyncEnabled && !inService {
			on = append(on, tools)
		}
	}
	slices.Sort(on)
	slices.Sort(there)
	service := keeperBesideTools(f)
	switch {
	case len(on) > 0 && service != "":
		return &Finding{
			Severity: byEffect(f),
			Title:    say.T("Two masters set this clock: %s and, from outside, %s.", service, strings.Join(on, ", ")),
			Detail:   say.T("A correction by one is undone by the other. One of them has to be switched off."),
			Remedy:   remedy.GuestSyncOff(placeOf(f), on),
		}
	case len(there) > 0 && relapsed(f.history):
		return &Finding{
			Severity: byEffect(f),
			Title:    say.T("This virtual machine's host may be what sets the clock wrong again (%s).", strings.Join(there, ", ")),
			Detail:   say.T("To be sure, have its time synchronisation switched off for an hour and leave this page open."),
			Remedy:   remedy.GuestSyncOff(placeOf(f), there),
		}
	}
	return nil
}

// keeperBesideTools names an NTP service that runs, "" where there is none.
func keeperBesideTools(f facts) string {
	for _, service := range runningServices(f) {
		if service.Name != guestTools {
			return service.Name
		}
	}
	return ""
}
