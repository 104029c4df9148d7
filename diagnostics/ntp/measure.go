package ntp

import (
	"context"
	"errors"
	"time"

	"unskew/diagnostics"
)

// Client asks time servers.
type Client struct {
	Network diagnostics.Network
	Clock   diagnostics.Clock
	// Base is a plausible date, such as that of the release: packets are
	// stamped with it plus raw time, and answers are taken to be of the NTP era
	// that brings them within 68 years of it.
	Base time.Time
}

// Measure asks one server as planned.
//
// emit, where not nil, gets every improved reading, one call at a time: the
// first as soon as one sample came; also a failed one while a public server has
// been silent for the first time and is asked once more. The final reading is
// returned. It is never an error: a failure is the reading's Reason. Where ctx
// is cancelled before a sample came, the reading is Skipped.
//
// The returned reading's anchor holds true time at Reading.At.Raw. A kiss code
// beside a measured reading means that the server wants to be asked less.
func (c *Client) Measure(ctx context.Context, s Server, p Plan, emit func(diagnostics.Reading)) diagnostics.Reading {
	if emit == nil {
		emit = func(diagnostics.Reading) {}
	}
	r := &run{
		client: c, plan: p, emit: emit,
		stamps: stampClock{clock: c.Clock, base: c.Base, start: c.Clock.Raw()},
		identity: diagnostics.Reading{
			Source: diagnostics.SourceNTP, Server: s.Name, Operator: s.Operator,
			OwnSource: s.OwnSource, Vouched: s.Vouched,
		},
	}
	limited, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	r.measure(limited, s.Name)
	if len(r.samples) == 0 && errors.Is(ctx.Err(), context.Canceled) {
		skipped := r.identity
		skipped.Outcome, skipped.Detail = diagnostics.Skipped, "cancelled"
		return skipped
	}
	return r.reading()
}

// run is the measurement of one server.
type run struct {
	client   *Client
	plan     Plan
	emit     func(diagnostics.Reading)
	stamps   stampClock
	identity diagnostics.Reading // what is known before the first answer
	samples  []sample
	failure  failure // why there is no sample, or no further one
	told     diagnostics.Reading
	tolerant bool // contradictions among samples were seen before
}

// measure resolves the name and asks its first address; the next one only where
// no packet gets to the one before.
func (r *run) measure(ctx context.Context, name string) {
	host, port, err := split(name)
	if err != nil {
		r.failure = failure{reason: diagnostics.ReasonInvalid, detail: diagnostics.Clean(err.Error(), detailLimit)}
		return
	}
	addresses, err := resolve(ctx, r.client.Network, host, port)
	if err != nil {
		if r.failure = failureOf(err); !r.failure.withheld {
			r.failure.reason = diagnostics.ReasonDNS // also a resolver that is silent
		}
		return
	}
	for _, address := range addresses {
		r.identity.Address = address
		r.gather(ctx, address)
		if len(r.samples) > 0 || r.failure.reason != diagnostics.ReasonUnreachable {
			return
		}
	}
}

// accept adds a sample. It reports false where the samples contradict each
// other; none of them is kept then.
func (r *run) accept(s sample) bool {
	r.samples = append(r.samples, s)
	if _, ok := combine(r.samples, r.tolerant); !ok {
		r.samples = nil
		return false
	}
	if now := r.reading(); r.told.Outcome != diagnostics.Measured || now.Anchor.Uncertainty < r.told.Anchor.Uncertainty {
		r.told = now
		r.emit(now)
	}
	return true
}

// reading is what is known so far.
func (r *run) reading() diagnostics.Reading {
	now := r.identity
	now.KissCode = r.failure.code
	if len(r.samples) == 0 {
		now.Outcome, now.Reason, now.Detail = diagnostics.Failed, r.failure.reason, r.failure.detail
		now.Withheld = r.failure.withheld
		return now
	}
	result, _ := combine(r.samples, r.tolerant)
	last := r.samples[0]
	for _, s := range r.samples {
		if s.at.Raw > last.at.Raw {
			last = s
		}
	}
	now.Outcome = diagnostics.Measured
	now.At = last.at
	now.Anchor = diagnostics.Anchor{
		True: r.stamps.at(last.at.Raw).Add(result.offset), Raw: last.at.Raw, Uncertainty: result.uncertainty,
	}
	now.RTT, now.Stratum, now.Samples = result.rtt, last.stratum, len(r.samples)
	return now
}
