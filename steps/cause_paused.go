package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// rtcCoarse is how well a hardware clock can be compared: it is read in whole
// seconds, a moment after the OS clock.
const rtcCoarse = 2 * time.Second

// pausedAtLeast is the shortest pause that is told: five times as long as the
// comparison with the hardware clock is coarse.
const pausedAtLeast = 10 * time.Second

// hostPaused: the machine stood still for as long as its clock is behind.
func hostPaused() rule {
	return rule{
		Code: "host.paused", Step: StepOSTime, Cause: true,
		Means:    say.T("This virtual machine was paused, suspended or restored from a snapshot; its OS clock stood still for that time and was not set afterwards."),
		Told:     say.T("It is a virtual machine, its OS clock is behind by 10 s or more, and its hardware clock, which the hypervisor runs on, is right within 2 s; where nothing keeps the clock, it also has to be behind by more than it can have drifted since boot (500 ppm, the most that a time service can correct). Or the system counts as long asleep as it is behind. The hypervisor's list of events makes it sure."),
		Mend:     say.T("Have the running time service step the clock, and let it always step after a pause (chrony: makestep 1 -1), or let the guest tools do so."),
		Explains: []string{"timeservice.only-slews", "clock.behind"},
		Look:     lookPaused,
	}
}

func lookPaused(f facts) *Finding {
	host := f.session.Host()
	if host == nil || f.judged.Relation != Beyond || !f.judged.Offset.Behind() || f.judged.Offset.Abs() < pausedAtLeast {
		return nil
	}
	slept := host.Asleep > 0 && nearly(host.Asleep, f.judged.Offset.Abs(), max(rtcCoarse, host.Asleep/20))
	rtc, known := f.rtcOffset()
	stood := host.VirtualMachine != "" && known && rtc.Abs() <= rtcCoarse && !mayHaveDrifted(f) && !setByHand(f)
	if !slept && !stood {
		return nil
	}
	found := &Finding{
		Severity: Problem,
		Title:    say.T("This virtual machine (%s) was very likely paused or restored from a snapshot for as long as its clock is behind.", host.VirtualMachine),
		Detail:   say.T("Its hardware clock, which went on outside, is right; its OS clock stood still. To be sure, ask whoever runs the virtual machines for a pause, a snapshot or a move of %s.", host.Name),
	}
	if slept {
		found.Title = say.T("This machine slept for as long as its clock is behind (%s).", Span(host.Asleep))
		found.Detail = say.T("Its clock was not set when it woke up.")
	}
	if service := onlyRunning(f); service != nil && service.Selected != "" {
		found.Remedy = remedy.StepAfterPause(placeOf(f), *service)
	}
	return found
}

// mostDrift is how fast a clock may run that a time service can still correct
// (500 ppm: RFC 5905, section 7.1, and adjtimex(2)).
const mostDrift = 500e-6

// mayHaveDrifted reports whether nothing keeps the clock, and it is off by no
// more than it can have drifted since the machine was started.
func mayHaveDrifted(f facts) bool {
	host := f.session.Host()
	kept := host.Kernel != nil && host.Kernel.Synchronised
	return !kept && len(runningServices(f)) == 0 && f.judged.Offset.Abs().Seconds() <= host.Uptime.Seconds()*mostDrift
}

// setByHand reports whether the error is that of a zone: that a pause is as long
// to the minute is a rare chance.
func setByHand(f facts) bool {
	_, zone := trueZone(f)
	return zone || dstByHand(f) || rtcLocalExplains(f)
}

// rtcOffset is reference minus hardware clock, where the hardware clock was read
// since the OS clock was last moved.
func (f facts) rtcOffset() (diagnostics.Offset, bool) {
	var none diagnostics.Offset
	for i := len(f.now.entries) - 1; i >= 0; i-- {
		entry := f.now.entries[i]
		if entry.Host == nil {
			continue
		}
		if entry.Host.RTC == nil || entry.Host.RTCLocal || !f.judged.Known {
			return none, false
		}
		ahead, err := diagnostics.Between(entry.At.Wall, *entry.Host.RTC)
		if err != nil {
			return none, false
		}
		off, err := diagnostics.OffsetSeconds(f.judged.Offset.Seconds() + ahead.Seconds())
		return off, err == nil
	}
	return none, false
}

// nearly reports whether two durations differ by no more than a margin.
func nearly(a, b, margin time.Duration) bool { return (a - b).Abs() <= margin }
