package ntp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"unskew/diagnostics"
)

// Server is a time server as somebody named it.
type Server struct {
	// Name is host, host:port, an address, or [address]:port. Port 123 where
	// none is named.
	Name string
	// Operator runs it, where known; servers of one operator are one witness.
	Operator string
	// OwnSource: this host is configured to follow it.
	OwnSource bool
	// Vouched: the person or the administrator named it.
	Vouched bool
}

const defaultPort = 123

var errName = errors.New("a time server is named as host, host:port or [address]:port")

// split takes a server's name apart.
func split(name string) (host string, port uint16, err error) {
	inner, bracketed := strings.CutPrefix(name, "[")
	switch {
	case isAddress(name): // IPv6 too, without brackets
		return name, defaultPort, nil
	case bracketed && strings.HasSuffix(inner, "]"):
		host, port = strings.TrimSuffix(inner, "]"), defaultPort
	case strings.Contains(name, ":"):
		var text string
		if host, text, err = net.SplitHostPort(name); err != nil {
			return "", 0, errName
		}
		number, err := strconv.ParseUint(text, 10, 16)
		if err != nil || number == 0 {
			return "", 0, fmt.Errorf("%w: port %q is not between 1 and 65535", errName, diagnostics.Clean(text, 20))
		}
		port = uint16(number)
	default:
		host, port = name, defaultPort
	}
	if bracketed != strings.Contains(host, ":") || bracketed && !isAddress(host) || !plausibleHost(host) {
		return "", 0, errName
	}
	return host, port, nil
}

// isAddress reports whether a host is an IP address, perhaps with a zone.
func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil && plausibleHost(host)
}

// plausibleHost keeps out what no resolver should be asked.
func plausibleHost(host string) bool {
	return host != "" && len(host) <= 253 && !strings.ContainsFunc(host, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune("/?#@[]\\\"", r)
	})
}

// resolve returns the addresses of a host in the resolver's order, each with
// the port.
func resolve(ctx context.Context, network diagnostics.Network, host string, port uint16) ([]string, error) {
	found := []string{host}
	if !isAddress(host) {
		var err error
		if found, err = network.LookupHost(ctx, host); err != nil {
			return nil, err
		}
	}
	addresses := make([]string, 0, len(found))
	for _, address := range found {
		addresses = append(addresses, net.JoinHostPort(address, strconv.Itoa(int(port))))
	}
	if len(addresses) == 0 {
		return nil, errors.New("the name has no address")
	}
	return addresses, nil
}

// Local reports whether an address, with or without a port, is loopback,
// link-local (RFC 3927, RFC 4291) or private (RFC 1918, RFC 4193): a server
// there may be asked several times at once. A name is not local.
func Local(address string) bool {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	a, err := netip.ParseAddr(strings.Trim(address, "[]"))
	if err != nil {
		return false
	}
	a = a.Unmap()
	return a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsPrivate()
}

// CheckName reports what is wrong with a server's name, without asking anybody.
func CheckName(name string) error {
	_, _, err := split(name)
	return err
}
