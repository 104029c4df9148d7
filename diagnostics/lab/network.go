package lab

import (
	"context"
	"net"
	"strings"
	"time"
)

// network is the way from the simulated host to the world's servers; it
// implements diagnostics.Network. What the scenario does not name is not found,
// and never looked up elsewhere.
type network struct {
	transport Transport
	ways      Ways
	sites     map[string]site   // by key
	names     map[string]string // host to address
	noName    map[string]bool   // hosts whose name is not found
	hole      string            // a UDP address that swallows everything
	closed    <-chan struct{}   // the end of the world
}

func newNetwork(transport Transport, ways Ways, sites []site, closed <-chan struct{}) *network {
	n := &network{
		transport: transport, ways: ways, closed: closed, hole: "192.0.2.254:9",
		sites: map[string]site{}, names: map[string]string{}, noName: map[string]bool{},
	}
	for _, s := range sites {
		n.sites[s.key()] = s
		n.names[s.host] = s.address
		if s.behaviour == NoName {
			n.noName[s.host] = true
		}
	}
	return n
}

// LookupHost implements diagnostics.Network.
func (n *network) LookupHost(ctx context.Context, host string) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, &net.DNSError{Err: err.Error(), Name: host, IsTimeout: true, UnwrapErr: err}
	}
	if net.ParseIP(host) != nil {
		return []string{host}, nil
	}
	name := strings.TrimSuffix(strings.ToLower(host), ".")
	found, known := n.names[name]
	if !known || n.noName[name] {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return []string{found}, nil
}

// DialContext implements diagnostics.Network: as from the simulated host.
func (n *network) DialContext(ctx context.Context, network, to string) (net.Conn, error) {
	return n.dial(ctx, network, to, n.ways)
}

// dial connects through what ways lets out. The proxy calls it with a free way.
func (n *network) dial(ctx context.Context, network, to string, ways Ways) (net.Conn, error) {
	host, port, err := net.SplitHostPort(to)
	if err != nil {
		return nil, dialError(network, to, err)
	}
	found, err := n.LookupHost(ctx, host)
	if err != nil {
		return nil, dialError(network, to, err)
	}
	kind := strings.TrimRight(network, "46")
	at := net.JoinHostPort(found[0], port)
	s, known := n.sites[kind+" "+at]
	way := ways.TCP
	if kind == "udp" {
		way = ways.UDP
	}
	if s.inside {
		way = Open
	}
	switch {
	case way == Unreachable:
		return nil, unreachable(kind, to)
	case way == Refused:
		return nil, refused(kind, to)
	case way == Silent || s.behaviour == Silent:
		return n.vanish(ctx, kind, to)
	case !known:
		return n.transport.Dial(ctx, kind, at)
	case kind == "tcp":
		if err := n.wait(ctx, s.roundTrip()); err != nil {
			return nil, dialError(kind, to, err)
		}
	}
	return n.transport.Dial(ctx, kind, at)
}

// vanish is what a filter that drops packets does: UDP goes nowhere, and a TCP
// connection is never answered.
func (n *network) vanish(ctx context.Context, kind, to string) (net.Conn, error) {
	if kind == "udp" {
		return n.transport.Dial(ctx, kind, n.hole)
	}
	select {
	case <-ctx.Done():
		return nil, dialError(kind, to, ctx.Err())
	case <-n.closed:
		return nil, dialError(kind, to, net.ErrClosed)
	}
}

// wait lets time pass, unless the caller or the world ends first.
func (n *network) wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-n.closed:
		return net.ErrClosed
	}
}
