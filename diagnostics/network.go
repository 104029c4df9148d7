package diagnostics

import (
	"context"
	"net"
)

// Network is the way out: the host's own (net.Dialer and net.Resolver), or the
// lab's, on loopback or in memory.
type Network interface {
	// DialContext connects to host:port over "udp" or "tcp".
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
	// LookupHost resolves a host name to addresses (without ports).
	LookupHost(ctx context.Context, host string) ([]string, error)
}

// HostNetwork is the network of the machine that the program runs on.
type HostNetwork struct{}

// DialContext implements Network.
func (HostNetwork) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, address)
}

// LookupHost implements Network.
func (HostNetwork) LookupHost(ctx context.Context, host string) ([]string, error) {
	return net.DefaultResolver.LookupHost(ctx, host)
}
