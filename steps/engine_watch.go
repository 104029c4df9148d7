package steps

import (
	"context"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/ntp"
)

const (
	// pollEvery is how old the anchor may grow before a server is asked again.
	pollEvery = 64 * time.Second
	// pollRetry is how soon another server is asked where one stayed silent; it
	// doubles up to pollEvery while nobody answers.
	pollRetry = 4 * time.Second
)

// look takes one look at the clock: it feeds the chart, sees the clock being
// moved, and asks a server again when the anchor has grown old.
func (e *Engine) look(ctx context.Context, run *runner) {
	at := diagnostics.Now(e.world.Clock)
	before := e.seen
	e.mu.Lock()
	e.seen = at
	seen := e.watch.see(at)
	truth, away, unread := e.truth, e.away, e.unread
	e.mu.Unlock()
	if (away.anchor != nil || unread) && seen != jumped {
		seen = steady // this machine's clock is not the one that is judged
	}
	switch seen {
	case jumped:
		e.onJump(ctx, run, before, at)
		return
	case slewed, slewing:
		e.onSlew(seen, truth, at)
	default:
		if run.collect == nil { // else a jump is still being measured
			e.setMotion(Motion{})
		}
	}
	if !truth.Found {
		e.watchAway(ctx, run, at)
		e.retry(ctx, run, at)
		return
	}
	e.watchAway(ctx, run, at)
	e.watchLog(ctx, run, at)
	if offset, _, err := away.offset(truth.Anchor, at); err == nil && !unread {
		e.mu.Lock()
		if e.charted != away.host { // another clock is judged than before
			e.chart, e.charted = chart{}, away.host
		}
		bucket := e.chart.add(at.Raw, offset.Seconds())
		e.mu.Unlock()
		if bucket != nil {
			e.record(Entry{Kind: Observed, Observation: Observation{Bucket: bucket}})
		}
	}
	if e.pollDue(at, truth, seen) && !run.busy() {
		e.polled = at.Raw
		e.pollWait = min(max(2*e.pollWait, pollRetry), pollEvery)
		run.start(ctx, "", pollTask(e.Session()))
	}
}

// setMotion tells the screen when the motion of the clock has changed.
func (e *Engine) setMotion(now Motion) {
	e.mu.Lock()
	changed := now.Slewing != e.motion.Slewing || now.Jumped != e.motion.Jumped
	e.motion = now
	e.mu.Unlock()
	if changed {
		e.notify()
	}
}

// onJump measures afresh before it says what happened: either the OS clock was
// set, or the machine slept and the raw clock stood still.
func (e *Engine) onJump(ctx context.Context, run *runner, before, at diagnostics.Instant) {
	e.mu.Lock()
	e.watch.restart(at)
	truth := e.truth
	again := e.motion.Jumped // before the last jump was measured
	e.mu.Unlock()
	if again && run.collect != nil {
		// One measurement after the other: a clock that never rests must not
		// become a flood of packets.
		e.jumpedAgain = true
		return
	}
	if again {
		before = e.unmoved
	}
	e.unmoved = before
	e.setMotion(Motion{Jumped: true})
	move := Move{How: MoveStep}
	if truth.Found {
		move.Before, _ = truth.Anchor.Offset(before)
		move.After, _ = truth.Anchor.Offset(at)
	} else if gain, err := diagnostics.Between(before.Wall.Add(at.Raw-before.Raw), at.Wall); err == nil {
		move.After = gain
	}
	if len(answeredBefore(e.Session())) == 0 {
		e.moved(move, nil)
		return
	}
	var found []Entry
	only := answeredBefore(e.Session())
	task := &Task{Name: "moved", Run: func(ctx context.Context, b *Bench) {
		measureServers(ctx, b, only)
		// Whoever moved the clock may also have started something that keeps it.
		b.readHost(ctx)
	}}
	run.startCollecting(ctx, task, func(over bool, observed *Observation, when diagnostics.Instant) {
		if observed != nil {
			found = append(found, Entry{Kind: Observed, At: when, Observation: *observed})
		}
		switch {
		case over && e.jumpedAgain:
			e.jumpedAgain = false
			e.onJump(ctx, run, before, diagnostics.Now(e.world.Clock))
		case over:
			e.moved(explain(move, truth, found), found)
		}
	})
}

// explain tells a step from a pause: if the fresh measurement does not fit the
// old anchor, it was not the OS clock alone that moved.
func explain(move Move, old ntp.Consensus, found []Entry) Move {
	if len(found) == 0 || !old.Found {
		return move
	}
	last := found[len(found)-1].At
	fresh := selectReference(readingsOf(found), last.Raw)
	if !fresh.Found {
		return move
	}
	move.After, _ = fresh.Anchor.Offset(last)
	apart, err := diagnostics.Between(fresh.Anchor.At(last.Raw), old.Anchor.At(last.Raw))
	if err != nil || apart.Abs() > jumpAtLeast+fresh.Anchor.UncertaintyAt(last.Raw)+old.Anchor.UncertaintyAt(last.Raw) {
		move.How = MoveSuspend
	}
	return move
}

// moved ends the measuring after a jump: it opens an epoch, with what was already
// measured in it.
func (e *Engine) moved(move Move, found []Entry) {
	if ownStep(e.Session(), move, found) {
		e.keepAll(found)
	} else {
		e.openEpoch(move, found)
	}
	e.mu.Lock()
	e.watch.restart(diagnostics.Now(e.world.Clock))
	e.mu.Unlock()
	e.setMotion(Motion{})
}

func (e *Engine) keepAll(found []Entry) {
	for _, entry := range found {
		e.recordAt(entry, entry.At)
	}
}

// openEpoch records a movement, and what was already measured after it.
func (e *Engine) openEpoch(move Move, found []Entry) {
	e.record(Entry{Kind: Moved, Move: &move})
	e.keepAll(found)
	if s := e.Session(); statusOf(s, StepConfirm).ended {
		e.record(Entry{Kind: Reopened, Step: StepConfirm, Reopen: ReopenMeasure})
	}
	e.sync()
}

// onSlew follows a clock that is being slewed. The epoch is opened when it has
// arrived within half the tolerance, or when it stops after more than that.
func (e *Engine) onSlew(seen motion, truth ntp.Consensus, at diagnostics.Instant) {
	e.mu.Lock()
	rate, assessed := e.watch.rate, e.assessed
	e.mu.Unlock()
	now := Motion{Slewing: seen == slewing, Rate: rate}
	if !truth.Found {
		e.setMotion(now)
		return
	}
	offset, err := truth.Anchor.Offset(at)
	if err != nil {
		return
	}
	// The OS clock gains rate on true time: an offset of the same sign shrinks.
	if left := offset.Seconds() / (rate / 1e6); left > 0 && left < float64(maxSlewLeft/time.Second) {
		now.Left = time.Duration(left * float64(time.Second))
	}
	e.setMotion(now)
	half := tolerance(e.Session()) / 2
	was := assessed.Offset
	if !was.Known {
		return
	}
	come := diagnostics.OffsetOf(0)
	if d, err := diagnostics.OffsetSeconds(offset.Seconds() - was.Offset.Seconds()); err == nil {
		come = d
	}
	arrived := was.Relation == Beyond && offset.Abs() <= half
	if arrived || (seen == slewed && come.Abs() > half) {
		e.moved(Move{How: MoveSlew, Before: was.Offset, After: offset}, nil)
	}
}

// maxSlewLeft bounds the time left that is told: beyond a year it says nothing.
const maxSlewLeft = 365 * 24 * time.Hour

// pollDue reports whether the anchor is old. While the clock is slewed it may
// grow older: each poll would be judged against a moving clock.
func (e *Engine) pollDue(at diagnostics.Instant, truth ntp.Consensus, seen motion) bool {
	switch {
	case at.Raw-e.newest < pollEvery:
		e.pollWait = 0
		return false
	case at.Raw-e.polled < e.pollWait:
		return false
	case seen == slewing:
		return truth.Anchor.UncertaintyAt(at.Raw) > tolerance(e.Session())/4
	}
	return true
}

// pollTask asks one of the servers in use, the one that was asked longest ago,
// whether it answered then or not.
func pollTask(s Session) *Task {
	settling := maySettle(s)
	return &Task{Name: taskPoll, Run: func(ctx context.Context, b *Bench) {
		if settling {
			b.readHost(ctx)
		}
		oldest := longestUnasked(s)
		if oldest == nil {
			return
		}
		for _, server := range ntpServers(s, b.World) {
			if server.Name == oldest.Server && oldest.Source == diagnostics.SourceNTP {
				reading := b.NTP().Measure(ctx, server, ntp.Once(), nil)
				b.Observe(Observation{Reading: &reading})
				return
			}
		}
		for _, host := range httpsHosts(s, b.World) {
			if host.Name == oldest.Server {
				b.readDate(ctx, host, false)
				return
			}
		}
	}}
}

// maxHostReads is how often the host is read after its clock was moved: with a
// poll a minute, for as long as ntpd takes to choose a server. After that a person
// has to ask; an open page must not fill the disk.
const maxHostReads = 10

// maySettle reports whether the host is to be read again: its clock was corrected,
// and what keeps it was perhaps only just started.
func maySettle(s Session) bool {
	history := epochsOf(s)
	if len(history) < 2 || Assess(s).Keeping.State == LastsKept {
		return false
	}
	reads := 0
	for _, entry := range history[len(history)-1].entries {
		if entry.Host != nil {
			reads++
		}
	}
	return reads < maxHostReads
}

// longestUnasked is the server in use that was asked longest ago.
func longestUnasked(s Session) *JudgedReading {
	asked := map[string]int{}
	for _, entry := range s.Epoch() {
		if entry.Reading != nil {
			asked[string(entry.Reading.Source)+" "+entry.Reading.Server] = entry.N
		}
	}
	var oldest *JudgedReading
	least := 0
	judged := judgeOffset(s)
	for i := range judged.Readings {
		reading := &judged.Readings[i]
		last := asked[string(reading.Source)+" "+reading.Server]
		if reading.Used && (oldest == nil || last < least) {
			oldest, least = reading, last
		}
	}
	return oldest
}
