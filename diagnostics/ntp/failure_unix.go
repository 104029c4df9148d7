//go:build !windows

package ntp

import "syscall"

// refusedErrors are the errors of a port that is closed.
func refusedErrors() []syscall.Errno { return []syscall.Errno{syscall.ECONNREFUSED} }

// unreachableErrors are the errors of a destination that no packet gets to: no
// route, no address of that family, or a local firewall that says so (EPERM).
func unreachableErrors() []syscall.Errno {
	return []syscall.Errno{
		syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN,
		syscall.EADDRNOTAVAIL, syscall.EAFNOSUPPORT, syscall.EPERM, syscall.EACCES, syscall.EINVAL,
	}
}
