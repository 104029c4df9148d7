package steps

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/hostclock"
)

// Resume goes on with a session that was read back: the record is kept, and
// what is perishable is measured again. The settings are the session's own, as
// far as they are still allowed.
func Resume(world World, session Session, settings Settings, keep Keeper) *Engine {
	e := newEngine(world, keep)
	e.session = session
	state := world.Host(context.Background())
	e.boot = state.BootID
	here := held(session, e.boot, diagnostics.Now(world.Clock))
	// A program that was killed left no mark, but took AEM's password with it.
	lost := userKnown(session) && !world.AEMUser.Known()
	if changed := !reflect.DeepEqual(settings, session.Settings()); !here || changed || lost {
		start := session.Start()
		start.Tool, start.Host, start.Settings = world.Tool, state.Name, settings
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

// followedNow names the servers to ask afresh: those that answered before, or
// nil for all of them, in the first round after the session was taken up again.
// Whoever corrected the clock may have mended a server, or may have had the host
// follow others since: one that it follows by now no longer vouches for it.
func (b *Bench) followedNow(s Session) map[string]bool {
	all := s.Resumptions()
	if len(all) == 0 || freshRounds(s.entries[all[len(all)-1].At.N-1:]) > 0 {
		return answeredBefore(s)
	}
	b.Observe(Observation{Configured: b.World.Configured()})
	return nil
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
