package steps

import (
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

// proofsOf puts together what the exchange showed. Where the clock was moved
// since, the attempts of the epoch before stand until there are new ones.
func proofsOf(s Session, history []epoch) Proofs {
	proofs := Proofs{By: "unskew", Lifetime: s.Settings().Lifetime}
	if target := targetOf(s); target != nil {
		proofs.Profile, proofs.Endpoint = target.Profile, target.Endpoint
		proofs.Title = target.Title
	}
	now := history[len(history)-1]
	for i := len(history) - 1; i >= 0 && len(now.attempts) == 0; i-- {
		now = history[i]
	}
	if now.byAEM {
		proofs.By, proofs.Lifetime = byAEM, 0
	}
	proofs.Failing = failing(now.tests)
	latest := roundOf(now.attempts)
	proofs.OSClock, proofs.Reference, proofs.Server = latest.osClock, latest.reference, latest.server
	_, _, why := nextAttempt(s, now.entries)
	if target := targetOf(s); target == nil || !target.Credential {
		why = "no credential at hand"
		if s.Settings().NoExchange {
			why = "not asked for (--no-exchange)"
		}
	}
	proofs.WhyNoOSClock, proofs.WhyNoReference, proofs.WhyNoServer = why, why, why
	if latest.osClock != nil && latest.reference != nil && !refusedForTime(latest.reference) {
		proofs.WhyNoServer = "not needed"
	}
	if now.byAEM && proofs.Endpoint == "" {
		proofs.Endpoint = strings.Join(s.aems(), ", ")
	}
	if now.byAEM {
		proofs.WhyNoReference, proofs.WhyNoServer = whyOnlyAEM, whyOnlyAEM
	}
	measureMargins(s, now, &proofs)
	return proofs
}

// whyOnlyAEM is why nothing was stamped with another time.
const whyOnlyAEM = "AEM holds the key: it stamps by its own clock alone"

// measureMargins reads the endpoint's clock from its newest answer, and how far
// the OS clock may be off before an assertion is refused.
func measureMargins(s Session, now epoch, proofs *Proofs) {
	for i := len(now.attempts) - 1; i >= 0; i-- {
		attempt := now.attempts[i]
		if attempt.Server == nil {
			continue
		}
		of := patientOf(s, now.entries, consensusOf(Session{entries: now.entries}))
		off, err := attempt.Server.Offset(of.at(attempt.At))
		if err != nil || of.unread(s) {
			return
		}
		proofs.ServerOffset = &off
		target := targetOf(s)
		if now.byAEM {
			return // how long AEM's own assertions live is not known
		}
		if target == nil || target.TimeFree {
			return
		}
		if margin, err := less(proofs.Lifetime.Seconds(), off); err == nil {
			proofs.Margin = &margin
		}
		if target.AheadKnown || refusedAhead(now.attempts) {
			proofs.MarginAhead = roomAhead(target, off)
		}
		return
	}
}

// roomAhead is how much further the OS clock may run ahead: nil where that is more
// than can be counted.
func roomAhead(target *Target, off diagnostics.Offset) *diagnostics.Offset {
	room, err := diagnostics.OffsetSeconds(off.Seconds() + target.IssuedBack.Seconds())
	if err != nil {
		return nil
	}
	return &room
}

// less returns seconds minus an offset.
func less(seconds float64, off diagnostics.Offset) (diagnostics.Offset, error) {
	return diagnostics.OffsetSeconds(seconds - off.Seconds())
}

// refusedAhead reports whether the endpoint showed that it checks iat or nbf.
func refusedAhead(attempts []exchange.Attempt) bool {
	for _, attempt := range attempts {
		if attempt.Class == exchange.ClassNotYetValid {
			return true
		}
	}
	return false
}
