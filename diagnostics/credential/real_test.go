package credential

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unskew/diagnostics"
)

// The files in testdata/real were made by OpenSSL, keytool and the JDK, see
// MAKE.sh there. None of their keys is registered anywhere.
const realPassphrase = "open sesame"

func realFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "real", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// realKeys lists what is read: the kind of key, whether a certificate is in it,
// and whether it takes a passphrase.
func realKeys() []struct {
	name, algorithm     string
	certificate, locked bool
} {
	return []struct {
		name, algorithm     string
		certificate, locked bool
	}{
		{"private.key", "RSA 2048", false, false},
		{"config.zip", "RSA 2048", true, false},
		{"pkcs1-aes256.pem", "RSA 2048", false, true},
		{"pkcs1-des3.pem", "RSA 2048", false, true},
		{"pkcs8.pem", "RSA 2048", false, true},
		{"pkcs8.der", "RSA 2048", false, true},
		{"pkcs8-aes128-sha1.pem", "RSA 2048", false, true},
		{"pkcs8-aes192-sha512.pem", "RSA 2048", false, true},
		{"pkcs8-des3.pem", "RSA 2048", false, true},
		{"pkcs8-scrypt.pem", "RSA 2048", false, true},
		{"pkcs8-java.der", "RSA 2048", false, true},
		{"store.p12", "RSA 2048", true, true},
		{"store-legacy.pfx", "RSA 2048", true, true},
		{"store-no-passphrase.p12", "RSA 2048", true, false},
		{"keytool.PKCS12", "RSA 2048", true, true},
		{"keytool.JKS", "RSA 2048", true, true},
		{"ec-P-256.pem", "EC P-256", false, true},
		{"ec-P-384.pem", "EC P-384", false, true},
		{"ec-P-521.pem", "EC P-521", false, true},
		{"ec-sec1.pem", "EC P-256", false, true},
		{"ed25519.pem", "Ed25519", false, true},
	}
}

// TestRealFiles: each kind with the right passphrase, a wrong one, and none.
func TestRealFiles(t *testing.T) {
	cases := realKeys()
	certificate := certificateOf(Key{}, certificatesIn(realFile(t, "certificate_pub.crt")))
	for _, c := range cases {
		data := realFile(t, c.name)
		load := func(passphrase string) (Credential, error) {
			return LoadWith(disk(map[string]string{"key": string(data)}), "", "key", diagnostics.NewSecret(passphrase))
		}
		right := ""
		if c.locked {
			right = realPassphrase
		}
		got, err := load(right)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		key := got.Key.(Key)
		if key.Algorithm() != c.algorithm {
			t.Errorf("%s is %s, want %s", c.name, key.Algorithm(), c.algorithm)
		}
		verifies(t, c.name, key)
		if (got.Certificate != nil) != c.certificate {
			t.Errorf("%s: certificate %+v", c.name, got.Certificate)
		}
		if one := got.Certificate; one != nil {
			want := *certificate
			want.Match = Matches
			if *one != want || got.CertificateExpires != want.NotAfter || !strings.Contains(one.Subject, "test.key.example") {
				t.Errorf("%s: certificate %+v, want %+v", c.name, one, want)
			}
		}
		if !c.locked {
			continue
		}
		var locked *Locked
		if _, err := load(""); !errors.As(err, &locked) || locked.Wrong || !strings.Contains(err.Error(), "--passphrase-fd") {
			t.Errorf("%s without a passphrase: %v", c.name, err)
		}
		for _, wrong := range []string{"Open Sesame", "wrong-CANARY-passphrase"} {
			got, err := load(wrong)
			if !errors.As(err, &locked) || !locked.Wrong || got.Key != nil {
				t.Errorf("%s with a wrong passphrase: %v", c.name, err)
				continue
			}
			leaks(t, c.name, err, string(data))
		}
	}
	if len(cases) != 21 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// verifies checks that a key's signature fits its public half.
func verifies(t *testing.T, name string, key Key) {
	t.Helper()
	digest := sha256.Sum256([]byte("x"))
	good := false
	switch public := key.Public().(type) {
	case *rsa.PublicKey:
		signature, err := key.Sign(rand.Reader, digest[:], crypto.SHA256)
		good = err == nil && rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature) == nil
	case *ecdsa.PublicKey:
		signature, err := key.Sign(rand.Reader, digest[:], crypto.SHA256)
		good = err == nil && ecdsa.VerifyASN1(public, digest[:], signature)
	case ed25519.PublicKey:
		signature, err := key.Sign(rand.Reader, []byte("x"), crypto.Hash(0))
		good = err == nil && ed25519.Verify(public, []byte("x"), signature)
	}
	if !good {
		t.Errorf("%s: the key does not sign", name)
	}
}

// TestRealMixUps: what the tools write that is no key to sign with, or locked in
// a way that is not opened, is named, with the command that helps.
func TestRealMixUps(t *testing.T) {
	cases := []struct{ name, says string }{
		{"certificate_pub.crt", "is a certificate, the public half"},
		{"certificate.cer", "is a certificate, the public half"},
		{"request.csr", "is a certificate request"},
		{"request.der", "is a certificate request"},
		{"bundle.p7b", "is a PKCS #7 bundle"},
		{"bundle.p7c", "is a PKCS #7 bundle"},
		{"openssh.pem", "cp openssh.pem plain.pem && ssh-keygen -p -m PEM -f plain.pem"},
		{"rsa-pss.pem", "of an algorithm that assertions are not signed with here"},
		{"x25519.pem", "does not sign"},
		{"pkcs8-md5-des.pem", "openssl pkey -in pkcs8-md5-des.pem -out plain.pem (OpenSSL 3: add -provider legacy -provider default)"},
		{"pkcs8-sha1-des3.der", "openssl pkey -inform DER -in pkcs8-sha1-des3.der -out plain.pem"},
		{"store-no-key.p12", "does not hold one private key"},
		{"keytool.JCEKS", "keytool -importkeystore -srckeystore keytool.JCEKS -srcstoretype JCEKS -destkeystore key.p12 -deststoretype PKCS12"},
		{"own-passphrase.JKS", "has a passphrase of its own"},
		{"two-keys.JKS", "with 2 private keys: take the right one out with: keytool -importkeystore -srckeystore two-keys.JKS -srcalias ALIAS -destkeystore key.p12"},
		{"trust.JKS", "without a private key"},
	}
	for _, c := range cases {
		data := realFile(t, c.name)
		for _, separate := range []bool{true, false} {
			file, key := c.name, ""
			if separate {
				file, key = "", c.name
			}
			got, err := LoadWith(disk(map[string]string{c.name: string(data)}), file, key, diagnostics.NewSecret(realPassphrase))
			if err == nil || got.Key != nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v, want %q in it", c.name, err, c.says)
			}
		}
	}
	if len(cases) != 16 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// TestDamagedFiles: each real file, cut off anywhere or with a byte changed, is
// refused or read, without a panic, and its error holds nothing of it.
func TestDamagedFiles(t *testing.T) {
	ran := 0
	for _, c := range realKeys() {
		data := realFile(t, c.name)
		for at := 0; at < len(data); at += len(data)/24 + 1 {
			changed := bytes.Clone(data)
			changed[at] ^= 0x55
			for _, damaged := range [][]byte{data[:at], changed} {
				_, err := LoadWith(disk(map[string]string{"key": string(damaged)}), "", "key", diagnostics.Secret{})
				if err != nil {
					leaks(t, c.name, err, string(data))
				}
				ran++
			}
		}
	}
	if ran < 900 {
		t.Fatalf("ran %d cases", ran)
	}
}
