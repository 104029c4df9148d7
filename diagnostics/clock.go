package diagnostics

import "time"

// Clock is the host's two sources of time.
//
// Wall is what the operating system believes the time is: the patient. It may
// be steps or years wrong, and may jump at any moment.
//
// Raw counts from an arbitrary start and is steered by no time service. It is
// only ever compared with another Raw of the same Clock.
type Clock interface {
	Wall() time.Time
	Raw() time.Duration
}

// Instant is one reading of both clocks.
type Instant struct {
	Wall time.Time     `json:"wall"`
	Raw  time.Duration `json:"raw"`
}

// Now reads the wall clock between two readings of the raw one and returns the
// pair. Of three tries it keeps the tightest, so that a preempted process does
// not tear the two apart.
func Now(c Clock) Instant {
	var best Instant
	least := time.Duration(1<<63 - 1)
	for range 3 {
		before := c.Raw()
		wall := c.Wall()
		after := c.Raw()
		if width := after - before; width < least {
			least = width
			best = Instant{Wall: wall.Round(0), Raw: before + width/2}
		}
	}
	return best
}
