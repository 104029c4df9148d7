package ntp

import (
	"encoding/binary"
	"net"
	"time"
)

// Where things stand in a packet (RFC 5905 section 7.3).
const (
	packetSize     = 48
	atReference    = 12
	atOrigin       = 24
	atReceive      = 32
	atTransmit     = 40
	modeServer     = 4
	leapUnknown    = 3
	maxStratum     = 16
	worstPrecision = 4 // log2 seconds: 16 s, RFC 5905's MAXDISP
)

// header is what has to be known of an answer before its time is looked at.
type header struct {
	leap, mode, stratum uint8
	precision           int8
	reference           [4]byte
	origin              [8]byte
	receive, transmit   uint64
}

// parse reads the header of a packet. It reports false for a short one.
func parse(packet []byte) (header, bool) {
	if len(packet) < packetSize {
		return header{}, false
	}
	h := header{
		leap: packet[0] >> 6, mode: packet[0] & 7, stratum: packet[1], precision: int8(packet[3]),
		receive:  binary.BigEndian.Uint64(packet[atReceive:]),
		transmit: binary.BigEndian.Uint64(packet[atTransmit:]),
	}
	copy(h.reference[:], packet[atReference:])
	copy(h.origin[:], packet[atOrigin:])
	return h, true
}

// kissCode returns the code of a stratum 0 answer (RFC 5905 section 7.4): up to
// four printable ASCII characters, padded with zeros. Empty: there is none, as
// in the answers of a chronyd that is not synchronised.
func (h header) kissCode() string {
	if h.stratum != 0 {
		return ""
	}
	code := h.reference[:]
	for len(code) > 0 && code[len(code)-1] == 0 {
		code = code[:len(code)-1]
	}
	for _, b := range code {
		if b <= ' ' || b > '~' {
			return ""
		}
	}
	return string(code)
}

// asleep reports whether the server says that it has no time to give.
func (h header) asleep() bool {
	return h.leap == leapUnknown || h.stratum == 0 || h.stratum >= maxStratum
}

// precisionOf turns the exponent into a duration; an absurd one becomes 16 s.
func (h header) precisionOf() time.Duration {
	if h.precision >= 0 {
		return time.Second << min(int(h.precision), worstPrecision)
	}
	return time.Second >> min(-int(h.precision), 62)
}

// askingConn hands on only the answer to the question that was written to it.
// Anything else that arrives (noise, a late answer, a forgery that does not know
// our random stamp) is counted and passed over. It serves one question.
type askingConn struct {
	net.Conn
	asked  [8]byte // transmit stamp of the question; the answer repeats it
	answer header
	wrong  int
}

// Write notes the stamp of the question and sends it.
func (c *askingConn) Write(packet []byte) (int, error) {
	if len(packet) >= packetSize {
		copy(c.asked[:], packet[atTransmit:])
	}
	return c.Conn.Write(packet)
}

// Read returns the answer.
func (c *askingConn) Read(buffer []byte) (int, error) {
	for {
		n, err := c.Conn.Read(buffer)
		if err != nil {
			return 0, err
		}
		h, whole := parse(buffer[:n])
		if whole && h.mode == modeServer && h.origin == c.asked && (h.transmit != 0 || h.asleep()) {
			c.answer = h
			return n, nil
		}
		c.wrong++
	}
}
