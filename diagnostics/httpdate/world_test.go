package httpdate

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
)

// truth is true time when a world begins: off the grid of seconds.
var truth = time.Date(2026, 12, 24, 18, 0, 0, 437_251_113, time.UTC)

// built stands for the date of the release.
var built = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// authority signs certificates for tests.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pool        *x509.CertPool
}

func newAuthority(t testing.TB, name string) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: truth.AddDate(-60, 0, 0), NotAfter: truth.AddDate(60, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(certificate)
	return authority{certificate, key, pool}
}

// issue signs a certificate for a host, valid around truth.
func (a authority) issue(t testing.TB, host string, from, until time.Duration) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host},
		DNSNames: []string{host}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: truth.Add(from), NotAfter: truth.Add(until),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key}
}

const month = 30 * 24 * time.Hour

// world is a clock and a network in memory. Its raw time is the bubble's.
type world struct {
	began     time.Time
	wall      time.Duration // OS clock minus truth
	authority authority
	hosts     map[string][]string
	accepts   map[string]func(net.Conn) // by host:port; nil: connecting hangs
	mu        sync.Mutex
	dialed    []string
}

func (w *world) Raw() time.Duration { return 7*time.Hour + time.Since(w.began) }
func (w *world) Wall() time.Time    { return w.now().Add(w.wall) }
func (w *world) now() time.Time     { return truth.Add(time.Since(w.began)) }

func (w *world) LookupHost(_ context.Context, host string) ([]string, error) {
	if found := w.hosts[host]; found != nil {
		return found, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

func (w *world) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if network != "tcp" {
		panic("dialed " + network)
	}
	w.mu.Lock()
	w.dialed = append(w.dialed, address)
	accept := w.accepts[address]
	w.mu.Unlock()
	if accept == nil {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Err: ctx.Err()}
	}
	client, server := net.Pipe()
	go func() {
		defer server.Close()
		accept(server)
	}()
	return client, nil
}

func (w *world) dials() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.dialed...)
}

func (w *world) client() *Client {
	return &Client{Network: w, Clock: w, Roots: w.authority.pool, Built: built}
}

// webServer answers every request over TLS.
type webServer struct {
	world       *world
	off         time.Duration // its clock minus truth
	rtt         time.Duration
	certificate tls.Certificate
	// answer returns the bytes of the n-th answer; nil: a plain good one.
	answer  func(n int, now time.Time) string
	hangsUp bool // after each answer, without a word
	mu      sync.Mutex
	seen    []*http.Request
}

func (s *webServer) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.seen...)
}

// good is a plain answer.
func good(now time.Time) string {
	return "HTTP/1.1 200 OK\r\nDate: " + now.UTC().Format(http.TimeFormat) + "\r\nContent-Length: 3\r\n\r\n"
}

func (s *webServer) serve(conn net.Conn) {
	secure := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{s.certificate}})
	reader := bufio.NewReader(secure)
	for {
		request, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.seen = append(s.seen, request)
		n := len(s.seen)
		s.mu.Unlock()
		time.Sleep(s.rtt / 2)
		now := s.world.now().Add(s.off)
		text := good(now)
		if s.answer != nil {
			text = s.answer(n, now)
		}
		time.Sleep(s.rtt / 2)
		if _, err := io.WriteString(secure, text); err != nil || s.hangsUp || strings.Contains(text, "Connection: close") {
			return
		}
	}
}

// in runs a test in a bubble with a world of one server, web.example.
func in(t *testing.T, ca authority, test func(t *testing.T, w *world, s *webServer)) {
	t.Helper()
	certificate := ca.issue(t, "web.example", -month, month)
	synctest.Test(t, func(t *testing.T) {
		w := &world{
			began: time.Now(), authority: ca, hosts: map[string][]string{"web.example": {"192.0.2.7"}},
			accepts: map[string]func(net.Conn){},
		}
		s := &webServer{world: w, certificate: certificate}
		w.accepts["192.0.2.7:443"] = s.serve
		test(t, w, s)
		time.Sleep(2 * time.Minute) // servers that sleep wake up and go
	})
}

func web() Host { return Host{Name: "web", URL: "https://web.example"} }

// miss returns how far a measured reading is from truth plus off.
func (w *world) miss(t *testing.T, r diagnostics.Reading, off time.Duration) time.Duration {
	t.Helper()
	if r.Outcome != diagnostics.Measured {
		t.Fatalf("reading is %s %s %q, want measured", r.Outcome, r.Reason, r.Detail)
	}
	if r.Anchor.Uncertainty < leastUncertainty {
		t.Errorf("uncertainty %v is under half a second", r.Anchor.Uncertainty)
	}
	return r.Anchor.At(w.Raw()).Sub(w.now().Add(off))
}

// wants fails the test where a reading is not the failure that it should be.
func wants(t *testing.T, r diagnostics.Reading, reason diagnostics.Reason, detail string) {
	t.Helper()
	if r.Outcome != diagnostics.Failed || r.Reason != reason || !strings.Contains(r.Detail, detail) {
		t.Errorf("reading is %s %s %q, want failed %s with %q", r.Outcome, r.Reason, r.Detail, reason, detail)
	}
	if r.Anchor.Uncertainty != 0 || r.Samples != 0 {
		t.Errorf("a failed reading holds %+v", r.Anchor)
	}
}

func headers(status string, lines ...string) func(int, time.Time) string {
	return func(_ int, now time.Time) string {
		return fmt.Sprintf("HTTP/1.1 %s\r\n%s\r\n\r\n", status,
			strings.ReplaceAll(strings.Join(lines, "\r\n"), "NOW", now.UTC().Format(http.TimeFormat)))
	}
}
