//go:build unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"unskew/steps"
	"unskew/steps/report"
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

// ownSession is a session of a machine by that name, saved in one form.
func ownSession(host, audience string) (steps.Session, steps.Export) {
	s := steps.Session{}.With(steps.Entry{Kind: steps.Started, Start: &steps.Start{Host: host}})
	return s, steps.Export{Format: "text", Audience: steps.Audience(audience)}
}

// TestSaveOwn: reports go into the administrator's folder under names of the
// program's making, and nothing that is there is written to.
func TestSaveOwn(t *testing.T) {
	folder, aside := t.TempDir(), filepath.Join(t.TempDir(), "aside")
	o := &options{reportDir: folder, mode: "0640", session: 12}
	s, e := ownSession("../../etc/aem author\x1b[0m/1", "")
	first, err := o.saveOwn(s, e, []byte("one"))
	if err != nil || filepath.Dir(first.Name) != folder || filepath.Base(first.Name) != "unskew-etc-aem-author--0m-1-uid"+uid()+"-session12.txt" {
		t.Fatalf("%+v, %v", first, err)
	}
	if info, err := os.Stat(first.Name); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("its mode: %v, %v", info, err)
	}
	// Where the next name is, somebody has put a link.
	if err := os.Symlink(aside, strings.TrimSuffix(first.Name, ".txt")+"-2.txt"); err != nil {
		t.Fatal(err)
	}
	second, err := o.saveOwn(s, e, []byte("two"))
	if err != nil || !strings.HasSuffix(second.Name, "-session12-3.txt") {
		t.Errorf("%+v, %v", second, err)
	}
	if _, err := os.Stat(aside); err == nil {
		t.Error("the link was followed")
	}
	if text, err := os.ReadFile(first.Name); string(text) != "one" || err != nil {
		t.Errorf("the first report is %q now, %v", text, err)
	}
	o.reportDir = filepath.Join(folder, kioskCanary)
	if _, err := o.saveOwn(s, e, []byte("x")); err == nil || strings.Contains(err.Error(), kioskCanary) || !strings.Contains(err.Error(), "the word report") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestSaveOwnTable: the table of names is a new file too, whatever another account
// has put where it would be: a link, a pipe that nobody writes to, a table of its own.
func TestSaveOwnTable(t *testing.T) {
	s, e := ownSession("aem-author-01", string(steps.Outsiders))
	table := report.NamesTable(s)
	aside := filepath.Join(t.TempDir(), "aside")
	spoil := map[string]func(name string) error{
		"a link to nothing": func(name string) error { return os.Symlink(aside, name) },
		"a link to a table": func(name string) error {
			return errors.Join(os.WriteFile(aside, table, 0o600), os.Symlink(aside, name))
		},
		"a pipe":  func(name string) error { return syscall.Mkfifo(name, 0o666) },
		"a table": func(name string) error { return os.WriteFile(name, table, 0o666) },
	}
	for what, make := range spoil {
		_ = os.Remove(aside)
		o := &options{reportDir: t.TempDir(), mode: "0640", session: 1}
		taken := namesFile(filepath.Join(o.reportDir, ownName("", 1, 1, "text")))
		if err := make(taken); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Lstat(taken)
		saved, err := o.saveOwn(s, e, []byte("one"))
		if err != nil || saved.Table == taken || saved.Table != namesFile(saved.Name) {
			t.Errorf("%s: %+v, %v", what, saved, err)
			continue
		}
		if strings.Contains(saved.Name, "aem-author") {
			t.Errorf("%s: the file's name tells the machine's: %s", what, saved.Name)
		}
		if data, err := os.ReadFile(saved.Table); string(data) != string(table) || err != nil {
			t.Errorf("%s: the table is %q, %v", what, data, err)
		}
		if info, err := os.Lstat(saved.Table); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v, %v", what, info, err)
		}
		if after, err := os.Lstat(taken); err != nil || !os.SameFile(before, after) {
			t.Errorf("%s was replaced: %v", what, err)
		}
		if _, err := os.Stat(aside); err == nil && what == "a link to nothing" {
			t.Error("the link was followed")
		}
		if _, err := os.Stat(strings.TrimSuffix(taken, ".names.txt")); err == nil {
			t.Errorf("%s: a report without its table stays", what)
		}
	}
	if len(spoil) != 4 {
		t.Errorf("%d cases", len(spoil))
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
