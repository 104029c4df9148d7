package credential

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"io"

	"unskew/diagnostics"
)

// leastBits is the smallest RSA modulus that crypto/rsa still signs with. RFC
// 7518 section 3.3 demands 2048; a shorter key is tried all the same, because
// the server's answer is what is being looked for.
const leastBits = 1024

// Key is a private key: RSA, EC or Ed25519. It signs, and it prints, formats and
// marshals as [secret]; there is no way to get the key itself back out.
type Key struct{ signer crypto.Signer }

// Public returns the public half, as crypto.Signer demands.
func (k Key) Public() crypto.PublicKey { return k.signer.Public() }

// Sign signs as the key's own type does: a digest with RSA (PKCS #1 v1.5 by
// default) and EC (ASN.1, which a JWS wants as two bare numbers), the message
// itself with Ed25519.
func (k Key) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return k.signer.Sign(random, digest, opts)
}

// Algorithm names the key without giving it away: "RSA 2048", "EC P-256",
// "Ed25519".
func (k Key) Algorithm() string {
	if k.IsZero() {
		return ""
	}
	return algorithm(k.Public())
}

func algorithm(public crypto.PublicKey) string {
	switch public := public.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", public.N.BitLen())
	case *ecdsa.PublicKey:
		return "EC " + public.Curve.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return "another kind of key"
}

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k.signer == nil }

// String implements fmt.Stringer.
func (k Key) String() string { return diagnostics.Redacted }

// GoString implements fmt.GoStringer.
func (k Key) GoString() string { return diagnostics.Redacted }

// Format implements fmt.Formatter, so that no verb reaches the key's numbers.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, diagnostics.Redacted) }

// MarshalText implements encoding.TextMarshaler (also used by encoding/json).
func (k Key) MarshalText() ([]byte, error) { return []byte(diagnostics.Redacted), nil }
