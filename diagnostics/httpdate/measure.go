package httpdate

import (
	"context"
	"errors"
	"net"
	"net/url"
	"time"

	"unskew/diagnostics"
)

// leastUncertainty is the half-width below which no single host is believed.
const leastUncertainty = 500 * time.Millisecond

// Measure reads one host's clock.
//
// One request tells it to half a second and half the round trip. With fine, up
// to eleven more within three seconds find the tick of the server's second: the
// estimate is then good to a few milliseconds, the uncertainty stays honest.
//
// emit, where not nil, gets every improved reading, one call at a time; the
// final one is returned. It is never an error: a failure is the reading's
// Reason. Where ctx is cancelled before an answer came, the reading is Skipped.
func (c *Client) Measure(ctx context.Context, h Host, fine bool, emit func(diagnostics.Reading)) Result {
	if emit == nil {
		emit = func(diagnostics.Reading) {}
	}
	v := &visit{client: c, plain: h.Plain, start: c.Clock.Raw()}
	v.result.Reading = diagnostics.Reading{
		Source: diagnostics.SourceHTTPS, Server: h.Name, Operator: h.Operator,
		Vouched: h.Vouched, Endpoint: h.Endpoint,
	}
	defer v.hangUp()

	first, err := v.begin(ctx, h.URL)
	if err != nil {
		if errors.Is(ctx.Err(), context.Canceled) {
			v.result.Reading.Outcome, v.result.Reading.Detail = diagnostics.Skipped, "cancelled"
			return v.result
		}
		v.fail(err)
		return v.result
	}
	s := newSearch(first)
	v.tell(s)
	emit(v.result.Reading)
	if !fine {
		return v.result
	}
	if err := v.refine(ctx, s); err != nil {
		v.fail(err)
		return v.result
	}
	v.tell(s)
	if len(s.stamps) > 1 {
		emit(v.result.Reading)
	}
	return v.result
}

// begin finds the way to the host and asks it once.
func (v *visit) begin(ctx context.Context, text string) (stamp, error) {
	target, err := url.Parse(text)
	plain := v.plain && target != nil && target.Scheme == "http"
	if err != nil || target.Scheme != "https" && !plain || target.Hostname() == "" {
		return stamp{}, failure{reason: diagnostics.ReasonInvalid, detail: "a server is named as https://host[:port][/path]"}
	}
	v.target, v.plain = target, plain
	if plain {
		return v.ask(ctx)
	}
	if err := v.chooseProxy(ctx); err != nil {
		return stamp{}, err
	}
	return v.ask(ctx)
}

// refine asks again around the expected tick of the server's second. An answer
// that does not come ends the search; what is known by then stands.
func (v *visit) refine(ctx context.Context, s *search) error {
	for {
		when, ok := s.next(v.client.Clock.Raw(), v.start+fineLimit)
		if !ok || !v.sleepUntil(ctx, when) {
			return nil
		}
		next, err := v.ask(ctx)
		if err != nil {
			return nil
		}
		if stale := s.add(next); stale {
			return failure{reason: diagnostics.ReasonStale, detail: "its Date does not advance as time does: a cache's answer"}
		}
	}
}

// sleepUntil waits for a raw time. It reports false where ctx ended.
func (v *visit) sleepUntil(ctx context.Context, raw time.Duration) bool {
	timer := time.NewTimer(raw - v.client.Clock.Raw())
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// tell writes what is known into the reading.
func (v *visit) tell(s *search) {
	last := s.stamps[len(s.stamps)-1]
	r := &v.result.Reading
	r.Outcome, r.At, r.RTT, r.Samples = diagnostics.Measured, last.at, s.rtt, len(s.stamps)
	r.Anchor, r.Issuer = s.bracket.anchor(last.at.Raw), v.chain.root
}

// fail writes why there is no reading.
func (v *visit) fail(err error) {
	f := failureOf(err)
	r := &v.result.Reading
	if f.reason == diagnostics.ReasonTLS {
		v.result.TLSTime, v.result.Unreferenced = false, false // more than the dates is wrong
	}
	*r = diagnostics.Reading{
		Source: r.Source, Server: r.Server, Address: r.Address, Operator: r.Operator,
		Vouched: r.Vouched, Endpoint: r.Endpoint, Via: r.Via, Inspected: f.inspected,
		Outcome: diagnostics.Failed, Reason: f.reason, Detail: f.detail, Withheld: f.withheld,
	}
	if r.Issuer = v.chain.root; f.inspected {
		r.Issuer = v.chain.issuer()
	}
}

// address returns host:port of a URL.
func address(u *url.URL, port string) string {
	if named := u.Port(); named != "" {
		port = named
	}
	return net.JoinHostPort(u.Hostname(), port)
}
