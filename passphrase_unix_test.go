//go:build unix

package main

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// piped is a descriptor from which a text can be read.
func piped(t *testing.T, text string) string {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	if _, err := writer.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	// A copy, which is whoever reads it to close.
	number, err := syscall.Dup(int(reader.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	return strconv.Itoa(number)
}

// TestPassphraseFlag: the whole command, with its passphrase from a pipe. The
// endpoint is a closed port of this machine, so the exchange is tried and fails:
// the key was opened.
func TestPassphraseFlag(t *testing.T) {
	key := lockedKey(t, "CANARY-right")
	for text, want := range map[string]string{"CANARY-right\n": "", "CANARY-wrong\n": "the passphrase does not open", "\n": "no passphrase came from descriptor"} {
		var out, failed bytes.Buffer
		status := run(t.Context(), []string{
			"check", "--ntp", "none", "--https", "none", "--proxy", "none", "--profile", "jwt-bearer", "--token-url", "http://127.0.0.1:1/token",
			"--issuer", "i", "--subject", "s", "--key", key, "--passphrase-fd", piped(t, text), "--format", "json",
		}, console{in: strings.NewReader(""), out: &out, err: &failed})
		both := out.String() + failed.String()
		if want == "" && (status != 2 || !strings.Contains(both, `"class": "refused"`)) || want != "" && (status != unknown || !strings.Contains(both, want)) || strings.Contains(both, "CANARY") {
			t.Errorf("%q: status %d\n%s", text, status, both)
		}
	}
}
