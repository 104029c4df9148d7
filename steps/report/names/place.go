package names

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"unskew/steps"
	"unskew/steps/report/standin"
)

// leastAlone is how long a part of a name must be to be one by itself.
const leastAlone = 4

// place is a URL, or a host.
func (f *finder) place(text string) {
	if !strings.Contains(text, "://") {
		f.host(text)
		return
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return // what looks like a name in it is found as in other words
	}
	if parsed.User != nil && parsed.User.Username() != "" {
		f.table.Add(standin.User, parsed.User.Username())
	}
	f.host(parsed.Host)
	for segment := range strings.SplitSeq(parsed.Path, "/") {
		if len(segment) > 1 && !publicSegment(segment) {
			f.table.Add(standin.ID, segment)
		}
	}
	for _, values := range parsed.Query() {
		for _, value := range values {
			f.identity(standin.ID, value)
		}
	}
}

// host is a machine by name or address, perhaps with a port.
func (f *finder) host(text string) {
	name := text
	if alone, _, err := net.SplitHostPort(text); err == nil {
		name = alone
	}
	name = strings.TrimSuffix(strings.Trim(name, "[]"), ".")
	if name == "" || name == steps.None || public(name) || strings.ContainsAny(name, " /") {
		return
	}
	if address, err := netip.ParseAddr(name); err == nil {
		if !publicAddress(address) {
			f.table.Add(standin.Address, name)
		}
		return
	}
	if tenant, portal := strings.CutSuffix(strings.ToLower(name), brandPortal); portal {
		f.table.Add(standin.Tenant, tenant)
		return
	}
	first, rest, dotted := strings.Cut(name, ".")
	if f.own && dotted && f.table.Has(first) { // the same machine, by its short name before
		f.table.Also(name, f.table.Add(standin.Host, first))
	}
	standIn := f.table.Add(standin.Host, name)
	if f.own || (len(first) >= leastAlone && strings.ContainsFunc(first, func(r rune) bool { return r == '-' || unicode.IsDigit(r) })) {
		if _, err := netip.ParseAddr(first); err != nil && !public(first) {
			f.table.Also(first, standIn)
		}
	}
	if dotted {
		f.domain(rest)
	}
}

// domain is that of machines; all that is above it as well, except a top-level
// domain.
func (f *finder) domain(name string) {
	for strings.Contains(name, ".") && !publicDomain(name) {
		f.table.Add(standin.Domain, name)
		f.domains[strings.ToLower(name)] = true
		_, name, _ = strings.Cut(name, ".")
	}
}
