package credential

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
)

// parseDER reads PKCS #8, PKCS #1 or SEC 1, whichever it is: the label of a PEM
// block is not always the right one.
func parseDER(name string, der []byte) (Key, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		parsed, err = parseOldDER(der)
	}
	if errors.Is(err, errAlgorithm) {
		return Key{}, fmt.Errorf("%s is a key of an algorithm that assertions are not signed with here: give an RSA, EC or Ed25519 key whose public half the service knows", show(name))
	}
	if err != nil {
		return Key{}, fmt.Errorf("%s holds a damaged private key: copy the file again, whole", show(name))
	}
	return usable(name, parsed)
}

// usable takes a parsed key, if it can sign.
func usable(name string, parsed any) (Key, error) {
	switch key := parsed.(type) {
	case *rsa.PrivateKey:
		if bits := key.N.BitLen(); bits < leastBits {
			return Key{}, fmt.Errorf("%s is an RSA key of %d bits, too short to sign with: make a key of 2048 bits and register it with the service", show(name), bits)
		}
		if err := key.Validate(); err != nil {
			return Key{}, fmt.Errorf("%s holds an RSA key whose numbers do not fit together: copy the file again, whole", show(name))
		}
		return Key{signer: key}, nil
	case *ecdsa.PrivateKey:
		return Key{signer: key}, nil
	case ed25519.PrivateKey:
		return Key{signer: key}, nil
	}
	return Key{}, fmt.Errorf("%s is a key that does not sign (such as X25519): give an RSA, EC or Ed25519 key whose public half the service knows", show(name))
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
