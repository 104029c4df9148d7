package exchange

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
)

func accept(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, `{"access_token":"`+tokenValue+`"}`)
}

func TestFailuresAreNamed(t *testing.T) {
	cases := []struct {
		name  string
		world func(*world)
		class Class
		why   string
	}{
		{"dns", func(w *world) {
			w.network.fail[endpointHost+":443"] = &net.DNSError{Err: "no such host", Name: endpointHost, IsNotFound: true}
		}, ClassDNS, "auth.example cannot be resolved"},
		{"refused", func(w *world) { w.network.fail[endpointHost+":443"] = refusedConnection() }, ClassRefused, "refused"},
		{"no route", func(w *world) { w.network.fail[endpointHost+":443"] = syscall.EHOSTUNREACH }, ClassRefused, "no route"},
		{"dropped", func(w *world) { delete(w.network.serve, endpointHost+":443") }, ClassTimeout, "in time"},
		{"no TLS", func(w *world) {
			w.network.serve[endpointHost+":443"] = func(c net.Conn) {
				go func() { _, _ = io.Copy(io.Discard, c) }()
				_, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
				_ = c.Close()
			}
		}, ClassTLS, "TLS"},
		{"silent after the connection", func(w *world) {
			w.network.serve[endpointHost+":443"] = func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }
		}, ClassTimeout, "in time"},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 0, http.HandlerFunc(accept))
			c.world(w)
			start := time.Now()
			a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
			if a.Class != c.class || a.Outcome != Failed || !strings.Contains(a.Why, c.why) || a.Reached() {
				t.Errorf("%s: %+v", c.name, a)
			}
			if took := time.Since(start); took > defaultTimeout {
				t.Errorf("%s: took %v", c.name, took)
			}
		})
	}
	if len(cases) != 6 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// chainCase is one certificate and clock of TestChains.
type chainCase struct {
	name     string
	behind   time.Duration
	issue    func(*testing.T, *world) tls.Certificate
	class    Class // verified at the OS clock's time
	thenGood bool  // verified at the reference's time
	issuer   string
}

func chainCases() []chainCase {
	const ours, corp, year = "Example Root CA", "Corp Root CA", 365 * day
	// issued by our authority, or by one that is not trusted, for a host and from
	// and to a number of days from now.
	by := func(name, host string, from, to time.Duration) func(*testing.T, *world) tls.Certificate {
		return func(t *testing.T, w *world) tls.Certificate {
			authority, now := w.root, time.Now()
			if name == corp {
				authority = newAuthority(t, corp, now.Add(-10*year), now.Add(10*year))
			}
			return authority.issue(t, host, now.Add(from*day), now.Add(to*day))
		}
	}
	return []chainCase{
		{"right clock", 0, by(ours, endpointHost, -1, 1), ClassAccepted, true, ours},
		{"years behind", 5 * year, by(ours, endpointHost, -1, 1), ClassTLSTime, true, ours},
		{"behind the root's own time", 20 * year, by(ours, endpointHost, -1, 1), ClassTLSTime, true, ours},
		{"years ahead", -5 * year, by(ours, endpointHost, -1, 1), ClassTLSTime, true, ours},
		{"really run out", 0, by(ours, endpointHost, -9, -1), ClassTLSTime, false, ours},
		{"unknown authority", 0, by(corp, endpointHost, -1, 1), ClassTLSInspected, false, corp},
		{"unknown authority and a wrong clock", year, by(corp, endpointHost, -1, 1), ClassTLSInspected, false, corp},
		{"another name", 0, by(ours, "other.example", -1, 1), ClassTLS, false, ours},
		{"another name and a wrong clock", year, by(ours, "other.example", -1, 1), ClassTLS, false, ours},
	}
}

// Of a chain that fails, the dates are blamed only where nothing else is wrong.
func TestChains(t *testing.T) {
	cases := chainCases()
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, c.behind, nil)
			requests := 0
			w.serveTLS(c.issue(t, w), http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { requests++; accept(rw, r) }))
			a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
			if a.Class != c.class || a.Issuer != c.issuer || a.TLSTime != (c.class == ClassTLSTime) || !a.VerifiedAt.Equal(w.os()) {
				t.Errorf("%s: %+v", c.name, a)
			}
			if sent := requests > 0; sent != (c.class == ClassAccepted) {
				t.Errorf("%s: the request was sent: %v", c.name, sent)
			}
			b := w.client.Try(context.Background(), request("ims-jwt"), StampReference, w.reference(), w.reference())
			if (b.Outcome == Accepted) != c.thenGood || c.thenGood && b.TLSTime != (c.class == ClassTLSTime) {
				t.Errorf("%s, at the reference: %+v", c.name, b)
			}
		})
	}
	if len(cases) != 9 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// A certificate that really ran out is named with its date, by both times alike.
func TestCertificateDatesAreNamed(t *testing.T) {
	const year = 365 * day
	cases := []struct {
		name     string
		behind   time.Duration
		from, to time.Duration // days from now
		why      string
	}{
		{"really run out", 0, -9, -1, "ran out (not after 1999-12-31 00:00:00 UTC)"},
		{"not begun", 0, 1, 9, "is not valid yet (not before 2000-01-02 00:00:00 UTC)"},
		{"a year behind", year, -1, 9, "is not valid yet (not before 1999-12-31 00:00:00 UTC)"},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, c.behind, nil)
			now := time.Now() // the bubble's: 2000-01-01
			from, to := now.Add(c.from*day), now.Add(c.to*day)
			w.serveTLS(w.root.issue(t, endpointHost, from, to), http.HandlerFunc(accept))
			for _, stamp := range []Stamp{StampOSClock, StampReference} {
				at := map[Stamp]time.Time{StampOSClock: w.os(), StampReference: w.reference()}[stamp]
				a := w.client.Try(context.Background(), request("ims-jwt"), stamp, at, at)
				if !a.TLSTime || !a.NotBefore.Equal(from) || !a.NotAfter.Equal(to) {
					t.Errorf("%s, %s: %+v", c.name, stamp, a)
				}
				if a.Outcome == Accepted {
					continue
				}
				if a.Class != ClassTLSTime || !strings.Contains(a.Why, c.why) || !strings.Contains(a.Why, "checked at "+at.UTC().Format("2006-01-02")) {
					t.Errorf("%s, %s: %s", c.name, stamp, a.Why)
				}
			}
		})
	}
	if len(cases) != 3 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// proxyAt serves a proxy at proxy.example:3128 that answers CONNECT like this.
func (w *world) proxyAt(answer string, tunnel bool) {
	w.network.serve["proxy.example:3128"] = func(c net.Conn) {
		_, err := http.ReadRequest(bufio.NewReader(c))
		if err == nil {
			_, err = io.WriteString(c, answer)
		}
		if err != nil || !tunnel {
			_ = c.Close()
			return
		}
		w.network.serve[endpointHost+":443"](c)
	}
	address := &url.URL{Scheme: "http", Host: "proxy.example:3128", User: url.UserPassword("user", "CANARY-password")}
	w.client.Proxy = func(*http.Request) (*url.URL, error) { return address, nil }
}

func TestProxies(t *testing.T) {
	const head = "\r\nDate: Tue, 01 Jan 2030 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n"
	cases := []struct {
		name, answer string
		tunnel       bool
		class        Class
	}{
		{"lets through", "HTTP/1.1 200 Connection established\r\nDate: Tue, 01 Jan 2030 00:00:00 GMT\r\n\r\n", true, ClassAccepted},
		{"wants a password", "HTTP/1.1 407 Proxy Authentication Required" + head, false, ClassProxyAuth},
		{"blocks", "HTTP/1.1 403 CANARY-words \x1b[31m" + head, false, ClassProxyBlocked},
		{"cannot reach it", "HTTP/1.1 502 Bad Gateway" + head, false, ClassProxyBlocked},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 0, http.HandlerFunc(accept))
			w.proxyAt(c.answer, c.tunnel)
			a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
			if a.Class != c.class || a.Via != "proxy.example:3128" || a.AtServer.Year() == 2030 {
				t.Errorf("%s: %+v", c.name, a)
			}
			searched(t, c.name, a)
		})
	}
	if len(cases) != 4 {
		t.Fatalf("ran %d cases", len(cases))
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 0, http.HandlerFunc(accept))
		w.proxyAt("", false)
		w.network.fail["proxy.example:3128"] = refusedConnection()
		a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
		if a.Class != ClassRefused || !strings.Contains(a.Why, "the proxy proxy.example:3128") {
			t.Errorf("proxy refuses: %+v", a)
		}
		searched(t, "proxy refuses", a)
		w.client.Proxy = func(*http.Request) (*url.URL, error) {
			return nil, &url.Error{Op: "parse", URL: "http://u:CANARY@p", Err: io.EOF}
		}
		a = w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
		if a.Class != ClassProxyBlocked || a.Outcome != Failed {
			t.Errorf("bad proxy address: %+v", a)
		}
		searched(t, "bad proxy address", a)
	})
}

// The host's own network, on loopback: a real port, and a real closed one.
func TestLoopback(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(accept)}
	go func() { _ = server.Serve(listener) }()
	address := listener.Addr().String()
	client := &Client{Network: diagnostics.HostNetwork{}, Clock: skewedClock{start: time.Now()}}
	r := request("ims-jwt")
	r.Endpoint = "http://" + address + "/t"
	a := client.Try(context.Background(), r, StampOSClock, time.Now(), time.Now())
	if a.Outcome != Accepted || a.Address != address || a.RTT <= 0 || a.Server == nil || !a.VerifiedAt.IsZero() {
		t.Errorf("open port: %+v", a)
	}
	_ = server.Close()
	a = client.Try(context.Background(), r, StampOSClock, time.Now(), time.Now())
	if a.Outcome != Failed || a.Class != ClassRefused || a.Server != nil {
		t.Errorf("closed port: %+v", a)
	}
}

// A sign-in page in place of the endpoint, over a connection that is trusted.
func TestCaptivePortal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 0, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(rw, "<!DOCTYPE html><html><body>Sign in to "+tokenValue+"</body></html>")
		}))
		a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
		if a.Class != ClassNotAnOAuthAnswer || a.Outcome != Failed || a.Description != "" || !strings.Contains(a.Why, "web page") {
			t.Errorf("got %+v", a)
		}
		searched(t, "captive portal", a)
	})
}
