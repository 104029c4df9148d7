package ntp

import (
	"slices"
	"time"

	"unskew/diagnostics"
)

// interval is a range of true time at one common raw time. Its ends are times
// and not durations: a falseticker may be centuries away.
type interval struct{ low, high time.Time }

// intervalOf returns where a reading puts true time when the raw clock shows at.
func intervalOf(a diagnostics.Anchor, at time.Duration) interval {
	middle, width := a.At(at), a.UncertaintyAt(at)
	return interval{low: middle.Add(-width), high: middle.Add(width)}
}

func (i interval) contains(t time.Time) bool { return !t.Before(i.low) && !t.After(i.high) }

func (i interval) overlaps(o interval) bool { return !i.high.Before(o.low) && !o.high.Before(i.low) }

// anchor turns the interval into an anchor: its middle, give or take half.
func (i interval) anchor(at time.Duration) diagnostics.Anchor {
	half := i.high.Sub(i.low) / 2
	return diagnostics.Anchor{True: i.low.Add(half), Raw: at, Uncertainty: max(half, leastUncertainty)}
}

// vote is one witness: several readings, one voice.
type vote []interval

func (v vote) contains(t time.Time) bool {
	return slices.ContainsFunc(v, func(i interval) bool { return i.contains(t) })
}

// singles lets every interval vote for itself.
func (v vote) singles() []vote {
	votes := make([]vote, len(v))
	for n, i := range v {
		votes[n] = vote{i}
	}
	return votes
}

// agreement is the intersection of RFC 5905 section 11.2.1: the range from the
// first to the last instant on which most witnesses agree, and how many they
// are. The RFC's further condition, that the middles of the agreeing lie inside,
// is left out: a Date is a second wide and its middle says nothing.
func agreement(votes []vote) (common interval, most int) {
	var ends []time.Time
	for _, v := range votes {
		for _, i := range v {
			ends = append(ends, i.low, i.high)
		}
	}
	for _, end := range ends {
		count := 0
		for _, v := range votes {
			if v.contains(end) {
				count++
			}
		}
		switch {
		case count > most:
			common, most = interval{end, end}, count
		case count == most && end.Before(common.low):
			common.low = end
		case count == most && end.After(common.high):
			common.high = end
		}
	}
	return common, most
}
