package logscan

import (
	"slices"
	"time"
)

// runs gathers exchanges. A log of a month in which nothing worked has a hundred
// thousand of them that say the same.
type runs struct {
	list    []Exchange
	newest  map[string]int // of an agent within a family of files, its place in list
	dropped int
}

// sameSkew is how far the two clocks may move against each other within a run.
const sameSkew = 2 * time.Second

func (r *runs) add(e Exchange) {
	agent := e.family + "\x00" + e.Agent
	if r.newest == nil {
		r.newest = map[string]int{}
	}
	if at, found := r.newest[agent]; found && r.list[at].joins(e) {
		before := &r.list[at]
		before.Count += e.Count
		before.Last, before.Date, before.Stamp = e.Last, e.Date, e.Stamp
		before.Took = max(before.Took, e.Took)
		return
	}
	if len(r.list) >= mostRuns {
		r.dropped += e.Count
		return
	}
	r.newest[agent] = len(r.list)
	r.list = append(r.list, e)
}

// joins reports whether the next exchange of the same agent says the same.
func (e Exchange) joins(next Exchange) bool {
	if e.Class != next.Class || e.Token != next.Token || e.Error != next.Error || e.Description != next.Description || e.Status != next.Status ||
		e.Measured() != next.Measured() || e.Stamp.East != next.Stamp.East || e.Stamp.Zoned != next.Stamp.Zoned {
		return false
	}
	if !e.Measured() {
		return true
	}
	// The first decides, so that a slow drift does not pass for standing still.
	one, ok := e.firstRaw()
	other, good := next.firstRaw()
	return ok && good && (one-other).Abs() <= sameSkew
}

// firstRaw is Raw of the first of a run. It is not exact: First is the stamp of the
// exchange's first line.
func (e Exchange) firstRaw() (time.Duration, bool) {
	if !e.Measured() {
		return 0, false
	}
	return e.FirstDate.Sub(e.First.moment()), true
}

// sorted returns all, oldest first, each once: a log and a second one beside it
// often hold the same lines.
func (r *runs) sorted() []Exchange {
	moments := r.moments()
	order := make([]int, len(r.list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return moments[a].Compare(moments[b]) })
	var out []Exchange
	for _, i := range order {
		if e := r.list[i]; !slices.ContainsFunc(out[max(0, len(out)-64):], e.repeats) {
			out = append(out, e)
		}
	}
	return out
}

// moments are what the runs are ordered by: the answer's Date, which no wrong clock
// moves; without one, the log's stamp, as far off as it was in the last answer
// before, or the first one after.
func (r *runs) moments() []time.Time {
	out := make([]time.Time, len(r.list))
	apart := map[string]time.Duration{}
	for i := len(r.list) - 1; i >= 0; i-- { // leaves the first of each family
		if raw, ok := r.list[i].firstRaw(); ok {
			apart[r.list[i].family] = raw
		}
	}
	for i, e := range r.list {
		if raw, ok := e.firstRaw(); ok {
			apart[e.family], out[i] = raw, e.FirstDate
			continue
		}
		out[i] = e.First.moment().Add(apart[e.family])
	}
	return out
}

// repeats reports whether another family of files holds the same exchanges.
func (e Exchange) repeats(other Exchange) bool {
	return e.family != other.family && e.Agent == other.Agent && e.Class == other.Class && e.Count == other.Count &&
		e.Date.Equal(other.Date) && e.First.Text == other.First.Text && e.Last.Text == other.Last.Text
}
