package httpdate

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
)

const password = "hunter2-very-secret"

// forward is a proxy in memory: it answers CONNECT with a status and the Date of
// its own clock, and forwards where the status is 200.
type forward struct {
	world  *world
	off    time.Duration
	status string
	auth   string // Proxy-Authorization that came
	target string
}

func (p *forward) serve(conn net.Conn) {
	request, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil || request.Method != http.MethodConnect {
		return
	}
	p.auth, p.target = request.Header.Get("Proxy-Authorization"), request.Host
	fmt.Fprintf(conn, "HTTP/1.1 %s\r\nDate: %s\r\n\r\n", p.status, p.world.now().Add(p.off).Format(http.TimeFormat))
	if !strings.HasPrefix(p.status, "200") {
		return
	}
	onward, err := p.world.DialContext(context.Background(), "tcp", "192.0.2.7:443")
	if err != nil {
		return
	}
	defer onward.Close()
	go func() {
		defer conn.Close()
		io.Copy(conn, onward) // until one side closes
	}()
	io.Copy(onward, conn) // until one side closes
}

func TestProxies(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	atProxy := ca.issue(t, "proxy.example", -month, month)
	cases := []struct {
		name, proxy, status string
		answer              func(int, time.Time) string
		reason              diagnostics.Reason
		detail              string
		clock               bool
	}{
		{"plain", "http://proxy.example:3128", "200 Connection established", nil, "", "", true},
		{"with a password", "http://mallory:" + password + "@proxy.example:3128", "200 OK", nil, "", "", true},
		{"over TLS", "https://mallory:" + password + "@proxy.example:3129", "200 OK", nil, "", "", true},
		{"wants a password", "http://mallory:" + password + "@proxy.example:3128", "407 Proxy Authentication Required", nil, diagnostics.ReasonProxyAuth, "proxy.example:3128", true},
		{"blocks", "http://mallory:" + password + "@proxy.example:3128", "403 Forbidden by \x1b[1mpolicy", nil, diagnostics.ReasonProxyBlocked, "403 Forbidden by [1mpolicy", true},
		{"cannot reach", "http://proxy.example:3128", "502 Bad Gateway", nil, diagnostics.ReasonProxyBlocked, "502", true},
		{"talks nonsense", "http://proxy.example:3128", "nonsense", nil, diagnostics.ReasonNotHTTP, "the proxy", false},
		{"talks before the server does", "http://proxy.example:3128", "200 OK\r\nX-Y: z\r\n\r\nhello", nil, diagnostics.ReasonProxyBlocked, "talks", false},
		{"403 from behind it", "http://proxy.example:3128", "200 OK", headers("403 Forbidden", "Date: NOW"), diagnostics.ReasonProxyBlocked, "403", true},
		{"nobody there", "http://mallory:" + password + "@gone.example:3128", "", nil, diagnostics.ReasonDNS, "the proxy gone.example:3128", false},
		{"silent", "http://mallory:" + password + "@proxy.example:9", "", nil, diagnostics.ReasonTimeout, "the proxy", false},
		{"of another kind", "socks5://mallory:" + password + "@proxy.example:1080", "", nil, diagnostics.ReasonInvalid, "only HTTP proxies", false},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran++
			in(t, ca, func(t *testing.T, w *world, s *webServer) {
				p := &forward{world: w, off: time.Hour, status: c.status}
				w.hosts["proxy.example"] = []string{"192.0.2.99"}
				w.accepts["192.0.2.99:3128"] = p.serve
				w.accepts["192.0.2.99:3129"] = func(conn net.Conn) {
					p.serve(tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{atProxy}}))
				}
				s.answer = c.answer
				client := w.client()
				proxy, err := url.Parse(c.proxy)
				if err != nil {
					t.Fatal(err)
				}
				client.Proxy = http.ProxyURL(proxy)
				result := client.Measure(context.Background(), web(), false, nil)
				checkProxied(t, w, p, result, proxy)
				if c.reason != "" {
					wants(t, result.Reading, c.reason, c.detail)
				} else if e := w.miss(t, result.Reading, 0).Abs(); e > leastUncertainty {
					t.Errorf("error %v", e)
				}
				if (result.ProxyClock != nil) != c.clock {
					t.Errorf("the proxy's clock: %v", result.ProxyClock)
				}
			})
		})
	}
	if ran != 12 {
		t.Errorf("%d cases ran, want 12", ran)
	}
}

// checkProxied checks what holds whatever the proxy did.
func checkProxied(t *testing.T, w *world, p *forward, result Result, proxy *url.URL) {
	t.Helper()
	text, err := json.Marshal(result)
	if err != nil || strings.Contains(string(text), password) || strings.Contains(string(text), "mallory") {
		t.Errorf("result %s %v", text, err)
	}
	if want := proxy.Host; result.Reading.Via != want && proxy.Scheme != "socks5" {
		t.Errorf("via %q, want %q", result.Reading.Via, want)
	}
	if result.ProxyClock != nil {
		if e := w.miss(t, *result.ProxyClock, time.Hour).Abs(); e > leastUncertainty {
			t.Errorf("the proxy's clock: error %v", e)
		}
		if p.target != "web.example:443" || (p.auth != "") != (proxy.User != nil) {
			t.Errorf("the proxy was asked for %q with %q", p.target, p.auth)
		}
	}
	for _, address := range w.dials() {
		if address == "192.0.2.7:443" && !strings.HasPrefix(p.status, "200") {
			t.Error("went around the proxy")
		}
	}
}

func TestProxyThatTalksTLSGetsNoPasswordUnverified(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	atProxy := ca.issue(t, "proxy.example", -month, month)
	in(t, ca, func(t *testing.T, w *world, _ *webServer) {
		p := &forward{world: w, status: "200 OK"}
		w.wall = -20 * year
		w.hosts["proxy.example"] = []string{"192.0.2.99"}
		w.accepts["192.0.2.99:443"] = func(conn net.Conn) {
			p.serve(tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{atProxy}}))
		}
		client := w.client()
		client.Proxy = http.ProxyURL(&url.URL{Scheme: "https", Host: "proxy.example", User: url.UserPassword("mallory", password)})
		wants(t, client.Measure(context.Background(), web(), false, nil).Reading, diagnostics.ReasonTLS, "the proxy")
		if p.auth != "" {
			t.Error("the password went over an unverified connection")
		}
		client.Reference = func() (time.Time, bool) { return w.now(), true }
		w.miss(t, client.Measure(context.Background(), web(), false, nil).Reading, 0)
	})
}

func TestProxySettings(t *testing.T) {
	in(t, newAuthority(t, "Test Root"), func(t *testing.T, w *world, _ *webServer) {
		client := w.client()
		client.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
		w.miss(t, client.Measure(context.Background(), web(), false, nil).Reading, 0)
		client.Proxy = func(*http.Request) (*url.URL, error) {
			return nil, errors.New("parse http://mallory:" + password + "@: bad")
		}
		r := client.Measure(context.Background(), web(), false, nil).Reading
		wants(t, r, diagnostics.ReasonInvalid, "http://host:port")
		if strings.Contains(r.Detail, password) {
			t.Errorf("detail %q", r.Detail)
		}
	})
}
