package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/hostclock"
	"unskew/steps/say"
)

// Resume goes on with a session that was read back: the record is kept, and
// what is perishable is measured again.
func Resume(world World, session Session, keep Keeper) *Engine {
	e := newEngine(world, keep)
	e.session = session
	state := world.Host(context.Background())
	e.boot = state.BootID
	here := held(session, e.boot, diagnostics.Now(world.Clock))
	if !here {
		start := session.Start()
		start.Tool, start.Host = world.Tool, state.Name
		e.record(Entry{Kind: Started, Start: &start})
	}
	if session.Start().Attended {
		e.takeUp(here)
	}
	e.refresh()
	return e
}

// takeUp puts the person back where they stood. On the last page everything is
// measured afresh, also where the clock can only have gone on as it was: the
// servers may have something else to say. On an earlier page that is done only
// where the clock may have changed, and then from the first measuring step on.
func (e *Engine) takeUp(here bool) {
	at := Next(e.flow, e.session)
	step := e.flow[min(at.Index, len(e.flow)-1)].ID
	switch {
	case step == StepConfirm && !here && (at.Phase == Finished || at.Phase == Showing):
		e.record(Entry{Kind: Reopened, Step: StepConfirm, Reopen: ReopenMeasure})
	case order(step) > order(StepWhere) && step != StepConfirm && !here:
		e.record(Entry{Kind: Reopened, Step: StepOSTime, Reopen: ReopenMeasure})
	case at.Phase == Finished || e.session.Last().Kind == Quit:
		// Nothing is taken back: the entry says that somebody is there again.
		e.record(Entry{Kind: Reopened, Step: step, Reopen: ReopenShow})
	}
	if step == StepConfirm && here {
		e.Do(ActRepeat, "")
	}
}

// held reports whether the OS clock can only have gone on as it was since the
// end of the record: the same run of the machine, and no more between wall and
// raw than a crystal does. Otherwise everything is measured again.
func held(s Session, boot string, now diagnostics.Instant) bool {
	last := s.Last()
	if last.Boot != boot || now.Raw < last.At.Raw {
		return false
	}
	since := now.Raw - last.At.Raw
	moved, err := diagnostics.Between(now.Wall, last.At.Wall.Add(since))
	drift := time.Duration(float64(since) * diagnostics.MaxDrift)
	return err == nil && moved.Abs()+drift <= tolerance(s)/2
}

// Resumable returns why a session cannot be gone on with on this machine, and
// the next move; nil where it can.
func Resumable(s Session, here hostclock.State) error {
	start := s.Start()
	switch {
	case s.Empty():
		return errors.New("nothing is recorded in it: unskew begins a new one")
	case start.Simulated != "":
		return fmt.Errorf("it is of a simulated machine, which is gone: unskew demo --scenario %s begins anew", diagnostics.Clean(start.Simulated, 60))
	case !start.Attended:
		return errors.New("it is of a check, which has no page to go back to: unskew begins a session that waits for the fix")
	case anotherMachine(s, here):
		return fmt.Errorf("it was measured on %s, and this is %s: go on with it there, since its clock cannot be measured from here", diagnostics.Clean(start.Host, 80), diagnostics.Clean(here.Name, 80))
	case where(s) == WherePractising:
		return errors.New("it ended with the wish to practise: unskew demo does that, unskew begins a new one")
	case where(s) == WhereMessage && s.State() == StateFinished:
		return errors.New("it is finished, and holds nothing but a message: unskew begins a new one")
	case s.State() == StateFinished && Assess(s).Verdict.Code != Fixed:
		return errors.New("it is finished: unskew report prints it, unskew begins a new one")
	}
	return nil
}

// anotherMachine tells by the name, and by the run of the machine, which no
// other has: one that was only given a new name since is the same.
func anotherMachine(s Session, here hostclock.State) bool {
	if here.Name == "" || s.Start().Host == "" || s.Start().Host == here.Name {
		return false
	}
	for _, entry := range s.Entries() {
		if here.BootID != "" && entry.Boot == here.BootID {
			return false
		}
	}
	return true
}

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
