package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// Resumption is one time that a session was taken up again.
type Resumption struct {
	At Entry // the first entry afterwards
	// Restarted: the machine was started anew in between.
	Restarted bool
	// Away is the true time in between, where AwayKnown.
	Away      time.Duration
	AwayKnown bool
}

// Resumptions lists when the session was taken up again.
func (s Session) Resumptions() []Resumption {
	var all []Resumption
	for i := 1; i < len(s.entries); i++ {
		now, last := s.entries[i], s.entries[i-1]
		if now.Kind != Started && last.Kind != Quit {
			continue
		}
		one := Resumption{At: now, Restarted: now.Boot != last.Boot || now.At.Raw < last.At.Raw}
		one.Away, one.AwayKnown = s.away(i)
		all = append(all, one)
	}
	return all
}

// away is the true time between an entry and the one before it. Where the clock
// went on undisturbed the raw clock tells it. Else a reference on either side
// has to be known: the OS clock alone is the patient, and tells nothing.
func (s Session) away(i int) (time.Duration, bool) {
	now, last := s.entries[i], s.entries[i-1]
	if now.Kind != Started {
		return now.At.Raw - last.At.Raw, now.Boot == last.Boot && now.At.Raw >= last.At.Raw
	}
	before, known := trueTimeAt(s, Session{entries: s.entries[:i]}.epochStart(), i, last)
	after, knownToo := trueTimeAt(s, i, s.epochEnd(i), now)
	if !known || !knownToo {
		return 0, false
	}
	gap, err := diagnostics.Between(after, before)
	return gap.Duration(), err == nil && gap.Duration() > 0
}

// epochEnd is the end of the epoch that begins with an entry.
func (s Session) epochEnd(start int) int {
	for i := start + 1; i < len(s.entries); i++ {
		if s.entries[i].Kind == Moved || s.entries[i].Kind == Started || s.entries[i].Boot != s.entries[i-1].Boot {
			return i
		}
	}
	return len(s.entries)
}

// trueTimeAt is the reference's time at an entry of an epoch, counted by the raw
// clock from when it was measured.
func trueTimeAt(s Session, start, end int, entry Entry) (time.Time, bool) {
	part := Session{entries: s.entries[start:end]}
	judged := offsetAmong(s, part, start == 0)
	if !judged.Known {
		return time.Time{}, false
	}
	return judged.Reference.Add(entry.At.Raw - lastMeasured(part).Raw), true
}

// tellResumed says on a page that the session was taken up again: until the
// person has gone on, and on the last page until the clock is moved.
func tellResumed(page *Page, s Session) {
	all := s.Resumptions()
	if len(all) == 0 {
		return
	}
	last := all[len(all)-1]
	for _, entry := range s.entries[last.At.N:] {
		if entry.Kind == Moved || entry.Kind == Answered && page.Step != StepConfirm {
			return
		}
	}
	page.About = append([]say.Text{last.Words()}, page.About...)
}

// Words says how a session was taken up again.
func (r Resumption) Words() say.Text {
	text := say.T("This session was taken up again.")
	if r.AwayKnown && r.Away >= time.Minute {
		text = say.T("This session was taken up again, %s after it was left.", Span(r.Away.Round(time.Minute)))
	}
	if r.Restarted {
		text = say.Join(" ", text, say.T("The machine was started anew since then."))
	}
	return text
}

// resumedIn reports whether an epoch began with the session being taken up
// again: nobody saw the clock being moved.
func resumedIn(now epoch) bool { return now.entries[0].Kind == Started && now.entries[0].N > 1 }

// resumedUnseen reports whether the current epoch began so in the same run of
// the machine.
func resumedUnseen(s Session, now epoch) bool {
	first := now.entries[0]
	return resumedIn(now) && s.entries[first.N-2].Boot == first.Boot
}

// checkedTitle heads the last page while a clock that was wrong is checked again.
func checkedTitle(now epoch) say.Text {
	if resumedIn(now) {
		return say.T("Taken up again: is the clock right now?")
	}
	return say.T("The clock was moved: is it right now?")
}

// notRepeated says why the token request was not repeated with a right clock, and
// the next move; nothing where it was, or still will be.
func notRepeated(s Session, now epoch) say.Text {
	if now.offset.Relation != Within {
		return say.Text{}
	}
	first, ends := roundOf(now.attempts).osClock, sendingEnds(s)
	if test := unrepeated(epochsOf(s)); test != nil && len(failing(now.tests)) == 0 {
		return say.T("The clock is right now, but AEM's own test of %s could not be repeated: %s. Put that right and press r; or press Test Connection in AEM.", test.Agent, Reason(test.Why))
	}
	switch {
	case first != nil && first.Outcome == exchange.Skipped:
		return say.T("The clock is right now, but the token request cannot be repeated: %s. Put that right, go back to the token step and repeat it.", Reason(first.Why))
	case first == nil && ends != "":
		return say.T("The clock is right now, but the token request cannot be repeated: %s. Test in the service itself, or in a new session.", ends)
	}
	return say.Text{}
}

// checkedAgain is the next move while a clock that was wrong is checked again:
// what is still missing before it may be called fixed.
func checkedAgain(s Session, history []epoch) say.Text {
	now := history[len(history)-1]
	if why := notRepeated(s, now); !why.IsZero() {
		return why
	}
	switch rounds := freshRounds(now.entries); {
	case !resumedIn(now):
		return say.T("The clock was moved and is being checked again. Wait.")
	case rounds == 0:
		return say.T("This session was taken up again, and the clock is being measured afresh. Wait.")
	case !now.offset.Known && rounds >= maxFreshRounds:
		return say.T("No server gave the time since this session was taken up again. See to the network; this page goes on asking.")
	}
	return say.T("Before the clock may be called fixed, this is still missing: %s.", say.Join(", ", missingForFixed(s, history)...))
}
