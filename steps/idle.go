package steps

import "time"

// Why a session was left that nobody was sitting at any more: quitIdleWaiting on
// the last page, where it waits for its clock to be corrected as after "not today".
const (
	quitIdle        = "nobody touched a key"
	quitIdleWaiting = "waiting for the clock to be corrected; nobody touched a key"
)

// warnIdle is how long before its end an idle session says so; of a short limit
// its last third.
const warnIdle = time.Minute

// idle is how long nobody has touched a key, by the raw clock: the OS clock may
// jump by days while somebody is typing.
type idle struct {
	limit time.Duration // 0: none
	last  time.Duration // raw time of the last sign of a person
	left  bool
}

// LeaveWhenIdle has the session left when nobody gave a sign for so long from now
// on; 0: never. A front end reports signs with Present.
func (e *Engine) LeaveWhenIdle(limit time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.idle.limit = limit
	e.idle.last = e.world.Clock.Raw()
}

// Present says that a person touched a key. It returns at once.
func (e *Engine) Present() {
	now := e.world.Clock.Raw()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.idle.last = now
}

// LeftIdle reports whether the session was left because nobody was there, and
// after how long.
func (e *Engine) LeftIdle() (after time.Duration, left bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.idle.limit, e.idle.left
}

// idleSoon reports whether the end of an idle session is near.
func (e *Engine) idleSoon() bool {
	now := e.world.Clock.Raw()
	e.mu.Lock()
	defer e.mu.Unlock()
	limit := e.idle.limit
	return limit > 0 && !e.idle.left && now-e.idle.last >= limit-min(warnIdle, limit/3)
}

// leaveIdle leaves a session at which nobody sits any more, and reports whether it
// did. A remedy that is being run is seen to its end, and what came of it can be
// read: it counts as a sign.
func (e *Engine) leaveIdle(run *runner) bool {
	now := e.world.Clock.Raw()
	e.mu.Lock()
	if e.applying != nil {
		e.idle.last = now
	}
	over := e.idle.limit > 0 && now-e.idle.last >= e.idle.limit
	e.idle.left = over
	e.mu.Unlock()
	if !over {
		return false
	}
	s := e.Session()
	why := quitIdle
	if _, inMemory := e.keep.(NoKeeper); !inMemory && s.Start().Simulated == "" && atWait(Next(e.flow, s), Assess(s).Offset.Relation) {
		why = quitIdleWaiting
	}
	run.stop() // what it hands in belongs before the end
	e.record(Entry{Kind: Quit, Why: why})
	e.sync()
	return true
}
