package httpdate

import (
	"time"

	"unskew/diagnostics"
)

const (
	// maxRequests and fineLimit bound what one host is bothered with.
	maxRequests = 12
	fineLimit   = 2970 * time.Millisecond
	// maxSweeps: the second ticks three times within the limit.
	maxSweeps = 3
	// closeEnough: a round trip takes longer than that anyway.
	closeEnough = 200 * time.Microsecond
)

// bracket holds true time at raw zero. Its ends are times, not durations: a
// server may be centuries off.
type bracket struct{ low, high time.Time }

// bracketOf returns what one Date says: when it was written, at some raw time
// between asked and heard, the server's second was not over yet.
func bracketOf(s stamp) bracket {
	return bracket{low: s.date.Add(-s.heard), high: s.date.Add(time.Second - s.asked)}
}

func (b bracket) width() time.Duration { return b.high.Sub(b.low) }

// anchor returns the middle at a raw time, with the uncertainty of one host.
func (b bracket) anchor(raw time.Duration) diagnostics.Anchor {
	half := b.width() / 2
	return diagnostics.Anchor{True: b.low.Add(half + raw), Raw: raw, Uncertainty: max(half, leastUncertainty)}
}

// cut returns what two brackets have in common; its width is negative where that
// is nothing.
func (b bracket) cut(o bracket) bracket {
	if o.low.After(b.low) {
		b.low = o.low
	}
	if o.high.Before(b.high) {
		b.high = o.high
	}
	return b
}

// search narrows a bracket by asking just around the instants at which the
// server's second may tick. A tick passes once a second; a request tells whether
// it had passed. So a sweep is several requests spread over the possible
// instants of one tick, ended by the first that comes after it; the next sweep
// is a second later, within the narrower bracket.
type search struct {
	stamps   []stamp
	bracket  bracket
	rtt      time.Duration // the least
	tick     time.Time     // the server's second that is being waited for
	sweeps   int           // left, the current one included
	unsteady bool          // answers contradicted each other
}

func newSearch(first stamp) *search {
	return &search{
		stamps: []stamp{first}, bracket: bracketOf(first), rtt: first.heard - first.asked,
		tick: first.date.Add(time.Second), sweeps: maxSweeps,
	}
}

// next returns the raw time to send the next request at. It reports false where
// the bracket cannot be narrowed any further within the limits.
func (s *search) next(now, limit time.Duration) (time.Duration, bool) {
	left := maxRequests - len(s.stamps)
	first, last := s.stamps[0], s.stamps[len(s.stamps)-1]
	if s.unsteady || left == 1 && last.date.Equal(first.date) {
		return s.checkUp(now, limit)
	}
	for left > 0 && s.sweeps > 0 && s.bracket.width() > s.rtt+closeEnough {
		from, window := s.tick.Sub(s.bracket.high), s.bracket.width()
		// As many requests as fit; where the path is slow, that is one a sweep.
		fit := min(left, s.sweeps*(1+int(window/max(s.rtt, closeEnough))))
		share := float64(outcomes(fit-1, s.sweeps-1)) / float64(outcomes(fit, s.sweeps))
		when := max(from+time.Duration(share*float64(window))-s.rtt/2, now)
		if when+s.rtt/2 < from+window {
			return when, when < limit
		}
		s.tick = s.tick.Add(time.Second)
		s.sweeps--
	}
	return 0, false
}

// outcomes is how many brackets some requests within some sweeps can tell
// apart, where every request that comes after the tick ends its sweep: the sum
// of the binomials (requests over i) for i up to sweeps. Splitting a bracket in
// that proportion makes all of its parts equally fine in the end.
func outcomes(requests, sweeps int) int {
	sum, term := 0, 1
	for i := 0; i <= min(sweeps, requests); i++ {
		sum += term
		term = term * (requests - i) / (i + 1)
	}
	return sum
}

// add takes an answer in. It reports true where the server's Date is stale: it
// runs backwards, or stands still.
func (s *search) add(next stamp) (stale bool) {
	first, last := s.stamps[0], s.stamps[len(s.stamps)-1]
	s.stamps = append(s.stamps, next)
	s.rtt = min(s.rtt, next.heard-next.asked)
	if next.date.Before(last.date) {
		return true
	}
	elapsed := next.asked - first.heard
	if elapsed-next.date.Sub(first.date) > lagLimit {
		return true
	}
	said := bracketOf(next)
	drift := time.Duration(float64(elapsed) * diagnostics.MaxDrift)
	common := s.bracket.cut(said)
	if s.unsteady || common.width() < -drift {
		s.unsteady = true
		s.bracket = freshest(s.stamps)
		return false
	}
	if common.width() < 0 {
		common.low, common.high = common.high, common.low
	}
	s.bracket = common
	if !next.date.Before(s.tick) {
		s.tick = next.date.Add(time.Second)
		s.sweeps--
	}
	return false
}

// freshest returns what answers say of which some were kept for a while: a kept
// Date is early, never late, so the latest ends hold.
func freshest(stamps []stamp) bracket {
	all := bracketOf(stamps[0])
	for _, s := range stamps[1:] {
		said := bracketOf(s)
		if said.low.After(all.low) {
			all.low = said.low
		}
		if said.high.After(all.high) {
			all.high = said.high
		}
	}
	return all
}

// lagLimit: a header that is a second old on top of its own second is still a
// front end's; an older one is a cache's.
const lagLimit = 2 * time.Second

// checkUp plans one last request where no tick was seen or the answers do not fit
// together. It comes late enough to tell a front end that renews its header now
// and then from a cache that never does.
func (s *search) checkUp(now, limit time.Duration) (time.Duration, bool) {
	when := s.stamps[0].heard + lagLimit + 100*time.Millisecond
	last := s.stamps[len(s.stamps)-1]
	if last.asked >= when || len(s.stamps) >= maxRequests {
		return 0, false
	}
	return max(when, now), when < limit
}
