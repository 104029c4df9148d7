package steps

import (
	"context"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
)

const (
	// awayEvery is how often the last page reads the clock of an AEM elsewhere: its
	// correction cannot be seen otherwise.
	awayEvery = 15 * time.Second
	// awayCalm takes its place once that clock has moved more often than any correction
	// does: two nodes behind one address, say.
	awayCalm  = 2 * time.Minute
	awayMoves = 4
	// awayKeep is how old the newest kept look may grow while nothing moves. Others are
	// not kept: an open page must not fill the disk.
	awayKeep = 10 * time.Minute
)

// watchAway reads the clocks of AEMs elsewhere while the last page is open.
func (e *Engine) watchAway(ctx context.Context, run *runner, at diagnostics.Instant) {
	s := e.Session()
	if run.busy() || !s.Start().Attended || !remotePatient(s) {
		return
	}
	place := Next(e.flow, s)
	if place.Index != len(e.flow)-1 || place.Phase != Waiting && place.Phase != Showing {
		return
	}
	every := awayEvery
	if len(s.Moves()) >= awayMoves {
		every = awayCalm
	}
	if at.Raw-e.sighted < every {
		return
	}
	e.sighted = at.Raw
	run.start(ctx, "", &Task{Name: taskPoll, Run: pollAway})
}

// pollAway looks at each AEM's clock once, and hands in what is new.
func pollAway(ctx context.Context, b *Bench) {
	s := b.Session()
	for _, address := range s.aems() {
		limited, cancel := context.WithTimeout(ctx, httpsTimeout)
		sight := b.Author().Look(limited, address, false, nil)
		cancel()
		if sight.Reading.Outcome != diagnostics.Measured {
			continue // AEM may just be starting again
		}
		first := firstSight(s.Epoch(), address)
		if first == nil || sightMoved(*first, sight) || sight.Reading.Anchor.Raw-newestSight(s.Epoch(), address) > awayKeep {
			b.Observe(Observation{AEMClock: &sight})
		}
	}
}

// firstSight is the first measured look at an AEM's clock among entries.
func firstSight(entries []Entry, address string) *author.Sight {
	for _, entry := range entries {
		if sight := entry.AEMClock; sight != nil && sight.URL == address && sight.Reading.Outcome == diagnostics.Measured {
			return sight
		}
	}
	return nil
}

// newestSight is the raw time of the newest measured look among entries.
func newestSight(entries []Entry, address string) time.Duration {
	for i := len(entries) - 1; i >= 0; i-- {
		if sight := entries[i].AEMClock; sight != nil && sight.URL == address && sight.Reading.Outcome == diagnostics.Measured {
			return sight.Reading.Anchor.Raw
		}
	}
	return 0
}

// sightMoved reports whether a clock went by more than two looks at it are unsure
// together. The first look of an epoch is compared with, so that one that is slewed is
// seen as well.
func sightMoved(first, now author.Sight) bool {
	apart, raw := sightsApart(first, now)
	unsure := first.Reading.Anchor.UncertaintyAt(raw) + now.Reading.Anchor.UncertaintyAt(raw)
	return apart.Abs() > unsure+jumpAtLeast
}

// sightsApart is how much further a clock shows at the later look than it would have
// come by itself.
func sightsApart(first, now author.Sight) (diagnostics.Offset, time.Duration) {
	raw := now.Reading.Anchor.Raw
	apart, err := diagnostics.Between(now.Reading.Anchor.True, first.Reading.Anchor.At(raw))
	if err != nil {
		return diagnostics.Offset{}, raw
	}
	return apart, raw
}

// noticeAway opens an epoch where a look at an AEM's clock, about to be recorded, shows
// that it was moved.
func (e *Engine) noticeAway(observed Observation) {
	s := e.Session()
	if observed.AEMClock == nil || observed.AEMClock.Reading.Outcome != diagnostics.Measured || !s.Start().Attended || !remotePatient(s) {
		return
	}
	first := firstSight(s.Epoch(), observed.AEMClock.URL)
	if first == nil || !sightMoved(*first, *observed.AEMClock) {
		return
	}
	move := Move{How: MoveStep}
	if truth := consensusOf(s); truth.Found {
		raw := observed.AEMClock.Reading.Anchor.Raw
		move.Before, _ = diagnostics.Between(truth.Anchor.At(raw), first.Reading.Anchor.At(raw))
		move.After, _ = diagnostics.Between(truth.Anchor.At(raw), observed.AEMClock.Reading.Anchor.True)
	} else {
		move.After, _ = sightsApart(*first, *observed.AEMClock)
	}
	e.openEpoch(move, nil)
}

// ownStep reports whether a jump was a step of this machine's clock alone while that of
// an AEM elsewhere is judged: raw time and all that hangs on it went on undisturbed.
func ownStep(s Session, move Move, found []Entry) bool {
	if !remotePatient(s) || move.How != MoveStep {
		return false
	}
	for _, entry := range found {
		if entry.Reading != nil && entry.Reading.Outcome == diagnostics.Measured {
			return true
		}
	}
	return false
}
