package steps

import (
	"time"

	"unskew/steps/say"
)

// lostAtLeast is how far behind a clock is that began anew: the date that
// firmware starts with is years old.
const lostAtLeast = 366 * 24 * time.Hour

// rtcBattery: the hardware clock began anew.
func rtcBattery() rule {
	return rule{
		Code: "rtc.battery", Step: StepOSTime, Cause: true,
		Means:    say.T("The battery of the hardware clock is empty, or the clock was reset: after a power cut it began anew at the date that it was made with."),
		Told:     say.T("A physical machine shows a time before this program was made, and is more than a year behind: no pause and no restored backup is usually that old. That it booted, by its own clock, within two days of the first of a January (1970, 2000 and other dates of firmware) makes it sure."),
		Mend:     say.T("Have the battery replaced, the clock set once by the time service, and a service run that sets it at every boot."),
		Explains: []string{"clock.before-release", "clock.behind"},
		Look:     lookBattery,
	}
}

func lookBattery(f facts) *Finding {
	host := f.session.Host()
	if host == nil || host.VirtualMachine != "" || host.Container != "" || lookBeforeRelease(f) == nil {
		return nil
	}
	booted := hostInstant(f.session).Add(-host.Uptime)
	anew := host.Uptime > 0 && atNewYear(booted)
	if !anew && (f.judged.Relation != Beyond || f.judged.Offset.Abs() < lostAtLeast) {
		return nil
	}
	found := &Finding{
		Severity: Problem,
		Title:    say.T("The battery of this machine's hardware clock is probably empty."),
		Detail:   say.T("To be sure, have it looked at: after a power cut its clock would start at the same date again."),
	}
	if host.RTC == nil {
		found.Title = say.T("This machine began with a time long past: it has no hardware clock, or the battery of that is empty.")
		found.Detail = say.T("Small boards have none: until a time server answers, their clock is wrong after every start. Of any other machine, have the battery looked at.")
		return found
	}
	if anew {
		found.Title = say.T("The battery of this machine's hardware clock is empty: when it was started, its clock began at %s.", booted.UTC().Format(time.DateOnly))
		found.Detail = say.T("Have the battery replaced. Until then the clock is wrong after every power cut, until a time service has set it.")
	}
	return found
}

// atNewYear reports whether a time is within two days of the first of a January
// in UTC: dates that firmware starts with are, in any zone.
func atNewYear(t time.Time) bool {
	t = t.UTC()
	for _, year := range []int{t.Year(), t.Year() + 1} {
		if t.Sub(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)).Abs() <= 48*time.Hour {
			return true
		}
	}
	return false
}
