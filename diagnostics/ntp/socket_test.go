package ntp

import (
	"context"
	"math/rand/v2"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"

	"unskew/diagnostics"
)

// hostClock is this machine's monotonic clock as the raw one, with a wall clock
// that is two days behind.
type hostClock struct{ began time.Time }

func (c hostClock) Raw() time.Duration { return time.Since(c.began) }
func (c hostClock) Wall() time.Time    { return truth.Add(c.Raw() - 48*time.Hour) }
func (c hostClock) now() time.Time     { return truth.Add(c.Raw()) }

// loopback is a server behind a delay line, on a real socket.
type loopback struct {
	clock  hostClock
	off    time.Duration
	rtt    time.Duration
	jitter time.Duration // mean of an exponential one, each way
	silent bool
}

// start serves until the test ends and returns the server's address.
func (l loopback) start(tb testing.TB) string {
	tb.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	var serving sync.WaitGroup
	tb.Cleanup(func() {
		conn.Close()
		serving.Wait()
	})
	serving.Go(func() {
		buffer := make([]byte, 100)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			if l.silent {
				continue
			}
			question := append([]byte(nil), buffer[:n]...)
			if l.rtt == 0 && l.jitter == 0 {
				l.answer(conn, from, question)
				continue
			}
			serving.Go(func() { l.answer(conn, from, question) })
		}
	})
	return conn.LocalAddr().String()
}

func (l loopback) answer(conn net.PacketConn, to net.Addr, question []byte) {
	l.wait()
	packet := answerTo(question, l.clock.now().Add(l.off))
	l.wait()
	conn.WriteTo(packet, to) // a lost packet is a lost packet
}

// wait is one way of the path. A sleep alone is late by up to a millisecond.
func (l loopback) wait() {
	delay := l.rtt / 2
	if l.jitter > 0 {
		delay += time.Duration(rand.ExpFloat64() * float64(l.jitter))
	}
	if delay == 0 {
		return
	}
	until := l.clock.Raw() + delay
	time.Sleep(delay - 1500*time.Microsecond)
	for l.clock.Raw() < until {
		runtime.Gosched()
	}
}

func TestThroughSockets(t *testing.T) {
	clock := hostClock{time.Now()}
	client := &Client{Network: diagnostics.HostNetwork{}, Clock: clock, Base: released}
	address := loopback{clock: clock, off: 90 * time.Second, rtt: 20 * time.Millisecond}.start(t)
	r := client.Measure(context.Background(), Server{Name: address}, Burst(), nil)
	if r.Outcome != diagnostics.Measured || r.Samples < 2 {
		t.Fatalf("reading %+v", r)
	}
	if e := r.Anchor.At(clock.Raw()).Sub(clock.now().Add(90 * time.Second)).Abs(); e > r.Anchor.UncertaintyAt(clock.Raw()) {
		t.Errorf("error %v outside ±%v", e, r.Anchor.Uncertainty)
	}
}

func TestClosedPortIsRefusedAtOnce(t *testing.T) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := conn.LocalAddr().String()
	conn.Close()
	clock := hostClock{time.Now()}
	client := &Client{Network: diagnostics.HostNetwork{}, Clock: clock, Base: released}
	r := client.Measure(context.Background(), Server{Name: address}, Burst(), nil)
	wants(t, r, diagnostics.ReasonRefused, "")
	if took := clock.Raw(); took > time.Second {
		t.Errorf("took %v", took)
	}
}

// The benchmarks report what the figures in the documentation are made of. Run
// them with -benchtime=20x.

func BenchmarkFirstNumber(b *testing.B) {
	atRoundTrips(b, func(b *testing.B, rtt time.Duration) {
		clock := hostClock{time.Now()}
		client := &Client{Network: diagnostics.HostNetwork{}, Clock: clock, Base: released}
		address := loopback{clock: clock, rtt: rtt}.start(b)
		var seconds, misses []float64
		for b.Loop() {
			began := clock.Raw()
			first := true
			ctx, cancel := context.WithCancel(context.Background())
			client.Measure(ctx, Server{Name: address}, Burst(), func(r diagnostics.Reading) {
				if first {
					seconds = append(seconds, (clock.Raw() - began).Seconds())
					misses = append(misses, microseconds(r.Anchor, clock))
				}
				first = false
				cancel()
			})
			cancel()
		}
		report(b, seconds, misses)
	})
}

func BenchmarkFourServersFourSamples(b *testing.B) {
	atRoundTrips(b, func(b *testing.B, rtt time.Duration) {
		clock := hostClock{time.Now()}
		client := &Client{Network: diagnostics.HostNetwork{}, Clock: clock, Base: released}
		var servers []Server
		for range 4 {
			servers = append(servers, Server{Name: loopback{clock: clock, rtt: rtt}.start(b)})
		}
		var seconds, misses []float64
		for b.Loop() {
			began := clock.Raw()
			c := Select(all(client, servers), clock.Raw())
			seconds = append(seconds, (clock.Raw() - began).Seconds())
			if !c.Found || c.Witnesses != 4 {
				b.Fatalf("%d witnesses", c.Witnesses)
			}
			misses = append(misses, microseconds(c.Anchor, clock))
		}
		report(b, seconds, misses)
	})
}

// BenchmarkBadServers: two good ones, one an hour off, one silent, at 100 ms.
func BenchmarkBadServers(b *testing.B) {
	clock := hostClock{time.Now()}
	client := &Client{Network: diagnostics.HostNetwork{}, Clock: clock, Base: released}
	const rtt = 100 * time.Millisecond
	servers := []Server{
		{Name: loopback{clock: clock, rtt: rtt}.start(b)},
		{Name: loopback{clock: clock, rtt: rtt, off: time.Hour}.start(b)},
		{Name: loopback{clock: clock, rtt: rtt}.start(b)},
		{Name: loopback{clock: clock, silent: true}.start(b)},
	}
	var answer, named, misses []float64
	for b.Loop() {
		began := clock.Raw()
		var mu sync.Mutex
		latest := make([]diagnostics.Reading, len(servers))
		var asking sync.WaitGroup
		found := time.Duration(0)
		for i, s := range servers {
			asking.Go(func() {
				last := client.Measure(context.Background(), s, Burst(), func(r diagnostics.Reading) {
					mu.Lock()
					defer mu.Unlock()
					latest[i] = r
					if c := Select(latest, clock.Raw()); found == 0 && c.Found && c.Witnesses == 2 {
						found = clock.Raw() - began
						misses = append(misses, microseconds(c.Anchor, clock))
					}
				})
				mu.Lock()
				defer mu.Unlock()
				latest[i] = last
			})
		}
		asking.Wait()
		c := Select(latest, clock.Raw())
		if c.Why[1] != diagnostics.UnusedFalseticker || latest[3].Reason != diagnostics.ReasonTimeout || !c.Found {
			b.Fatalf("why %q, silent one %q", c.Why, latest[3].Reason)
		}
		answer = append(answer, found.Seconds())
		named = append(named, (clock.Raw() - began).Seconds())
	}
	report(b, answer, misses)
	b.ReportMetric(median(named), "s/silence-named")
}

// BenchmarkJitter: eight samples under 10 ms of mean jitter each way.
func BenchmarkJitter(b *testing.B) {
	clock := hostClock{time.Now()}
	client := &Client{Network: diagnostics.HostNetwork{}, Clock: clock, Base: released}
	address := loopback{clock: clock, rtt: 10 * time.Millisecond, jitter: 10 * time.Millisecond}.start(b)
	plan := Plan{Samples: 8, Spacing: 20 * time.Millisecond, Timeout: silence}
	var seconds, misses []float64
	for b.Loop() {
		began := clock.Raw()
		r := client.Measure(context.Background(), Server{Name: address}, plan, nil)
		seconds = append(seconds, (clock.Raw() - began).Seconds())
		misses = append(misses, microseconds(r.Anchor, clock))
	}
	report(b, seconds, misses)
}

func atRoundTrips(b *testing.B, run func(b *testing.B, rtt time.Duration)) {
	for _, rtt := range []time.Duration{0, 100 * time.Millisecond, 300 * time.Millisecond} {
		b.Run("RTT="+rtt.String(), func(b *testing.B) { run(b, rtt) })
	}
}

func all(client *Client, servers []Server) []diagnostics.Reading {
	readings := make([]diagnostics.Reading, len(servers))
	var asking sync.WaitGroup
	for i, s := range servers {
		asking.Go(func() { readings[i] = client.Measure(context.Background(), s, Burst(), nil) })
	}
	asking.Wait()
	return readings
}

func microseconds(a diagnostics.Anchor, clock hostClock) float64 {
	raw := clock.Raw()
	return float64(a.At(raw).Sub(truth.Add(raw)).Abs().Nanoseconds()) / 1000
}

func report(b *testing.B, seconds, misses []float64) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(seconds), "s/answer")
	b.ReportMetric(median(misses), "µs/error")
}
