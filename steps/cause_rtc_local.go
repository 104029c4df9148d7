package steps

import (
	"strings"

	"unskew/steps/remedy"
	"unskew/steps/say"
)

// rtcLocalTime: the hardware clock holds local time.
func rtcLocalTime() rule {
	return rule{
		Code: "rtc.local-time", Step: StepOSTime, Cause: true,
		Means:    say.T("The hardware clock holds local time instead of UTC, as on machines that were made for Windows or boot two systems; after a boot the clock is wrong by the zone's offset until a time service corrects it."),
		Told:     say.T("The system's own setting says so (third line of /etc/adjtime, or timedated's LocalRTC), and the zone is not UTC. It is the cause of the present error where that is within two minutes of the zone's offset, either way. Without that setting, as beside a Windows: nothing has synchronised the clock since boot, it is ahead by the zone's offset, and the hardware clock with it (within 2 s)."),
		Mend:     say.T("Keep the hardware clock in UTC (timedatectl set-local-rtc 0), then synchronise."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookRTCLocal,
	}
}

func lookRTCLocal(f facts) *Finding {
	host := f.session.Host()
	if host == nil || host.ZoneOffset == 0 || host.Container != "" || strings.HasPrefix(host.OS, "windows") {
		return nil
	}
	if !host.RTCLocal {
		return lookRTCTakenForUTC(f)
	}
	found := &Finding{
		Severity: Warning,
		Title:    say.T("The hardware clock of this machine holds local time."),
		Detail:   say.T("After a start, and when summer time begins or ends, its clock is wrong by hours until the time service has corrected it."),
		Remedy:   remedy.RTCInUTC(placeOf(f)),
	}
	if rtcLocalExplains(f) {
		found.Severity = Problem
		found.Title = say.T("The clock is wrong by this zone's offset from UTC (%s): the hardware clock holds local time and was taken for UTC, or the other way round.", Span(host.ZoneOffset.Abs()))
	}
	return found
}

// lookRTCTakenForUTC is for a hardware clock that another system has put on
// local time. In a virtual machine it is the hypervisor's: host.hypervisor-clock.
func lookRTCTakenForUTC(f facts) *Finding {
	host := f.session.Host()
	if !rtcTakenForUTC(f) || host.VirtualMachine != "" {
		return nil
	}
	return &Finding{
		Severity: Problem,
		Title:    say.T("The clock is ahead by this zone's offset from UTC (%s), and the hardware clock with it: that very likely holds local time and was taken for UTC.", Span(host.ZoneOffset.Abs())),
		Detail:   say.T("Windows on the same machine does that, or a setting of the firmware. If there is none, somebody may have set the clock by hand."),
		Remedy:   remedy.RTCInUTC(placeOf(f)),
	}
}

// rtcTakenForUTC reports whether the clock shows local time as UTC, and has it
// from the hardware clock: nothing else has set it since boot.
func rtcTakenForUTC(f facts) bool {
	host := f.session.Host()
	if host == nil || host.RTCLocal || host.ZoneOffset == 0 || f.judged.Relation != Beyond ||
		host.Kernel == nil || host.Kernel.Synchronised {
		return false
	}
	rtc, known := f.rtcOffset()
	return known && nearly(f.judged.Offset.Duration(), -host.ZoneOffset, byHand) &&
		nearly(rtc.Duration(), f.judged.Offset.Duration(), rtcCoarse)
}

// rtcExplains reports whether the hardware clock accounts for an error that
// looks like that of a zone.
func rtcExplains(f facts) bool { return rtcLocalExplains(f) || rtcTakenForUTC(f) }

// rtcLocalExplains reports whether the error is what a hardware clock in local
// time makes. Windows keeps it so, and knows it.
func rtcLocalExplains(f facts) bool {
	host := f.session.Host()
	return host != nil && host.RTCLocal && host.ZoneOffset != 0 && !strings.HasPrefix(host.OS, "windows") && f.judged.Relation == Beyond &&
		nearly(f.judged.Offset.Abs(), host.ZoneOffset.Abs(), byHand)
}
