package main

import (
	"encoding/binary"
	"math/rand/v2"
	"net"
	"runtime"
	"time"
)

// Fields of an NTP packet (RFC 5905 section 7.3).
const (
	packetSize  = 48
	atReference = 12
	atOrigin    = 24
	atReceive   = 32
	atTransmit  = 40
	modeServer  = 4
)

// serveTime answers NTP questions. One that is not delayed is answered in line.
func (s server) serveTime(conn net.PacketConn) {
	buffer := make([]byte, 512)
	for {
		n, from, err := conn.ReadFrom(buffer)
		if err != nil {
			return
		}
		arrived := time.Now()
		if n < packetSize || s.fault == "silent" {
			continue
		}
		question := append([]byte(nil), buffer[:packetSize]...)
		if s.forth+s.back+s.jitter == 0 {
			s.answer(conn, from, question, arrived)
			continue
		}
		go s.answer(conn, from, question, arrived)
	}
}

func (s server) answer(conn net.PacketConn, to net.Addr, question []byte, arrived time.Time) {
	received := s.wait(arrived, s.forth)
	packet := s.packet(question, received.Add(s.offset))
	s.wait(received, s.back)
	_, _ = conn.WriteTo(packet, to) // a lost packet is a lost packet
}

// wait is one way of the path; it returns the time at its end. A sleep alone
// would be late by up to a millisecond.
func (s server) wait(began time.Time, delay time.Duration) time.Time {
	if s.jitter > 0 {
		delay += time.Duration(rand.ExpFloat64() * float64(s.jitter))
	}
	until := began.Add(delay)
	if delay == 0 {
		return time.Now()
	}
	time.Sleep(time.Until(until) - 1500*time.Microsecond)
	for time.Now().Before(until) {
		runtime.Gosched()
	}
	return time.Now()
}

// packet is the answer of a stratum 1 server whose clock shows now.
func (s server) packet(question []byte, now time.Time) []byte {
	p := make([]byte, packetSize)
	var precision int8 = -24
	version := question[0] >> 3 & 7
	p[0], p[1], p[2], p[3] = version<<3|modeServer, 1, question[2], byte(precision)
	copy(p[atReference:], "GPS\x00")
	putTime(p[16:], now.Add(-time.Second))
	copy(p[atOrigin:atReceive], question[atTransmit:packetSize])
	putTime(p[atReceive:], now)
	putTime(p[atTransmit:], now)
	switch s.fault {
	case "unsynchronised": // as chronyd says it: no reference id, no reference time
		p[0] |= 3 << 6
		p[1] = 0
		clear(p[atReference:atOrigin])
	case "kiss":
		p[0] |= 3 << 6
		p[1] = 0
		copy(p[atReference:], "RATE")
	}
	return p
}

// putTime writes an NTP time stamp; the era is lost, as on the wire.
func putTime(p []byte, t time.Time) {
	const from1900to1970 = 2208988800
	binary.BigEndian.PutUint32(p, uint32(t.Unix()+from1900to1970))
	binary.BigEndian.PutUint32(p[4:], uint32(uint64(t.Nanosecond())<<32/1_000_000_000))
}
