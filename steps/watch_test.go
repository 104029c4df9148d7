package steps

import (
	"math/rand/v2"
	"testing"
	"time"

	"unskew/diagnostics"
)

// looks lets a watcher look at a clock every quarter of a second. gain is how
// far the clock has gained on raw time, by the raw time since the start.
func looks(w *watcher, span time.Duration, gain func(time.Duration) time.Duration) map[motion]int {
	seen := map[motion]int{}
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for n := time.Duration(0); n*watchEvery <= span; n++ {
		raw := n*watchEvery + n*7919%23*time.Millisecond // a ticker is never exact
		at := diagnostics.Instant{Wall: start.Add(raw + gain(raw)), Raw: time.Hour + raw}
		now := w.see(at)
		seen[now]++
		if now == jumped {
			w.restart(at)
		}
	}
	return seen
}

// after is a change that begins some time after the start.
func after(begin time.Duration, change func(time.Duration) time.Duration) func(time.Duration) time.Duration {
	return func(raw time.Duration) time.Duration {
		if raw < begin {
			return 0
		}
		return change(raw - begin)
	}
}

func rate(ppm float64) func(time.Duration) time.Duration {
	return func(raw time.Duration) time.Duration { return time.Duration(float64(raw) * ppm / 1e6) }
}

func step(by time.Duration) func(time.Duration) time.Duration {
	return func(time.Duration) time.Duration { return by }
}

func TestWatcher(t *testing.T) {
	const ms = time.Millisecond
	random := rand.New(rand.NewPCG(1, 2))
	jitter := func(most time.Duration) func(time.Duration) time.Duration {
		return func(time.Duration) time.Duration { return time.Duration(random.Int64N(int64(2*most))) - most }
	}
	grain := func(of time.Duration) func(time.Duration) time.Duration {
		return func(raw time.Duration) time.Duration { return raw.Truncate(of) - raw }
	}
	cases := []struct {
		name  string
		gain  func(time.Duration) time.Duration
		jumps int
		slews bool
	}{
		{"a perfect clock", rate(0), 0, false},
		{"100 ppm of correction", rate(100), 0, false},
		{"-100 ppm of correction", rate(-100), 0, false},
		{"a poor crystal", rate(300), 0, false},
		{"reading jitter", jitter(300 * time.Microsecond), 0, false},
		{"a wall clock of whole milliseconds", grain(ms), 0, false},
		{"a wall clock in steps of 15.625 ms", grain(15625 * time.Microsecond), 0, false},
		{"a step forward", after(20*time.Second, step(2*time.Hour)), 1, false},
		{"a step back", after(20*time.Second, step(-2*time.Hour)), 1, false},
		{"a small step", after(20*time.Second, step(200*ms)), 1, false},
		{"a small step back", after(20*time.Second, step(-200*ms)), 1, false},
		{"a step over decades", after(20*time.Second, step(-56*365*24*time.Hour)), 1, false},
		{"a machine that slept", after(20*time.Second, step(8*time.Hour)), 1, false},
		{"ntpd slewing", after(10*time.Second, rate(500)), 0, true},
		{"ntpd slewing back", after(10*time.Second, rate(-500)), 0, true},
		{"chrony slewing", after(10*time.Second, rate(83333)), 0, true},
		{"chrony slewing back", after(10*time.Second, rate(-83333)), 0, true},
	}
	ran := 0
	for _, c := range cases {
		ran++
		var w watcher
		seen := looks(&w, time.Minute, c.gain)
		if seen[jumped] != c.jumps {
			t.Errorf("%s: %d jumps, want %d (%v)", c.name, seen[jumped], c.jumps, seen)
		}
		if slews := seen[slewing] > 0; slews != c.slews {
			t.Errorf("%s: %d looks at a slewing clock (%v)", c.name, seen[slewing], seen)
		}
	}
	if ran != 17 {
		t.Errorf("%d cases", ran)
	}
}

// TestWatcherSeesAStepAtOnce: at the first look after it.
func TestWatcherSeesAStepAtOnce(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, by := range []time.Duration{131 * time.Millisecond, -131 * time.Millisecond, time.Second, -290 * 365 * 24 * time.Hour} {
		var w watcher
		for n := range 100 {
			raw := time.Duration(n) * watchEvery
			if got := w.see(diagnostics.Instant{Wall: start.Add(raw), Raw: raw}); got != steady {
				t.Fatalf("%s before the step", got)
			}
		}
		raw := 100 * watchEvery
		if got := w.see(diagnostics.Instant{Wall: start.Add(raw + by), Raw: raw}); got != jumped {
			t.Errorf("a step of %v is %s", by, got)
		}
	}
}

// TestWatcherSurvivesNonsense: walls that cannot be compared are jumps.
func TestWatcherSurvivesNonsense(t *testing.T) {
	var w watcher
	w.see(diagnostics.Instant{Wall: time.Unix(1<<62, 0), Raw: 1})
	if got := w.see(diagnostics.Instant{Wall: time.Unix(-1<<62, 0), Raw: 2}); got != jumped {
		t.Errorf("from one end of time to the other: %s", got)
	}
}

// TestWatcherRate: the rate is that of the slewing, positive where the clock
// gains, and slewed is said once when it ends.
func TestWatcherRate(t *testing.T) {
	for _, ppm := range []float64{500, -500, 83333, -83333} {
		var w watcher
		seen := looks(&w, 20*time.Second, rate(ppm))
		if off := w.rate/ppm - 1; off > 0.01 || off < -0.01 || !w.slewing {
			t.Errorf("%v ppm: the rate is %v", ppm, w.rate)
		}
		if seen[slewed] != 0 || seen[jumped] != 0 {
			t.Errorf("%v ppm: %v", ppm, seen)
		}
		var ends watcher
		seen = looks(&ends, 40*time.Second, func(raw time.Duration) time.Duration { return rate(ppm)(min(raw, 20*time.Second)) })
		if seen[slewed] != 1 || ends.slewing {
			t.Errorf("%v ppm that ends: %v", ppm, seen)
		}
	}
}
