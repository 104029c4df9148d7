//go:build e2e && linux

package e2e

import (
	"context"
	"encoding/binary"
	"net"
	"syscall"
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
// does, wrong by shift. It returns its address.
func timeServer(t *testing.T, address string, shift time.Duration) string {
	t.Helper()
	// A daemon may listen on all addresses, with the same port.
	config := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) (err error) {
		failed := raw.Control(func(socket uintptr) {
			err = syscall.SetsockoptInt(int(socket), syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
		})
		if failed != nil {
			return failed
		}
		return err
	}}
	conn, err := config.ListenPacket(context.Background(), "udp4", address)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		serveTime(conn, shift)
	}()
	t.Cleanup(func() {
		_ = conn.Close()
		<-served
	})
	return conn.LocalAddr().String()
}

// serveTime answers until the connection is closed.
func serveTime(conn net.PacketConn, shift time.Duration) {
	var request [512]byte
	for {
		n, from, err := conn.ReadFrom(request[:])
		received := time.Now().Add(shift)
		if err != nil {
			return
		}
		const modes, client, server = 7, 3, 4
		if n < ntpSize || request[0]&modes != client {
			continue
		}
		var answer [ntpSize]byte
		answer[0] = request[0]&0o70 | server // the version that was asked for
		answer[1] = 1                        // stratum
		answer[2] = request[2]               // poll
		answer[3] = 0xec                     // precision: a microsecond
		binary.BigEndian.PutUint32(answer[8:], 1<<16/1000)
		copy(answer[12:], "GPS")
		putTime(answer[ntpReference:], received.Add(-time.Second))
		copy(answer[ntpOrigin:], request[ntpTransmit:ntpSize])
		putTime(answer[ntpReceive:], received)
		putTime(answer[ntpTransmit:], time.Now().Add(shift))
		_, _ = conn.WriteTo(answer[:], from) // who does not get it asks again
	}
}

func putTime(field []byte, at time.Time) {
	binary.BigEndian.PutUint32(field, uint32(at.Unix()+ntpEpoch))
	binary.BigEndian.PutUint32(field[4:], uint32((uint64(at.Nanosecond())<<32)/1e9))
}
