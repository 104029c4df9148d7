package ntp

import (
	"context"
	"errors"
	"net"
	"os"

	"unskew/diagnostics"
)

// detailLimit is how much of a foreign error is kept, in characters.
const detailLimit = 160

// failureOf names the reason of a network error.
func failureOf(err error) failure {
	var lookup *net.DNSError
	var network net.Error
	var outside diagnostics.OutsideError
	switch {
	case errors.As(err, &outside):
		return failure{reason: diagnostics.ReasonUnreachable, withheld: true, detail: diagnostics.Clean(outside.Error(), detailLimit)}
	case errors.As(err, &lookup):
		return failure{reason: diagnostics.ReasonDNS, detail: diagnostics.Clean(lookup.Err, detailLimit)}
	case diagnostics.IsRefused(err), diagnostics.IsReset(err):
		return failure{reason: diagnostics.ReasonRefused, detail: "nothing listens there"} // Windows calls that a reset
	case diagnostics.IsUnreachable(err):
		return failure{reason: diagnostics.ReasonUnreachable, detail: "no route to it"}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, os.ErrDeadlineExceeded),
		errors.Is(err, net.ErrClosed), errors.As(err, &network) && network.Timeout():
		return failure{reason: diagnostics.ReasonTimeout, detail: "no answer"}
	}
	return failure{reason: diagnostics.ReasonInvalid, detail: diagnostics.Clean(err.Error(), detailLimit)}
}
