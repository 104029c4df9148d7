package ntp

import (
	"context"
	"encoding/binary"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
)

// A world in memory, for time that is not real: a clock, a network of
// datagrams, and servers with faults.

// released stands for the date of the release.
var released = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// truth is true time when a world begins.
var truth = time.Date(2026, 12, 24, 18, 0, 0, 123456789, time.UTC)

// world is what the tests run in. Its raw time is the bubble's.
type world struct {
	began   time.Time
	wall    time.Duration // OS clock minus truth
	hosts   map[string][]string
	servers map[string]*fakeServer // by host:port
	errors  map[string]error       // of dialing, by host:port
	lookups atomic.Int32
	hangs   bool // the resolver never answers
}

func newWorld() *world {
	return &world{
		began: time.Now(), hosts: map[string][]string{},
		servers: map[string]*fakeServer{}, errors: map[string]error{},
	}
}

func (w *world) Raw() time.Duration { return 7*time.Hour + time.Since(w.began) }
func (w *world) Wall() time.Time    { return w.now().Add(w.wall) }
func (w *world) now() time.Time     { return truth.Add(time.Since(w.began)) }

func (w *world) client() *Client { return &Client{Network: w, Clock: w, Base: released} }

func (w *world) LookupHost(ctx context.Context, host string) ([]string, error) {
	w.lookups.Add(1)
	if w.hangs {
		<-ctx.Done()
		return nil, &net.DNSError{Err: ctx.Err().Error(), Name: host, IsTimeout: true}
	}
	if found := w.hosts[host]; found != nil {
		return found, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

func (w *world) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if network != "udp" {
		panic("dialed " + network)
	}
	if err := w.errors[address]; err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", err)}
	}
	return &fakeConn{
		world: w, server: w.servers[address], in: make(chan []byte, 16),
		closed: make(chan struct{}), failed: make(chan error, 1),
	}, nil
}

// fakeServer answers as its fields say; the zero one is honest, near and exact.
type fakeServer struct {
	off         time.Duration              // its clock minus truth
	delay       func() (forth, back int64) // in nanoseconds; nil: none
	edit        func(n int, packet []byte) []byte
	silentAfter int   // answers before it falls silent; 0: never
	failAfter   int   // with fail: answers before
	fail        error // a read error instead of an answer

	mu     sync.Mutex
	asked  []time.Duration // raw times of questions
	served int
}

func (s *fakeServer) questions() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]time.Duration(nil), s.asked...)
}

// fakeConn is one client's socket.
type fakeConn struct {
	net.Conn // panics for what no test needs
	world    *world
	server   *fakeServer
	in       chan []byte
	failed   chan error
	once     sync.Once
	closed   chan struct{}
	mu       sync.Mutex
	deadline time.Time
}

func (c *fakeConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return nil
}

func (c *fakeConn) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	return nil
}

func (c *fakeConn) Read(p []byte) (int, error) {
	c.mu.Lock()
	timer := time.NewTimer(time.Until(c.deadline))
	c.mu.Unlock()
	defer timer.Stop()
	select {
	case packet := <-c.in:
		return copy(p, packet), nil
	case err := <-c.failed:
		return 0, &net.OpError{Op: "read", Net: "udp", Err: os.NewSyscallError("read", err)}
	case <-c.closed:
		return 0, net.ErrClosed
	case <-timer.C:
		return 0, os.ErrDeadlineExceeded
	}
}

func (c *fakeConn) Write(p []byte) (int, error) {
	s := c.server
	if s == nil {
		return len(p), nil // nobody there
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, c.world.Raw())
	s.served++
	n := s.served
	if s.fail != nil && n > s.failAfter {
		c.failed <- s.fail
		return len(p), nil
	}
	if s.silentAfter > 0 && n > s.silentAfter {
		return len(p), nil
	}
	var forth, back int64
	if s.delay != nil {
		forth, back = s.delay()
	}
	question := append([]byte(nil), p...)
	time.AfterFunc(time.Duration(forth), func() {
		packet := answerTo(question, c.world.now().Add(s.off))
		if s.edit != nil {
			if packet = s.edit(n, packet); packet == nil {
				return
			}
		}
		time.AfterFunc(time.Duration(back), func() { c.in <- packet })
	})
	return len(p), nil
}

// answerTo is the answer of a good stratum 2 server whose clock shows now.
func answerTo(question []byte, now time.Time) []byte {
	p := make([]byte, packetSize)
	var precision int8 = -29
	p[0], p[1], p[3] = 0<<6|4<<3|modeServer, 2, byte(precision)
	copy(p[atReference:], []byte{192, 0, 2, 1})
	putTime(p[16:], now.Add(-time.Minute))
	copy(p[atOrigin:atReceive], question[atTransmit:packetSize])
	putTime(p[atReceive:], now)
	putTime(p[atTransmit:], now)
	return p
}

// putTime writes an NTP time stamp; the era is lost, as on the wire.
func putTime(p []byte, t time.Time) {
	const from1900to1970 = 2208988800
	binary.BigEndian.PutUint32(p, uint32(t.Unix()+from1900to1970))
	binary.BigEndian.PutUint32(p[4:], uint32(uint64(t.Nanosecond())<<32/1_000_000_000))
}

// in runs a test in a bubble with a world of one server, ntp.example.
func in(t *testing.T, s *fakeServer, test func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.hosts["ntp.example"] = []string{"192.0.2.7"}
		if s != nil {
			w.servers["192.0.2.7:123"] = s
		}
		test(t, w)
	})
}

// wants fails the test where a reading is not the failure that it should be.
func wants(t *testing.T, r diagnostics.Reading, reason diagnostics.Reason, detail string) {
	t.Helper()
	if r.Outcome != diagnostics.Failed || r.Reason != reason || !strings.Contains(r.Detail, detail) {
		t.Errorf("reading is %s %s %q, want failed %s with %q", r.Outcome, r.Reason, r.Detail, reason, detail)
	}
}

// miss returns how far a measured reading is from truth plus off.
func (w *world) miss(t *testing.T, r diagnostics.Reading, off time.Duration) time.Duration {
	t.Helper()
	if r.Outcome != diagnostics.Measured {
		t.Fatalf("reading is %s %s %q, want measured", r.Outcome, r.Reason, r.Detail)
	}
	if r.Anchor.Uncertainty <= 0 {
		t.Errorf("uncertainty is %v", r.Anchor.Uncertainty)
	}
	return r.Anchor.At(w.Raw()).Sub(w.now().Add(off))
}
