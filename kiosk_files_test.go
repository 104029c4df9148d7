//go:build unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAdministratorFiles: only what the administrator named can be read, by its
// stand-in, with what was downloaded beside it. No error holds a real name.
func TestAdministratorFiles(t *testing.T) {
	folder := t.TempDir()
	secret := filepath.Join(folder, kioskCanary)
	for _, name := range []string{"named.json", "private.key", "other", "below/x", ".hidden"} {
		_ = os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700)
		write(t, filepath.Join(folder, name), name, 0o600)
	}
	files := administratorFiles{credentials: filepath.Join(folder, "named.json")}
	for name, want := range map[string]string{standInCredentials: "named.json", "private.key": "private.key"} {
		if data, err := files.ReadFile(name); string(data) != want || err != nil {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	hostile := []string{
		"", ".", "..", ".hidden", "below/x", "/etc/passwd", "../../../../etc/passwd", "./named.json", `..\x`, standInKey, "the-configured-credential-file/..",
		filepath.Join(folder, "named.json"), filepath.Join(folder, "other"), "/proc/self/environ", "/dev/stdin", "~/.ssh/id_ed25519",
	}
	for _, name := range hostile {
		if data, err := files.ReadFile(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q was read: %q, %v", name, data, err)
		}
	}
	if len(hostile) != 16 {
		t.Errorf("%d names", len(hostile))
	}
	for _, files := range []administratorFiles{{credentials: secret}, {key: secret}, {credentials: folder, key: folder}} {
		for _, name := range []string{standInCredentials, standInKey} {
			if _, err := files.ReadFile(name); err == nil || strings.Contains(err.Error(), kioskCanary) || strings.Contains(err.Error(), folder) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if got := (administratorFiles{}).Complete("/"); got != nil {
		t.Errorf("files are listed: %q", got)
	}
}

// TestSaveOwn: reports go into the administrator's folder under names of the
// program's making, and nothing that is there is written to.
func TestSaveOwn(t *testing.T) {
	folder, aside := t.TempDir(), filepath.Join(t.TempDir(), "aside")
	o := &options{reportDir: folder, mode: "0640", session: 12}
	first, err := o.writeOwn([]byte("one"), "../../etc/aem author\x1b[0m/1", "text", 0o640)
	if err != nil || filepath.Dir(first) != folder || filepath.Base(first) != "unskew-etc-aem-author--0m-1-uid"+uid()+"-session12.txt" {
		t.Fatalf("%q, %v", first, err)
	}
	if info, err := os.Stat(first); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("its mode: %v, %v", info, err)
	}
	// Where the next name is, somebody has put a link.
	if err := os.Symlink(aside, strings.TrimSuffix(first, ".txt")+"-2.txt"); err != nil {
		t.Fatal(err)
	}
	second, err := o.writeOwn([]byte("two"), "../../etc/aem author\x1b[0m/1", "text", 0o640)
	if err != nil || !strings.HasSuffix(second, "-session12-3.txt") {
		t.Errorf("%q, %v", second, err)
	}
	if _, err := os.Stat(aside); err == nil {
		t.Error("the link was followed")
	}
	if text, err := os.ReadFile(first); string(text) != "one" || err != nil {
		t.Errorf("the first report is %q now, %v", text, err)
	}
	o.reportDir = filepath.Join(folder, kioskCanary)
	if _, err := o.writeOwn([]byte("x"), "host", "json", 0o640); err == nil || strings.Contains(err.Error(), kioskCanary) || !strings.Contains(err.Error(), "the word report") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestOwnNames: each form has its ending, and a host without a usable name is none.
func TestOwnNames(t *testing.T) {
	account := "uid" + uid()
	for want, got := range map[string]string{
		"unskew-h-" + account + ".html":               ownName("h", 0, 1, "html"),
		"unskew-h-" + account + "-session3.md":        ownName("h", 3, 1, "markdown"),
		"unskew-h-" + account + "-session3-2.json":    ownName("h", 3, 2, "json"),
		"unskew-h-" + account + "-short.txt":          ownName("h", 0, 1, "short"),
		"unskew-" + account + "-change-request.txt":   ownName("中", 0, 1, "change-request"),
		"unskew-a.b-" + account + "-2.prometheus":     ownName("..a.b..", 0, 2, "prometheus"),
		"unskew-x-y-" + account + "-session1.x":       ownName("x/y", 1, 1, "x"),
		"unskew-UPPER_1-" + account + "-session1.txt": ownName("UPPER_1", 1, 1, "text"),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestOwnFolder: it is made for this account alone, and one that is not is not used.
func TestOwnFolder(t *testing.T) {
	base := t.TempDir()
	own := filepath.Join(base, "uid-"+uid())
	for range 2 {
		if folder, err := ownFolder(base); folder != own || err != nil {
			t.Fatalf("%q, %v", folder, err)
		}
	}
	if info, err := os.Stat(own); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
	spoil := map[string]func() error{
		"others can read it": func() error { return os.Mkdir(own, 0o755) },
		"a file":             func() error { return os.WriteFile(own, nil, 0o600) },
		"a link":             func() error { return os.Symlink(t.TempDir(), own) },
	}
	for name, make := range spoil {
		_ = os.Remove(own)
		if err := make(); err != nil {
			t.Fatal(err)
		}
		if name == "others can read it" {
			if err := os.Chmod(own, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if folder, err := ownFolder(base); err == nil || folder != "" {
			t.Errorf("%s: %q is used", name, folder)
		}
	}
	if _, err := ownFolder(""); !errors.Is(err, errNoOwnFolder) {
		t.Errorf("no folder: %v", err)
	}
	if _, err := ownFolder(filepath.Join(base, "none")); err == nil {
		t.Error("the administrator's folder was made")
	}
	info, err := os.Stat(base)
	if err != nil {
		t.Fatal(err)
	}
	if ownedBy(info, os.Geteuid()+1) || !ownedBy(info, os.Geteuid()) {
		t.Error("whose a folder is is not seen")
	}
}
