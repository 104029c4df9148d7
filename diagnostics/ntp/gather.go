package ntp

import (
	"context"
	"sync"
	"time"

	"unskew/diagnostics"
)

const (
	// maxRestarts: contradictions are taken for a moved clock once.
	maxRestarts = 1
	// maxSilent: unanswered questions in a row after which a server that never
	// answered is given up.
	maxSilent = 2
	// stragglers get this plus twice the longest round trip so far.
	straggle = 100 * time.Millisecond
)

// answer is what came of one question.
type answer struct {
	sample     sample
	failure    *failure
	generation int
}

// round is the event loop's state while one address is asked.
type round struct {
	*run
	answers       chan answer
	left, pending int
	spacing       time.Duration
	generation    int // counts restarts; answers to questions before one are void
	silent        int
	longest       time.Duration // round trip
	send, grace   *time.Timer
}

// gather takes the planned samples of one address. When it returns, every
// question has ended.
func (r *run) gather(ctx context.Context, address string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g := &round{
		run: r, left: r.plan.Samples, spacing: r.plan.spacing(address),
		answers: make(chan answer, r.plan.Samples*(1+maxRestarts)), // no question ever waits to be heard
		send:    time.NewTimer(0), grace: time.NewTimer(r.plan.Timeout),
	}
	defer g.send.Stop()
	defer g.grace.Stop()
	r.failure = failure{reason: diagnostics.ReasonTimeout, detail: "no answer"}

	var asking sync.WaitGroup
	for more := true; more && g.left+g.pending > 0; {
		select {
		case <-ctx.Done():
			more = false
		case <-g.grace.C:
			more = false
		case <-g.send.C:
			generation := g.generation
			asking.Go(func() {
				s, f := r.client.ask(ctx, r.stamps, address)
				g.answers <- answer{sample: s, failure: f, generation: generation}
			})
			g.sent()
		case a := <-g.answers:
			more = g.take(a)
		}
	}
	cancel()
	asking.Wait()
	g.hearOut()
}

// sent notes that a question is on its way and plans the next.
func (g *round) sent() {
	g.left--
	g.pending++
	if g.left > 0 {
		g.send.Reset(g.spacing)
	}
	g.waitLess()
}

// waitLess shortens the wait for the last answers where one is already here.
func (g *round) waitLess() {
	if g.left == 0 && len(g.samples) > 0 {
		g.grace.Reset(2*g.longest + straggle)
	}
}

// take handles one answer. It reports whether to go on.
func (g *round) take(a answer) bool {
	g.pending--
	switch {
	case a.generation != g.generation:
		return true
	case a.failure == nil:
		g.silent = 0
		g.longest = max(g.longest, a.sample.rtt())
		if !g.accept(a.sample) {
			return g.restart()
		}
		g.waitLess()
		return true
	case a.failure.moved:
		return g.restart()
	case a.failure.reason == diagnostics.ReasonTimeout:
		return g.unanswered()
	default:
		g.failure = *a.failure
		return false
	}
}

// unanswered handles silence: after a good sample the server is asked half as
// often; without one, once more.
func (g *round) unanswered() bool {
	if len(g.samples) > 0 {
		g.spacing *= 2
		if g.left > 0 {
			g.send.Reset(g.spacing)
		}
		return true
	}
	g.silent++
	if g.silent >= maxSilent {
		return false
	}
	if g.left > 0 {
		g.told = g.reading()
		g.emit(g.told)
	}
	return true
}

// restart discards everything after a clock was moved, and measures again, once.
func (g *round) restart() bool {
	if g.generation == maxRestarts {
		g.failure = failure{reason: diagnostics.ReasonInvalid, detail: "its time moved while it was measured"}
		return false
	}
	g.samples, g.told, g.tolerant = nil, diagnostics.Reading{}, true
	g.generation++
	g.left = g.plan.Samples
	g.grace.Stop()
	g.send.Reset(g.spacing)
	return true
}

// hearOut lets what came last improve the reason: packets that were no answers
// say more than silence.
func (g *round) hearOut() {
	for {
		select {
		case a := <-g.answers:
			if a.failure != nil && g.failure.reason == diagnostics.ReasonTimeout && a.failure.reason != diagnostics.ReasonTimeout {
				g.failure = *a.failure
			}
		default:
			return
		}
	}
}
