package lab

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func clientTLS(l *Lab, now func() time.Time) *tls.Config {
	return &tls.Config{RootCAs: l.Roots(), Time: now, MinVersion: tls.VersionTLS12}
}

// get asks a URL as the simulated host does; the body is read to its end.
func get(t *testing.T, l *Lab, url string) (*http.Response, string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := webClient(t, l).Do(r)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return response, string(body), err
}

// dateBehind is how far an answer's Date is behind true time.
func dateBehind(t *testing.T, l *Lab, response *http.Response) time.Duration {
	t.Helper()
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		t.Fatalf("Date %q: %v", response.Header.Get("Date"), err)
	}
	return l.Now().Sub(date)
}

func TestHTTPSKinds(t *testing.T) {
	kinds := []struct {
		name, keys string
		check      func(t *testing.T, l *Lab, r *http.Response, body string, err error)
	}{
		{"right", "", func(t *testing.T, l *Lab, r *http.Response, _ string, err error) {
			if err != nil || r.StatusCode != 200 || r.ProtoMajor != 1 {
				t.Fatal(r, err)
			}
			if behind := dateBehind(t, l, r); behind < 0 || behind > 2*time.Second {
				t.Errorf("Date is %v behind", behind)
			}
		}},
		{"own clock", `behind = "1h"`, func(t *testing.T, l *Lab, r *http.Response, _ string, err error) {
			if err != nil {
				t.Fatal(err)
			}
			if behind := dateBehind(t, l, r); (behind - time.Hour).Abs() > 2*time.Second {
				t.Errorf("Date is %v behind, want an hour", behind)
			}
		}},
		{"status", "status = 405", func(t *testing.T, _ *Lab, r *http.Response, _ string, err error) {
			if err != nil || r.StatusCode != 405 || r.Header.Get("Date") == "" {
				t.Error(r, err)
			}
		}},
		{"from a cache", "age = 77", func(t *testing.T, _ *Lab, r *http.Response, _ string, err error) {
			if err != nil || r.Header.Get("Age") != "77" {
				t.Error(r, err)
			}
		}},
		{"no date", `behaviour = "no-date"`, func(t *testing.T, _ *Lab, r *http.Response, _ string, err error) {
			if err != nil || r.Header.Get("Date") != "" {
				t.Error(r, err)
			}
		}},
		{"sign-in page", `behaviour = "html"`, func(t *testing.T, _ *Lab, r *http.Response, body string, err error) {
			if err != nil || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") || !strings.Contains(body, "Sign in") {
				t.Error(r, body, err)
			}
		}},
		{"refused", `behaviour = "refused"`, func(t *testing.T, _ *Lab, _ *http.Response, _ string, err error) {
			if !errors.Is(err, syscall.ECONNREFUSED) {
				t.Error(err)
			}
		}},
		{"silent", `behaviour = "silent"`, func(t *testing.T, _ *Lab, _ *http.Response, _ string, err error) {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		}},
		{"no name", `behaviour = "dns-fail"`, func(t *testing.T, _ *Lab, _ *http.Response, _ string, err error) {
			var dns *net.DNSError
			if !errors.As(err, &dns) || !dns.IsNotFound {
				t.Error(err)
			}
		}},
		{"inspected", `behaviour = "inspected"`, func(t *testing.T, _ *Lab, _ *http.Response, _ string, err error) {
			var unknown x509.UnknownAuthorityError
			if !errors.As(err, &unknown) || unknown.Cert.Subject.CommonName != "Corp Root CA" && unknown.Cert.Issuer.CommonName != "Corp Root CA" {
				t.Error(err)
			}
		}},
	}
	ran := 0
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, transport Transport) {
				l := world(t, transport, "[[https]]\nurl = \"https://www.example/\"\n"+k.keys+"\n")
				r, body, err := get(t, l, "https://www.example/")
				k.check(t, l, r, body, err)
				ran++
			})
		})
	}
	if ran != 2*10 {
		t.Errorf("%d kinds ran, want 20", ran)
	}
}

// TestCertificateDates: valid at true time, not 31 days before and 61 after.
func TestCertificateDates(t *testing.T) {
	cases := []struct {
		skew time.Duration
		ok   bool
	}{{0, true}, {-29 * day, true}, {59 * day, true}, {-31 * day, false}, {61 * day, false}, {-50 * 365 * day, false}}
	onBoth(t, func(t *testing.T, transport Transport) {
		l := world(t, transport, "[[https]]\nurl = \"https://www.example/\"\n")
		for _, c := range cases {
			conn, err := l.Network().DialContext(t.Context(), "tcp", "www.example:443")
			if err != nil {
				t.Fatal(err)
			}
			config := clientTLS(l, func() time.Time { return l.Now().Add(c.skew) })
			config.ServerName = "www.example"
			err = tls.Client(conn, config).HandshakeContext(t.Context())
			var invalid x509.CertificateInvalidError
			if c.ok && err != nil || !c.ok && (!errors.As(err, &invalid) || invalid.Reason != x509.Expired) {
				t.Errorf("at %v from true time: %v", c.skew, err)
			}
			_ = conn.Close()
		}
	})
}

const proxied = `
[network]
udp = "unreachable"
tcp = "unreachable"
[[https]]
url = "https://www.example/"
[[https]]
url = "https://blocked.example/"
[proxy]
url = "http://proxy.example:3128"
behind = "30m"
blocks = ["blocked.example"]
`

func TestProxy(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		l := world(t, transport, proxied)
		if _, err := l.Network().DialContext(t.Context(), "tcp", "www.example:443"); !errors.Is(err, syscall.ENETUNREACH) {
			t.Errorf("past the proxy: %v", err)
		}
		if _, err := l.Network().DialContext(t.Context(), "udp", "192.0.2.77:123"); !errors.Is(err, syscall.ENETUNREACH) {
			t.Errorf("past the proxy by UDP: %v", err)
		}
		var own *http.Response
		client := webClient(t, l)
		tunnels, _ := client.Transport.(*http.Transport)
		tunnels.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, r *http.Response) error {
			own = r
			return nil
		}
		r, err := client.Get("https://www.example/")
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if behind := dateBehind(t, l, r); behind.Abs() > 2*time.Second {
			t.Errorf("the server's Date through the proxy is %v behind", behind)
		}
		if behind := dateBehind(t, l, own); own.StatusCode != 200 || (behind-30*time.Minute).Abs() > 2*time.Second {
			t.Errorf("the proxy's own Date is %v behind, want 30 minutes (status %d)", behind, own.StatusCode)
		}
		for _, url := range []string{"https://blocked.example/", "https://nowhere.example/"} {
			r, err := client.Get(url)
			if err == nil {
				_ = r.Body.Close()
				t.Errorf("%s was answered", url)
			}
		}
	})
}

func TestProxyPassword(t *testing.T) {
	const password = "open-sesame"
	onBoth(t, func(t *testing.T, transport Transport) {
		l := world(t, transport, proxied+"user = \"host\"\npassword = \""+password+"\"\n")
		r, err := webClient(t, l).Get("https://www.example/")
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		for given, want := range map[string]string{"": "407", "host:wrong": "407", "host:" + password: "200"} {
			if got := connectStatus(t, l, given); got != want {
				t.Errorf("password %q: %s, want %s", given, got, want)
			}
		}
	})
}

// connectStatus sends a CONNECT by hand and returns the status of the answer.
func connectStatus(t *testing.T, l *Lab, credentials string) string {
	t.Helper()
	conn, err := l.Network().DialContext(t.Context(), "tcp", "proxy.example:3128")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	request := "CONNECT www.example:443 HTTP/1.1\r\nHost: www.example:443\r\n"
	if credentials != "" {
		request += "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(credentials)) + "\r\n"
	}
	if _, err := io.WriteString(conn, request+"\r\n"); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(line)[1]
}

// TestTunnelsEnd: a tunnel that nobody uses ends with its client, and with the
// world; the bubble finds a goroutine that does not.
func TestTunnelsEnd(t *testing.T) {
	for _, first := range []string{"client", "world"} {
		synctest.Test(t, func(t *testing.T) {
			sc, err := Decode("tunnels", minimal+proxied)
			if err != nil {
				t.Fatal(err)
			}
			l, err := Start(sc, Memory())
			if err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			before := runtime.NumGoroutine()
			conn, err := l.Network().DialContext(t.Context(), "tcp", "proxy.example:3128")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(conn, "CONNECT www.example:443 HTTP/1.1\r\nHost: www.example:443\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			if first == "client" {
				_ = conn.Close()
				synctest.Wait()
				if after := runtime.NumGoroutine(); after != before {
					t.Errorf("%d goroutines after the tunnel, %d before", after, before)
				}
			}
			_ = l.Close()
			_ = conn.Close()
		})
	}
}
