package steps

import (
	"time"

	"unskew/steps/remedy"
	"unskew/steps/say"
)

// chronySlew is the fastest that chronyd slews unless it is told otherwise
// (chrony.conf, maxslewrate): 83,333 ppm, a second in twelve.
const chronySlew = 83_333e-6

// serviceSlews: the service knows that the clock is wrong and only slews it.
func serviceSlews() rule {
	return rule{
		Code: "timeservice.only-slews", Step: StepOSTime, Cause: true,
		Means:    say.T("The time service knows that the clock is wrong and corrects it only bit by bit: chronyd steps the clock only in its first updates after start (makestep)."),
		Told:     say.T("The clock is beyond the tolerance by our own measurement, and chronyd says that it still has to add about as much (within a quarter, since it goes on meanwhile): one that corrects something else follows a wrong time, and must not be made to step to it. At its fastest (maxslewrate, 83333 ppm) it gains a second in twelve."),
		Mend:     say.T("Have the running chronyd step the clock once (chronyc makestep)."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookServiceSlews,
	}
}

// knowsTheError reports whether a service corrects the error that this program
// has measured.
func knowsTheError(f facts, correction time.Duration) bool {
	return nearly(correction, f.judged.Offset.Duration(), f.judged.Offset.Abs()/4+tolerance(f.session))
}

func lookServiceSlews(f facts) *Finding {
	service := onlyRunning(f)
	if service == nil || service.Correction == nil || service.Name != "chronyd" || f.judged.Relation != Beyond {
		return nil
	}
	left := service.Correction.Abs()
	if left <= tolerance(f.session) || !knowsTheError(f, *service.Correction) {
		return nil
	}
	return &Finding{
		Severity: Problem,
		Title:    say.T("The time service (%s) knows that the clock is wrong, and corrects it only bit by bit.", service.Name),
		Detail:   say.T("At its fastest that takes another %s.", Span(time.Duration(float64(left)/chronySlew))),
		Remedy:   remedy.SetNow(placeOf(f), *service),
	}
}
