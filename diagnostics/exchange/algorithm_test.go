package exchange

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"unskew/diagnostics/credential"
)

// keysOf returns a key of each kind.
func keysOf(t *testing.T) map[string]crypto.Signer {
	t.Helper()
	keys := map[string]crypto.Signer{"RSA": signingKey()}
	for _, curve := range []elliptic.Curve{elliptic.P224(), elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		keys[curve.Params().Name] = key
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys["Ed25519"] = edwards
	return keys
}

// TestAlgorithmsVerify: what is signed here, another library verifies, many times
// over, because a number of ECDSA may begin with zeros.
func TestAlgorithmsVerify(t *testing.T) {
	keys, ran := keysOf(t), 0
	target, err := url.Parse(tokenURL)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ algorithm, key, header string }{
		{"RS256", "RSA", "RS256"},
		{"RS384", "RSA", "RS384"},
		{"RS512", "RSA", "RS512"},
		{"PS256", "RSA", "PS256"},
		{"PS384", "RSA", "PS384"},
		{"PS512", "RSA", "PS512"},
		{"ES256", "P-256", "ES256"},
		{"ES384", "P-384", "ES384"},
		{"ES512", "P-521", "ES512"},
		{"EdDSA", "Ed25519", "EdDSA"},
		{"", "RSA", "RS256"},
		{"", "P-256", "ES256"},
		{"", "P-384", "ES384"},
		{"", "P-521", "ES512"},
		{"", "Ed25519", "EdDSA"},
	}
	for _, c := range cases {
		r := request("private-key-jwt")
		r.Algorithm, r.KeyID, r.Credential.Key = c.algorithm, "key-1", keys[c.key]
		times := 3
		if strings.HasPrefix(c.header, "ES") {
			times = 100
		}
		for range times {
			assertion, _, err := r.mint(target, time.Now())
			if err != nil {
				t.Fatalf("%+v: %v", c, err)
			}
			parsed, err := jwt.NewParser(jwt.WithValidMethods([]string{c.header})).Parse(assertion.Reveal(), func(*jwt.Token) (any, error) { return keys[c.key].Public(), nil })
			if err != nil || parsed.Header["kid"] != "key-1" || parsed.Header["typ"] != "JWT" {
				t.Fatalf("%+v: %v, header %v", c, err, parsed.Header)
			}
		}
		ran++
	}
	if ran != 15 {
		t.Errorf("%d cases ran", ran)
	}
}

func TestAlgorithmThatDoesNotFit(t *testing.T) {
	keys := keysOf(t)
	cases := []struct{ algorithm, key, says string }{
		{"ES256", "RSA", "RS256, RS384, RS512, PS256, PS384, PS512"},
		{"ES256", "P-384", "curve P-256"},
		{"RS256", "Ed25519", "EdDSA"},
		{"", "P-224", "give an RSA, EC"},
		{"HS256", "RSA", "is not one of"},
		{"none", "RSA", "is not one of"},
		{"rs256", "RSA", "is not one of"},
	}
	for _, c := range cases {
		r := request("private-key-jwt")
		r.Algorithm, r.Credential.Key = c.algorithm, keys[c.key]
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "--alg: ") {
			t.Errorf("%+v: %v", c, err)
		}
	}
	// Who takes only RS256 is not sent another: a key of another kind is a mix-up.
	for _, id := range []string{"ims-jwt", "jwt-bearer", "google-sa", "github-app"} {
		r := request(id)
		r.Credential.Key = keys["P-256"]
		if err := r.CheckKey(); err == nil || !strings.Contains(err.Error(), "the key is an EC P-256 key, but the assertion is signed with RS256, which needs an RSA key: give that, or name an algorithm that fits: ES256") {
			t.Errorf("%s: %v", id, err)
		}
		r.Algorithm = "ES256"
		if err := r.CheckKey(); err != nil {
			t.Errorf("%s, --alg ES256: %v", id, err)
		}
	}
	if len(cases) != 7 || len(Algorithms()) != 10 || !slices.Contains(Algorithms(), "EdDSA") {
		t.Errorf("%d cases, algorithms %v", len(cases), Algorithms())
	}
}

// TestHeaderNamesTheCertificate: x5t where the certificate is the key's (RFC 7515
// section 4.1.7), and for nobody but who authenticates with one.
func TestHeaderNamesTheCertificate(t *testing.T) {
	certificate := &credential.Certificate{SHA1: "000102030405060708090a0b0c0d0e0f10111213", Match: credential.Matches}
	algorithm, _ := findAlgorithm("RS256")
	r := request("private-key-jwt")
	r.Credential.Certificate = certificate
	if got := r.header(algorithm)["x5t"]; got != "AAECAwQFBgcICQoLDA0ODxAREhM" {
		t.Errorf("x5t is %v", got)
	}
	if got := r.Helpful(); len(got) != 0 {
		t.Errorf("still asked for: %v", got)
	}
	other := request("jwt-bearer")
	other.Credential.Certificate = certificate
	wrong := request("private-key-jwt")
	wrong.Credential.Certificate = &credential.Certificate{SHA1: certificate.SHA1, Match: credential.Mismatches}
	damaged := request("private-key-jwt")
	damaged.Credential.Certificate = &credential.Certificate{SHA1: "xyz"}
	for _, r := range []Request{other, wrong, damaged} {
		if got, there := r.header(algorithm)["x5t"]; there {
			t.Errorf("x5t is %v", got)
		}
	}
}
