package diagnostics

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"time"
)

// IsInside reports whether a packet to an address cannot leave the organisation
// that runs this host: loopback, link-local (RFC 3927, RFC 4291 section 2.5.6),
// private (RFC 1918) and unique local (RFC 4193).
//
// The shared space 100.64.0.0/10 (RFC 6598) is not inside: it lies between a
// provider and its customers, so a packet to it is in the provider's network.
// Site-local addresses (fec0::/10) are not either, RFC 3879 took them back; nor
// is the unspecified address, nor multicast, which names no single machine.
func IsInside(address netip.Addr) bool {
	address = address.Unmap() // ::ffff:203.0.113.5 is 203.0.113.5
	return address.IsLoopback() || address.IsLinkLocalUnicast() || address.IsPrivate()
}

// OutsideError says that nothing was sent, because it would have left the
// network that packets are to stay in.
type OutsideError struct {
	Because string // the setting that forbids it, with its place
	Why     string // such as "203.0.113.5 is a public address"
}

// Error implements error.
func (e OutsideError) Error() string { return fmt.Sprintf("not asked: %s (%s)", e.Because, e.Why) }

// Inside is a network from which no packet goes to an address that is not
// inside. The address is checked that is connected to: what a name resolved to
// before does not count, so a name whose answer changes gains nothing.
type Inside struct {
	Network        // what is asked once it is allowed
	Because string // the setting that keeps packets inside, with its place
}

// oneAddress is what an address gets while there is another one to try.
const oneAddress = 2 * time.Second

// DialContext implements Network. A name is resolved here, and only those of its
// addresses that are inside are tried, in their order.
func (n Inside) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if literal, err := netip.ParseAddr(host); err == nil {
		if err := n.check(literal); err != nil {
			return nil, err
		}
		return n.Network.DialContext(ctx, network, address)
	}
	found, err := n.LookupHost(ctx, host)
	if err != nil {
		return nil, err
	}
	err = &net.DNSError{Err: "the name has no address", Name: host, IsNotFound: true}
	var allowed []string
	for _, one := range found {
		if refused := n.checkText(one); refused != nil {
			err = refused
			continue
		}
		allowed = append(allowed, net.JoinHostPort(one, port))
	}
	for i, one := range allowed {
		var conn net.Conn
		if conn, err = n.dialOne(ctx, network, one, i == len(allowed)-1); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// dialOne connects to an address; the last one gets all the time there is.
func (n Inside) dialOne(ctx context.Context, network, address string, last bool) (net.Conn, error) {
	if !last {
		limited, cancel := context.WithTimeout(ctx, oneAddress)
		defer cancel()
		ctx = limited
	}
	return n.Network.DialContext(ctx, network, address)
}

// CheckDestination reports whether a host may be reached through a proxy, which
// resolves its name by itself: it has to be an inside address, or a name of which
// every address that is known here is inside. A name that is not known here is
// taken to be outside.
func (n Inside) CheckDestination(ctx context.Context, host string) error {
	if literal, err := netip.ParseAddr(host); err == nil {
		return n.check(literal)
	}
	found, err := n.LookupHost(ctx, host)
	if err != nil || len(found) == 0 {
		return OutsideError{Because: n.Because, Why: "through a proxy only inside addresses are asked, and " + Clean(host, 120) + " has none that is known here"}
	}
	for _, one := range found {
		if err := n.checkText(one); err != nil {
			return err
		}
	}
	return nil
}

func (n Inside) checkText(address string) error {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return OutsideError{Because: n.Because, Why: Clean(address, 60) + " is no address"}
	}
	return n.check(parsed)
}

func (n Inside) check(address netip.Addr) error {
	if IsInside(address) {
		return nil
	}
	return OutsideError{Because: n.Because, Why: address.String() + " is not an inside address"}
}
