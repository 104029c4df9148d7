package httpdate

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"unskew/diagnostics"
)

func TestOutcomes(t *testing.T) {
	cases := []struct{ requests, sweeps, want int }{
		{0, 0, 1}, {0, 3, 1}, {5, 0, 1}, {1, 1, 2}, {4, 1, 5}, {2, 2, 4}, {11, 2, 67}, {11, 3, 232}, {3, 9, 8},
	}
	for _, c := range cases {
		if got := outcomes(c.requests, c.sweeps); got != c.want {
			t.Errorf("%d requests in %d sweeps tell %d apart, want %d", c.requests, c.sweeps, got, c.want)
		}
	}
	if len(cases) != 9 {
		t.Error("too few cases")
	}
}

// TestEveryPhase walks the search alone through every phase of the second.
func TestEveryPhase(t *testing.T) {
	const trials = 4001
	var errors []float64
	for i := range trials {
		off := time.Duration(i) * time.Second / trials
		stampAt := func(raw time.Duration) stamp {
			return stamp{date: truth.Add(off + raw).Truncate(time.Second), asked: raw, heard: raw}
		}
		s := newSearch(stampAt(0))
		now := time.Duration(0)
		for {
			when, ok := s.next(now, fineLimit)
			if !ok {
				break
			}
			if when < now {
				t.Fatalf("phase %v: asks in the past", off)
			}
			now = when
			if s.add(stampAt(now)) {
				t.Fatalf("phase %v: stale", off)
			}
		}
		if s.unsteady || len(s.stamps) > maxRequests || now > fineLimit {
			t.Fatalf("phase %v: unsteady %v, %d requests, %v", off, s.unsteady, len(s.stamps), now)
		}
		at := truth.Add(off)
		if at.Before(s.bracket.low) || at.After(s.bracket.high) {
			t.Fatalf("phase %v: the truth lies outside the bracket", off)
		}
		errors = append(errors, math.Abs(s.bracket.anchor(0).True.Sub(at).Seconds()*1000))
	}
	slices.Sort(errors)
	if m := errors[trials/2]; m > 1.5 || len(errors) != trials {
		t.Errorf("median error %.2f ms over %d phases, want at most 1.5", m, len(errors))
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add([]byte(good(truth)), false)
	f.Add([]byte("HTTP/1.1 103 Early Hints\r\n\r\n"+good(truth)), true)
	f.Add([]byte("HTTP/1.1 200 OK\r\nAge: 5\r\nDate: x\r\n\r\n"), false)
	f.Add([]byte("HTTP/1.0 403 No\r\n\r\n"), true)
	f.Add([]byte("220 mail\r\n"), false)
	f.Fuzz(func(t *testing.T, text []byte, proxied bool) {
		v := &visit{bound: &io.LimitedReader{R: bytes.NewReader(text)}}
		v.reader = bufio.NewReader(v.bound)
		response, err := v.readHeader(&http.Request{Method: http.MethodHead})
		if err == nil {
			_, err = dateOf(response, proxied)
		}
		if err == nil {
			return
		}
		known := failureOf(err)
		if known.reason == "" || diagnostics.Clean(known.detail, detailLimit) != known.detail {
			t.Errorf("failure %q %q", known.reason, known.detail)
		}
	})
}

// BenchmarkFine measures a freshly stamping server through TLS on loopback, at
// offsets off any grid. Run it with -benchtime=20x.
func BenchmarkFine(b *testing.B) {
	ca := newAuthority(b, "Test Root")
	clock := hostClock{time.Now()}
	var off atomic.Int64
	var requests atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.Header().Set("Date", truth.Add(clock.Raw()+time.Duration(off.Load())).Format(http.TimeFormat))
	}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{ca.issue(b, "web.example", -month, month)}}
	server.StartTLS()
	defer server.Close()
	client := &Client{Network: diagnostics.HostNetwork{}, Clock: clock, Roots: ca.pool, Built: built}
	var seconds, misses, asked []float64
	for i := 0; b.Loop(); i++ {
		off.Store(int64(time.Duration(i) * 137_215_119))
		requests.Store(0)
		began := clock.Raw()
		r := client.Measure(context.Background(), Host{URL: server.URL}, true, nil).Reading
		if r.Outcome != diagnostics.Measured {
			b.Fatalf("%s %s", r.Reason, r.Detail)
		}
		seconds = append(seconds, (clock.Raw() - began).Seconds())
		asked = append(asked, float64(requests.Load()))
		e := r.Anchor.At(0).Sub(truth.Add(time.Duration(off.Load())))
		misses = append(misses, math.Abs(e.Seconds()*1000))
	}
	for _, values := range [][]float64{seconds, misses, asked} {
		slices.Sort(values)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(seconds[len(seconds)-1], "s/slowest")
	b.ReportMetric(misses[len(misses)/2], "ms/error")
	b.ReportMetric(asked[len(asked)-1], "requests/most")
}

// hostClock is this machine's monotonic clock as the raw one.
type hostClock struct{ began time.Time }

func (c hostClock) Raw() time.Duration { return time.Since(c.began) }
func (c hostClock) Wall() time.Time    { return truth.Add(c.Raw()) }
