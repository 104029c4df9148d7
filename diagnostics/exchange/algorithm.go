package exchange

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// algorithm is one way to sign (RFC 7518 section 3.1, RFC 8037 section 3.1).
type algorithm struct {
	name   string // the header's alg
	family string
	hash   crypto.Hash // 0: the message itself is signed
	// curve is the only one that this algorithm may be used with, and width the
	// bytes of each half of its signature (RFC 7518 section 3.4).
	curve string
	width int
}

// The families, by what their key is.
const (
	pkcs1   = "an RSA key"
	pss     = "an RSA key, with PSS"
	ellipse = "an EC key"
	edwards = "an Ed25519 key"
)

func algorithms() []algorithm {
	return []algorithm{
		{name: "RS256", family: pkcs1, hash: crypto.SHA256},
		{name: "RS384", family: pkcs1, hash: crypto.SHA384},
		{name: "RS512", family: pkcs1, hash: crypto.SHA512},
		{name: "PS256", family: pss, hash: crypto.SHA256},
		{name: "PS384", family: pss, hash: crypto.SHA384},
		{name: "PS512", family: pss, hash: crypto.SHA512},
		{name: "ES256", family: ellipse, hash: crypto.SHA256, curve: "P-256", width: 32},
		{name: "ES384", family: ellipse, hash: crypto.SHA384, curve: "P-384", width: 48},
		{name: "ES512", family: ellipse, hash: crypto.SHA512, curve: "P-521", width: 66},
		{name: "EdDSA", family: edwards},
	}
}

// Algorithms lists the algorithms that assertions are signed with.
func Algorithms() []string {
	var names []string
	for _, a := range algorithms() {
		names = append(names, a.name)
	}
	return names
}

// CheckAlgorithm refuses a name that is not one of Algorithms. "" is fine.
func CheckAlgorithm(name string) error {
	if _, known := findAlgorithm(name); name != "" && !known {
		return fmt.Errorf("%q is not one of %s", name, strings.Join(Algorithms(), ", "))
	}
	return nil
}

func findAlgorithm(name string) (algorithm, bool) {
	for _, a := range algorithms() {
		if a.name == name {
			return a, true
		}
	}
	return algorithm{}, false
}

// algorithmFor returns the algorithm of that name, or of "" the first that fits the
// key.
// Its error says what the key is, and the next move.
func algorithmFor(name string, key crypto.Signer) (algorithm, error) {
	if err := CheckAlgorithm(name); err != nil {
		return algorithm{}, err
	}
	var fitting []string
	for _, a := range algorithms() {
		if !a.fits(key) {
			continue
		}
		if name == "" || name == a.name {
			return a, nil
		}
		fitting = append(fitting, a.name)
	}
	if len(fitting) == 0 {
		return algorithm{}, errors.New("the key is of a kind that no assertion is signed with: give an RSA, EC (P-256, P-384, P-521) or Ed25519 key")
	}
	wanted, _ := findAlgorithm(name)
	return algorithm{}, fmt.Errorf("the key is %s, but the assertion is signed with %s, which needs %s: give that, or name an algorithm that fits: %s",
		kindOf(key), name, wanted.keyWords(), strings.Join(fitting, ", "))
}

// kindOf names a key's kind with its article.
func kindOf(key crypto.Signer) string {
	if public, is := key.Public().(*ecdsa.PublicKey); is {
		return "an EC " + public.Curve.Params().Name + " key"
	}
	if _, is := key.Public().(ed25519.PublicKey); is {
		return edwards
	}
	return pkcs1
}

// keyWords says which key the algorithm needs.
func (a algorithm) keyWords() string {
	if a.curve != "" {
		return a.family + " on the curve " + a.curve
	}
	return strings.TrimSuffix(a.family, ", with PSS")
}

func (a algorithm) fits(key crypto.Signer) bool {
	if key == nil {
		return false
	}
	switch public := key.Public().(type) {
	case *rsa.PublicKey:
		return a.family == pkcs1 || a.family == pss
	case *ecdsa.PublicKey:
		return public.Curve.Params().Name == a.curve
	case ed25519.PublicKey:
		return a.family == edwards
	}
	return false
}

// sign signs a text. The key signs by itself: it stays where it is, behind
// crypto.Signer.
func (a algorithm) sign(key crypto.Signer, text string) ([]byte, error) {
	message, options := []byte(text), crypto.SignerOpts(a.hash)
	if a.hash != 0 {
		hash := a.hash.New()
		hash.Write(message)
		message = hash.Sum(nil)
	}
	if a.family == pss {
		options = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: a.hash} // RFC 7518 section 3.5
	}
	signature, err := key.Sign(rand.Reader, message, options)
	if err != nil || a.family != ellipse {
		return signature, err
	}
	return a.halves(signature)
}

// halves writes an ECDSA signature as JWS wants it: both numbers at full width,
// one after the other, instead of ASN.1 (RFC 7518 section 3.4).
func (a algorithm) halves(signature []byte) ([]byte, error) {
	var numbers struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(signature, &numbers)
	if err != nil || len(rest) > 0 || numbers.R.Sign() < 0 || numbers.S.Sign() < 0 || numbers.R.BitLen() > 8*a.width || numbers.S.BitLen() > 8*a.width {
		return nil, errors.New("not an ECDSA signature")
	}
	out := make([]byte, 2*a.width)
	numbers.R.FillBytes(out[:a.width])
	numbers.S.FillBytes(out[a.width:])
	return out, nil
}
