package steps

import "unskew/steps/say"

// hostHypervisorClock: the machine got its wrong time from its hypervisor.
func hostHypervisorClock() rule {
	return rule{
		Code: "host.hypervisor-clock", Step: StepOSTime, Cause: true,
		Means:    say.T("This virtual machine got its wrong time from its hypervisor when it booted; it will be wrong again after each boot and pause."),
		Told:     say.T("It is a virtual machine, nothing has synchronised its clock since boot, and its hardware clock, which the hypervisor provides, is wrong by the same amount (within 2 s). The clock of the hypervisor itself, compared with a watch, makes it sure."),
		Mend:     say.T("Have the clock of the hypervisor corrected, and a time service run in this machine."),
		Explains: []string{"clock.behind", "clock.ahead", "clock.before-release"},
		Look:     lookHypervisorClock,
	}
}

func lookHypervisorClock(f facts) *Finding {
	host := f.session.Host()
	if host == nil || host.VirtualMachine == "" || host.Container != "" || f.judged.Relation != Beyond {
		return nil
	}
	if host.Kernel == nil || host.Kernel.Synchronised {
		return nil
	}
	rtc, known := f.rtcOffset()
	if !known || !nearly(rtc.Abs(), f.judged.Offset.Abs(), rtcCoarse) || rtc.Behind() != f.judged.Offset.Behind() || f.judged.Offset.Abs() < pausedAtLeast {
		return nil
	}
	detail := say.T("Nothing has corrected this clock since it booted with that time. Ask whoever runs the virtual machines to compare their own clock with a watch: if it is wrong, every machine there is.")
	if rtcTakenForUTC(f) {
		detail = say.T("The error is this zone's offset from UTC, so the hardware clock very likely holds local time. Ask whoever runs the virtual machines to have it give UTC to this one.")
	}
	return &Finding{
		Severity: Problem,
		Title:    say.T("The hardware clock of this virtual machine (%s) is wrong by the same amount: very likely it was given that time by the machine that runs it.", host.VirtualMachine),
		Detail:   detail,
	}
}
