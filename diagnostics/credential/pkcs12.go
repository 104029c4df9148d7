package credential

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"software.sslmate.com/src/go-pkcs12"

	"unskew/diagnostics"
)

// openPKCS12 reads the key and the certificates of a PKCS #12 store (RFC 7292;
// .p12, .pfx). Without a passphrase the empty one is tried, as some tools write.
func openPKCS12(name string, data []byte, passphrase diagnostics.Secret) (material, error) {
	if !boundedRounds(data, 0) {
		return material{}, unlocked(name, shapePKCS12, passphrase, errBroken)
	}
	var parsed any
	var leaf *x509.Certificate
	var chain []*x509.Certificate
	err := guarded(func() (err error) {
		parsed, leaf, chain, err = pkcs12.DecodeChain(data, passphrase.Reveal())
		return err
	})
	var missing pkcs12.NotImplementedError
	switch {
	case err == nil:
		key, err := usable(name, parsed)
		return material{key: key, certificates: append([]*x509.Certificate{leaf}, chain...)}, err
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return material{}, locked(name, shapePKCS12, passphrase)
	case errors.As(err, &missing):
		return material{}, unlocked(name, shapePKCS12, passphrase, errCipher)
	case passphrase.IsZero() && !errors.Is(err, errBroken):
		return material{}, locked(name, shapePKCS12, passphrase)
	}
	return material{}, fmt.Errorf("%s is a PKCS #12 store that does not hold one private key with its certificate, or is damaged: look with: openssl pkcs12 -in %s -info -noout", show(name), shellWord(name))
}

// guarded runs a library's parser on bytes from outside. Where such a parser
// trips over them and panics, the file is damaged, and the program goes on.
func guarded(parse func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errBroken
		}
	}()
	return parse()
}

// maxDepth bounds how deep a file may be nested; real ones reach ten.
const maxDepth = 20

// boundedRounds reports whether no count of rounds in a file is out of all
// proportion. In all its structures (MacData, PBE and PBKDF2 parameters) the
// count is the number that follows the salt, an octet string.
func boundedRounds(data []byte, depth int) bool {
	if depth > maxDepth {
		return false
	}
	salt := false
	for len(data) > 0 {
		var value asn1.RawValue
		rest, err := asn1.Unmarshal(data, &value)
		if err != nil {
			return true // no structure: bytes that only look like one
		}
		octets := value.Class == asn1.ClassUniversal && value.Tag == asn1.TagOctetString
		if salt && value.Class == asn1.ClassUniversal && value.Tag == asn1.TagInteger &&
			new(big.Int).SetBytes(value.Bytes).Cmp(big.NewInt(maxRounds)) > 0 {
			return false
		}
		if (value.IsCompound || octets) && !boundedRounds(value.Bytes, depth+1) {
			return false
		}
		salt, data = octets, rest
	}
	return true
}
