package exchange

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"unskew/diagnostics"
)

// connectError is a proxy's refusal to open a tunnel (RFC 9110 section 9.3.6).
type connectError struct{ status int }

func (e connectError) Error() string {
	return fmt.Sprintf("the proxy answered %d to CONNECT", e.status)
}

// failure is why no answer came.
type failure struct {
	class   Class
	why     string            // in our own words
	issuer  string            // of a TLS chain that was not trusted
	outside *x509.Certificate // of a TLS chain of which only the dates fail
}

// explain names a failure. The error's own text is not used: it may hold URLs
// with passwords, and names Go's packages instead of the person's things.
func (c *Client) explain(ctx context.Context, err error, host, via string, at time.Time) failure {
	peer := host
	if via != "" && isProxyError(err) {
		peer = "the proxy " + via
	}
	var (
		connect connectError
		dns     *net.DNSError
		verify  *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &connect):
		return connect.explain(via)
	case errors.As(err, &verify):
		return c.explainChain(verify, host, at)
	case isTimeout(ctx, err):
		return failure{class: ClassTimeout, why: "no answer from " + peer + " in time"}
	case errors.As(err, &dns):
		return failure{class: ClassDNS, why: "the name of " + peer + " cannot be resolved"}
	case diagnostics.IsRefused(err):
		return failure{class: ClassRefused, why: peer + " refused the connection"}
	case diagnostics.IsUnreachable(err):
		return failure{class: ClassRefused, why: "there is no route to " + peer}
	case isTLSError(err):
		return failure{class: ClassTLS, why: "no TLS connection with " + peer + " came about: it may not speak TLS at this port, or in no common version"}
	case isNotHTTP(err):
		return failure{class: ClassNotAnOAuthAnswer, why: peer + " answered, but not in HTTP"}
	}
	return failure{class: ClassRefused, why: "the connection with " + peer + " was cut off before an answer came"}
}

// explain tells a missing password from a ban.
func (e connectError) explain(via string) failure {
	if e.status == http.StatusProxyAuthRequired {
		return failure{class: ClassProxyAuth, why: "the proxy " + via + " asks for a user and a password"}
	}
	return failure{class: ClassProxyBlocked, why: fmt.Sprintf("the proxy %s does not let this connection through (%d)", via, e.status)}
}

// explainChain tells apart why a certificate chain was not trusted. Only where
// the same chain holds at another time are the dates the reason.
func (c *Client) explainChain(err *tls.CertificateVerificationError, host string, at time.Time) failure {
	chain := err.UnverifiedCertificates
	if len(chain) == 0 {
		return failure{class: ClassTLS, why: host + " showed no certificate"}
	}
	issuer := issuerName(chain[len(chain)-1])
	underlying := err.Err
	if outside := datesFail(chain, at); outside != nil {
		if underlying = c.verifyAtAnyTime(chain, host); underlying == nil {
			return failure{class: ClassTLSTime, issuer: issuer, why: explainDates(outside, host, at), outside: outside}
		}
	}
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	switch {
	case errors.As(underlying, &unknown):
		return failure{class: ClassTLSInspected, issuer: issuer, why: fmt.Sprintf("the certificate of %s is signed by %q, which this host does not trust: probably a proxy that inspects TLS", host, issuer)}
	case errors.As(underlying, &name):
		return failure{class: ClassTLS, issuer: issuer, why: "the certificate is not for " + host}
	}
	return failure{class: ClassTLS, issuer: issuer, why: "the certificate of " + host + " cannot be verified"}
}

// datesFail returns the first certificate of a chain that is not valid at that
// time.
func datesFail(chain []*x509.Certificate, at time.Time) *x509.Certificate {
	for _, certificate := range chain {
		if at.Before(certificate.NotBefore) || at.After(certificate.NotAfter) {
			return certificate
		}
	}
	return nil
}

// explainDates names the date that does not hold (RFC 5280 section 4.1.2.5).
func explainDates(certificate *x509.Certificate, host string, at time.Time) string {
	const second = "2006-01-02 15:04:05 UTC"
	side, bound := "is not valid yet (not before", certificate.NotBefore
	if at.After(certificate.NotAfter) {
		side, bound = "ran out (not after", certificate.NotAfter
	}
	return fmt.Sprintf("a certificate of %s %s %s), checked at %s", host, side, bound.UTC().Format(second), at.UTC().Format(second))
}

// verifyAtAnyTime verifies a chain at several times within its leaf's validity,
// and returns nil if it holds at one of them: then only the dates failed. Just
// one time would not do, because the certificates above may begin or end within
// the leaf's time. Nothing is sent over a connection that was judged like this.
func (c *Client) verifyAtAnyTime(chain []*x509.Certificate, host string) error {
	options := x509.VerifyOptions{Roots: c.Roots, DNSName: host, Intermediates: x509.NewCertPool()}
	for _, certificate := range chain[1:] {
		options.Intermediates.AddCert(certificate)
	}
	leaf := chain[0]
	span := leaf.NotAfter.Sub(leaf.NotBefore)
	var last error
	for _, part := range []float64{0.5, 0.001, 0.25, 0.75, 0.999} {
		options.CurrentTime = leaf.NotBefore.Add(time.Duration(part * float64(span)))
		if _, last = leaf.Verify(options); last == nil {
			return nil
		}
	}
	return last
}

// issuerName names who signed a certificate.
func issuerName(certificate *x509.Certificate) string {
	name := certificate.Issuer.CommonName
	if name == "" {
		name = strings.Join(certificate.Issuer.Organization, ", ")
	}
	return diagnostics.Clean(name, 120)
}

// isTimeout also covers our own deadline, which closes the connection under the
// transport and so shows as whatever it was doing: it is asked before the words.
func isTimeout(ctx context.Context, err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) ||
		(errors.As(err, &timeout) && timeout.Timeout())
}

func isTLSError(err error) bool {
	var header tls.RecordHeaderError
	var alert tls.AlertError
	return errors.As(err, &header) || errors.As(err, &alert) || strings.Contains(err.Error(), "tls: ") ||
		strings.Contains(err.Error(), "server gave HTTP response to HTTPS client")
}

func isNotHTTP(err error) bool {
	text := err.Error()
	return strings.Contains(text, "malformed HTTP") || strings.Contains(text, "malformed MIME") ||
		strings.Contains(text, "response headers exceeded") || strings.Contains(text, "server response headers")
}

// isProxyError reports whether a connection failed on its way to the proxy.
func isProxyError(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "proxyconnect"
}
