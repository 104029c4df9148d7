//go:build e2e && linux

package e2e

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// bare takes away the time services of this machine.
func (r *room) bare() {
	r.t.Helper()
	var patterns []string
	for _, name := range []string{"chronyd", "ntpd", "ntpmon", "ntpctl", "vmtoolsd"} {
		patterns = append(patterns, "/usr/sbin/"+name, "/usr/bin/"+name)
	}
	for _, folder := range []string{"/usr/lib/systemd", "/lib/systemd", "/usr/local/lib/systemd"} {
		patterns = append(patterns, folder+"/systemd-timesyncd", folder+"/timesyncd.conf*")
		for _, name := range []string{"chrony", "ntp", "openntpd", "systemd-timesyncd", "vmtoolsd", "open-vm-tools"} {
			patterns = append(patterns, folder+"/system/"+name+"*", folder+"/system/*/"+name+"*")
		}
	}
	for _, pattern := range patterns {
		found, err := filepath.Glob(pattern)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, file := range found {
			if err := os.RemoveAll(file); err != nil {
				r.t.Fatal(err)
			}
		}
	}
}

// install puts a package's files into their places, as its installation would.
func (r *room) install(name string) {
	r.t.Helper()
	from, count := filepath.Join(r.packages(), name), 0
	err := filepath.WalkDir(from, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		// Through the links by which /lib is /usr/lib on this machine.
		to := filepath.Join("/", strings.TrimPrefix(file, from))
		switch {
		case entry.IsDir():
			return os.MkdirAll(to, 0o755)
		case !entry.Type().IsRegular():
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		count++
		r.copyFile(file, to, info.Mode().Perm())
		return nil
	})
	if err != nil || count == 0 {
		r.t.Fatalf("the package %s was not installed: %d files, %v", name, count, err)
	}
}

// copyFile replaces a file by a copy of another.
func (r *room) copyFile(from, to string, mode fs.FileMode) {
	r.t.Helper()
	r.mkdir(filepath.Dir(to))
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(readText(r.t, from)), mode); err != nil {
		r.t.Fatal(err)
	}
}

// write writes a file of the private host.
func (r *room) write(file, text string) {
	r.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
		r.t.Fatal(err)
	}
}

// user adds a user for a service, as the installation of its package would, and
// gives it folders.
func (r *room) user(name string, id int, folders ...string) {
	r.t.Helper()
	number := strconv.Itoa(id)
	for file, rest := range map[string]string{"/etc/passwd": number + "::/nonexistent:/usr/sbin/nologin", "/etc/group": ""} {
		text := name + ":x:" + number + ":" + rest + "\n"
		for line := range strings.Lines(readText(r.t, file)) {
			if !strings.HasPrefix(line, name+":") { // this machine may have it too
				text += line
			}
		}
		r.write(file, text)
	}
	for _, folder := range folders {
		if err := errors.Join(os.MkdirAll(folder, 0o755), os.Chown(folder, id, id)); err != nil {
			r.t.Fatal(err)
		}
	}
}

// enable has a unit start with the host, by the links that "systemctl enable"
// makes: for each target that wants it, and for its other names.
func (r *room) enable(unit string) {
	r.t.Helper()
	file, links := "/lib/systemd/system/"+unit, 0
	for line := range strings.Lines(readText(r.t, file)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		link := "/etc/systemd/system/" + value
		switch key {
		case "WantedBy":
			link += ".wants/" + unit
		case "Alias":
		default:
			continue
		}
		r.mkdir(filepath.Dir(link))
		if err := os.Symlink(file, link); err != nil {
			r.t.Fatal(err)
		}
		links++
	}
	if links == 0 {
		r.t.Fatalf("%s cannot be enabled", file)
	}
}
