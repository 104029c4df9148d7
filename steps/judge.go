package steps

import (
	"slices"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// Assess judges a session: offset, findings, steps and verdict, all from the
// record alone. The same record always gives the same assessment.
func Assess(s Session) Assessment {
	if s.Empty() {
		return Assessment{Verdict: Verdict{Code: Inconclusive, Proof: NoProof, Certainty: Unsure, Title: say.T("Nothing was measured.")}}
	}
	history := epochsOf(s)
	now := history[len(history)-1]
	a := Assessment{Offset: now.offset, Exchange: proofsOf(s, history)}
	known := facts{session: s, history: history, now: now, judged: now.offset, proofs: a.Exchange}
	a.Findings = findingsOf(known)
	a.Keeping = keepingOf(known, a.Findings)
	a.Verdict = judge(s, history)
	a.Verdict = minding(a)
	a.Steps = resultsOf(s, a)
	return a
}

// epoch is what was found between two movements of the OS clock.
type epoch struct {
	entries  []Entry
	offset   Judged
	attempts []exchange.Attempt
	// tests are those that AEM made of its agents; byAEM: the newest of attempts is
	// what they come to, since this program sent none of its own.
	tests []author.Test
	byAEM bool
	byLog bool // it is what a log or a pasted test says, and nobody tested it in this session
	// pasted is the test that the person pasted, where that is what byLog says.
	pasted *LogExchange
}

// took returns the epoch with the exchange of another one.
func (e epoch) took(other epoch) epoch {
	e.attempts, e.tests, e.byAEM, e.byLog, e.pasted = other.attempts, other.tests, other.byAEM, other.byLog, other.pasted
	return e
}

// epochsOf splits a record at the movements of the OS clock, and judges each part.
func epochsOf(s Session) []epoch {
	var history []epoch
	for i, entries := range partsOf(s) {
		offset := offsetAmong(s, Session{entries: entries}, i == 0)
		history = append(history, withAEM(epoch{entries: entries, attempts: attemptsOf(entries), offset: offset}))
	}
	return withLog(s, dropUnmeasured(history))
}

// partsOf splits a record at the movements of the OS clock.
func partsOf(s Session) [][]Entry {
	var parts [][]Entry
	entries, start := s.Entries(), 0
	for i, entry := range entries {
		if i > start && (entry.Kind == Moved || entry.Kind == Started || entry.Boot != entries[i-1].Boot) {
			parts = append(parts, entries[start:i])
			start = i
		}
	}
	return append(parts, entries[start:])
}

// dropUnmeasured leaves out an epoch in which a session was only taken up again:
// until something is measured, what was found before stands.
func dropUnmeasured(history []epoch) []epoch {
	last := history[len(history)-1]
	for _, entry := range last.entries {
		if entry.Kind == Moved || entry.Reading != nil || entry.Attempt != nil || entry.AgentTest != nil {
			return history
		}
	}
	return history[:max(1, len(history)-1)]
}

// judgeOffset judges the offset in the current epoch.
func judgeOffset(s Session) Judged {
	start := s.epochStart()
	return offsetAmong(s, Session{entries: s.entries[start:]}, start == 0)
}

// offsetAmong judges the offset from the readings of one part of the record, as
// of the last measurement in that part.
func offsetAmong(whole, part Session, first bool) Judged {
	readings := readingsOf(part.entries)
	if first {
		if person := personReading(whole); person != nil {
			readings = append(readings, *person)
		}
	}
	judged := Judged{Relation: Unmeasured}
	if len(part.entries) == 0 || len(readings) == 0 {
		return judged
	}
	at := lastMeasured(part)
	consensus := selectReference(readings, at.Raw)
	judged.Asked, judged.Agreeing, judged.Witnesses = consensus.Asked, consensus.Agreeing, consensus.Witnesses
	judged.Circular, judged.Source = consensus.Circular, consensus.Source
	for i, reading := range consensus.Readings {
		judged.Readings = append(judged.Readings, JudgedReading{Reading: reading, Used: consensus.Used[i], Why: consensus.Why[i]})
	}
	judged.Independent = consensus.Independent > 0
	if !consensus.Found {
		return judged
	}
	patient := patientOf(whole, part.entries, consensus)
	if patient.unread(whole) {
		return judged
	}
	offset, uncertainty, err := patient.offset(consensus.Anchor, at)
	if err != nil {
		return judged
	}
	judged.Known, judged.Offset, judged.Away, judged.patient = true, offset, patient.host, patient
	judged.Uncertainty = uncertainty
	judged.Relation = relate(offset, judged.Uncertainty, tolerance(whole))
	if judged.Relation == Within && judged.Independent && !vouchedWithin(patient, readings, at, tolerance(whole)) {
		judged.Relation = Unclear
	}
	judged.Words = Skew(offset)
	judged.Reference, judged.ReferenceRaw = consensus.Anchor.At(at.Raw), at.Raw
	return judged
}

// vouchedWithin reports whether the independent readings alone put the clock
// within tolerance. The servers that the host follows are often the nearest and
// so the most precise, but their precision proves nothing.
func vouchedWithin(patient patient, readings []diagnostics.Reading, at diagnostics.Instant, tolerance time.Duration) bool {
	alone := slices.DeleteFunc(slices.Clone(readings), func(r diagnostics.Reading) bool {
		return r.OwnSource && !r.Vouched || r.Source == diagnostics.SourcePerson
	})
	consensus := selectReference(alone, at.Raw)
	if !consensus.Found {
		return false
	}
	offset, uncertainty, err := patient.offset(consensus.Anchor, at)
	return err == nil && relate(offset, uncertainty, tolerance) == Within
}

// lastMeasured is when something about the clock was last measured: later
// entries (answers, ends of steps) do not move the judgement.
func lastMeasured(s Session) diagnostics.Instant {
	for i := len(s.entries) - 1; i >= 0; i-- {
		if entry := s.entries[i]; entry.Reading != nil || entry.Attempt != nil || entry.AEMClock != nil {
			return entry.At
		}
	}
	return s.Last().At
}

// tolerance of a session.
func tolerance(s Session) time.Duration {
	// A file of a session may have been edited: what no flag can say counts not.
	if set := s.Settings().Tolerance; set >= time.Millisecond && set <= MaxTolerance {
		return set
	}
	return DefaultTolerance
}

// MaxTolerance bounds --tolerance: a clock that is a day off is right for nothing.
const MaxTolerance = 24 * time.Hour

// relate puts an offset and its uncertainty beside the tolerance.
func relate(offset diagnostics.Offset, uncertainty, tolerance time.Duration) Relation {
	size := offset.Abs()
	switch {
	case size < tolerance && uncertainty <= tolerance-size, size == tolerance && uncertainty == 0:
		return Within
	case size > uncertainty && size-uncertainty > tolerance:
		return Beyond
	}
	return Unclear
}
