package ntp

import (
	"time"

	"unskew/diagnostics"
)

// sample is one accepted exchange with a server. With T1…T4 the four stamps of
// RFC 5905 section 8, true time minus ours lies between T3-T4 (the answer took
// no time) and T2-T1 (the question took no time).
type sample struct {
	low, high time.Duration       // T3-T4, T2-T1
	at        diagnostics.Instant // both clocks when the answer came

	rootDelay, rootDispersion, precision time.Duration
	stratum                              int
}

// rtt is the round trip: what is left when the server's own time is taken off.
func (s sample) rtt() time.Duration { return s.high - s.low }

// estimate is what several samples say together: true time minus ours.
type estimate struct {
	offset      time.Duration
	uncertainty time.Duration
	rtt         time.Duration // the least
}

// leastUncertainty: nothing here is known better.
const leastUncertainty = time.Microsecond

// maxSpread: samples further apart than this are of no common use.
const maxSpread = time.Second

// combine intersects the intervals of the samples. The upper end is set by the
// fastest question and the lower one by the fastest answer, which need not be of
// one sample: where both ways jitter, that is twice as good as the sample of the
// least round trip.
//
// Where the intervals contradict each other by more than a raw clock may drift,
// something moved between the samples and it reports false: none is to be kept.
// Where that happens again (tolerant), the server counts in coarse ticks that it
// does not own up to; the hull of all samples then holds the truth.
func combine(samples []sample, tolerant bool) (estimate, bool) {
	low, high := samples[0].low, samples[0].high
	lowest, highest, least := low, high, high-low
	first, last := samples[0].at.Raw, samples[0].at.Raw
	var root, precision time.Duration
	for _, s := range samples {
		low, high = max(low, s.low), min(high, s.high)
		lowest, highest, least = min(lowest, s.low), max(highest, s.high), min(least, s.rtt())
		first, last = min(first, s.at.Raw), max(last, s.at.Raw)
		root = max(root, s.rootDelay/2+s.rootDispersion)
		precision = max(precision, s.precision)
	}
	drift := time.Duration(float64(last-first) * diagnostics.MaxDrift)
	if high-low < -2*(drift+precision+leastUncertainty) {
		if !tolerant || highest-lowest > maxSpread {
			return estimate{}, false
		}
		low, high = min(lowest, highest), max(lowest, highest)
	}
	width := high - low
	return estimate{
		offset:      low + width/2,
		uncertainty: max(width/2+root+precision+drift, leastUncertainty),
		rtt:         max(least, 0),
	}, true
}
