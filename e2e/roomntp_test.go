//go:build e2e && linux

package e2e

import (
	"encoding/binary"
	"net"
	"testing"
	"time"
)

// The layout of an NTP message (RFC 5905, section 7.3).
const (
	ntpSize      = 48
	ntpReference = 16
	ntpOrigin    = 24
	ntpReceive   = 32
	ntpTransmit  = 40
	// ntpEpoch is 1970 in seconds since 1900.
	ntpEpoch = 2208988800
)

// timeServer answers NTP on an address, as a server with a clock of its own
// does, wrong by shift.
func timeServer(t *testing.T, address string, shift time.Duration) {
	t.Helper()
	conn, err := net.ListenPacket("udp4", address)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		var request [512]byte
		for {
			n, from, err := conn.ReadFrom(request[:])
			if err != nil {
				return // it was closed
			}
			if answer := timeAnswer(request[:n], shift); answer != nil {
				_, _ = conn.WriteTo(answer, from) // who does not get it asks again
			}
		}
	}()
	t.Cleanup(func() {
		_ = conn.Close()
		<-served
	})
}

// timeAnswer answers a client's request, nil to anything else.
func timeAnswer(request []byte, shift time.Duration) []byte {
	const modes, client, server = 7, 3, 4
	if len(request) < ntpSize || request[0]&modes != client {
		return nil
	}
	now := time.Now().Add(shift)
	answer := make([]byte, ntpSize)
	answer[0] = request[0]&0o70 | server // the version that was asked for
	answer[1] = 1                        // stratum
	answer[2] = request[2]               // poll
	answer[3] = 0xec                     // precision: a microsecond
	binary.BigEndian.PutUint32(answer[8:], 1<<16/1000)
	copy(answer[12:], "GPS")
	putTime(answer[ntpReference:], now.Add(-time.Second))
	copy(answer[ntpOrigin:], request[ntpTransmit:ntpSize])
	putTime(answer[ntpReceive:], now)
	putTime(answer[ntpTransmit:], now)
	return answer
}

func putTime(field []byte, at time.Time) {
	binary.BigEndian.PutUint32(field, uint32(at.Unix()+ntpEpoch))
	binary.BigEndian.PutUint32(field[4:], uint32((uint64(at.Nanosecond())<<32)/1e9))
}
