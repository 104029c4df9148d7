package credential

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"io"

	"unskew/diagnostics"
)

// leastBits is the smallest RSA modulus that crypto/rsa still signs with. RFC
// 7518 section 3.3 demands 2048; a shorter key is tried all the same, because
// the server's answer is what is being looked for.
const leastBits = 1024

// Key is a private RSA key. It signs, and it prints, formats and marshals as
// [secret]; there is no way to get the key itself back out.
type Key struct{ signer *rsa.PrivateKey }

// Public returns the public half, as crypto.Signer demands.
func (k Key) Public() crypto.PublicKey { return k.signer.Public() }

// Sign signs a digest, as crypto.Signer demands (PKCS #1 v1.5 by default).
func (k Key) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return k.signer.Sign(random, digest, opts)
}

// Algorithm names the key without giving it away, "RSA 2048".
func (k Key) Algorithm() string { return fmt.Sprintf("RSA %d", k.signer.N.BitLen()) }

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

// ParseKey reads a private RSA key: PEM or DER, PKCS #1 or PKCS #8. Text may
// begin with a byte order mark, end its lines with CR LF, hold its line ends as
// a literal \n, or stand among other PEM blocks. The name is only for errors.
func ParseKey(name string, data []byte) (Key, error) {
	text, err := plain(name, data)
	if err != nil {
		return Key{}, err
	}
	if shape := recogniseBinary(data); shape == shapeKeyDER {
		return parseDER(name, data)
	} else if shape != "" {
		return Key{}, shape.refuse(name)
	}
	if looksLikeJSON(text) {
		return Key{}, fmt.Errorf("%s is JSON, not a private key: give it with --credentials", show(name))
	}
	return parsePEM(name, text)
}

// parsePEM returns the first private key among the PEM blocks of a text.
func parsePEM(name string, text []byte) (Key, error) {
	var seen shape
	rest := unescape(text)
	for {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if block == nil {
			break
		}
		shape := recognisePEM(block)
		if shape == shapeKeyPEM {
			return parseDER(name, block.Bytes)
		}
		// An encrypted key tells more than the certificate beside it.
		if seen == "" || shape.isPrivate() {
			seen = shape
		}
	}
	if seen == "" {
		seen = recogniseText(rest)
	}
	return Key{}, seen.refuse(name)
}

// parseDER reads PKCS #8 or PKCS #1, whichever it is: the label of a PEM block
// is not always the right one.
func parseDER(name string, der []byte) (Key, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		parsed, err = parseOldDER(der)
	}
	if errors.Is(err, errAlgorithm) {
		return Key{}, fmt.Errorf("%s is a key of another algorithm, but the assertion is signed with RS256, which needs an RSA key: give the RSA key whose public half the service knows", show(name))
	}
	if err != nil {
		return Key{}, fmt.Errorf("%s holds a damaged private key: copy the file again, whole", show(name))
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return Key{}, fmt.Errorf("%s is %s key, but the assertion is signed with RS256, which needs an RSA key: give the RSA key whose public half the service knows", show(name), algorithm(parsed))
	}
	if bits := key.N.BitLen(); bits < leastBits {
		return Key{}, fmt.Errorf("%s is an RSA key of %d bits, too short to sign with: make a key of 2048 bits and register it with the service", show(name), bits)
	}
	if err := key.Validate(); err != nil {
		return Key{}, fmt.Errorf("%s holds an RSA key whose numbers do not fit together: copy the file again, whole", show(name))
	}
	return Key{signer: key}, nil
}

// parseOldDER reads what came before PKCS #8: PKCS #1, and SEC 1 for EC.
func parseOldDER(der []byte) (any, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return nil, otherAlgorithm(der)
}

var (
	errAlgorithm = errors.New("whole, but of an unknown algorithm")
	errDamaged   = errors.New("neither PKCS #8, PKCS #1 nor SEC 1")
)

// otherAlgorithm tells a whole PKCS #8 key of another algorithm (RSA-PSS among
// them, which is no RS256) from a damaged one.
func otherAlgorithm(der []byte) error {
	var outer struct {
		Version   int
		Algorithm pkix.AlgorithmIdentifier
		Key       []byte
	}
	if _, err := asn1.Unmarshal(der, &outer); err != nil || outer.Algorithm.Algorithm.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}) {
		return errDamaged
	}
	return errAlgorithm
}

// algorithm names a key that is not RSA, with its article.
func algorithm(key any) string {
	switch key := key.(type) {
	case *ecdsa.PrivateKey:
		return "an EC (" + key.Curve.Params().Name + ")"
	case ed25519.PrivateKey:
		return "an Ed25519"
	}
	return "another kind of"
}
