package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// fixedVerdict is said only in a session in which the clock was beyond before.
func fixedVerdict(history []epoch) Verdict {
	now := history[len(history)-1]
	next := say.T("Save the report for the ticket.")
	if len(now.tests) == 0 {
		next = say.T("Save the report for the ticket. Then test in the service itself; in AEM: Test Connection on every agent.")
	}
	if now.byLog {
		next = say.T("Save the report for the ticket. Then press Test Connection on the other agents too.")
	}
	switch {
	case awaitsLog(history):
		return Verdict{Fixed, BeforeAfter, MeasuredOne, say.T("Fixed: the clock is right again."), say.T("For the whole proof press Test Connection in AEM now: when it passes, this page sees it in AEM's log.")}
	case now.byLog && now.pasted != nil && resultOf(roundOf(now.attempts)) == accepted:
		return Verdict{Fixed, BeforeAfter, Proved, say.T("Fixed: the clock is right, and AEM's own test, which failed before, passes now on the agent %s.", now.pasted.Agent), next}
	case now.byLog && resultOf(roundOf(now.attempts)) == accepted:
		return Verdict{Fixed, BeforeAfter, Proved, say.T("Fixed: the clock is right, and by AEM's log the request that was refused before is accepted now."), next}
	case resultOf(roundOf(now.attempts)) != accepted:
		return Verdict{Fixed, BeforeAfter, MeasuredOne, say.T("Fixed: the clock is right again."), say.T("The token exchange was not tested by this program. Test in the service itself; in AEM: Test Connection on every agent.")}
	case !refusedBefore(history) && now.byAEM:
		return Verdict{Fixed, BeforeAfter, MeasuredOne, say.T("Fixed: the clock is right again. AEM's own test passed before, and passes now."), next}
	case now.byAEM:
		return Verdict{Fixed, BeforeAfter, Proved, say.T("Fixed: the clock is right, and AEM's own test, which failed before, passes now on all agents that were tested (%s).", say.Number(passing(now.tests))), next}
	case !refusedBefore(history):
		return Verdict{Fixed, BeforeAfter, MeasuredOne, say.T("Fixed: the clock is right again. The token exchange was accepted before, and is accepted now."), next}
	}
	return Verdict{Fixed, BeforeAfter, Proved, say.T("Fixed: the clock is right, and the exchange that failed before is accepted now."), next}
}

// missingForFixed lists what is still missing before `fixed` may be said.
func missingForFixed(s Session, history []epoch) []say.Text {
	now := history[len(history)-1]
	var missing []say.Text
	if now.offset.Relation != Within || !now.offset.Independent {
		missing = append(missing, say.T("the clock within %s of the true time", Span(tolerance(s))))
	}
	samples, servers := freshSamples(now)
	if samples < freshNeeded || (servers < 2 && serversBefore(history) >= 2) {
		missing = append(missing, say.T("%s fresh answers of time servers", say.Number(max(freshNeeded-samples, 1))))
	}
	for _, host := range unreadAgain(s, history) {
		missing = append(missing, say.T("the clock of AEM on %s read again", host))
	}
	for _, agent := range missingAgents(history) {
		missing = append(missing, say.T("Test Connection passed on the agent %s", agent))
	}
	if now.byLog && resultOf(roundOf(now.attempts)) != accepted {
		missing = append(missing, say.T("AEM's own test passed"))
	}
	if testedBefore(history) && !testedByAEM(history) && resultOf(roundOf(now.attempts)) != accepted {
		missing = append(missing, say.T("the token exchange accepted with the clock's own time"))
	}
	return missing
}

// freshSamples counts the accepted samples of an epoch and the servers that
// gave them: those that take part in the reference, so no liar's, and not the
// token endpoint's own.
func freshSamples(now epoch) (samples, servers int) {
	used := map[string]bool{}
	for _, reading := range now.offset.Readings {
		if reading.Used && reading.Source != diagnostics.SourcePerson {
			used[string(reading.Source)+" "+reading.Server] = true
		}
	}
	for _, entry := range now.entries {
		reading := entry.Reading
		if reading != nil && reading.Outcome == diagnostics.Measured && used[string(reading.Source)+" "+reading.Server] {
			samples += max(reading.Samples, 1)
		}
	}
	return samples, len(used)
}

// serversBefore counts the servers that gave the reference in the last epoch
// that had one.
func serversBefore(history []epoch) int {
	for i := len(history) - 2; i >= 0; i-- {
		if count := history[i].offset.Agreeing; count > 0 {
			return count
		}
	}
	return 0
}

// testedBefore reports whether an assertion was judged by the endpoint before
// the clock was moved.
func testedBefore(history []epoch) bool {
	for _, earlier := range history[:len(history)-1] {
		for _, attempt := range earlier.attempts {
			if attempt.Stamp != "" && attempt.Outcome != exchange.Skipped {
				return true
			}
		}
	}
	return false
}

// testedByAEM reports whether nobody but AEM tested the exchange before the clock
// was moved.
func testedByAEM(history []epoch) bool {
	for _, earlier := range history[:len(history)-1] {
		if !earlier.byAEM && resultOf(roundOf(earlier.attempts)) != untested {
			return false
		}
	}
	return true
}

// refusedBefore reports whether the request with the OS clock's time failed
// before the clock was moved.
func refusedBefore(history []epoch) bool {
	for _, earlier := range history[:len(history)-1] {
		if first := roundOf(earlier.attempts).osClock; first != nil && first.Outcome != exchange.Accepted {
			return true
		}
	}
	return false
}

// refusalClass is the class that explains why the newest round failed.
func refusalClass(now epoch) exchange.Class {
	attempts := roundOf(now.attempts)
	for _, attempt := range []*exchange.Attempt{attempts.server, attempts.reference, attempts.osClock} {
		if attempt != nil && attempt.Outcome != exchange.Accepted {
			return attempt.Class
		}
	}
	return exchange.ClassOther
}

// serverOffset returns the endpoint's clock minus the reference at the newest
// answer that carried a date, where both are known.
func serverOffset(now epoch) (off diagnostics.Offset, uncertainty time.Duration, known bool) {
	for i := len(now.attempts) - 1; i >= 0; i-- {
		server := now.attempts[i].Server
		if server == nil || !now.offset.Known {
			continue
		}
		at := now.attempts[i].At
		readings := make([]diagnostics.Reading, len(now.offset.Readings))
		for j, reading := range now.offset.Readings {
			readings[j] = reading.Reading
		}
		consensus := selectReference(readings, at.Raw)
		off, err := diagnostics.Between(server.At(at.Raw), consensus.Anchor.At(at.Raw))
		return off, server.Uncertainty + consensus.Anchor.UncertaintyAt(at.Raw), err == nil
	}
	return off, 0, false
}

// serverDisagrees reports whether the endpoint's clock differs from the true
// time by more than both uncertainties and a second of its own rounding.
func serverDisagrees(now epoch) bool {
	off, uncertainty, known := serverOffset(now)
	return known && off.Abs() > uncertainty+time.Second
}
