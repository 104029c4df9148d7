package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/ntp"
	"unskew/steps/say"
)

// patient is the clock under suspicion. Without an anchor it is this machine's own,
// else that of an AEM on another machine, by its Date.
type patient struct {
	host   string // of the AEM
	anchor *diagnostics.Anchor
}

// remotePatient reports whether the patient is an AEM's clock: an unattended session
// that names AEMs, and none of them runs on this machine as far as can be told. A
// person is asked where AEM runs, and that answer holds instead.
func remotePatient(s Session) bool {
	if s.Start().Attended {
		return awayAddress(s) != ""
	}
	if len(s.Settings().AEM) == 0 {
		return false
	}
	found := false
	for _, entry := range s.Entries() {
		if sight := entry.AEMClock; sight != nil && sight.Reading.Outcome == diagnostics.Measured {
			if here(*sight) {
				return false
			}
			found = true
		}
	}
	return found
}

// patientOf is the patient of a part of a record: of several AEMs the one that is
// furthest from the reference, so that none hides behind another.
func patientOf(s Session, part []Entry, truth ntp.Consensus) patient {
	if !remotePatient(s) {
		return patient{}
	}
	var worst patient
	var most diagnostics.Offset
	for _, sight := range sightsOf(part) {
		if sight.Reading.Outcome != diagnostics.Measured {
			continue
		}
		anchor := sight.Reading.Anchor
		apart, err := diagnostics.Between(truth.Anchor.At(anchor.Raw), anchor.True)
		if err == nil && (worst.anchor == nil || apart.Abs() > most.Abs()) {
			worst, most = patient{host: author.Origin(sight.URL), anchor: &anchor}, apart
		}
	}
	return worst
}

// patientNow is the patient as of the end of a record.
func patientNow(s Session) patient {
	if !remotePatient(s) {
		return patient{}
	}
	return patientOf(s, s.Epoch(), consensusOf(s))
}

// unread reports whether the patient is an AEM's clock that was not read in a part
// of a record: nothing can be judged then, this machine's own clock least of all.
func (p patient) unread(s Session) bool { return p.anchor == nil && remotePatient(s) }

// offset is true time minus the patient's clock at an instant, with its half-width.
func (p patient) offset(truth diagnostics.Anchor, at diagnostics.Instant) (diagnostics.Offset, time.Duration, error) {
	if p.anchor == nil {
		offset, err := truth.Offset(at)
		return offset, truth.UncertaintyAt(at.Raw), err
	}
	offset, err := diagnostics.Between(truth.At(at.Raw), p.anchor.At(at.Raw))
	return offset, truth.UncertaintyAt(at.Raw) + p.anchor.UncertaintyAt(at.Raw), err
}

// at is an instant with the patient's clock for the wall.
func (p patient) at(now diagnostics.Instant) diagnostics.Instant {
	if p.anchor != nil {
		now.Wall = p.anchor.At(now.Raw)
	}
	return now
}

// Patient is the machine whose clock is judged, and how that clock was read:
// "local", or "aem-date".
func (s Session) Patient() (host, source string) {
	if away := patientNow(s); away.anchor != nil {
		return away.host, "aem-date"
	}
	if remotePatient(s) {
		return author.Origin(s.aems()[0]), "aem-date"
	}
	if host := s.Host(); host != nil && host.Name != "" {
		return host.Name, "local"
	}
	return s.Start().Host, "local"
}

// ofAEM keeps a verdict honest where AEMs are named: whose clock it is about, and
// that a clock is not called right that was not AEM's, or may not have been.
func ofAEM(s Session, now epoch, verdict Verdict) Verdict {
	switch away, attended := remotePatient(s), s.Start().Attended; {
	case len(s.aems()) == 0:
		return verdict
	case attended && !away:
		return notOurs(s, verdict)
	case !away:
		return unseenAEM(s, verdict)
	case now.offset.Away == "" && attended:
		return unreadAway(s.aems()[0], now, verdict)
	}
	verdict.Title = say.T("AEM on %s, by its own Date: %s", now.offset.Away, verdict.Title)
	if verdict.Code != Healthy {
		return verdict
	}
	for _, sight := range sightsOf(s.Entries()) {
		switch {
		case sight.Reading.Outcome != diagnostics.Measured:
			return Verdict{Inconclusive, NoProof, Unsure, say.T("The clock of AEM on %s could not be read.", author.Origin(sight.URL)), say.T("Check the address after --aem, and whether this machine can reach it.")}
		case len(sight.Between) > 0:
			return Verdict{
				Inconclusive, NoProof, Unsure,
				say.T("The clock that answers for %s is right, but it may not be AEM's: something stands in between (%s).", author.Origin(sight.URL), sight.Between[0]),
				say.T("Give the address of the author itself with --aem, such as http://HOST:4502, or run this program on its machine."),
			}
		}
	}
	return verdict
}

// notOurs is for an AEM with another clock than the one that a person had measured.
func notOurs(s Session, verdict Verdict) Verdict {
	for _, sight := range s.Sights() {
		if _, differs := otherClock(sight); differs && verdict.Code == Healthy {
			return Verdict{
				Inconclusive, NoProof, Unsure,
				say.T("This machine's clock is right, but AEM on %s has another one.", author.Origin(sight.URL)),
				say.T("Run this program on the machine where AEM runs; or leave, and run: unskew check --aem %s", sight.URL),
			}
		}
	}
	return verdict
}

// unseenAEM is for an AEM elsewhere whose clock could not be read: this machine's
// clock says nothing of it.
func unseenAEM(s Session, verdict Verdict) Verdict {
	seen, local := false, false
	for _, sight := range sightsOf(s.Entries()) {
		seen = seen || sight.Reading.Outcome == diagnostics.Measured
	}
	for _, address := range s.aems() {
		local = local || isLoopback(address)
	}
	if seen || local || len(sightsOf(s.Entries())) == 0 && verdict.Code != Healthy {
		return verdict
	}
	if verdict.Code == Healthy {
		verdict.Code, verdict.Proof, verdict.Certainty = Inconclusive, NoProof, Unsure
		verdict.Next = say.T("Check the address after --aem, and whether this machine can reach it; or run this program on AEM's machine.")
	}
	verdict.Title = say.T("This measured %s, since AEM's own clock could not be read. %s", s.Start().Host, verdict.Title)
	return verdict
}
