package credential

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
)

// fromJWK reads a private key as a JSON Web Key (RFC 7517, RFC 7518 section 6,
// RFC 8037 section 2), as identity providers hand it out, or a set of one.
// It is not ok where the JSON is neither.
func fromJWK(name string, in object) (_ material, ok bool, _ error) {
	if set, isSet := in["keys"].([]any); isSet {
		if len(set) != 1 {
			return material{}, true, fmt.Errorf("%s is a set of %d JSON Web Keys: give the file of the one private key", show(name), len(set))
		}
		in, _ = set[0].(object)
	}
	kind := in.text("kty")
	if kind == "" {
		return material{}, false, nil
	}
	if in.text("d") == "" {
		return material{}, true, fmt.Errorf("%s is a public key (JWK): give the private key that belongs to it, the one with a field d", show(name))
	}
	parsed, err := in.parseJWK(kind)
	if err != nil {
		return material{}, true, fmt.Errorf("%s holds a JSON Web Key that cannot be used (%w): download it again, or give the key as PEM", show(name), err)
	}
	key, err := usable(name, parsed)
	return material{key: key, id: in.field("kid")}, true, err
}

func (o object) parseJWK(kind string) (any, error) {
	switch kind {
	case "RSA":
		return o.rsaJWK()
	case "EC":
		return o.ecJWK()
	case "OKP":
		seed := o.bytes("d")
		if o.text("crv") != "Ed25519" || len(seed) != ed25519.SeedSize {
			return nil, fmt.Errorf("not an Ed25519 key of %d bytes", ed25519.SeedSize)
		}
		return ed25519.NewKeyFromSeed(seed), nil
	}
	return nil, errors.New("neither RSA, EC nor OKP")
}

// maxModulus bounds an RSA key, in bytes: checking one takes time.
const maxModulus = 16384 / 8

func (o object) rsaJWK() (any, error) {
	number := func(name string) *big.Int { return new(big.Int).SetBytes(o.bytes(name)) }
	e := number("e")
	if len(o.bytes("n")) > maxModulus || !e.IsInt64() || e.Int64() < 3 || e.Int64() > 1<<31-1 || number("p").Sign() == 0 || number("q").Sign() == 0 {
		return nil, errors.New("its numbers n, e, p and q are not all there")
	}
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: number("n"), E: int(e.Int64())}, D: number("d"),
		Primes: []*big.Int{number("p"), number("q")},
	}
	if err := key.Validate(); err != nil {
		return nil, errors.New("its numbers do not fit together")
	}
	key.Precompute()
	return key, nil
}

func (o object) ecJWK() (any, error) {
	curve := map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()}[o.text("crv")]
	if curve == nil {
		return nil, errors.New("its curve is not P-256, P-384 or P-521")
	}
	key, err := ecdsa.ParseRawPrivateKey(curve, o.bytes("d"))
	if err != nil {
		return nil, errors.New("its number d does not fit the curve")
	}
	return key, nil
}

// bytes decodes a field in base64url without padding (RFC 7515 section 2).
func (o object) bytes(name string) []byte {
	data, err := base64.RawURLEncoding.DecodeString(o.text(name))
	if err != nil {
		return nil
	}
	return data
}

// jwkFile reads a separate key file that is JSON: a JSON Web Key, or the two
// files in each other's place.
func jwkFile(name string, text []byte) (material, error) {
	in, err := decode(name, text)
	if err != nil {
		return material{}, err
	}
	if found, ok, err := fromJWK(name, in); ok {
		return found, err
	}
	return material{}, fmt.Errorf("%s is JSON, not a private key: give it with --credentials", show(name))
}

// fromBareJWK makes a credential of a JSON Web Key alone.
func fromBareJWK(name string, in object) (Credential, bool, error) {
	found, ok, err := fromJWK(name, in)
	made := Credential{Kind: KindPrivateKey}
	if ok && err == nil {
		found.into(&made)
	}
	return made, ok, err
}
