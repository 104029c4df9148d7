//go:build e2e && unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// home is an environment with the user's configuration file.
func home(t *testing.T, text string) (env []string, file string) {
	t.Helper()
	folder := t.TempDir()
	file = filepath.Join(folder, "unskew", "config.toml")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"XDG_CONFIG_HOME=" + folder}, file
}

// TestConfigurationIsRead where the platform keeps it.
func TestConfigurationIsRead(t *testing.T) {
	env, file := home(t, "tolerance = \"700ms\"\nntp = [\"127.0.0.1:9\"]\n")
	got := invocation{args: []string{"config"}, env: env}.run(t)
	if got.status != 0 || got.stderr != "" {
		t.Fatalf("status %d, %s", got.status, got.stderr)
	}
	for _, want := range []string{
		"# administrator's file: " + administrators + " (not there)",
		"# your own file: " + file + " (read)",
		`"700ms"`, "# " + file + ":1", `["127.0.0.1:9"]`, "# " + file + ":2",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("%s is missing in\n%s", want, got.stdout)
		}
	}
	env, file = home(t, "\n\nfrobnicate = 1\n")
	for _, args := range [][]string{{"config"}, harmless(), {"--plain", "--ntp", "none", "--https", "none"}} {
		got := invocation{args: args, env: env}.run(t)
		if got.status != 3 || got.stdout != "" {
			t.Errorf("%q: status %d, %q", args, got.status, got.stdout)
		}
		checkOneLine(t, got.stderr, file+":3: ")
	}
}

// TestKeptInsideSendsNothingOut: with public = false an unattended check that was
// told to ask a public address, through a proxy or not, ends as unknown at once and
// names the setting. Should it fail to hold that back, the packets go to addresses
// that nobody has (RFC 5737).
func TestKeptInsideSendsNothingOut(t *testing.T) {
	env, file := home(t, "public = false\n")
	for _, args := range [][]string{
		{"check", "--format", "json", "--ntp", "192.0.2.1", "--https", "none"},
		{"check", "--format", "json", "--ntp", "none", "--https", "https://192.0.2.1/"},
		{"check", "--format", "json", "--ntp", "none", "--https", "https://192.0.2.1/", "--proxy", "http://127.0.0.1:9"},
		{"check", "--format", "json", "--ntp", "none", "--https", "https://127.0.0.1:9/", "--proxy", "http://192.0.2.1:9"},
	} {
		got := invocation{args: args, env: env}.run(t)
		if got.status != 3 || got.stderr != "" || !strings.Contains(got.stdout, `"reason": "unreachable"`) ||
			!strings.Contains(got.stdout, "not asked: public = false in "+file+":1") {
			t.Errorf("%q: status %d, %s\n%s", args, got.status, got.stderr, got.stdout)
		}
	}
}
