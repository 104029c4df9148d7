package diagnostics

import "syscall"

// The codes of Windows Sockets; package syscall names only inventions of its own.
const (
	wsaAccessDenied       = syscall.Errno(10013)
	wsaFamilyNotSupported = syscall.Errno(10047)
	wsaAddressNotAvail    = syscall.Errno(10049)
	wsaNetworkDown        = syscall.Errno(10050)
	wsaNetworkUnreachable = syscall.Errno(10051)
	wsaConnectionAborted  = syscall.Errno(10053)
	wsaConnectionReset    = syscall.Errno(10054)
	wsaConnectionRefused  = syscall.Errno(10061)
	wsaHostDown           = syscall.Errno(10064)
	wsaHostUnreachable    = syscall.Errno(10065)
)

// RefusedErrors are the errors of a port that is closed.
func RefusedErrors() []syscall.Errno { return []syscall.Errno{wsaConnectionRefused} }

// ResetErrors are those of a connection that the other side, or a firewall
// between, tore down.
func ResetErrors() []syscall.Errno {
	return []syscall.Errno{wsaConnectionReset, wsaConnectionAborted}
}

// UnreachableErrors are the errors of a destination that no packet gets to.
func UnreachableErrors() []syscall.Errno {
	return []syscall.Errno{
		wsaNetworkUnreachable, wsaHostUnreachable, wsaNetworkDown, wsaHostDown,
		wsaAddressNotAvail, wsaFamilyNotSupported, wsaAccessDenied,
	}
}
