package lab

import (
	"sync"
	"time"
)

// stopwatch is the world's only source of time: what has passed since it was
// started, by Go's monotonic clock (inside a testing/synctest bubble: the
// bubble's). The date of the machine is not used.
type stopwatch struct{ began time.Time }

func newStopwatch() stopwatch { return stopwatch{began: time.Now()} }

// elapsed is the raw clock of the simulated host.
func (s stopwatch) elapsed() time.Duration { return time.Since(s.began) }

// until is how far a deadline that a caller has set is away.
func until(deadline time.Time) time.Duration { return time.Until(deadline) }

// leg is a stretch of the OS clock's course: from a raw time on, the clock is
// behind by so much, and by drift more for each unit of raw time. Where rate is
// not zero, it is being slewed: it nears zero by rate and stays there.
type leg struct {
	from   time.Duration
	behind time.Duration
	drift  float64
	rate   float64
}

func (l leg) at(raw time.Duration) time.Duration {
	passed := float64(raw - l.from)
	behind := l.behind + time.Duration(passed*l.drift)
	if l.rate == 0 {
		return behind
	}
	done := time.Duration(passed * l.rate)
	if done >= behind.Abs() {
		return 0
	}
	if behind < 0 {
		return behind + done
	}
	return behind - done
}

// course is how wrong the OS clock is, as a function of raw time: it needs no
// goroutine, and a change that lies ahead is already in it.
type course struct {
	mu   sync.RWMutex
	legs []leg // in the order in which they were decided: of those that have begun, the last holds
}

func newCourse(first leg) *course { return &course{legs: []leg{first}} }

// current returns the leg that holds at raw.
func (c *course) current(raw time.Duration) leg {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found := c.legs[0]
	for _, l := range c.legs {
		if l.from <= raw {
			found = l
		}
	}
	return found
}

// behind returns how far the OS clock is behind true time at raw.
func (c *course) behind(raw time.Duration) time.Duration { return c.current(raw).at(raw) }

// add decides on new legs; they overrule what was decided before, from their
// own beginning on.
func (c *course) add(legs ...leg) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.legs = append(c.legs, legs...)
}

// clock is the simulated host's clock; it implements diagnostics.Clock.
type clock struct {
	start  time.Time // true time when the stopwatch was started
	watch  stopwatch
	course *course
}

// Wall is the OS clock: true time minus how far it is behind.
func (c clock) Wall() time.Time {
	raw := c.watch.elapsed()
	return c.start.Add(raw - c.course.behind(raw))
}

// Raw counts from the start of the world.
func (c clock) Raw() time.Duration { return c.watch.elapsed() }

// now is true time.
func (c clock) now() time.Time { return c.start.Add(c.watch.elapsed()) }
