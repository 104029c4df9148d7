//go:build !windows

package httpdate

import "syscall"

// refusedErrors are the errors of a port that is closed.
func refusedErrors() []syscall.Errno { return []syscall.Errno{syscall.ECONNREFUSED} }

// resetErrors are those of a connection that the other side, or a firewall
// between, tore down.
func resetErrors() []syscall.Errno { return []syscall.Errno{syscall.ECONNRESET, syscall.EPIPE} }

// unreachableErrors are the errors of a destination that no packet gets to: no
// route, no address of that family, or a local firewall that says so (EPERM).
func unreachableErrors() []syscall.Errno {
	return []syscall.Errno{
		syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN,
		syscall.EADDRNOTAVAIL, syscall.EAFNOSUPPORT, syscall.EPERM, syscall.EACCES,
	}
}
