package credential

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"unskew/diagnostics"
)

// refused lists what is recognised and named, with a part of the sentence and
// the next move that must be in it.
func refused() []struct{ name, file, key, says string } {
	k := keys()
	damaged := strings.Replace(k.pkcs1, "-----END RSA PRIVATE KEY-----", "", 1)
	encrypted := string(pem.EncodeToMemory(&pem.Block{
		Type: "RSA PRIVATE KEY", Bytes: []byte("CANARY"),
		Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00"},
	}))
	return []struct{ name, file, key, says string }{
		{"public key", k.public, "", "is a public key: give the private key"},
		{"certificate", k.certificate, "", "is a certificate, the public half"},
		{"OPENSSH", block("OPENSSH PRIVATE KEY", []byte("CANARY")), "", "ssh-keygen -p -m PEM -f plain.pem"},
		{"ssh public key", "ssh-rsa AAAACANARY user@host", "", "is a public key"},
		{"certificate request", block("CERTIFICATE REQUEST", []byte("CANARY")), "", "certificate request"},
		{"encrypted PKCS #1", encrypted, "", "openssl pkey -in c.json -out plain.pem"},
		{"encrypted PKCS #8", block("ENCRYPTED PRIVATE KEY", []byte("CANARY")), "", "openssl pkey -in c.json -out plain.pem"},
		{"certificate, then an encrypted key", k.certificate + block("ENCRYPTED PRIVATE KEY", []byte("CANARY")), "", "openssl pkey -in"},
		{"encrypted PKCS #8 in DER", "\x30\x82\x05\x0e\x30\x40\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x05\x0D\x30\x33CANARY", "", "openssl pkey -inform DER -in c.json"},
		{"damaged JKS", "\xfe\xed\xfe\xed\x00\x00\x00\x02CANARY", "", "is damaged: copy the file again"},
		{"JKS", "\xfe\xed\xfe\xed\x00\x00\x00\x02\x00\x00\x00\x00CANARYCANARYCANARY89", "", "keytool -importkeystore -srckeystore c.json"},
		{"JCEKS", "\xce\xce\xce\xce\x00\x00\x00\x02CANARY", "", "keytool -importkeystore"},
		{"PKCS #12", "\x30\x82\x0a\x00\x02\x01\x03\x30\x82CANARY", "", "openssl pkcs12 -in c.json -nocerts"},
		{"certificate in DER", "\x30\x82\x03\x00\x30\x82\x02\x00CANARY", "", "is a certificate"},
		{"public key in DER", "\x30\x82\x01\x22\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00CANARY", "", "is a public key"},
		{"ZIP", "PK\x03\x04CANARY", "", "ZIP archive that is damaged: download it again"},
		{"RSA-PSS", block("PRIVATE KEY", rsaPSS(k.pkcs8DER)), "", "of an algorithm that assertions are not signed with here"},
		{"RSA of 512 bits", k.small, "", "512 bits, too short"},
		{"truncated PEM", damaged, "", "cut off or damaged"},
		{"PEM without a beginning", k.pkcs1[40:], "", "cut off or damaged"},
		{"damaged key", block("RSA PRIVATE KEY", []byte("0CANARY")), "", "damaged private key"},
		{"damaged DER key", string(k.pkcs8DER[:200]), "", "damaged private key"},
		{"other PEM", block("DH PARAMETERS", []byte("CANARY")), "", "holds no private key"},
		{"token", "eyJhbGciOiJSUzI1NiJ9.CANARY.x", "", "is a token"},
		{"properties without names", "aio_ims_url=https://x\naio_client_secret=CANARY\n", "", "properties file without aio_api_key"},
		{"PuTTY", "PuTTY-User-Key-File-3: ssh-rsa\nCANARY", "", "puttygen c.json -O private-openssh"},
		{"PKCS #7", block("PKCS7", []byte("CANARY")), "", "is a PKCS #7 bundle"},
		{"SSH2 public key", "---- BEGIN SSH2 PUBLIC KEY ----\nCANARY", "", "is a public key"},
		{"HTML", "<!DOCTYPE html><title>CANARY</title>", "", "is a web page"},
		{"HTML, upper case", "\n<HTML>CANARY", "", "is a web page"},
		{"prose", "CANARY", "", "neither a credential's JSON nor a private key"},
		{"empty", " \n\t", "", "is empty"},
		{"only a byte order mark", "\uFEFF", "", "is empty"},
		{"too large", strings.Repeat("CANARY ", 200_000), "", "larger than 1 MiB"},
		{"truncated JSON", `{"integration":{"technicalAccount":{"clientSecret":"CANARY`, "", "cut off at byte 58"},
		{"broken JSON", "{\n \"CLIENT_SECRET\": CANARY}", "", "not valid JSON at line 2, column 19"},
		{"two JSON values", "{} CANARY", "", "goes on after its JSON ends"},
		{"deep JSON", strings.Repeat("[", 20_000), "", "not valid JSON"},
		{"list", `["CANARY"]`, "", "a list instead of an object"},
		{"unknown JSON", `{"CANARY":"CANARY"}`, "", "expected integration"},
		{"integration without an account", `{"integration":{"privateKey":"CANARY"}}`, "", "no integration.technicalAccount"},
		{"bad key inside", serviceCredentials(`"-----BEGIN CANARY"`), "", "the private key in c.json holds a PEM block that is cut off"},
		{"encrypted key inside", serviceCredentials(quote(encrypted)), "", "passphrase"},
		{"local development token", `{"ok":true,"statusCode":200,"accessToken":"CANARY"}`, "", "choose Service Credentials"},
		{"Google without an account", `{"type":"service_account","private_key":"CANARY","client_id":"1"}`, "", "without client_email"},
		{"workspace without credentials", `{"project":{"name":"CANARY"}}`, "", "without an oauth_server_to_server or jwt credential"},
		{"swapped", k.pkcs1, console, "give --credentials k.pem --key c.json"},
		{"swapped, the key bad", block("OPENSSH PRIVATE KEY", []byte("CANARY")), console, "give --credentials k.pem --key c.json"},
		{"two keys", k.pkcs1, k.pkcs8, "leave out --key"},
		{"JSON as --key", console, console, "k.pem is JSON, not a private key"},
		{"public key as --key", console, k.public, "k.pem is a public key"},
	}
}

// rsaPSS turns a PKCS #8 key into one for RSA-PSS only, by its algorithm's last
// number (1.2.840.113549.1.1.10 instead of .1).
func rsaPSS(der []byte) []byte {
	rsa := []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01}
	pss := append(bytes.Clone(rsa[:8]), 0x0A)
	return bytes.Replace(der, rsa, pss, 1)
}

func TestLoadRefuses(t *testing.T) {
	cases := refused()
	for _, c := range cases {
		files, key := map[string]string{"c.json": c.file}, ""
		if c.key != "" {
			files["k.pem"], key = c.key, "k.pem"
		}
		got, err := Load(disk(files), "c.json", key)
		switch {
		case err == nil:
			t.Errorf("%s: no error", c.name)
			continue
		case !strings.Contains(err.Error(), c.says):
			t.Errorf("%s: %q, want %q in it", c.name, err, c.says)
		case !strings.Contains(err.Error(), ":") || strings.Contains(err.Error(), "\n"):
			t.Errorf("%s: %q is not one line with a next move", c.name, err)
		case got.Key != nil && got.Kind == "":
			t.Errorf("%s: half a credential", c.name)
		}
		leaks(t, c.name, err, c.file+c.key)
	}
	if len(cases) != 51 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// leaks fails where an error holds a planted secret, or ten bytes in a row of a
// key's base64.
func leaks(t *testing.T, name string, err error, content string) {
	t.Helper()
	text := fmt.Sprintf("%v %+v %#v", err, err, err)
	if strings.Contains(text, "CANARY") {
		t.Errorf("%s: the error holds content: %s", name, text)
	}
	for line := range strings.Lines(content) {
		if line = strings.TrimSpace(line); len(line) == 64 && strings.Contains(text, line[:10]) {
			t.Errorf("%s: the error holds the key: %s", name, text)
		}
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	path := func(err error) ReadFile {
		return func(name string) ([]byte, error) { return nil, &fs.PathError{Op: "read", Path: name, Err: err} }
	}
	cases := []struct {
		read      ReadFile
		file, key string
		says      string
	}{
		{disk(nil), "", "", "--credentials"},
		{disk(nil), "none.json", "", "none.json does not exist"},
		{disk(map[string]string{"c.json": console}), "c.json", "none.pem", "none.pem does not exist"},
		{path(fs.ErrPermission), "c.json", "", "may not be read by this user"},
		{path(syscall.EISDIR), "dir", "", "dir is a directory"},
		{path(errors.New("input/output error")), "", "k.pem", "k.pem cannot be read (input/output error)"},
		{disk(nil), "a\x1b[31m\nb", "", "a [31m b does not exist"},
	}
	for _, c := range cases {
		_, err := Load(c.read, c.file, c.key)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q %q: %v, want %q in it", c.file, c.key, err, c.says)
		}
	}
	if len(cases) != 7 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// A name with blanks or quotes is a single word of the command that is shown.
func TestShellWord(t *testing.T) {
	cases := map[string]string{
		"key.pem": "key.pem", "/a/b-c_1.pem": "/a/b-c_1.pem", "my key.pem": "'my key.pem'", "it's": `'it'\''s'`, "a;rm": "'a;rm'", "$(x)": "'$(x)'",
	}
	for name, want := range cases {
		if got := shellWord(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
	if len(cases) != 6 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

func FuzzLoad(f *testing.F) {
	for _, c := range refused() {
		f.Add([]byte(c.file[:min(len(c.file), 4000)]), []byte(c.key))
	}
	f.Add([]byte(serviceCredentials(quote(keys().pkcs1))), []byte{})
	f.Add([]byte(console), []byte(keys().pkcs8))
	for _, c := range realKeys() {
		f.Add(realFile(f, c.name), []byte{})
		f.Add([]byte(console), realFile(f, c.name))
	}
	f.Add([]byte("aio_api_key=x\naio_ims_org_id=y\naio_encoded_pkcs8=MIIE"), []byte{})
	f.Fuzz(func(t *testing.T, file, key []byte) {
		name := ""
		if len(key) > 0 {
			name = "k.pem"
		}
		got, err := LoadWith(disk(map[string]string{"c.json": string(file), "k.pem": string(key)}), "c.json", name, diagnostics.NewSecret(realPassphrase))
		if err != nil {
			leaks(t, "fuzz", err, string(file)+string(key))
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("%q is not one line", err)
			}
			return
		}
		if got.Kind == "" {
			t.Error("a credential of no kind")
		}
		if got.Key != nil {
			options := sha256Options()
			if got.Key.(Key).Algorithm() == "Ed25519" {
				options = crypto.Hash(0)
			}
			if _, err := got.Key.Sign(rand.Reader, make([]byte, 32), options); err != nil {
				t.Errorf("a key that cannot sign: %v", err)
			}
		}
	})
}
