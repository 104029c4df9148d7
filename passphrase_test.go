package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
)

// TestPassphraseLine: the first line, as it is, and not a byte of what follows.
func TestPassphraseLine(t *testing.T) {
	cases := map[string]string{
		"open sesame\nrest": "open sesame", "no end": "no end", "windows\r\n": "windows", " blanks \n": " blanks ", "\nsecond": "", "": "",
	}
	for text, want := range cases {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := writer.WriteString(text); err != nil {
			t.Fatal(err)
		}
		_ = writer.Close()
		got, _ := passphraseLine(reader)
		if string(got) != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if rest := make([]byte, 10); text == "open sesame\nrest" {
			if n, _ := reader.Read(rest); string(rest[:n]) != "rest" {
				t.Errorf("what follows is %q", rest[:n])
			}
		}
		_ = reader.Close()
	}
	if len(cases) != 6 {
		t.Fatalf("%d cases", len(cases))
	}
}

func TestPassphraseDescriptor(t *testing.T) {
	secret, err := (&options{}).passphrase()
	if err != nil || !secret.IsZero() {
		t.Errorf("none asked for: %v", err)
	}
	refused := map[string]string{
		"1": "no descriptor to read from", "2": "no descriptor to read from", "-1": "no descriptor to read from",
		"CANARY": "no descriptor to read from", "99999": "no descriptor to read from", "987": "descriptor 987 cannot be read",
	}
	for number, says := range refused {
		_, err := (&options{passphraseFD: number}).passphrase()
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "CANARY") || !strings.Contains(err.Error(), "--passphrase-fd") {
			t.Errorf("%s: %v", number, err)
		}
	}
	if len(refused) != 6 {
		t.Fatalf("%d cases", len(refused))
	}
}

// lockedKey writes a key with a passphrase.
func lockedKey(t *testing.T, passphrase string) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	//lint:ignore SA1019 the quickest way to a locked file
	block, err := x509.EncryptPEMBlock(rand.Reader, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), []byte(passphrase), x509.PEMCipherAES256)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestCheckWithLockedKey: check says what is missing before anything is sent, and
// the wizard goes on, because it can ask.
func TestCheckWithLockedKey(t *testing.T) {
	settings := steps.Settings{
		Key: lockedKey(t, "CANARY-right"), Profile: "jwt-bearer", TokenURL: "http://127.0.0.1:1/token", Issuer: "i", Subject: "s", Lifetime: time.Minute,
	}
	cases := []struct{ given, unattended, attended string }{
		{"", "is protected by a passphrase: give it with --passphrase-fd", ""},
		{"CANARY-wrong", "the passphrase does not open", ""},
		{"CANARY-right", "", ""},
	}
	for _, c := range cases {
		world := steps.World{Files: hostFiles{}, Passphrase: steps.NewPassphrase(diagnostics.NewSecret(c.given))}
		for attended, want := range map[bool]string{false: c.unattended, true: c.attended} {
			err := (&options{}).checkRequest(settings, world, attended)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) || err != nil && strings.Contains(err.Error(), "CANARY") {
				t.Errorf("%q, attended %v: %v", c.given, attended, err)
			}
		}
	}
	if len(cases) != 3 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestPassphraseIsNoKey: a descriptor lives as long as a command, so no file
// names it.
func TestPassphraseIsNoKey(t *testing.T) {
	o := newOffice(t, "passphrase-fd = \"3\"\n", "")
	if _, stderr, status := o.run("config"); status != unknown || !strings.Contains(stderr, "is no key") {
		t.Errorf("status %d: %s", status, stderr)
	}
}
