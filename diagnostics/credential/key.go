package credential

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"io"
	"strings"

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

// Fits says why a key cannot sign with a JWS algorithm (RFC 7518 section 3.1, RFC
// 8037 section 3.1), and the next move; nil where it can. No key fits nothing to
// complain of: whoever needs one asks for it.
func Fits(key crypto.Signer, alg string) error {
	if key == nil {
		return nil
	}
	have, want := algorithm(key.Public()), wanted(alg)
	switch {
	case want == "":
		return fmt.Errorf("%s is no algorithm that assertions are signed with here: RS256 is the usual one", diagnostics.Clean(alg, 20))
	case strings.HasPrefix(have, want):
		return nil
	}
	return fmt.Errorf("the key is %s, but the assertion is signed with %s, which needs %s: give the private key whose public half the service knows", article(have), alg, article(want))
}

// wanted is the beginning of the Algorithm of keys that a JWS algorithm needs.
func wanted(alg string) string {
	switch alg {
	case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
		return "RSA"
	case "ES256":
		return "EC P-256"
	case "ES384":
		return "EC P-384"
	case "ES512":
		return "EC P-521"
	case "EdDSA", "Ed25519":
		return "Ed25519"
	}
	return ""
}

// article puts a kind of key into a sentence.
func article(kind string) string { return "an " + kind + " key" }
