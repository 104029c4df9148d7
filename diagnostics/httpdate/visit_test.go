package httpdate

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"syscall"
	"testing"
	"time"

	"unskew/diagnostics"
)

func TestSilenceAtEachStep(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	cases := []struct {
		name   string
		accept func(*world, *webServer) func(net.Conn)
		reason diagnostics.Reason
	}{
		{"connecting", func(*world, *webServer) func(net.Conn) { return nil }, diagnostics.ReasonTimeout},
		{"handshake", func(*world, *webServer) func(net.Conn) {
			return func(c net.Conn) { io.Copy(io.Discard, c) } // until it is closed
		}, diagnostics.ReasonTimeout},
		{"does not even read", func(*world, *webServer) func(net.Conn) {
			return func(c net.Conn) { time.Sleep(time.Minute) }
		}, diagnostics.ReasonTimeout},
		{"answer", func(_ *world, s *webServer) func(net.Conn) {
			s.rtt = time.Minute
			return s.serve
		}, diagnostics.ReasonTimeout},
		{"drips", func(_ *world, s *webServer) func(net.Conn) {
			return func(c net.Conn) {
				for { // one byte of nonsense at a time
					if _, err := c.Write([]byte{22}); err != nil {
						return
					}
					time.Sleep(100 * time.Millisecond)
				}
			}
		}, ""},
		{"speaks no TLS", func(*world, *webServer) func(net.Conn) {
			return func(c net.Conn) {
				go io.Copy(io.Discard, c) // until it is closed
				io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n\r\n")
				time.Sleep(time.Second)
			}
		}, diagnostics.ReasonNotHTTP},
		{"hangs up", func(*world, *webServer) func(net.Conn) { return func(net.Conn) {} }, diagnostics.ReasonInvalid},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran++
			in(t, ca, func(t *testing.T, w *world, s *webServer) {
				w.accepts["192.0.2.7:443"] = c.accept(w, s)
				r := w.client().Measure(context.Background(), web(), false, nil).Reading
				if r.Outcome != diagnostics.Failed || c.reason != "" && r.Reason != c.reason {
					t.Errorf("reading is %s %s %q, want failed %s", r.Outcome, r.Reason, r.Detail, c.reason)
				}
				if took := time.Since(w.began); took > 2*time.Second {
					t.Errorf("took %v", took)
				}
			})
		})
	}
	if ran != 7 {
		t.Errorf("%d cases ran, want 7", ran)
	}
}

func TestNoWay(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	in(t, ca, func(t *testing.T, w *world, _ *webServer) {
		c := w.client()
		wants(t, c.Measure(context.Background(), Host{URL: "https://gone.example"}, false, nil).Reading, diagnostics.ReasonDNS, "no such host")
		for _, u := range []string{"", "http://web.example", "web.example", "https://", "https://%zz", "ftp://web.example"} {
			wants(t, c.Measure(context.Background(), Host{URL: u}, false, nil).Reading, diagnostics.ReasonInvalid, "https://host")
		}
	})
	ran := 0
	for number, reason := range map[syscall.Errno]diagnostics.Reason{
		diagnostics.RefusedErrors()[0]: diagnostics.ReasonRefused, diagnostics.ResetErrors()[0]: diagnostics.ReasonRefused,
		diagnostics.UnreachableErrors()[0]: diagnostics.ReasonUnreachable,
	} {
		if f := failureOf(&net.OpError{Op: "dial", Err: number}); f.reason != reason {
			t.Errorf("%v became %s, want %s", number, f.reason, reason)
		}
		ran++
	}
	if ran != 3 {
		t.Error("too few cases")
	}
}

func TestThroughSockets(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	clock := hostClock{time.Now()}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", truth.Add(clock.Raw()+time.Hour).Format(http.TimeFormat))
	}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{ca.issue(t, "web.example", -month, month)}}
	server.StartTLS()
	client := &Client{Network: diagnostics.HostNetwork{}, Clock: clock, Roots: ca.pool, Built: built}
	r := client.Measure(context.Background(), Host{URL: server.URL}, false, nil).Reading
	if e := r.Anchor.At(0).Sub(truth.Add(time.Hour)).Abs(); r.Outcome != diagnostics.Measured || e > r.Anchor.Uncertainty {
		t.Errorf("reading %+v, error %v", r, e)
	}
	server.Close()
	wants(t, client.Measure(context.Background(), Host{URL: server.URL}, false, nil).Reading, diagnostics.ReasonRefused, "")
}

func TestOtherFamilyIsTriedSoon(t *testing.T) {
	in(t, newAuthority(t, "Test Root"), func(t *testing.T, w *world, s *webServer) {
		w.hosts["web.example"] = []string{"2001:db8::1", "2001:db8::2", "192.0.2.7"}
		r := w.client().Measure(context.Background(), web(), false, nil).Reading
		w.miss(t, r, 0)
		if took := time.Since(w.began); took > 600*time.Millisecond {
			t.Errorf("took %v over %v", took, w.dials())
		}
	})
}

func TestTwoOf(t *testing.T) {
	cases := []struct{ found, want []string }{
		{[]string{"192.0.2.1"}, []string{"192.0.2.1"}},
		{[]string{"192.0.2.1", "192.0.2.2", "192.0.2.3"}, []string{"192.0.2.1", "192.0.2.2"}},
		{[]string{"192.0.2.1", "192.0.2.2", "2001:db8::1"}, []string{"192.0.2.1", "2001:db8::1"}},
	}
	for _, c := range cases {
		if got := twoOf(c.found); !slices.Equal(got, c.want) {
			t.Errorf("of %v: %v, want %v", c.found, got, c.want)
		}
	}
	if len(cases) != 3 {
		t.Error("too few cases")
	}
}

func TestCancelEndsAtOnce(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	in(t, ca, func(t *testing.T, w *world, s *webServer) {
		s.rtt = time.Second
		// Not the test's context: a goroutine left behind deadlocks the bubble.
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(100*time.Millisecond, cancel)
		r := w.client().Measure(ctx, web(), true, nil).Reading
		if took := time.Since(w.began); r.Outcome != diagnostics.Skipped || took != 100*time.Millisecond {
			t.Errorf("%s after %v", r.Outcome, took)
		}
	})
	in(t, ca, func(t *testing.T, w *world, s *webServer) {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(300*time.Millisecond, cancel)
		r := w.client().Measure(ctx, web(), true, nil).Reading
		w.miss(t, r, 0) // what is known by then stands
		if took := time.Since(w.began); took != 300*time.Millisecond {
			t.Errorf("ended after %v", took)
		}
	})
}
