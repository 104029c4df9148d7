package ntp

import "time"

// silence is how long one request waits for its answer. It leaves a fifth of
// the two seconds within which a silent server must be named for resolving.
const silence = 1800 * time.Millisecond

// Plan says how many samples to take of one server, and how fast.
type Plan struct {
	// Samples is how many answers to gather.
	Samples int
	// Spacing is the time from one request to the next. Requests overlap
	// where it is shorter than the round trip.
	Spacing time.Duration
	// NearSpacing replaces Spacing where the server's address is [Local].
	// Zero: no difference.
	NearSpacing time.Duration
	// Timeout limits the whole measurement of the server, resolving included.
	Timeout time.Duration
}

const (
	usualSamples = 4
	burstSpacing = 50 * time.Millisecond
	// RFC 5905 section 14 and the iburst of common clients: 2 s.
	politeSpacing = 2 * time.Second
)

// Burst is for servers that the person named or that are on a local network:
// four overlapping samples.
func Burst() Plan {
	return Plan{Samples: usualSamples, Spacing: burstSpacing, Timeout: silence}
}

// Polite is for public servers: one sample at once, three more at 2 s each. A
// server that turns out to be near is asked like [Burst].
func Polite() Plan {
	return Plan{
		Samples: usualSamples, Spacing: politeSpacing, NearSpacing: burstSpacing,
		Timeout: (usualSamples-1)*politeSpacing + silence,
	}
}

// Once is for a poll: one sample.
func Once() Plan { return Plan{Samples: 1, Spacing: politeSpacing, Timeout: silence} }

// spacing returns the time between requests to an address.
func (p Plan) spacing(address string) time.Duration {
	if p.NearSpacing > 0 && Local(address) {
		return p.NearSpacing
	}
	return p.Spacing
}
