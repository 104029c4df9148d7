//go:build !windows

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfigFileUnreadable: a file that may not be read is not taken for none.
func TestConfigFileUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		// Root reads everything, so another failure stands in.
		path := filepath.Join(t.TempDir(), strings.Repeat("x", 300), "config.toml")
		if _, err := readConfig(path); err == nil || !strings.Contains(err.Error(), "cannot be read") {
			t.Errorf("a name that is too long: %v", err)
		}
		return
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	write(t, path, "", 0)
	if _, err := readConfig(path); err == nil || !strings.Contains(err.Error(), "cannot be read: permission denied") {
		t.Error(err)
	}
}

// TestAllowFixNeedsATrustedFile: what somebody else can write cannot have commands
// run as root.
func TestAllowFixNeedsATrustedFile(t *testing.T) {
	for mode, fine := range map[os.FileMode]bool{0o600: true, 0o644: true, 0o664: false, 0o646: false, 0o666: false, 0o620: false} {
		for _, text := range []string{"allow-fix = true", "allow-fix = false", "ascii = true"} {
			o := newOffice(t, "", "")
			for _, path := range []string{o.places.administrator, o.places.user} {
				write(t, path, "# first\n"+text, mode)
				_, stderr, status := o.run("config")
				if want := fine || text != "allow-fix = true"; want != (status == 0) {
					t.Errorf("%s, %o: status %d, %s", text, mode, status, stderr)
				}
				if status != 0 && (!strings.Contains(stderr, ":2: allow-fix: others than you and root can change this file") || !strings.Contains(stderr, "chmod go-w")) {
					t.Error(stderr)
				}
				_ = os.Remove(path)
			}
		}
	}
}

// TestProxyPassword: it may stand where nobody else can read it, and is shown
// nowhere.
func TestProxyPassword(t *testing.T) {
	const proxy = "proxy = \"http://user:" + configCanary + "@127.0.0.1:1\""
	for mode, fine := range map[os.FileMode]bool{0o600: true, 0o400: true, 0o644: false, 0o640: false, 0o604: false} {
		for _, administrators := range []bool{true, false} {
			o := newOffice(t, "", "")
			path, name := o.places.user, "HOME"
			if administrators {
				path, name = o.places.administrator, "ETC"
			}
			write(t, path, proxy, mode)
			stdout, stderr, status := o.run("config")
			if strings.Contains(stdout+stderr, configCanary) {
				t.Errorf("the password is shown: %s%s", stdout, stderr)
			}
			if !fine && (status != unknown || !strings.Contains(stderr, name+":1: proxy: others can read this file") || !strings.Contains(stderr, "chmod 600 "+name)) {
				t.Errorf("%o: status %d, %s", mode, status, stderr)
			}
			if want := `proxy = "http://user:***@127.0.0.1:1" # ` + name + ":1"; fine && o.line("proxy") != want {
				t.Errorf("%o: %s, want %s", mode, o.line("proxy"), want)
			}
		}
	}
	o := newOffice(t, "", "")
	write(t, o.places.user, proxy, 0o600)
	if _, stderr, status := o.run("config", "--proxy", "http://user:"+configCanary+"@127.0.0.1:1"); status != unknown || !strings.Contains(stderr, "--proxy: a password does not belong on the command line") {
		t.Errorf("on the command line: status %d, %s", status, stderr)
	}
}
