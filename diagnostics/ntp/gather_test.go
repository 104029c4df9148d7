package ntp

import (
	"context"
	"testing"
	"time"

	"unskew/diagnostics"
)

// gaps are the times between questions.
func gaps(asked []time.Duration) (gaps []time.Duration) {
	for i := 1; i < len(asked); i++ {
		gaps = append(gaps, asked[i]-asked[i-1])
	}
	return gaps
}

func TestManners(t *testing.T) {
	t.Run("public", func(t *testing.T) {
		s := &fakeServer{}
		in(t, s, func(t *testing.T, w *world) {
			r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Polite(), nil)
			g := gaps(s.questions())
			if len(g) != 3 || g[0] != 2*time.Second || g[1] != 2*time.Second || g[2] != 2*time.Second || r.Samples != 4 {
				t.Errorf("gaps %v, samples %d", g, r.Samples)
			}
		})
	})
	t.Run("near", func(t *testing.T) {
		s := &fakeServer{}
		in(t, nil, func(t *testing.T, w *world) {
			w.servers["10.1.2.3:123"] = s
			w.client().Measure(context.Background(), Server{Name: "10.1.2.3"}, Polite(), nil)
			if g := gaps(s.questions()); len(g) != 3 || g[0] != burstSpacing || w.lookups.Load() != 0 {
				t.Errorf("gaps %v, %d lookups", g, w.lookups.Load())
			}
		})
	})
	t.Run("near and named", func(t *testing.T) {
		s := &fakeServer{}
		in(t, nil, func(t *testing.T, w *world) {
			w.servers["10.1.2.3:123"] = s
			w.client().Measure(context.Background(), Server{Name: "10.1.2.3"}, Burst(), nil)
			if g := gaps(s.questions()); len(g) != 3 || g[0] != burstSpacing {
				t.Errorf("gaps %v", g)
			}
		})
	})
}

func TestMannersTowardsServersThatWantLess(t *testing.T) {
	t.Run("rate after a good sample", func(t *testing.T) {
		rate := kiss("RATE")
		s := &fakeServer{edit: func(n int, p []byte) []byte {
			if n > 1 {
				return rate(n, p)
			}
			return p
		}}
		in(t, s, func(t *testing.T, w *world) {
			r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Polite(), nil)
			w.miss(t, r, 0)
			if r.Samples != 1 || r.KissCode != "RATE" || len(s.questions()) != 2 {
				t.Errorf("%d samples, code %q, %d questions; want 1, RATE, 2", r.Samples, r.KissCode, len(s.questions()))
			}
		})
	})
	t.Run("silence after a good sample", func(t *testing.T) {
		s := &fakeServer{silentAfter: 1}
		in(t, s, func(t *testing.T, w *world) {
			r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Polite(), nil)
			w.miss(t, r, 0)
			if g := gaps(s.questions()); r.Samples != 1 || len(g) == 0 || len(g) > 2 || g[len(g)-1] < 4*time.Second && len(g) > 1 {
				t.Errorf("%d samples, gaps %v", r.Samples, g)
			}
		})
	})
	t.Run("silent", func(t *testing.T) {
		in(t, nil, func(t *testing.T, w *world) {
			var told []time.Duration
			r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Polite(), func(r diagnostics.Reading) {
				wants(t, r, diagnostics.ReasonTimeout, "")
				told = append(told, time.Since(w.began))
			})
			wants(t, r, diagnostics.ReasonTimeout, "")
			if len(told) != 1 || told[0] > 2*time.Second || time.Since(w.began) > 4*time.Second {
				t.Errorf("told at %v, ended after %v", told, time.Since(w.began))
			}
		})
	})
}

func TestFirstNumberComesAtOnce(t *testing.T) {
	in(t, &fakeServer{delay: path(150*time.Millisecond, 150*time.Millisecond)}, func(t *testing.T, w *world) {
		var first time.Duration
		calls := 0
		final := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), func(r diagnostics.Reading) {
			if calls++; calls == 1 {
				first = time.Since(w.began)
			}
			w.miss(t, r, 0)
		})
		if first != 300*time.Millisecond || calls < 1 || final.Samples != 4 {
			t.Errorf("first after %v, %d calls, %d samples", first, calls, final.Samples)
		}
		if took := time.Since(w.began); took > 500*time.Millisecond {
			t.Errorf("four samples took %v", took)
		}
	})
}

func TestLostPacketsDelayNothing(t *testing.T) {
	in(t, &fakeServer{silentAfter: 2, delay: path(50*time.Millisecond, 50*time.Millisecond)}, func(t *testing.T, w *world) {
		r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
		if took := time.Since(w.began); r.Samples != 2 || took > 500*time.Millisecond {
			t.Errorf("%d samples after %v", r.Samples, took)
		}
	})
}

func TestLostPacketsOfAFarServerDelayLittle(t *testing.T) {
	in(t, &fakeServer{silentAfter: 2, delay: path(150*time.Millisecond, 150*time.Millisecond)}, func(t *testing.T, w *world) {
		r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
		if took := time.Since(w.began); r.Samples != 2 || took > 1200*time.Millisecond {
			t.Errorf("%d samples after %v", r.Samples, took)
		}
	})
}

func TestCancelEndsAtOnce(t *testing.T) {
	ran := 0
	for _, plan := range []Plan{Burst(), Polite(), Once()} {
		in(t, nil, func(t *testing.T, w *world) {
			// Not the test's context: a goroutine left behind deadlocks the bubble.
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(100*time.Millisecond, cancel)
			r := w.client().Measure(ctx, Server{Name: "ntp.example"}, plan, nil)
			if took := time.Since(w.began); r.Outcome != diagnostics.Skipped || took != 100*time.Millisecond {
				t.Errorf("%s after %v", r.Outcome, took)
			}
			ran++
		})
		in(t, &fakeServer{silentAfter: 1}, func(t *testing.T, w *world) {
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(10*time.Millisecond, cancel)
			r := w.client().Measure(ctx, Server{Name: "ntp.example"}, plan, nil)
			w.miss(t, r, 0) // the sample that came is kept
			ran++
		})
	}
	if ran != 6 {
		t.Errorf("%d cases, want 6", ran)
	}
}

func TestServerThatIsStepped(t *testing.T) {
	ran := 0
	for _, step := range []time.Duration{time.Hour, -48 * time.Hour, 300 * time.Millisecond} {
		s := &fakeServer{}
		s.edit = func(n int, p []byte) []byte {
			if n == 2 {
				s.off = step // from the third answer on
			}
			return p
		}
		in(t, s, func(t *testing.T, w *world) {
			r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
			if e := w.miss(t, r, step).Abs(); e > time.Microsecond || r.Samples != 4 || r.Anchor.Uncertainty > time.Millisecond {
				t.Errorf("error %v ±%v against the stepped clock, %d samples", e, r.Anchor.Uncertainty, r.Samples)
			}
			if n := len(s.questions()); n != 7 {
				t.Errorf("%d questions, want three and four", n)
			}
			ran++
		})
	}
	if ran != 3 {
		t.Error("too few cases")
	}
}
