package httpdate

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"time"

	"unskew/diagnostics"
)

// verifier verifies a server's chain at the OS clock's time and, where only the
// dates fail there, at a better one.
type verifier struct {
	client *Client
	name   string // host name or address
	strict bool   // no provisional verification: something secret will be sent

	certificates []*x509.Certificate
	late         bool // failed at the OS clock's time only because of dates
	unreferenced bool
	confirmed    bool   // an unreferenced chain was valid at the Date that came
	root         string // what the chain ends in, where it was verified
}

// config makes TLS leave the verification to verify, which does all of it. The
// standard one would end the handshake where dates fail.
func (c *verifier) config() *tls.Config {
	return &tls.Config{
		ServerName: c.name, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		Time:               c.client.Clock.Wall,
		InsecureSkipVerify: true, // VerifyConnection verifies name and chain
		VerifyConnection:   c.verify,
	}
}

// verify is called with the server's certificates before anything is sent.
func (c *verifier) verify(state tls.ConnectionState) error {
	c.certificates = state.PeerCertificates
	atOS := c.at(c.client.Clock.Wall())
	if atOS == nil {
		return nil
	}
	if c.client.Reference != nil {
		if reference, ok := c.client.Reference(); ok {
			err := c.at(reference)
			if err != nil {
				return c.failure(err)
			}
			c.late = true
			return nil
		}
	}
	if c.strict {
		return c.failure(atOS)
	}
	err := atOS
	for _, when := range c.plausible() {
		if err = c.at(when); err == nil {
			c.late, c.unreferenced = true, true
			return nil
		}
	}
	return c.failure(err)
}

// confirm verifies a provisionally accepted chain at the Date that came over it.
func (c *verifier) confirm(date time.Time) error {
	if !c.unreferenced || c.confirmed {
		return nil
	}
	if date.Before(c.client.Built) {
		return failure{reason: diagnostics.ReasonTLS, detail: "its certificates and its Date do not fit together"}
	}
	if err := c.at(date); err != nil {
		return c.failure(err)
	}
	c.confirmed = true
	return nil
}

// at verifies name and chain at one time.
func (c *verifier) at(when time.Time) error {
	if len(c.certificates) == 0 {
		return errors.New("no certificate")
	}
	if when.IsZero() { // means "now" to package x509
		when = when.Add(1)
	}
	intermediates := x509.NewCertPool()
	for _, certificate := range c.certificates[1:] {
		intermediates.AddCert(certificate)
	}
	chains, err := c.certificates[0].Verify(x509.VerifyOptions{
		DNSName: c.name, Roots: c.client.Roots, Intermediates: intermediates, CurrentTime: when,
	})
	if err == nil {
		c.root = nameOf(chains[0][len(chains[0])-1].Subject)
	}
	return err
}

// plausible returns times at which an honest chain is valid: the beginning of
// the server's certificate, and that of the youngest certificate of the chain,
// but not before this program was built.
func (c *verifier) plausible() []time.Time {
	leaf := c.certificates[0]
	from, youngest := leaf.NotBefore, leaf.NotBefore
	for _, certificate := range c.certificates[1:] {
		if certificate.NotBefore.After(youngest) {
			youngest = certificate.NotBefore
		}
	}
	var times []time.Time
	for _, when := range []time.Time{from, youngest} {
		if when.Before(c.client.Built) {
			when = c.client.Built
		}
		if !when.After(leaf.NotAfter) {
			times = append(times, when)
		}
	}
	return times
}

// failure names what is wrong with a chain.
func (c *verifier) failure(err error) failure {
	var unknown x509.UnknownAuthorityError
	if errors.As(err, &unknown) {
		return failure{reason: diagnostics.ReasonTLSInspected, detail: c.issuer(), inspected: true}
	}
	return failure{reason: diagnostics.ReasonTLS, detail: diagnostics.Clean(err.Error(), detailLimit)}
}

// issuer names who signed the last certificate that the server sent.
func (c *verifier) issuer() string {
	if len(c.certificates) == 0 {
		return ""
	}
	return nameOf(c.certificates[len(c.certificates)-1].Issuer)
}

func nameOf(name pkix.Name) string {
	if name.CommonName != "" {
		return diagnostics.Clean(name.CommonName, detailLimit)
	}
	return diagnostics.Clean(name.String(), detailLimit)
}
