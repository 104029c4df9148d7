package lab

import (
	"context"
	"net"
	"os"
	"syscall"
)

// Transport carries packets between the addresses of one world ("192.0.2.1:123").
// One transport serves one Lab at a time.
type Transport interface {
	Listen(address string) (net.Listener, error)
	ListenPacket(address string) (net.PacketConn, error)
	// Dial connects over "tcp" or "udp". Where nobody listens it behaves as a
	// host with a closed port: TCP is refused at once, UDP at the first read.
	Dial(ctx context.Context, network, address string) (net.Conn, error)
}

// address is a lab address; it implements net.Addr.
type address struct{ network, text string }

// clientHost is the address of the simulated machine.
const clientHost = "10.0.2.1"

func (a address) Network() string { return a.network }
func (a address) String() string  { return a.text }

// The errors of a network are those that the net package would give.

func dialError(network, to string, cause error) error {
	return &net.OpError{Op: "dial", Net: network, Addr: address{network, to}, Err: cause}
}

func refused(network, to string) error {
	return dialError(network, to, os.NewSyscallError("connect", syscall.ECONNREFUSED))
}

func unreachable(network, to string) error {
	return dialError(network, to, os.NewSyscallError("connect", syscall.ENETUNREACH))
}

func inUse(network, at string) error {
	return &net.OpError{Op: "listen", Net: network, Addr: address{network, at}, Err: os.NewSyscallError("bind", syscall.EADDRINUSE)}
}
