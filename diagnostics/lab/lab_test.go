package lab

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
)

var (
	_ diagnostics.Clock   = clock{}
	_ diagnostics.Network = (*network)(nil)
)

// onBoth runs a test on loopback and, inside a bubble, in memory.
func onBoth(t *testing.T, run func(t *testing.T, transport Transport)) {
	t.Helper()
	t.Run("loopback", func(t *testing.T) { run(t, Loopback()) })
	t.Run("memory", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { run(t, Memory()) })
	})
}

// world starts a scenario that is written in the test: minimal and what follows.
func world(t *testing.T, transport Transport, text string) *Lab {
	t.Helper()
	sc, err := Decode("test", minimal+text)
	if err != nil {
		t.Fatal(err)
	}
	return begin(t, transport, sc)
}

func begin(t *testing.T, transport Transport, sc Scenario) *Lab {
	t.Helper()
	l, err := Start(sc, transport)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// ntpAnswer is what a packet says, read by the test's own hand.
type ntpAnswer struct {
	size, leap, version, mode, stratum int
	reference                          string
	origin                             uint64
	updated, received, sent            uint64
}

func readAnswer(data []byte) ntpAnswer {
	a := ntpAnswer{size: len(data)}
	if len(data) < 48 {
		return a
	}
	word := func(at int) (v uint64) {
		for _, b := range data[at : at+8] {
			v = v<<8 | uint64(b)
		}
		return v
	}
	a.leap, a.version, a.mode = int(data[0]>>6), int(data[0]>>3&7), int(data[0]&7)
	a.stratum, a.reference = int(data[1]), string(data[12:16])
	a.updated, a.origin, a.received, a.sent = word(16), word(24), word(32), word(40)
	return a
}

// cookie is the transmit timestamp of the test's requests.
const cookie = 0x0123456789abcdef

func clientPacket() []byte {
	data := make([]byte, 48)
	data[0] = 4<<3 | 3
	for i := range 8 {
		data[40+i] = byte(uint64(cookie) >> (56 - 8*i))
	}
	return data
}

// askNTP sends one request and waits for the answer; n is its size.
func askNTP(ctx context.Context, l *Lab, name string, wait time.Duration) (ntpAnswer, error) {
	conn, err := l.Network().DialContext(ctx, "udp", name)
	if err != nil {
		return ntpAnswer{}, err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(wait)); err != nil {
		return ntpAnswer{}, err
	}
	if _, err := conn.Write(clientPacket()); err != nil {
		return ntpAnswer{}, err
	}
	buffer := make([]byte, 512)
	n, err := conn.Read(buffer)
	if err != nil {
		return ntpAnswer{}, err
	}
	return readAnswer(buffer[:n]), nil
}

// fromNTP turns a timestamp into a time near another one.
func fromNTP(stamp uint64, near time.Time) time.Time {
	const era = 1 << 32
	unix := int64(stamp>>32) - 2208988800
	unix += (near.Unix() - unix + era/2) / era * era
	return time.Unix(unix, int64(stamp&(era-1)*1e9>>32)).UTC()
}

// webClient is an HTTP client of the simulated host: its network, roots, clock
// and proxy.
func webClient(t *testing.T, l *Lab) *http.Client {
	t.Helper()
	transport := &http.Transport{
		DialContext: l.Network().DialContext, TLSClientConfig: clientTLS(l, l.Clock().Wall), DisableKeepAlives: true,
	}
	if p := l.Proxy(); p != nil {
		transport.Proxy = http.ProxyURL(p)
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 2 * time.Second}
}

func TestEveryScenarioRuns(t *testing.T) {
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, sc := range all {
		t.Run(sc.Name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, transport Transport) {
				l := begin(t, transport, sc)
				if got, want := l.Now().Sub(l.Clock().Wall()).Round(time.Second), sc.Host.behind(); got != want {
					t.Errorf("the OS clock is %v behind, want %v", got, want)
				}
				if state := l.Host(); state.Name != sc.Host.Name || state.Kernel.Synchronised != sc.Host.Synced || state.BootID == "" {
					t.Errorf("host: %+v", state)
				}
				if n := len(l.NTPServers()) + len(l.OwnServers()); n != len(sc.NTP) {
					t.Errorf("%d time servers, want %d", n, len(sc.NTP))
				}
				for _, s := range l.HTTPSHosts() {
					if s.Name == "" || s.Operator == "" || !strings.HasPrefix(s.URL, "https://"+s.Name) {
						t.Errorf("web server: %+v", s)
					}
				}
				e := l.Exchange()
				for _, name := range []string{e.CredentialFile, e.KeyFile} {
					if name != "" && len(l.Files()[name]) == 0 {
						t.Errorf("no file %s", name)
					}
				}
				ran++
			})
		})
	}
	if ran < 2*24 {
		t.Errorf("%d worlds ran, want at least 48", ran)
	}
}

func TestRestartOnOneTransport(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		sc, err := Find("brand-portal")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			l, err := Start(sc, transport)
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestTwoLabsOnOneTransport: the second must fail whole, and leave nothing open.
func TestTwoLabsOnOneTransport(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		world(t, transport, "")
		sc, err := Decode("second", minimal)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := Start(sc, transport); err == nil {
			_ = second.Close()
			t.Error("two worlds share their addresses")
		} else if !strings.Contains(fmt.Sprint(err), "scenario second") {
			t.Errorf("%q does not name the scenario", err)
		}
	})
}
