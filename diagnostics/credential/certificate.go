package credential

import (
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"time"

	"unskew/diagnostics"
)

// Certificate is what is told of the certificate beside a key: nothing secret.
type Certificate struct {
	Subject   string    `json:"subject"`
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	// SHA1 is the fingerprint that consoles show, 40 hex digits in lower case. It
	// tells certificates apart, and nothing rests on its strength.
	SHA1 string `json:"sha1"`
	// Match says whether the certificate belongs to the private key.
	Match Match `json:"match,omitempty"`
}

// Match is whether a certificate and a private key belong together.
type Match string

// The answers; empty where there is no key to compare with.
const (
	Matches    Match = "yes"
	Mismatches Match = "no"
)

// maxSubject bounds a certificate's name; common ones have some 100 characters.
const maxSubject = 200

// certificateOf describes the certificate that belongs to the key. Where none
// does, it is the first one: that is what a mix-up looks like.
func certificateOf(key Key, all []*x509.Certificate) *Certificate {
	if len(all) == 0 {
		return nil
	}
	chosen, match := all[0], Match("")
	if !key.IsZero() {
		match = Mismatches
		for _, one := range all {
			if belongs(key, one) {
				chosen, match = one, Matches
				break
			}
		}
	}
	sum := sha1.Sum(chosen.Raw)
	return &Certificate{
		Subject:   diagnostics.Clean(chosen.Subject.String(), maxSubject),
		NotBefore: chosen.NotBefore.UTC(), NotAfter: chosen.NotAfter.UTC(),
		SHA1: hex.EncodeToString(sum[:]), Match: match,
	}
}

// belongs compares public halves; that is all that makes a pair.
func belongs(key Key, certificate *x509.Certificate) bool {
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(certificate.PublicKey)
}

// has reports whether the console listed a certificate.
func (c Credential) has(certificate *Certificate) bool {
	for _, one := range c.Registered {
		if certificate != nil && one.Fingerprint == certificate.SHA1 {
			return true
		}
	}
	return false
}

// settle works out when the certificate that the service knows the key by runs
// out: the certificate's own date where there is one, since that is proof; else
// the console's. Where that lists several, none of them outlives the last.
func (c *Credential) settle() {
	c.CertificateExpires = time.Time{}
	switch {
	case c.Certificate != nil && c.Certificate.Match != Mismatches:
		c.CertificateExpires = c.Certificate.NotAfter
	case c.Certificate == nil && len(c.Registered) > 0:
		c.CertificateExpires = c.Registered[len(c.Registered)-1].Expires
	}
}
