package diagnostics

import (
	"errors"
	"slices"
	"syscall"
)

// IsRefused reports whether a port is closed: somebody is there and says no.
func IsRefused(err error) bool { return isErrno(err, RefusedErrors()) }

// IsReset reports whether the other side, or a firewall between, tore a
// connection down.
func IsReset(err error) bool { return isErrno(err, ResetErrors()) }

// IsUnreachable reports whether no packet gets to the destination: no route, no
// address of that family, or a local firewall that says so.
func IsUnreachable(err error) bool { return isErrno(err, UnreachableErrors()) }

func isErrno(err error, numbers []syscall.Errno) bool {
	var number syscall.Errno
	return errors.As(err, &number) && slices.Contains(numbers, number)
}
