package httpdate

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strings"

	"unskew/diagnostics"
)

// detailLimit is how much of a foreign error is kept, in characters.
const detailLimit = 160

// failure is why a request brought no Date.
type failure struct {
	reason    diagnostics.Reason
	detail    string
	inspected bool // the chain ends in no known root
	closed    bool // the other side hung up
	withheld  bool // nothing was sent, see diagnostics.OutsideError
}

// Error implements error.
func (f failure) Error() string { return string(f.reason) + ": " + f.detail }

// withheld names a request that was not to leave the network.
func withheld(err diagnostics.OutsideError) failure {
	return failure{reason: diagnostics.ReasonUnreachable, detail: diagnostics.Clean(err.Error(), detailLimit), withheld: true}
}

// lookupFailure names a name that has no address.
func lookupFailure(err error) failure {
	var lookup *net.DNSError
	var outside diagnostics.OutsideError
	detail := "no answer from the resolver"
	switch {
	case err == nil:
		detail = "the name has no address"
	case errors.As(err, &outside):
		return withheld(outside)
	case errors.As(err, &lookup):
		detail = diagnostics.Clean(lookup.Err, detailLimit)
	}
	return failure{reason: diagnostics.ReasonDNS, detail: detail}
}

// failureOf names the reason of an error.
func failureOf(err error) failure {
	var known failure
	var network net.Error
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var outside diagnostics.OutsideError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &outside):
		return withheld(outside)
	case errors.As(err, &record):
		return failure{reason: diagnostics.ReasonNotHTTP, detail: "it does not speak TLS"}
	case errors.As(err, &alert):
		return failure{reason: diagnostics.ReasonTLS, detail: diagnostics.Clean(alert.Error(), detailLimit)}
	case diagnostics.IsRefused(err):
		return failure{reason: diagnostics.ReasonRefused, detail: "nothing listens there"}
	case diagnostics.IsReset(err):
		return failure{reason: diagnostics.ReasonRefused, detail: "the connection was reset", closed: true}
	case diagnostics.IsUnreachable(err):
		return failure{reason: diagnostics.ReasonUnreachable, detail: "no route to it"}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &network) && network.Timeout():
		return failure{reason: diagnostics.ReasonTimeout, detail: "no answer"}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.Is(err, io.ErrClosedPipe):
		return failure{reason: diagnostics.ReasonInvalid, detail: "the connection was closed without an answer", closed: true}
	case strings.HasPrefix(err.Error(), "malformed HTTP"), strings.HasPrefix(err.Error(), "malformed MIME"):
		return failure{reason: diagnostics.ReasonNotHTTP, detail: "what came is not HTTP"}
	case strings.HasPrefix(err.Error(), "tls: "):
		return failure{reason: diagnostics.ReasonTLS, detail: diagnostics.Clean(err.Error(), detailLimit)}
	}
	return failure{reason: diagnostics.ReasonInvalid, detail: diagnostics.Clean(err.Error(), detailLimit)}
}
