//go:build e2e && linux

package e2e

import (
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
)

// restricted is a host whose one user is given nothing but unskew --kiosk, as
// docs/ssh.md has it.
type restricted struct {
	*sshHost
	place string // folder of the administrator's files, and of what is kept
}

// restrict starts a server with the blocks of docs/ssh.md. byKey: what restricts
// stands beside the user's key, and the server's own configuration restricts nothing.
func restrict(t *testing.T, byKey bool, change ...string) restricted {
	t.Helper()
	r := restricted{place: openFolder(t)}
	for _, folder := range []string{"state", "reports", "keys"} {
		if err := os.Mkdir(filepath.Join(r.place, folder), 0o755); err != nil {
			t.Fatal(err)
		}
		if os.Getuid() == 0 && folder != "keys" {
			// As for several accounts: the user can only add to it.
			name := filepath.Join(r.place, folder)
			if err := errors.Join(os.Chown(name, 0, visitorID), os.Chmod(name, 0o730|os.ModeSticky)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(r.place, "canary.key"), []byte(newClientKey(t).private), 0o644); err != nil {
		t.Fatal(err)
	}
	if byKey {
		r.sshHost = startSSH(t)
		r.authorize(r.documented(t, "authorized_keys", change...))
		return r
	}
	r.sshHost = startSSH(t, r.documented(t, "sshd_config", change...))
	key := filepath.Join(r.place, "keys", r.user)
	if err := os.WriteFile(key, []byte(r.text("userkey.pub")), 0o644); err != nil {
		t.Fatal(err)
	}
	return r
}

// documented is a block of docs/ssh.md with this host's names in it, and with
// further changes: a text and what stands in its place.
func (r restricted) documented(t *testing.T, kind string, change ...string) string {
	t.Helper()
	_, block, begun := strings.Cut(readText(t, filepath.Join("..", "docs", "ssh.md")), "```"+kind+"\n")
	block, _, ended := strings.Cut(block, "```")
	if !begun || !ended {
		t.Fatalf("docs/ssh.md has no block of %s", kind)
	}
	block = strings.NewReplacer(
		"Match User desk", "Match User "+whoLogsIn(t), "/etc/ssh/authorized_keys.d/", filepath.Join(r.place, "keys")+"/",
		"/usr/local/bin/unskew --kiosk --state-dir /var/lib/unskew-ann", built+" --kiosk "+r.flags(),
		"/usr/local/bin/unskew --kiosk", built+" --kiosk "+r.flags(), " ssh-ed25519 AAAA... ann", "").Replace(block)
	block = strings.NewReplacer(change...).Replace(block)
	if !strings.Contains(block, built) {
		t.Fatalf("the block of %s starts another program:\n%s", kind, block)
	}
	return strings.TrimSpace(block)
}

// flags stand in the forced command: nobody is asked for the time, and the key's
// name is a canary.
func (r restricted) flags() string {
	return strings.Join([]string{
		"--ntp", "none", "--https", "none", "--state-dir", filepath.Join(r.place, "state"), "--report-dir", filepath.Join(r.place, "reports"),
		"--profile", "jwt-bearer", "--token-url", "https://127.0.0.1:9/token", "--key", filepath.Join(r.place, "canary.key"),
		"--issuer", "i", "--subject", "s", "--audience", "a",
	}, " ")
}

// whoLogsIn is the user of a host that startSSH starts.
func whoLogsIn(t *testing.T) string {
	t.Helper()
	if os.Getuid() == 0 {
		return visitor
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	return me.Username
}

const kioskRefused = "unskew: only check, report or resume can be asked for here, or nothing at all: leave the rest out"

// TestKioskWordsThroughSSH: the three words, and what else somebody may ask a
// server for.
func TestKioskWordsThroughSSH(t *testing.T) {
	for name, byKey := range map[string]bool{"forced by sshd_config": false, "forced by authorized_keys": true} {
		t.Run(name, func(t *testing.T) {
			r := restrict(t, byKey)
			hostile := []string{
				"sh", "check; sh", "check\nsh", "check && id", "$(id)", "`id`", "check --output /tmp/x", " check", "check ", "Check", "сheck", "report 1",
				"resume /etc/passwd", "config", "demo", "scp -t /tmp/x", "/usr/lib/openssh/sftp-server", "env", "unskew --plain",
			}
			if len(hostile) != 19 {
				t.Errorf("%d words", len(hostile))
			}
			if byKey { // the word comes to the program in the same way
				hostile = hostile[:4]
			}
			for _, word := range hostile {
				got := r.run("id\n", word)
				if got.status != 3 || got.stdout != "" || strings.TrimSpace(got.stderr) != kioskRefused {
					t.Errorf("%q: status %d, %q, %q", word, got.status, got.stdout, got.stderr)
				}
			}
			for _, word := range []string{"report", "resume"} {
				if got := r.run("", word); got.status != 3 || !strings.Contains(got.stderr, "no such session here") {
					t.Errorf("%s, nothing is kept: status %d, %s", word, got.status, got.stderr)
				}
			}
			// Nothing listens at the token endpoint: critical.
			for _, c := range []struct {
				word   string
				status int
				told   string
			}{{"check", 2, "https://127.0.0.1:9/token"}, {"report", 0, "https://127.0.0.1:9/token"}, {"", 0, "Where are you?"}, {"resume", 0, "Where are you?"}} {
				got := r.run("q\n", c.word)
				if got.status != c.status || got.stderr != "" || !strings.Contains(got.stdout, c.told) {
					t.Errorf("%q: status %d, %s\n%s", c.word, got.status, got.stderr, got.stdout)
				}
				if strings.Contains(got.stdout, "canary") || strings.Contains(got.stdout, r.place) {
					t.Errorf("%q names files:\n%s", c.word, got.stdout)
				}
			}
			r.checkNothingLeft()
		})
	}
}
