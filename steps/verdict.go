package steps

import (
	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// freshNeeded is how many accepted samples, sent after the clock last moved,
// `fixed` needs; from two servers where there are two.
const freshNeeded = 5

// result is what a round of the exchange comes to, for the verdict's table.
type result string

const (
	untested       result = "untested"
	accepted       result = "accepted"
	byTime         result = "refused, then accepted with the reference's time"
	notByTime      result = "refused, and not for time"
	serversOwn     result = "accepted only with the endpoint's own time"
	timeAlways     result = "refused for time whatever the time"
	undecided      result = "refused for time, nothing to compare with"
	unreached      result = "not reached"
	timeFreeRefuse result = "refused although the request carries no time"
)

// resultOf reads a round of attempts.
func resultOf(now round) result {
	first := now.osClock
	switch {
	case first == nil, first.Outcome == exchange.Skipped:
		return untested
	case first.Outcome == exchange.Accepted:
		return accepted
	case !timeSuspect(first) && !first.Reached():
		return unreached
	case !timeSuspect(first):
		return notByTime
	case now.reference == nil:
		return undecided
	case now.reference.Outcome == exchange.Accepted:
		return byTime
	case now.reference.Class == exchange.ClassTLSTime:
		return unreached // the certificate is outside its dates by the true time too
	case !now.reference.Reached():
		return undecided
	case !refusedForTime(now.reference):
		return notByTime
	case now.server != nil && now.server.Outcome == exchange.Accepted:
		return serversOwn
	}
	return timeAlways
}

// judge is the verdict's table over the epochs of a session.
func judge(s Session, history []epoch) Verdict {
	if where(s) == WhereMessage {
		return judgeMessage(s)
	}
	return forKiosk(s, elsewhere(s, withoutAEM(s, ofAEM(s, history[len(history)-1], cutShort(s, decide(s, history))))))
}

// cutShort keeps a verdict honest where a check ran out of time: what was not
// tested any more is not healthy.
func cutShort(s Session, verdict Verdict) Verdict {
	if verdict.Code != Healthy || s.Start().Attended || s.Last().Why != quitInterrupted {
		return verdict
	}
	return Verdict{
		Inconclusive, NoProof, Unsure,
		say.T("The check was cut short: the clock looked right, but not everything was tested."),
		say.T("Run it again with more time (--timeout)."),
	}
}

func decide(s Session, history []epoch) Verdict {
	now := history[len(history)-1]
	wrong, was := worst(history[:len(history)-1])
	if !was {
		// A move of a clock that was never wrong takes no refusal back.
		return judgeEpoch(s, now.took(lastTested(history)))
	}
	verdict := judgeEpoch(s, now)
	switch {
	case now.offset.Relation == Beyond && resultOf(roundOf(now.attempts)) == untested:
		return judgeEpoch(s, now.took(wrong))
	case now.offset.Relation == Beyond:
		return verdict
	case len(missingForFixed(s, history)) == 0:
		return fixedVerdict(history)
	case now.offset.Relation == Within && len(failing(now.tests)) > 0:
		return failingStill(now, verdict)
	case now.offset.Relation == Within && triedInVain(now):
		verdict.Title = say.T("The clock is right again, but the token request still fails: %s", meaningOf(refusalClass(now)).title)
		return verdict
	}
	before := judgeEpoch(s, wrong)
	before.Next = checkedAgain(s, history)
	return before
}

// lastTested is the newest epoch that has attempts.
func lastTested(history []epoch) epoch {
	for i := len(history) - 1; i >= 0; i-- {
		if len(history[i].attempts) > 0 {
			return history[i]
		}
	}
	return epoch{}
}

// triedInVain reports whether the exchange was tried in an epoch and failed, by this
// program or by an agent of AEM.
func triedInVain(now epoch) bool {
	if len(failing(now.tests)) > 0 {
		return true
	}
	outcome := resultOf(roundOf(now.attempts))
	return outcome != untested && outcome != accepted
}

// worst returns the newest epoch before the current one in which the clock was
// beyond tolerance. Where the exchange was not tested in it, the attempts of an
// earlier such epoch stand.
func worst(earlier []epoch) (epoch, bool) {
	var wrong epoch
	found := false
	for i := len(earlier) - 1; i >= 0; i-- {
		if earlier[i].offset.Relation != Beyond {
			continue
		}
		if !found {
			wrong, found = earlier[i], true
		}
		if resultOf(roundOf(earlier[i].attempts)) != untested {
			wrong = wrong.took(earlier[i])
			break
		}
	}
	return wrong, found
}

// judgeEpoch is the table of one epoch: the exchange against the offset.
func judgeEpoch(s Session, now epoch) Verdict {
	relation := now.offset.Relation
	outcome := resultOf(roundOf(now.attempts))
	if target := targetOf(s); target != nil && target.TimeFree && outcome == notByTime {
		outcome = timeFreeRefuse
	}
	var verdict Verdict
	switch relation {
	case Within:
		verdict = judgeWithin(now, outcome)
	case Beyond:
		verdict = judgeBeyond(s, now, outcome)
	default:
		verdict = judgeUnclear(now, outcome)
		if outcome == untested && notAsked(s, now) {
			verdict.Title, verdict.Next = say.T("Nothing was measured yet."), say.T("Go on to step 2, which asks for the true time. If this session has ended, start again.")
		}
	}
	return tellAEM(s, now, outcome, verdict)
}

// comeBack is the next move where the clock is wrong.
func comeBack(s Session, now epoch) say.Text {
	for _, reading := range now.offset.Readings {
		if reading.Why == diagnostics.UnusedOwnSource {
			return say.T("Have the time servers that this machine follows corrected, or have it follow others: they are wrong. Then prove the fix with this program.")
		}
	}
	if s.Start().Attended {
		return say.T("Have the clock corrected, then prove the fix with this program.")
	}
	return say.T("Have the clock corrected, then run this check again.")
}

func judgeBeyond(s Session, now epoch, outcome result) Verdict {
	switch outcome {
	case byTime:
		return Verdict{
			ClockCaused, BothSides, Proved,
			say.T("Proved: the clock is the cause. It is %s.", now.offset.Words),
			comeBack(s, now),
		}
	case notByTime, timeFreeRefuse:
		certainty := Likely
		if second := roundOf(now.attempts).reference; second != nil && !timeSuspect(second) {
			certainty = Proved // the one refused for time, the other for its own fault
		}
		return Verdict{
			ClockAndOther, ByMeasuring, certainty,
			say.T("The clock is wrong (%s), and it is not the only fault: %s", now.offset.Words, meaningOf(refusalClass(now)).title),
			say.T("Two things have to be done. First: have the clock corrected. Second: %s", meaningOf(refusalClass(now)).next),
		}
	case serversOwn, timeAlways:
		return Verdict{
			ClockCaused, ByMeasuring, Likely,
			say.T("The clock is wrong (%s) and the request was refused for its time.", now.offset.Words),
			say.T("Have the clock corrected. The reference time was refused as well, so test again afterwards."),
		}
	case undecided:
		return Verdict{
			ClockWrong, ByMeasuring, Likely,
			say.T("The clock is wrong: %s. The request was refused for its time.", now.offset.Words),
			say.T("Have the clock corrected, then test the exchange again."),
		}
	case unreached:
		return Verdict{
			ClockWrong, ByMeasuring, MeasuredOne,
			say.T("The clock is wrong: %s. The token endpoint gave no usable answer.", now.offset.Words),
			say.T("Two things have to be done. First: have the clock corrected. Second: %s", meaningOf(refusalClass(now)).next),
		}
	}
	return Verdict{
		ClockWrong, ByMeasuring, MeasuredOne,
		say.T("The clock is wrong: %s.", now.offset.Words),
		comeBack(s, now),
	}
}

func judgeWithin(now epoch, outcome result) Verdict {
	if !now.offset.Independent {
		return judgeCircular(now, outcome)
	}
	if timeSuspect(roundOf(now.attempts).osClock) && outcome != serversOwn && outcome != byTime && serverDisagrees(now) {
		// Two trusted clocks differ: nothing that was refused for its time may
		// be laid at anybody else's door.
		return Verdict{Inconclusive, NoProof, Unsure, say.T("Refused, and the token service's own clock differs from the true time."), say.T("Report it to the operator of the token service, with this report.")}
	}
	switch outcome {
	case accepted:
		return Verdict{Healthy, ByMeasuring, MeasuredOne, say.T("The clock is right, and the token exchange works."), say.T("Nothing has to be done here. If the error still shows up, it comes from another machine or from an older token.")}
	case untested:
		if serverDisagrees(now) {
			return Verdict{Healthy, ByMeasuring, MeasuredOne, say.T("This machine's clock is right, but the token service's own clock is not."), say.T("Send this report to the operator of the token service. Leave this machine's clock alone.")}
		}
		return Verdict{Healthy, ByMeasuring, MeasuredOne, say.T("The clock is right."), say.T("If the error still shows up, it comes from another machine, or its cause is not the clock.")}
	case byTime, undecided:
		return Verdict{Inconclusive, NoProof, Unsure, say.T("The request was refused once although the clock is right."), say.T("Repeat the token step. If it happens again, the service itself may have several clocks.")}
	case serversOwn:
		return Verdict{OtherCause, BothSides, Proved, say.T("Not this machine's clock: the token service's own clock is wrong."), say.T("Send this report to the operator of the token service. Leave this machine's clock alone.")}
	case timeAlways:
		if roundOf(now.attempts).server == nil {
			return judgeUnclear(now, outcome) // the service's own time could not be tried
		}
		return Verdict{OtherCause, ByMeasuring, Likely, say.T("Not the clock: the service calls every request expired, whatever its time."), say.T("Ask the operator of the token service what it checks; a very short allowed lifetime is one reason.")}
	case unreached:
		if second := roundOf(now.attempts).reference; second != nil && second.Class == exchange.ClassTLSTime {
			return Verdict{OtherCause, ByMeasuring, Likely, say.T("The clock is right, but the token endpoint's certificate is outside its dates (%s).", certificateDates(second)), say.T("Send this report to the operator of the token service. Leave this machine's clock alone.")}
		}
		return Verdict{OtherCause, ByMeasuring, Likely, say.T("The clock is right, but the token endpoint gave no usable answer."), meaningOf(refusalClass(now)).next}
	}
	certainty := Proved
	if timeSuspect(roundOf(now.attempts).reference) {
		certainty = Likely // refused twice without words: another reason, but which?
	}
	meaning := meaningOf(refusalClass(now))
	return Verdict{OtherCause, ByMeasuring, certainty, say.T("Not the clock: %s", meaning.title), say.T("%s Leave this machine's clock alone.", meaning.next)}
}

// certificateDates says which of a certificate's dates has passed, or has not.
func certificateDates(attempt *exchange.Attempt) say.Text {
	if attempt.VerifiedAt.Before(attempt.NotBefore) {
		return say.T("not valid before %s", stamp(attempt.NotBefore))
	}
	return say.T("it ran out on %s", stamp(attempt.NotAfter))
}
