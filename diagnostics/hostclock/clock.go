package hostclock

import (
	"time"

	"unskew/diagnostics"
)

// System returns the clock of this machine. Its Raw is the clock that no time
// service steers: CLOCK_MONOTONIC_RAW on Linux, mach_absolute_time on macOS,
// QueryPerformanceCounter on Windows, elsewhere (and where the system refuses)
// Go's own monotonic clock. Raw of two clocks from System is comparable within
// one process only.
func System() diagnostics.Clock {
	raw, err := platformRaw()
	if err != nil {
		raw = processRaw()
	}
	return systemClock{raw: raw}
}

type systemClock struct {
	raw func() time.Duration
}

// Wall implements diagnostics.Clock. The monotonic reading is taken off, so
// that a difference of two walls is what the operating system says it is.
func (systemClock) Wall() time.Time { return time.Now().Round(0) }

// Raw implements diagnostics.Clock.
func (c systemClock) Raw() time.Duration { return c.raw() }

// processRaw counts from the call on, by Go's monotonic clock.
func processRaw() func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}
