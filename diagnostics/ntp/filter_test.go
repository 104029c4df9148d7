package ntp

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"time"
)

func TestWhatTheServerDoesNotKnowIsInTheBound(t *testing.T) {
	s := &fakeServer{edit: func(_ int, p []byte) []byte {
		binary.BigEndian.PutUint32(p[4:], 65536/50) // root delay 20 ms
		binary.BigEndian.PutUint32(p[8:], 65536/25) // root dispersion 40 ms
		p[3] = 0xf9                                 // precision 2^-7 s, 7.8 ms
		return p
	}}
	in(t, s, func(t *testing.T, w *world) {
		r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
		w.miss(t, r, 0)
		if u := r.Anchor.Uncertainty; u < 57*time.Millisecond || u > 58*time.Millisecond {
			t.Errorf("uncertainty %v, want 10 + 40 + 7.8 ms", u)
		}
	})
}

func TestCoarseTicksWidenTheBound(t *testing.T) {
	const tick = 16 * time.Millisecond
	s := &fakeServer{}
	in(t, s, func(t *testing.T, w *world) {
		s.edit = func(_ int, p []byte) []byte { // claims nanoseconds
			coarse := w.now().Truncate(tick)
			putTime(p[atReceive:], coarse)
			putTime(p[atTransmit:], coarse)
			return p
		}
		r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
		if e := w.miss(t, r, -tick/2).Abs(); e > r.Anchor.Uncertainty+tick/2 {
			t.Errorf("error %v outside ±%v", e, r.Anchor.Uncertainty)
		}
		if r.Anchor.Uncertainty < time.Millisecond {
			t.Errorf("uncertainty %v hides the ticks", r.Anchor.Uncertainty)
		}
	})
}

// TestFilterAccuracy is the filter alone: eight samples, exponential jitter of
// 10 ms both ways. The floor for this jitter is 0.433 ms; the sample of least
// round trip gives 0.99, the mean 1.6.
func TestFilterAccuracy(t *testing.T) {
	const trials = 20_000
	random := rand.New(rand.NewPCG(1, 2))
	errors := make([]float64, 0, trials)
	for range trials {
		all := make([]sample, 8)
		for i := range all {
			forth, back := random.ExpFloat64()*10e6, random.ExpFloat64()*10e6
			all[i] = sample{low: -time.Duration(5e6 + back), high: time.Duration(5e6 + forth)}
		}
		e, ok := combine(all, false)
		if !ok {
			t.Fatal("honest samples contradict each other")
		}
		if e.offset.Abs() > e.uncertainty {
			t.Fatalf("error %v outside ±%v", e.offset, e.uncertainty)
		}
		errors = append(errors, e.offset.Abs().Seconds()*1000)
	}
	if m := median(errors); m > 0.45 || m < 0.40 {
		t.Errorf("median error %.3f ms over %d trials, want about 0.433", m, trials)
	} else {
		t.Logf("median error %.3f ms over %d trials", m, trials)
	}
}
