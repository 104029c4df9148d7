package logscan

import (
	"time"

	"unskew/diagnostics/exchange"
)

const (
	// oneExchange is how long the lines of one exchange may be apart. An agent's
	// time limits are a minute or less; a correction of the clock may lie in between.
	oneExchange = 10 * time.Minute
	mostOpen    = 1024 // agents and threads that are under way at the same time
	mostRuns    = 20_000
)

// key tells the agents apart that write at the same time.
type key struct{ agent, thread string }

// open is an exchange whose lines are still coming.
type open struct {
	Exchange
	began   Stamp
	touched int // number of the event that touched it last
}

// pairing puts the lines of one family of files together, in order.
type pairing struct {
	open  map[key]*open
	file  string // that the next lines are of
	count int    // of lines
	done  func(Exchange)
}

func newPairing(done func(Exchange)) *pairing {
	return &pairing{open: map[key]*open{}, done: done}
}

// add takes the next line that matters.
func (p *pairing) add(e event) {
	p.count++
	k := key{e.agent, e.thread}
	now := p.current(e)
	switch e.kind {
	case tokenFailed:
		if now == nil || !now.sameFailure(e) {
			now = p.begin(k, e)
			now.Token = true
			now.Class, now.Error, now.Description = e.said.Class, e.said.Error, e.said.Description
			now.FirstError, now.Status = e.said.FirstError, e.said.Status
		}
	case tokenCame:
		now = p.begin(k, e)
		now.Token, now.Class = true, exchange.ClassAccepted
	case testPassed, testFailed:
		now = p.tested(k, now, e)
	case answerStatus:
		if now == nil || !now.Date.IsZero() {
			now = p.begin(k, e)
		}
		if now.Status == 0 {
			now.Status = e.status
		}
	case answerDate:
		if now == nil || !now.Date.IsZero() {
			now = p.begin(k, e)
		}
		now.pair(e)
	}
	if now.Agent == "" {
		now.Agent = e.agent
	}
	now.touched = p.count
}

// tested takes what became of a Test Connection. AEM says it twice: before the
// conversation and after it.
func (p *pairing) tested(k key, now *open, e event) *open {
	if now == nil || now.Class != "" && !now.Token && (now.Class == exchange.ClassAccepted) != (e.kind == testPassed) {
		now = p.begin(k, e)
	}
	if now.Class == "" {
		now.Class = exchange.ClassOther
		if e.kind == testPassed {
			now.Class = exchange.ClassAccepted
		}
	}
	if !now.Token && e.said.Class != "" && now.FirstError == "" {
		now.Token, now.Class, now.FirstError = e.token, e.said.Class, e.said.FirstError
		now.Error, now.Description = e.said.Error, e.said.Description
	}
	return now
}

// current is the exchange that a line belongs to: of its agent and thread, or of
// its thread alone where the token's own logger names no agent.
func (p *pairing) current(e event) *open {
	found := p.open[key{e.agent, e.thread}]
	if found == nil && e.thread != "" {
		for k, other := range p.open {
			if k.thread == e.thread && (k.agent == "" || e.agent == "") && (found == nil || other.touched > found.touched) {
				found = other
			}
		}
	}
	if found == nil || e.stamp.Known() && found.began.Known() && e.stamp.moment().Sub(found.began.moment()).Abs() > oneExchange {
		return nil
	}
	return found
}

// sameFailure reports whether a line tells a failure once more: the token's own
// logger writes it, and then the agent.
func (o *open) sameFailure(e event) bool {
	return o.Token && o.Date.IsZero() && o.Class == e.said.Class && o.Description == e.said.Description &&
		(o.Agent == "" || e.agent == "" || o.Agent != e.agent) && e.stamp.moment().Sub(o.began.moment()).Abs() <= 2*time.Second
}

// begin opens an exchange, and ends the one before it.
func (p *pairing) begin(k key, e event) *open {
	if before := p.open[k]; before != nil {
		p.end(before)
	}
	if len(p.open) >= mostOpen {
		p.evict()
	}
	now := &open{Exchange: Exchange{File: p.file, Agent: e.agent, First: e.stamp, Last: e.stamp, Count: 1, place: e.at}, began: e.stamp}
	p.open[k] = now
	return now
}

// pair puts the answer's Date beside the stamp of its line.
func (o *open) pair(e event) {
	o.Date, o.FirstDate, o.Stamp = e.date, e.date, e.stamp
	if e.stamp.Known() && o.began.Known() {
		o.Took = max(0, e.stamp.moment().Sub(o.began.moment()))
	}
}

// evict ends the exchange that waited longest.
func (p *pairing) evict() {
	var oldest key
	for k, o := range p.open {
		if at := p.open[oldest]; at == nil || o.touched < at.touched {
			oldest = k
		}
	}
	p.end(p.open[oldest])
	delete(p.open, oldest)
}

// end hands an exchange on, unless nothing is known of it.
func (p *pairing) end(o *open) {
	if o.Class == "" {
		if o.Date.IsZero() {
			return
		}
		o.Class = exchange.ClassOther
		if o.Status >= 200 && o.Status < 300 {
			o.Class = exchange.ClassAccepted
		}
	}
	p.done(o.Exchange)
}

// finish ends all that is open, in the order of the file.
func (p *pairing) finish() {
	for len(p.open) > 0 {
		p.evict()
	}
}
