package diagnostics

import (
	"testing"
	"time"
)

// scripted is a clock whose raw readings are given one by one; its wall is an
// hour ahead of the raw reading before it.
type scripted struct {
	raw  []time.Duration
	next int
}

func (s *scripted) Raw() time.Duration {
	s.next++
	return s.raw[s.next-1]
}

func (s *scripted) Wall() time.Time { return time.Unix(3600, 0).Add(s.raw[s.next-1]) }

func TestNowKeepsTheTightest(t *testing.T) {
	const ms = time.Millisecond
	cases := []struct {
		name string
		raw  []time.Duration // before and after, three times
		want time.Duration   // the middle of the tightest pair
		wall time.Duration
	}{
		{"first", []time.Duration{0, 2 * ms, 10 * ms, 20 * ms, 30 * ms, 40 * ms}, 1 * ms, 0},
		{"second", []time.Duration{0, 50 * ms, 60 * ms, 62 * ms, 70 * ms, 80 * ms}, 61 * ms, 60 * ms},
		{"last", []time.Duration{0, 50 * ms, 60 * ms, 90 * ms, 100 * ms, 104 * ms}, 102 * ms, 100 * ms},
		{"first of equals", []time.Duration{0, 2 * ms, 10 * ms, 12 * ms, 20 * ms, 22 * ms}, 1 * ms, 0},
		{"a coarse clock", []time.Duration{0, 0, 15 * ms, 15 * ms, 15 * ms, 15 * ms}, 0, 0},
	}
	for _, c := range cases {
		clock := &scripted{raw: c.raw}
		got := Now(clock)
		if got.Raw != c.want || !got.Wall.Equal(time.Unix(3600, 0).Add(c.wall)) {
			t.Errorf("%s: raw %v, wall %v", c.name, got.Raw, got.Wall)
		}
		if clock.next != len(c.raw) {
			t.Errorf("%s: %d readings of raw", c.name, clock.next)
		}
	}
}

// live reads Go's own clock, whose walls carry a monotonic reading.
type live struct{ start time.Time }

func (l live) Raw() time.Duration { return time.Since(l.start) }
func (l live) Wall() time.Time    { return time.Now() }

func TestNowTakesTheMonotonicReadingOff(t *testing.T) {
	got := Now(live{time.Now()})
	if got.Wall != got.Wall.Round(0) {
		t.Errorf("%v carries a monotonic reading", got.Wall)
	}
	if got.Raw < 0 || got.Raw > time.Minute {
		t.Errorf("raw %v", got.Raw)
	}
}
