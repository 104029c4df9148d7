package lab

import (
	"encoding/binary"
	"time"
)

// The layout of an NTP packet: RFC 5905, section 7.3.
const (
	packetSize = 48
	modeClient = 3
	modeServer = 4

	leapNone    = 0
	leapUnknown = 3 // the server's clock is not synchronised

	precision = 0xe9 // 2^-23 s, as a signed byte
)

// request is what a server needs of a client's packet.
type request struct {
	version byte
	poll    byte
	origin  [8]byte // the client's transmit timestamp, to be given back as it is
}

// parseRequest takes the packet of a client of version 3 or 4; a longer packet
// is taken where extension fields or a MAC could make it so (RFC 5905, section
// 7.5: everything after the header comes in words of four bytes).
func parseRequest(data []byte) (request, bool) {
	if len(data) < packetSize || len(data)%4 != 0 {
		return request{}, false
	}
	version := data[0] >> 3 & 7
	if data[0]&7 != modeClient || version < 3 || version > 4 {
		return request{}, false
	}
	r := request{version: version, poll: data[2]}
	copy(r.origin[:], data[40:48])
	return r, true
}

// answer is what a server says.
type answer struct {
	leap       byte
	stratum    byte
	rootDelay  time.Duration
	dispersion time.Duration
	reference  [4]byte // reference id, or a kiss code
	updated    time.Time
	received   time.Time
	sent       time.Time
}

// encode writes the answer to a request.
func (a answer) encode(r request) []byte {
	out := make([]byte, packetSize)
	out[0] = a.leap<<6 | r.version<<3 | modeServer
	out[1] = a.stratum
	out[2] = r.poll
	out[3] = precision
	binary.BigEndian.PutUint32(out[4:], short(a.rootDelay))
	binary.BigEndian.PutUint32(out[8:], short(a.dispersion))
	copy(out[12:16], a.reference[:])
	binary.BigEndian.PutUint64(out[16:], timestamp(a.updated))
	copy(out[24:32], r.origin[:])
	binary.BigEndian.PutUint64(out[32:], timestamp(a.received))
	binary.BigEndian.PutUint64(out[40:], timestamp(a.sent))
	return out
}

// secondsTo1970 lie between NTP's prime epoch, 1900-01-01, and Unix's.
const secondsTo1970 = 2208988800

// timestamp is the 64-bit NTP timestamp of t, the seconds modulo 2^32 whatever
// the era (RFC 5905, section 6). The zero time is the zero timestamp: unknown.
func timestamp(t time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	seconds := uint64(uint32(t.Unix() + secondsTo1970))
	fraction := (uint64(t.Nanosecond())<<32 + 5e8) / 1e9
	return seconds<<32 | fraction
}

// short is the 32-bit NTP short format: 16 bits of seconds, 16 of fraction,
// rounded up, for a bound must not shrink.
func short(d time.Duration) uint32 {
	value := (uint64(max(d, 0))<<16 + 999_999_999) / 1_000_000_000
	return uint32(min(value, 1<<32-1))
}
