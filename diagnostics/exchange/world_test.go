package exchange

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"unskew/diagnostics"
	"unskew/diagnostics/credential"
)

// The tests run in a world of their own: in-memory connections, a true time
// that is the bubble's (synctest), an OS clock that is wrong by a skew, and an
// authorization server that really verifies.

const (
	endpointHost = "auth.example"
	tokenURL     = "https://auth.example/oauth/token"
	secretValue  = "CANARY-secret/with+odd=chars&\"quotes\""
	tokenValue   = "CANARY-token"
)

// signingKey is one RSA key for all tests: making one takes a while.
var signingKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// skewedClock is an OS clock that is behind true time by behind.
type skewedClock struct {
	start  time.Time
	behind time.Duration
}

func (c skewedClock) Wall() time.Time    { return time.Now().Add(-c.behind) }
func (c skewedClock) Raw() time.Duration { return time.Since(c.start) + time.Hour }

// memory is a network of named in-memory listeners.
type memory struct {
	mu    sync.Mutex
	serve map[string]func(net.Conn)
	fail  map[string]error
	dials []string
}

func (m *memory) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	m.mu.Lock()
	m.dials = append(m.dials, address)
	serve, err := m.serve[address], m.fail[address]
	m.mu.Unlock()
	switch {
	case err != nil:
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	case serve == nil:
		<-ctx.Done() // a firewall that drops
		return nil, ctx.Err()
	}
	client, server := net.Pipe()
	go serve(server)
	return client, nil
}

func (m *memory) LookupHost(context.Context, string) ([]string, error) {
	return nil, errors.New("not used")
}

// authority is a certificate authority.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t testing.TB, name string, from, to time.Time) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: from, NotAfter: to, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return authority{certificate, key}
}

func (a authority) issue(t testing.TB, host string, from, to time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: from, NotAfter: to, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key}
}

func (a authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

const day = 24 * time.Hour

// world is a client with a skewed clock and one HTTPS endpoint.
type world struct {
	client  *Client
	network *memory
	clock   skewedClock
	root    authority
}

// newWorld serves handler at auth.example:443 with a certificate valid from 30
// days before to 60 days after now.
func newWorld(t testing.TB, behind time.Duration, handler http.Handler) *world {
	t.Helper()
	now := time.Now()
	root := newAuthority(t, "Example Root CA", now.Add(-3650*day), now.Add(3650*day))
	w := &world{
		network: &memory{serve: map[string]func(net.Conn){}, fail: map[string]error{}},
		clock:   skewedClock{start: now, behind: behind},
		root:    root,
	}
	w.client = &Client{Network: w.network, Clock: w.clock, Roots: root.pool()}
	w.serveTLS(root.issue(t, endpointHost, now.Add(-30*day), now.Add(60*day)), handler)
	return w
}

// serveTLS answers at auth.example:443 with this certificate.
func (w *world) serveTLS(certificate tls.Certificate, handler http.Handler) {
	config := &tls.Config{Certificates: []tls.Certificate{certificate}}
	w.network.serve[endpointHost+":443"] = func(c net.Conn) { serveHTTP(tls.Server(c, config), handler) }
}

// serveRaw answers at auth.example:443, within TLS, with bytes of its own.
func (w *world) serveRaw(t testing.TB, answer func(net.Conn)) {
	config := &tls.Config{Certificates: []tls.Certificate{w.root.issue(t, endpointHost, time.Now().Add(-day), time.Now().Add(day))}}
	w.network.serve[endpointHost+":443"] = func(c net.Conn) {
		secure := tls.Server(c, config)
		defer secure.Close()
		if _, err := http.ReadRequest(bufio.NewReader(secure)); err != nil {
			return
		}
		// A pipe has no buffer: without a reader the client could not say goodbye.
		go func() { _, _ = io.Copy(io.Discard, secure) }()
		answer(secure)
	}
}

// serveHTTP serves one connection to its end.
func serveHTTP(c net.Conn, handler http.Handler) {
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	server.SetKeepAlivesEnabled(false)
	_ = server.Serve(&oneConn{c: c})
}

// oneConn is a listener of one connection.
type oneConn struct {
	c    net.Conn
	once sync.Once
}

func (l *oneConn) Accept() (net.Conn, error) {
	var c net.Conn
	l.once.Do(func() { c = l.c })
	if c == nil {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (l *oneConn) Close() error   { return nil }
func (l *oneConn) Addr() net.Addr { return l.c.LocalAddr() }

// os and reference are the two times to stamp with.
func (w *world) os() time.Time        { return w.clock.Wall() }
func (w *world) reference() time.Time { return time.Now() }

// request is a whole request of a profile.
func request(profile string) Request {
	p, _ := Find(profile)
	return Request{
		Profile: p, Endpoint: tokenURL,
		Credential: credential.Credential{
			Kind: credential.KindServiceCredentials, ClientID: "client-1", ClientSecret: diagnostics.NewSecret(secretValue),
			Issuer: "ABC@AdobeOrg", Subject: "tech@techacct.example", Scopes: []string{"ent_brand_portal_sdk", "second"},
			IMSHost: endpointHost, Key: signingKey(),
		},
	}
}

// verifier is an authorization server: it verifies each assertion in full by
// its own clock, and keeps what it was sent.
type verifier struct {
	offset   time.Duration // its clock minus true time
	leeway   time.Duration
	delay    time.Duration // before it answers
	maxAhead time.Duration // how far exp may be ahead, 0: any
	field    string        // where the assertion is
	audience string

	mu    sync.Mutex
	forms []url.Values
	sent  []jwt.MapClaims
}

func (v *verifier) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(v.delay / 2)
	now := time.Now().Add(v.offset)
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Request-Id", "req-1")
	defer time.Sleep(v.delay / 2)
	_ = r.ParseForm()
	claims := jwt.MapClaims{}
	var err error
	if v.field != "" {
		_, err = jwt.NewParser(
			jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(func() time.Time { return now }), jwt.WithLeeway(v.leeway),
			jwt.WithExpirationRequired(), jwt.WithAudience(v.audience), jwt.WithIssuedAt(), jwt.WithIssuer("ABC@AdobeOrg"),
		).ParseWithClaims(r.PostForm.Get(v.field), claims, func(*jwt.Token) (any, error) { return signingKey().Public(), nil })
	}
	v.mu.Lock()
	v.forms, v.sent = append(v.forms, r.PostForm), append(v.sent, claims)
	v.mu.Unlock()
	refuse := func(description string) {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_grant", "error_description": description})
	}
	expires, _ := claims.GetExpirationTime()
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		refuse("JWT has expired")
	case errors.Is(err, jwt.ErrTokenUsedBeforeIssued):
		refuse("token used before issued")
	case err != nil:
		refuse("invalid signature or claim: " + err.Error())
	case v.maxAhead > 0 && expires.After(now.Add(v.maxAhead)):
		refuse("exp is too far in the future")
	default:
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": tokenValue, "token_type": "bearer", "expires_in": 86399999})
	}
}

// refusedConnection is what a closed port gives.
func refusedConnection() error { return syscall.ECONNREFUSED }
