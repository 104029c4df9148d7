package steps

import (
	"unskew/diagnostics/timeservice"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// serviceTooBig: the service knows the time and may not make so large a change.
func serviceTooBig() rule {
	return rule{
		Code: "timeservice.too-big", Step: StepOSTime, Cause: true,
		Means:    say.T("The time service of Windows knows the true time and refuses to correct the clock, because the change is larger than it may make (MaxPosPhaseCorrection, MaxNegPhaseCorrection: 15 hours, on a domain controller 2 days)."),
		Told:     say.T("Its last synchronisation failed with the number for a change that is too big, and the clock is beyond the tolerance by our own measurement."),
		Mend:     say.T("Allow the change once: lift both limits, synchronise, and put them back."),
		Explains: []string{"timeservice.nothing-selected", "clock.behind", "clock.ahead"},
		Look:     lookServiceTooBig,
	}
}

func lookServiceTooBig(f facts) *Finding {
	if f.judged.Relation != Beyond {
		return nil
	}
	for _, service := range runningServices(f) {
		if service.Trouble == timeservice.TroubleTooBig {
			return &Finding{
				Severity: Problem,
				Title:    say.T("The time service (%s) knows the time, but may not correct a clock that is so far off.", service.Name),
				Detail:   say.T("Its limits have to be lifted once, and put back afterwards."),
				Remedy:   remedy.AllowLarge(placeOf(f), service),
			}
		}
	}
	return nil
}
