package ntp

import "time"

// eraSeconds is the length of an NTP era, 2^32 s (RFC 5905 section 6).
const eraSeconds = 1 << 32

// inEraOf moves t by whole eras to within 68 years of near. A packet does not
// say its era; the date of the release does, whatever year the host believes in.
func inEraOf(t, near time.Time) time.Time {
	apart := near.Unix() - t.Unix()
	eras := apart / eraSeconds
	switch rest := apart % eraSeconds; {
	case rest > eraSeconds/2:
		eras++
	case rest < -eraSeconds/2:
		eras--
	}
	return time.Unix(t.Unix()+eras*eraSeconds, int64(t.Nanosecond())).UTC()
}
