package diagnostics

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
)

// InsideHost is the network of the machine that the program runs on, from which
// no packet leaves the organisation: connections as Inside has them, and also the
// questions for names, which go only to name servers that are inside.
//
// Names are resolved by Go's own resolver, from the hosts file and over DNS: of
// the system's one nobody could say whom it asks. A name that only another
// mechanism knows (mDNS, NetBIOS, a module of the name service switch) is not
// found.
func InsideHost(because string) Inside {
	return Inside{Network: insideResolver{because: because, inside: IsInside}, Because: because}
}

// insideResolver is the host's network with a resolver that asks only name
// servers that are inside.
type insideResolver struct {
	HostNetwork
	because string
	inside  func(netip.Addr) bool
}

// LookupHost implements Network.
func (r insideResolver) LookupHost(ctx context.Context, host string) ([]string, error) {
	var mu sync.Mutex // both families are asked at once
	var refused error
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		server, err := netip.ParseAddrPort(address)
		if err != nil || !r.inside(server.Addr()) {
			mu.Lock()
			defer mu.Unlock()
			refused = OutsideError{Because: r.because, Why: "the name server " + Clean(address, 60) + " is not inside"}
			return nil, refused
		}
		return r.DialContext(ctx, network, address)
	}}
	found, err := resolver.LookupHost(ctx, host)
	var lookup *net.DNSError
	if err == nil || errors.As(err, &lookup) && lookup.IsNotFound {
		return found, err
	}
	mu.Lock()
	defer mu.Unlock()
	if refused != nil {
		return nil, refused
	}
	return nil, err
}
