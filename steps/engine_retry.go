package steps

import (
	"context"
	"time"

	"unskew/diagnostics"
)

// maxRetry is how far apart the tries lie in the end: a network that was not
// there for an hour may come back, but a day of tries has to stay a small record.
const maxRetry = 16 * time.Minute

// retry asks again where the last page waits and no server has given the time
// since the clock was moved or the session was taken up again: a machine that
// was just started may have no network yet.
func (e *Engine) retry(ctx context.Context, run *runner, at diagnostics.Instant) {
	if run.busy() {
		return
	}
	if e.pollWait == 0 {
		e.polled, e.pollWait = at.Raw, pollEvery
	}
	if at.Raw-e.polled < e.pollWait {
		return
	}
	s := e.Session()
	only := answeredBefore(s)
	if len(only) == 0 || Next(e.flow, s).Phase != Waiting {
		return
	}
	e.polled, e.pollWait = at.Raw, min(2*e.pollWait, maxRetry)
	run.start(ctx, "", &Task{Name: taskPoll, Run: func(ctx context.Context, b *Bench) { measureServers(ctx, b, only) }})
}
