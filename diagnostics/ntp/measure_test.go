package ntp

import (
	"context"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
)

func path(forth, back time.Duration) func() (int64, int64) {
	return func() (int64, int64) { return int64(forth), int64(back) }
}

func TestMeasuresWhateverTheOSClockSays(t *testing.T) {
	walls := map[string]time.Duration{
		"right": 0, "behind": -208154 * time.Second, "1970": -57 * 365 * 24 * time.Hour,
		"2062": 35 * 365 * 24 * time.Hour, "ahead": time.Hour,
	}
	ran := 0
	for name, wall := range walls {
		t.Run(name, func(t *testing.T) {
			in(t, &fakeServer{delay: path(40*time.Millisecond, 40*time.Millisecond)}, func(t *testing.T, w *world) {
				w.wall = wall
				r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
				if e := w.miss(t, r, 0).Abs(); e > time.Microsecond {
					t.Errorf("error %v, want at most 1 µs", e)
				}
				offset, err := r.Offset()
				if err != nil || (offset.Duration()+wall).Abs() > time.Millisecond {
					t.Errorf("offset %v %v, want %v", offset, err, -wall)
				}
				if r.Samples != 4 || r.Stratum != 2 || r.RTT.Round(time.Microsecond) != 80*time.Millisecond || r.Address != "192.0.2.7:123" {
					t.Errorf("reading %+v", r)
				}
			})
		})
		ran++
	}
	if ran != 5 {
		t.Errorf("%d worlds, want 5", ran)
	}
}

func TestAsymmetricPathIsSaid(t *testing.T) {
	in(t, &fakeServer{delay: path(200*time.Millisecond, 20*time.Millisecond)}, func(t *testing.T, w *world) {
		r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
		e := w.miss(t, r, 0)
		if e.Round(time.Millisecond) != 90*time.Millisecond {
			t.Errorf("error %v: no client can see less than 90 ms here", e)
		}
		if u := r.Anchor.Uncertainty; u < 110*time.Millisecond || u > 111*time.Millisecond {
			t.Errorf("uncertainty %v, want 110 ms", u)
		}
	})
}

func TestOtherEras(t *testing.T) {
	year := 365 * 24 * time.Hour
	offsets := []time.Duration{-48 * time.Hour, -56 * year, 9*year + 50*24*time.Hour, 12 * year, 60 * year, time.Hour}
	for _, off := range offsets {
		in(t, &fakeServer{off: off}, func(t *testing.T, w *world) {
			r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
			if e := w.miss(t, r, off).Abs(); e > time.Microsecond {
				t.Errorf("server %v off: error %v", off, e)
			}
		})
	}
	if len(offsets) != 6 {
		t.Error("too few cases")
	}
}

// Eight bad worlds, each with its own cause.
func TestCauses(t *testing.T) {
	cases := []struct {
		name   string
		server *fakeServer
		plan   Plan
		reason diagnostics.Reason
		detail string
		code   string
		within time.Duration
	}{
		{"silent", nil, Burst(), diagnostics.ReasonTimeout, "", "", 2 * time.Second},
		{"silent, one question", nil, Once(), diagnostics.ReasonTimeout, "", "", 2 * time.Second},
		{"closed port", &fakeServer{fail: refusedErrors()[0]}, Burst(), diagnostics.ReasonRefused, "", "", 0},
		{"no route", &fakeServer{fail: unreachableErrors()[1]}, Burst(), diagnostics.ReasonUnreachable, "", "", 0},
		{"rate", &fakeServer{edit: kiss("RATE")}, Burst(), diagnostics.ReasonKissOfDeath, "", "RATE", 0},
		{"deny", &fakeServer{edit: kiss("DENY")}, Polite(), diagnostics.ReasonKissOfDeath, "", "DENY", 0},
		{"starting", &fakeServer{edit: kiss("INIT")}, Burst(), diagnostics.ReasonUnsynchronised, "INIT", "INIT", 0},
		{"no kiss code", &fakeServer{edit: kiss("\x00\x00\x00\x00")}, Burst(), diagnostics.ReasonUnsynchronised, "stratum 0", "", 0},
		{"kiss without stamps", &fakeServer{edit: bare("RSTR")}, Burst(), diagnostics.ReasonKissOfDeath, "", "RSTR", 0},
		{"leap 3", &fakeServer{edit: func(_ int, p []byte) []byte { p[0] |= 3 << 6; return p }}, Burst(), diagnostics.ReasonUnsynchronised, "leap 3", "", 0},
		{"stratum 16", &fakeServer{edit: func(_ int, p []byte) []byte { p[1] = 16; return p }}, Burst(), diagnostics.ReasonUnsynchronised, "stratum 16", "", 0},
		{"short", &fakeServer{edit: func(_ int, p []byte) []byte { return p[:47] }}, Burst(), diagnostics.ReasonInvalid, "none of them an answer", "", 2 * time.Second},
		{"noise", &fakeServer{edit: func(_ int, p []byte) []byte { return []byte("220 mail.example ESMTP") }}, Burst(), diagnostics.ReasonInvalid, "", "", 2 * time.Second},
		{"mode", &fakeServer{edit: func(_ int, p []byte) []byte { p[0] = p[0]&^7 | 5; return p }}, Burst(), diagnostics.ReasonInvalid, "", "", 2 * time.Second},
		{"origin", &fakeServer{edit: func(_ int, p []byte) []byte { p[atOrigin] ^= 1; return p }}, Burst(), diagnostics.ReasonInvalid, "", "", 2 * time.Second},
		{"backwards", &fakeServer{edit: func(_ int, p []byte) []byte { p[atReceive+3]++; return p }}, Burst(), diagnostics.ReasonInvalid, "its time moved", "", time.Second},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran++
			in(t, c.server, func(t *testing.T, w *world) {
				r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, c.plan, nil)
				wants(t, r, c.reason, c.detail)
				if r.KissCode != c.code {
					t.Errorf("kiss code %q, want %q", r.KissCode, c.code)
				}
				if took := time.Since(w.began); took > c.within {
					t.Errorf("took %v, want at most %v", took, c.within)
				}
			})
		})
	}
	if ran != 16 {
		t.Errorf("%d cases ran, want 16", ran)
	}
}

// kiss makes every answer one of stratum 0 with a code.
func kiss(code string) func(int, []byte) []byte {
	return func(_ int, p []byte) []byte {
		p[0], p[1] = 3<<6|p[0]&0x3f, 0
		copy(p[atReference:], code)
		return p
	}
}

// bare is a kiss whose other stamps are zero.
func bare(code string) func(int, []byte) []byte {
	return func(n int, p []byte) []byte {
		p = kiss(code)(n, p)
		clear(p[atReceive:])
		return p
	}
}

func TestNamesThatLeadNowhere(t *testing.T) {
	in(t, nil, func(t *testing.T, w *world) {
		c := w.client()
		wants(t, c.Measure(context.Background(), Server{Name: "gone.example"}, Burst(), nil), diagnostics.ReasonDNS, "no such host")
		before := w.lookups.Load()
		for _, name := range []string{"", "a b", "ntp.example:", "ntp.example:0", "ntp.example:70000", "[192.0.2.1]", "http://ntp.example"} {
			wants(t, c.Measure(context.Background(), Server{Name: name}, Burst(), nil), diagnostics.ReasonInvalid, "named as")
		}
		if w.lookups.Load() != before {
			t.Error("an impossible name was looked up")
		}
		w.hangs = true
		began := time.Now()
		wants(t, c.Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil), diagnostics.ReasonDNS, "")
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("a silent resolver took %v", took)
		}
	})
}

func TestNextAddressOnlyWhereUnreachable(t *testing.T) {
	cases := []struct {
		name    string
		dialing error
		server  *fakeServer // of the first address
		want    string
	}{
		{"no route", unreachableErrors()[0], nil, "192.0.2.7:123"},
		{"no route, told on reading", nil, &fakeServer{fail: unreachableErrors()[1]}, "192.0.2.7:123"},
		{"refused", nil, &fakeServer{fail: refusedErrors()[0]}, "[2001:db8::1]:123"},
		{"silent", nil, nil, "[2001:db8::1]:123"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in(t, &fakeServer{}, func(t *testing.T, w *world) {
				w.hosts["ntp.example"] = []string{"2001:db8::1", "192.0.2.7"}
				w.servers["[2001:db8::1]:123"] = c.server
				if c.dialing != nil {
					w.errors["[2001:db8::1]:123"] = c.dialing
				}
				r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
				if r.Address != c.want {
					t.Errorf("asked %s last, want %s", r.Address, c.want)
				}
				if (r.Outcome == diagnostics.Measured) != (c.want == "192.0.2.7:123") {
					t.Errorf("outcome %s", r.Outcome)
				}
			})
		})
	}
}

func TestNoiseBeforeTheAnswerIsPassedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		good := answerTo(make([]byte, packetSize), w.now())
		conn := &fakeConn{world: w, in: make(chan []byte, 4), closed: make(chan struct{}), failed: make(chan error, 1), deadline: time.Now().Add(time.Minute)}
		forged := append([]byte(nil), good...)
		forged[atOrigin] = 1
		conn.in <- []byte("?")
		conn.in <- forged
		conn.in <- good
		asking := &askingConn{Conn: conn}
		buffer := make([]byte, 100)
		n, err := asking.Read(buffer)
		if err != nil || n != packetSize || asking.wrong != 2 {
			t.Errorf("read %d %v after %d wrong ones, want 48 after 2", n, err, asking.wrong)
		}
	})
}

func TestManners(t *testing.T) {
	gaps := func(asked []time.Duration) (gaps []time.Duration) {
		for i := 1; i < len(asked); i++ {
			gaps = append(gaps, asked[i]-asked[i-1])
		}
		return gaps
	}
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
	s := &fakeServer{}
	s.edit = func(n int, p []byte) []byte {
		if n == 2 {
			s.off = time.Hour // from the third answer on
		}
		return p
	}
	in(t, s, func(t *testing.T, w *world) {
		r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
		if e := w.miss(t, r, time.Hour).Abs(); e > time.Microsecond || r.Samples != 4 {
			t.Errorf("error %v against the stepped clock, %d samples", e, r.Samples)
		}
		if n := len(s.questions()); n != 7 && n != 8 {
			t.Errorf("%d questions", n)
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
