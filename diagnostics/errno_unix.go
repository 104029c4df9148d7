//go:build !windows

package diagnostics

import "syscall"

// RefusedErrors are the errors of a port that is closed.
func RefusedErrors() []syscall.Errno { return []syscall.Errno{syscall.ECONNREFUSED} }

// ResetErrors are those of a connection that the other side, or a firewall
// between, tore down.
func ResetErrors() []syscall.Errno { return []syscall.Errno{syscall.ECONNRESET, syscall.EPIPE} }

// UnreachableErrors are the errors of a destination that no packet gets to: no
// route, no address of that family, or a local firewall that says so (EPERM).
func UnreachableErrors() []syscall.Errno {
	return []syscall.Errno{
		syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN,
		syscall.EADDRNOTAVAIL, syscall.EAFNOSUPPORT, syscall.EPERM, syscall.EACCES,
		syscall.EINVAL, // a datagram to an address that cannot be one
	}
}
