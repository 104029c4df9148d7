package diagnostics

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// TestIsInside has an address on each side of every border.
func TestIsInside(t *testing.T) {
	inside := []string{
		"127.0.0.1", "127.255.255.255", "::1", "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255",
		"192.168.0.0", "192.168.255.255", "169.254.0.1", "169.254.255.255", "fc00::1", "fdff:ffff::1",
		"fe80::1", "febf::1", "fe80::1%eth0", "::ffff:10.1.2.3", "::ffff:127.0.0.1",
	}
	outside := []string{
		"126.255.255.255", "128.0.0.0", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0",
		"192.167.255.255", "192.169.0.0", "169.253.255.255", "169.255.0.0", "8.8.8.8", "203.0.113.5",
		"100.64.0.0", "100.127.255.255", "0.0.0.0", "255.255.255.255", "224.0.1.1",
		"::", "::2", "fbff::1", "fe00::1", "fec0::1", "ff02::101", "2001:db8::1", "2606:4700:f1::1",
		"::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
	}
	for want, addresses := range map[bool][]string{true: inside, false: outside} {
		for _, text := range addresses {
			if got := IsInside(netip.MustParseAddr(text)); got != want {
				t.Errorf("%s: inside %t, want %t", text, got, want)
			}
		}
	}
	if len(inside) < 18 || len(outside) < 28 {
		t.Errorf("only %d and %d addresses were looked at", len(inside), len(outside))
	}
}

// paths is a network that notes what it is asked to connect to.
type paths struct {
	names   map[string][]string
	silent  []string // addresses that do not answer
	lookups int
	dialled []string
}

var errSilent = errors.New("silent")

func (p *paths) DialContext(_ context.Context, _, address string) (net.Conn, error) {
	p.dialled = append(p.dialled, address)
	if slices.Contains(p.silent, address) {
		return nil, errSilent
	}
	here, there := net.Pipe()
	there.Close()
	return here, nil
}

func (p *paths) LookupHost(_ context.Context, host string) ([]string, error) {
	p.lookups++
	if found, known := p.names[host]; known {
		return found, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

const because = "public = false in /etc/unskew/config.toml:4"

func names() map[string][]string {
	return map[string][]string{
		"public.example": {"203.0.113.5", "2001:db8::5"},
		"inner.example":  {"10.0.0.5", "10.0.0.6"},
		"mixed.example":  {"203.0.113.5", "10.0.0.7"},
		"empty.example":  {},
		"odd.example":    {"not an address"},
	}
}

// TestInsideDials looks at what is connected to.
func TestInsideDials(t *testing.T) {
	cases := []struct {
		address string
		dialled []string
		outside bool
	}{
		{"10.1.2.3:123", []string{"10.1.2.3:123"}, false},
		{"[::1]:123", []string{"[::1]:123"}, false},
		{"[fe80::1%lo]:123", []string{"[fe80::1%lo]:123"}, false},
		{"203.0.113.5:123", nil, true},
		{"[::ffff:203.0.113.5]:443", nil, true},
		{"[2001:db8::5]:443", nil, true},
		{"0.0.0.0:123", nil, true},
		{"public.example:123", nil, true},
		{"mixed.example:443", []string{"10.0.0.7:443"}, false},
		{"inner.example:443", []string{"10.0.0.5:443", "10.0.0.6:443"}, false}, // the first is silent
		{"empty.example:443", nil, false},
		{"odd.example:443", nil, true},
		{"unknown.example:443", nil, false},
		{"no port", nil, false},
	}
	for _, c := range cases {
		asked := &paths{names: names(), silent: []string{"10.0.0.5:443"}}
		conn, err := Inside{Network: asked, Because: because}.DialContext(t.Context(), "tcp", c.address)
		if conn != nil {
			conn.Close()
		}
		var outside OutsideError
		if errors.As(err, &outside) != c.outside || (err == nil) != (conn != nil) || (len(c.dialled) > 0) != (err == nil) {
			t.Errorf("%s: %v", c.address, err)
		}
		if c.outside && !strings.Contains(err.Error(), "not asked: "+because) {
			t.Errorf("%s: %v does not say why", c.address, err)
		}
		if !slices.Equal(asked.dialled, c.dialled) {
			t.Errorf("%s: connected to %q, want %q", c.address, asked.dialled, c.dialled)
		}
	}
	if len(cases) < 14 {
		t.Errorf("only %d cases", len(cases))
	}
}

// TestInsideDestination: through a proxy, one address outside is one too many.
func TestInsideDestination(t *testing.T) {
	for host, fine := range map[string]bool{
		"10.1.2.3": true, "::1": true, "inner.example": true,
		"203.0.113.5": false, "public.example": false, "mixed.example": false,
		"empty.example": false, "odd.example": false, "unknown.example": false,
	} {
		err := Inside{Network: &paths{names: names()}, Because: because}.CheckDestination(t.Context(), host)
		var outside OutsideError
		if (err == nil) != fine || errors.As(err, &outside) == fine {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// TestInsideHostNames: where no name server is inside none is asked. An address
// needs none.
func TestInsideHostNames(t *testing.T) {
	nowhere := insideResolver{because: because, inside: func(netip.Addr) bool { return false }}
	found, err := nowhere.LookupHost(t.Context(), "name.example")
	var outside OutsideError
	if !errors.As(err, &outside) || len(found) > 0 || !strings.Contains(err.Error(), "name server") {
		t.Errorf("%q, %v", found, err)
	}
	if found, err := nowhere.LookupHost(t.Context(), "127.0.0.1"); err != nil || !slices.Equal(found, []string{"127.0.0.1"}) {
		t.Errorf("an address: %q, %v", found, err)
	}
}

// TestInsideHostRefuses: the real one too sends nothing out.
func TestInsideHostRefuses(t *testing.T) {
	for _, network := range []string{"udp", "tcp"} {
		_, err := InsideHost(because).DialContext(t.Context(), network, "203.0.113.5:123")
		var outside OutsideError
		if !errors.As(err, &outside) {
			t.Errorf("%s: %v", network, err)
		}
	}
}

// TestInsideHostReaches what is on loopback.
func TestInsideHostReaches(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := InsideHost(because).DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}
