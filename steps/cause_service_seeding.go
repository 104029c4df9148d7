package steps

import (
	"time"

	"unskew/steps/remedy"
	"unskew/steps/say"
)

// seedingAtLeast is the least error that Windows' secure time seeding makes: it
// takes times from other servers' TLS answers, and those are off by hours and
// more, never by seconds.
const seedingAtLeast = time.Hour

// serviceSeeding: Windows guesses the time from TLS traffic, and guessed wrong.
func serviceSeeding() rule {
	return rule{
		Code: "timeservice.secure-time-seeding", Step: StepOSTime, Cause: true,
		Means:    say.T("Windows takes a guess of the time from TLS traffic (secure time seeding), which can set the clock wrong by hours to months."),
		Told:     say.T("UtilizeSslTimeData of the time service is on, as it is on most machines, the service runs, the clock is an hour or more off, and nothing else tells why (a pause, a battery, a zone). The system's event log (Time-Service, Kernel-General 1) shows the jump: that makes it sure."),
		Mend:     say.T("Switch it off (UtilizeSslTimeData to 0) and synchronise again."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookServiceSeeding,
	}
}

func lookServiceSeeding(f facts) *Finding {
	on := f.machine().SecureTimeSeeding
	if on == nil || !*on || f.judged.Relation != Beyond || f.judged.Offset.Abs() < seedingAtLeast {
		return nil
	}
	if onlyRunning(f) == nil || lookPaused(f) != nil || lookBattery(f) != nil || lookZoneByHand(f) != nil || lookDSTByHand(f) != nil {
		return nil
	}
	return &Finding{
		Severity: Problem,
		Title:    say.T("Windows' secure time seeding is on: it may be what set the clock wrong."),
		Detail:   say.T("Look in the event log (System, source Kernel-General, event 1) for the moment when the time was changed; that makes it sure."),
		Remedy:   remedy.SeedingOff(placeOf(f)),
	}
}
