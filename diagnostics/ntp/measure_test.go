package ntp

import (
	"context"
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
	offsets := []time.Duration{-48 * time.Hour, -56 * year, -60 * year, 9*year + 50*24*time.Hour, 12 * year, 60 * year, time.Hour}
	for _, off := range offsets {
		in(t, &fakeServer{off: off}, func(t *testing.T, w *world) {
			r := w.client().Measure(context.Background(), Server{Name: "ntp.example"}, Burst(), nil)
			if e := w.miss(t, r, off).Abs(); e > time.Microsecond {
				t.Errorf("server %v off: error %v", off, e)
			}
		})
	}
	if len(offsets) != 7 {
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
		{"closed port", &fakeServer{fail: diagnostics.RefusedErrors()[0]}, Burst(), diagnostics.ReasonRefused, "", "", 0},
		{"no route", &fakeServer{fail: diagnostics.UnreachableErrors()[1]}, Burst(), diagnostics.ReasonUnreachable, "", "", 0},
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
		{"no transmit stamp", &fakeServer{edit: func(_ int, p []byte) []byte { clear(p[atTransmit:]); return p }}, Burst(), diagnostics.ReasonInvalid, "none of them an answer", "", 2 * time.Second},
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
	if ran != 17 {
		t.Errorf("%d cases ran, want 17", ran)
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
		{"no route", diagnostics.UnreachableErrors()[0], nil, "192.0.2.7:123"},
		{"no route, told on reading", nil, &fakeServer{fail: diagnostics.UnreachableErrors()[1]}, "192.0.2.7:123"},
		{"refused", nil, &fakeServer{fail: diagnostics.RefusedErrors()[0]}, "[2001:db8::1]:123"},
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
		other := append([]byte(nil), good...)
		other[0] = other[0]&^7 | 5 // a broadcast
		conn.in <- []byte("?")
		conn.in <- forged
		conn.in <- other
		conn.in <- good
		asking := &askingConn{Conn: conn}
		buffer := make([]byte, 100)
		n, err := asking.Read(buffer)
		if err != nil || n != packetSize || asking.wrong != 3 {
			t.Errorf("read %d %v after %d wrong ones, want 48 after 3", n, err, asking.wrong)
		}
	})
}
