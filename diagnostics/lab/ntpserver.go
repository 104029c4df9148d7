package lab

import (
	"context"
	"errors"
	"hash/fnv"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// ntpServer answers NTP requests as its scenario says.
type ntpServer struct {
	NTP
	now   func() time.Time // its own clock
	tasks *sync.WaitGroup

	mu      sync.Mutex
	jitter  *rand.Rand
	answers int
}

// inFlight is how many answers of one server may be under way at once; what a
// flood brings beyond that is lost.
const inFlight = 256

// longest is the longest request that is taken; what is cut is not answered.
const longest = 2048

func newNTPServer(n NTP, now func() time.Time, tasks *sync.WaitGroup) *ntpServer {
	return &ntpServer{NTP: n, now: now, tasks: tasks, jitter: rand.New(rand.NewPCG(seed(n.Name), 0))}
}

// seed makes random numbers the same in every run of a scenario.
func seed(name string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return h.Sum64()
}

// serve answers until the connection is closed.
func (s *ntpServer) serve(ctx context.Context, conn net.PacketConn) {
	slots := make(chan struct{}, inFlight)
	buffer := make([]byte, longest+1)
	for {
		n, from, err := conn.ReadFrom(buffer)
		if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // some systems tell here that an earlier answer found its port closed
		}
		r, ok := parseRequest(buffer[:n])
		if !ok || n > longest {
			continue
		}
		forth, back := s.delays()
		if forth == 0 && back == 0 {
			s.reply(ctx, conn, from, r, 0, 0) // in the order of the requests
			continue
		}
		select {
		case slots <- struct{}{}:
		default:
			continue
		}
		s.tasks.Go(func() {
			defer func() { <-slots }()
			s.reply(ctx, conn, from, r, forth, back)
		})
	}
}

// reply answers one request after its way forth, and sends after the way back.
func (s *ntpServer) reply(ctx context.Context, conn net.PacketConn, from net.Addr, r request, forth, back time.Duration) {
	if !sleep(ctx, forth) {
		return
	}
	data := s.packet(r)
	if !sleep(ctx, back) {
		return
	}
	_, _ = conn.WriteTo(data, from) // a lost answer is a lost packet
}

// delays returns the one-way delays of the next packet.
func (s *ntpServer) delays() (forth, back time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	extra := func() time.Duration { return time.Duration(s.jitter.ExpFloat64() * float64(s.Jitter)) }
	return time.Duration(s.Forth) + extra(), time.Duration(s.Back) + extra()
}

// packet is the answer at this moment.
func (s *ntpServer) packet(r request) []byte {
	now := s.now()
	a := answer{
		leap: leapNone, stratum: byte(s.Stratum),
		rootDelay: time.Duration(s.RootDelay), dispersion: time.Duration(s.Dispersion),
		reference: s.referenceID(), updated: now.Add(-37 * time.Second), received: now,
	}
	switch s.mode() {
	case Unsynchronised:
		a = answer{leap: leapUnknown, received: now}
	case Kiss:
		a = answer{leap: leapUnknown, received: now}
		copy(a.reference[:], s.Code)
	case "rate":
		a = answer{leap: leapUnknown, received: now}
		copy(a.reference[:], "RATE")
	case Garbage:
		return s.garbage()
	case Short:
		a.sent = now
		return a.encode(r)[:20]
	}
	a.sent = s.now()
	return a.encode(r)
}

// mode counts the answer and returns how it is to be.
func (s *ntpServer) mode() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers++
	if s.RateAfter > 0 && s.answers > s.RateAfter {
		return "rate"
	}
	return s.Behaviour
}

// referenceID is the kind of clock of a stratum 1 server, and an address above
// that (RFC 5905, section 7.3).
func (s *ntpServer) referenceID() [4]byte {
	if s.Stratum == 1 {
		return [4]byte{'G', 'P', 'S'}
	}
	return [4]byte{192, 0, 2, byte(seed(s.Operator))}
}

// garbage is a packet of an NTP packet's length in the mode of a client, with
// random content.
func (s *ntpServer) garbage() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]byte, packetSize)
	for i := range out {
		out[i] = byte(s.jitter.Uint32())
	}
	out[0] = out[0]&^7 | modeClient
	return out
}

// sleep lets time pass; false means that the world ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
