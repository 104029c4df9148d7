package logscan

import (
	"cmp"
	"slices"
	"time"
)

// Westernmost and Easternmost are the offsets from UTC between which every zone
// lies (UTC-12, UTC+14).
const (
	Westernmost = -12 * time.Hour
	Easternmost = 14 * time.Hour
)

// Place is what a zone makes of a stamp.
type Place struct {
	// Moments are what it may be: one; two where the clocks were put back, so that the
	// hour came twice, the earlier first; none where it was skipped.
	Moments []time.Time
	// Nearest is what Go makes of a skipped time, and else the first of Moments.
	Nearest time.Time
}

// In returns what a zone makes of a stamp. A stamp that names its own zone is not
// asked what another makes of it.
func (s Stamp) In(zone *time.Location) Place {
	if s.Zoned {
		return Place{Moments: []time.Time{s.moment()}, Nearest: s.moment()}
	}
	w := s.Wall
	nearest := time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), zone)
	p := Place{Nearest: nearest}
	// The offsets in force on either side of any change nearby.
	for _, around := range []time.Duration{-26 * time.Hour, 26 * time.Hour} {
		_, east := nearest.Add(around).Zone()
		at := w.Add(-time.Duration(east) * time.Second)
		if _, there := at.In(zone).Zone(); there != east {
			continue
		}
		if len(p.Moments) == 0 || !p.Moments[0].Equal(at) {
			p.Moments = append(p.Moments, at)
		}
	}
	if len(p.Moments) == 0 {
		if _, east := nearest.Zone(); w.Add(-time.Duration(east) * time.Second).Equal(nearest) {
			p.Moments = []time.Time{nearest}
		}
	}
	if len(p.Moments) == 2 && p.Moments[1].Before(p.Moments[0]) {
		p.Moments[0], p.Moments[1] = p.Moments[1], p.Moments[0]
	}
	if len(p.Moments) > 0 {
		p.Nearest = p.Moments[0]
	}
	return p
}

// Offsets are the offsets from UTC that are in use somewhere, west to east, in
// minutes (IANA time zone data base, 2000 to today).
func Offsets() []time.Duration {
	minutes := []int{
		-720, -660, -600, -570, -540, -480, -420, -360, -300, -270, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180, 210, 240, 270,
		300, 330, 345, 360, 390, 420, 480, 510, 525, 540, 570, 600, 630, 660, 690, 720, 765, 780, 825, 840,
	}
	list := make([]time.Duration, len(minutes))
	for i, m := range minutes {
		list[i] = time.Duration(m) * time.Minute
	}
	return list
}

// Candidate is an offset from UTC in which a log may have been written.
type Candidate struct {
	East time.Duration // of UTC
	Skew time.Duration // of the clocks then: the OS clock behind, less than zero ahead
}

// Candidates returns the offsets in use with the skew in each, the least skew
// first. Those that leave no more than limit between the two clocks explain the
// difference: where there are such, only they are returned.
func (e Exchange) Candidates(limit time.Duration) (list []Candidate, explained bool) {
	raw, ok := e.Raw()
	if !ok || e.Stamp.Zoned {
		return nil, false
	}
	for _, east := range Offsets() {
		list = append(list, Candidate{East: east, Skew: raw.Duration() + east})
	}
	slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(a.Skew.Abs(), b.Skew.Abs()) })
	within := slices.IndexFunc(list, func(c Candidate) bool { return c.Skew.Abs() > limit })
	if within > 0 {
		return list[:within], true
	}
	return list, false
}
