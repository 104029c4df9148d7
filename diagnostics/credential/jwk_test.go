package credential

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"strings"
	"testing"

	"unskew/diagnostics"
)

// jwk writes a private key as a JSON Web Key.
func jwk(t testing.TB, name string) map[string]string {
	t.Helper()
	found, err := readMaterial(name, realFile(t, name), diagnostics.NewSecret(realPassphrase))
	if err != nil {
		t.Fatal(err)
	}
	text := base64.RawURLEncoding.EncodeToString
	switch key := found.key.signer.(type) {
	case *rsa.PrivateKey:
		return map[string]string{
			"kty": "RSA", "kid": "key-7", "n": text(key.N.Bytes()), "e": text(big.NewInt(int64(key.E)).Bytes()),
			"d": text(key.D.Bytes()), "p": text(key.Primes[0].Bytes()), "q": text(key.Primes[1].Bytes()),
		}
	case *ecdsa.PrivateKey:
		d, err := key.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return map[string]string{"kty": "EC", "kid": "key-7", "crv": key.Curve.Params().Name, "d": text(d)}
	case ed25519.PrivateKey:
		return map[string]string{"kty": "OKP", "kid": "key-7", "crv": "Ed25519", "d": text(key.Seed())}
	}
	t.Fatalf("%s is no key", name)
	return nil
}

// TestJWK: keys of each kind, alone, as a set of one, and as the separate key of
// a credential.
func TestJWK(t *testing.T) {
	names := []string{"private.key", "ec-P-256.pem", "ec-P-384.pem", "ec-P-521.pem", "ed25519.pem"}
	for _, name := range names {
		alone, err := json.Marshal(jwk(t, name))
		if err != nil {
			t.Fatal(err)
		}
		want, _ := readMaterial(name, realFile(t, name), diagnostics.NewSecret(realPassphrase))
		files := disk(map[string]string{"alone": string(alone), "set": `{"keys":[` + string(alone) + `]}`, "c.json": console})
		for _, given := range [][2]string{{"alone", ""}, {"set", ""}, {"", "alone"}, {"c.json", "alone"}} {
			got, err := Load(files, given[0], given[1])
			if err != nil || got.Key == nil || got.KeyID != "key-7" {
				t.Errorf("%s as %v: %+v: %v", name, given, got, err)
				continue
			}
			verifies(t, name, got.Key.(Key))
			if key := got.Key.(Key); key.Algorithm() != want.key.Algorithm() {
				t.Errorf("%s is %s", name, key.Algorithm())
			}
		}
	}
	if len(names) != 5 {
		t.Fatalf("ran %d cases", len(names))
	}
}

func TestJWKRefused(t *testing.T) {
	base := jwk(t, "private.key")
	with := func(change func(map[string]string)) string {
		one := maps.Clone(base)
		change(one)
		text, err := json.Marshal(one)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	cases := map[string]struct{ text, says string }{
		"public":       {with(func(k map[string]string) { delete(k, "d") }), "is a public key (JWK)"},
		"no primes":    {with(func(k map[string]string) { delete(k, "p") }), "n, e, p and q are not all there"},
		"another d":    {with(func(k map[string]string) { k["d"] = "Q0FOQVJZ" }), "do not fit together"},
		"not base64":   {with(func(k map[string]string) { k["n"] = "CANARY!!" }), "cannot be used"},
		"symmetric":    {`{"kty":"oct","k":"CANARY","d":"CANARY"}`, "neither RSA, EC nor OKP"},
		"other curve":  {`{"kty":"EC","crv":"secp256k1","d":"CANARY"}`, "not P-256, P-384 or P-521"},
		"short EC":     {`{"kty":"EC","crv":"P-256","d":"CANARY"}`, "does not fit the curve"},
		"X25519":       {`{"kty":"OKP","crv":"X25519","d":"CANARY"}`, "not an Ed25519 key"},
		"several":      {`{"keys":[{},{}]}`, "is a set of 2 JSON Web Keys"},
		"set of a set": {`{"keys":["CANARY"]}`, "unknown shape"},
	}
	for name, c := range cases {
		_, err := Load(disk(map[string]string{"c": c.text}), "c", "")
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q in it", name, err, c.says)
			continue
		}
		leaks(t, name, err, c.text)
	}
	if len(cases) != 10 {
		t.Fatalf("ran %d cases", len(cases))
	}
}
