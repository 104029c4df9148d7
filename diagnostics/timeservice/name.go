package timeservice

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"unskew/diagnostics"
)

// source is what one statement says of a server.
type source struct {
	name  string // host or host:port
	pool  bool
	nts   bool // its answers are authenticated (chrony.conf(5), ntp.conf(5) of NTPsec)
	noval bool // and its certificate is not checked (NTPsec)
}

// refclockAddresses is where ntpd puts its drivers of hardware clocks: an
// address 127.127.t.u is unit u of driver t.
func refclockAddresses() netip.Prefix { return netip.MustParsePrefix("127.127.0.0/16") }

// sourceOf reads a statement such as "server ntp.example.net iburst port 1123":
// its words, the verb first.
func sourceOf(words []string) (source, error) {
	if len(words) == 0 {
		return source{}, errors.New("an empty statement")
	}
	verb, rest := strings.ToLower(words[0]), words[1:]
	// ntpd takes the family of addresses before the name.
	for len(rest) > 0 && (rest[0] == "-4" || rest[0] == "-6") {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return source{}, fmt.Errorf("%s without a name", verb)
	}
	host, err := hostName(rest[0])
	if err != nil {
		return source{}, err
	}
	found := source{name: host, pool: verb == "pool" || verb == "servers"}
	options := rest[1:]
	found.nts = slices.ContainsFunc(options, func(word string) bool { return strings.EqualFold(word, "nts") })
	found.noval = found.nts && slices.ContainsFunc(options, func(word string) bool { return strings.EqualFold(word, "noval") })
	at := slices.IndexFunc(options, func(word string) bool { return strings.EqualFold(word, "port") })
	if at < 0 || at+1 == len(options) {
		return found, nil
	}
	port, err := strconv.ParseUint(options[at+1], 10, 16)
	if err != nil || port == 0 {
		return source{}, fmt.Errorf("%q is no port", diagnostics.Clean(options[at+1], 32))
	}
	if port != 123 {
		found.name = net.JoinHostPort(host, strconv.FormatUint(port, 10))
	}
	return found, nil
}

// hostName checks that a word can be the name or address of a host. Brackets
// around an address are taken off.
func hostName(word string) (string, error) {
	bare := strings.Trim(word, `"'`)
	if strings.HasPrefix(bare, "[") && strings.HasSuffix(bare, "]") {
		bare = bare[1 : len(bare)-1]
	}
	if _, err := netip.ParseAddr(bare); err == nil && !strings.ContainsFunc(bare, notOfNames) {
		return bare, nil
	}
	if bare == "" || len(bare) > 253 || bare[0] == '-' || bare[0] == '.' ||
		strings.ContainsAny(bare, ":%") || strings.ContainsFunc(bare, notOfNames) {
		return "", fmt.Errorf("%q is no name of a server", diagnostics.Clean(word, 64))
	}
	return bare, nil
}

// notOfNames reports what stands in no name and no address. The percent sign
// and what follows is the zone of an IPv6 address.
func notOfNames(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	}
	return !strings.ContainsRune("-._:%", r)
}

// self reports whether the source is this host's own service: it would only
// repeat what the host believes.
func (s source) self() bool {
	if strings.EqualFold(s.name, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(s.name) // fails for host:port: another service
	return err == nil && address.Unmap().IsLoopback()
}

// refclock reports whether the source is one of ntpd's drivers.
func (s source) refclock() bool {
	address, err := netip.ParseAddr(s.name)
	return err == nil && refclockAddresses().Contains(address)
}
