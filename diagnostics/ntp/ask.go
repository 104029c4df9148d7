package ntp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	beevik "github.com/beevik/ntp"

	"unskew/diagnostics"
)

// failure is why a question brought no sample.
type failure struct {
	reason diagnostics.Reason
	code   string // kiss code
	detail string
	moved  bool // the server's clock ran backwards within one answer
	// withheld: nothing was sent, see diagnostics.OutsideError.
	withheld bool
}

// Error implements error.
func (f failure) Error() string { return string(f.reason) + ": " + f.detail }

// stampClock gives the time that packets are stamped with: a plausible date
// plus raw time, so that nothing depends on the OS clock.
type stampClock struct {
	clock diagnostics.Clock
	base  time.Time
	start time.Duration
}

func (s stampClock) now() time.Time { return s.at(s.clock.Raw()) }

// at returns the stamp time of a raw time.
func (s stampClock) at(raw time.Duration) time.Time { return s.base.Add(raw - s.start) }

// ask sends one question to one address and waits for its answer.
// Ending ctx ends it at once.
func (c *Client) ask(ctx context.Context, stamps stampClock, address string) (sample, *failure) {
	var conn *askingConn
	var stop func() bool
	response, err := beevik.QueryWithOptions(address, beevik.QueryOptions{
		Timeout:       silence,
		GetSystemTime: stamps.now,
		Dialer: func(_, remote string) (net.Conn, error) {
			base, err := c.Network.DialContext(ctx, "udp", remote)
			if err != nil {
				return nil, err
			}
			conn = &askingConn{Conn: base}
			stop = context.AfterFunc(ctx, func() { base.Close() })
			return conn, nil
		},
	})
	if stop != nil {
		stop()
	}
	at := diagnostics.Now(c.Clock)
	if conn == nil {
		return sample{}, new(failureOf(err))
	}
	if f := refusal(conn.answer); f != nil {
		return sample{}, f
	}
	if err != nil {
		return sample{}, new(explain(err, conn.wrong))
	}
	t := response.Timestamps
	received := inEraOf(t.ServerRecv, stamps.base)
	sent := inEraOf(t.ServerXmit, stamps.base)
	return sample{
		high: received.Sub(t.ClientXmit), low: sent.Sub(t.ClientRecv), at: at,
		rootDelay: response.RootDelay, rootDispersion: response.RootDispersion,
		precision: conn.answer.precisionOf(), stratum: int(response.Stratum),
	}, nil
}

// refusal classifies an answer that holds no time to use. The kiss code is
// looked at before the leap indicator: a kiss-of-death carries both.
func refusal(h header) *failure {
	if h.mode != modeServer || !h.asleep() {
		return nil
	}
	switch code := h.kissCode(); code {
	case "":
		return &failure{reason: diagnostics.ReasonUnsynchronised, detail: fmt.Sprintf("leap %d, stratum %d", h.leap, h.stratum)}
	case "INIT", "STEP": // a server that has only just started or stepped its clock
		return &failure{reason: diagnostics.ReasonUnsynchronised, code: code, detail: "it says " + code}
	default:
		return &failure{reason: diagnostics.ReasonKissOfDeath, code: code}
	}
}

// explain classifies the failure of a question that was sent.
func explain(err error, wrong int) failure {
	if errors.Is(err, beevik.ErrServerTickedBackwards) {
		return failure{reason: diagnostics.ReasonInvalid, detail: "its clock ran backwards", moved: true}
	}
	f := failureOf(err)
	if f.reason == diagnostics.ReasonTimeout && wrong > 0 {
		return failure{reason: diagnostics.ReasonInvalid, detail: fmt.Sprintf("%d packets came, none of them an answer", wrong)}
	}
	return f
}
