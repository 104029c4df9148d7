package lab

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
	"time"
)

const places = `
[[ntp]]
name = "own.example"
own = true
[[ntp]]
name = "time.example:1123"
[[https]]
url = "https://www.example:8443/"
`

// TestNames: the world's names and no others. The refused ones are names that
// any resolver of this machine would know.
func TestNames(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		l := world(t, transport, places)
		n := l.Network()
		for name, want := range map[string]string{
			"own.example": "10.0.0.1", "TIME.example.": "192.0.2.2", "www.example": "198.51.100.1", "192.0.2.9": "192.0.2.9", "::1": "::1",
		} {
			got, err := n.LookupHost(t.Context(), name)
			if err != nil || len(got) != 1 || got[0] != want {
				t.Errorf("%s: %v, %v; want %s", name, got, err, want)
			}
		}
		for _, name := range []string{"localhost", "localhost.", "example.com", "pool.ntp.org", "", "own", "example"} {
			got, err := n.LookupHost(t.Context(), name)
			var dns *net.DNSError
			if !errors.As(err, &dns) || !dns.IsNotFound {
				t.Errorf("%q: %v, %v", name, got, err)
			}
			if _, err := n.DialContext(t.Context(), "tcp", name+":80"); !errors.As(err, &dns) {
				t.Errorf("dial %q: %v", name, err)
			}
		}
	})
}

// TestDialByNameAndAddress: by the name of the scenario, and by the address that
// LookupHost gives, with the port as written.
func TestDialByNameAndAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		l := world(t, transport, places)
		for _, at := range []string{"own.example:123", "10.0.0.1:123", "time.example:1123", "192.0.2.2:1123"} {
			if a, err := askNTP(t.Context(), l, at, time.Second); err != nil || a.stratum != 2 {
				t.Errorf("%s: %+v, %v", at, a, err)
			}
		}
		for _, at := range []string{"www.example:8443", "198.51.100.1:8443"} {
			conn, err := l.Network().DialContext(t.Context(), "tcp", at)
			if err != nil {
				t.Errorf("%s: %v", at, err)
				continue
			}
			// From the real addresses every server would run on the simulated machine.
			from, _, _ := net.SplitHostPort(conn.LocalAddr().String())
			if to := conn.RemoteAddr().String(); from != clientHost || to != "198.51.100.1:8443" {
				t.Errorf("%s: from %s to %s", at, from, to)
			}
			_ = conn.Close()
		}
		for _, at := range []string{"www.example:443", "time.example:1123", "127.0.0.1:22", "[::1]:22", "8.8.8.8:53"} {
			conn, err := l.Network().DialContext(t.Context(), "tcp", at)
			if !errors.Is(err, syscall.ECONNREFUSED) {
				t.Errorf("%s: %v, %v", at, conn, err)
			}
		}
		if _, err := askNTP(t.Context(), l, "time.example:123", time.Second); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("a closed UDP port: %v", err)
		}
		if _, err := l.Network().DialContext(t.Context(), "tcp", "www.example"); err == nil {
			t.Error("dialled without a port")
		}
	})
}

// TestWays: what the host's network lets out. Its own servers are inside.
func TestWays(t *testing.T) {
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	fine := func(err error) bool { return err == nil }
	cases := []struct {
		keys     string
		udp, tcp func(error) bool
	}{
		{"", fine, fine},
		{`udp = "silent"`, is(os.ErrDeadlineExceeded), fine},
		{`udp = "unreachable"`, is(syscall.ENETUNREACH), fine},
		{`tcp = "silent"`, fine, is(context.DeadlineExceeded)},
		{`tcp = "refused"`, fine, is(syscall.ECONNREFUSED)},
		{`tcp = "unreachable"`, fine, is(syscall.ENETUNREACH)},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.keys, func(t *testing.T) {
			onBoth(t, func(t *testing.T, transport Transport) {
				l := world(t, transport, places+"[network]\n"+c.keys+"\n")
				const wait = 100 * time.Millisecond
				if _, err := askNTP(t.Context(), l, "own.example:123", time.Second); err != nil {
					t.Errorf("the host's own server: %v", err)
				}
				if _, err := askNTP(t.Context(), l, "time.example:1123", wait); !c.udp(err) {
					t.Errorf("UDP: %v", err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), wait)
				defer cancel()
				conn, err := l.Network().DialContext(ctx, "tcp", "www.example:8443")
				if !c.tcp(err) {
					t.Errorf("TCP: %v", err)
				}
				if err == nil {
					_ = conn.Close()
				}
				ran++
			})
		})
	}
	if ran != 12 {
		t.Errorf("%d ran, want 12", ran)
	}
}

// TestDialObeys: a dial that waits ends at once with its context, and with the
// world.
func TestDialObeys(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		sc, err := Decode("slow", minimal+"[[https]]\nurl = \"https://slow.example/\"\nforth = \"1h\"\n[[https]]\nurl = \"https://silent.example/\"\nbehaviour = \"silent\"\n")
		if err != nil {
			t.Fatal(err)
		}
		l, err := Start(sc, transport)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"slow.example:443", "silent.example:443"} {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(20*time.Millisecond, cancel)
			if _, err := l.Network().DialContext(ctx, "tcp", name); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", name, err)
			}
		}
		ended := make(chan error, 2)
		for _, name := range []string{"slow.example:443", "silent.example:443"} {
			go func() {
				_, err := l.Network().DialContext(context.Background(), "tcp", name)
				ended <- err
			}()
		}
		time.Sleep(20 * time.Millisecond)
		_ = l.Close()
		for range 2 {
			if err := <-ended; !errors.Is(err, net.ErrClosed) {
				t.Errorf("after the end of the world: %v", err)
			}
		}
	})
}
