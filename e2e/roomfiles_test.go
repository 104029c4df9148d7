//go:build e2e && linux

package e2e

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// room is a private host, seen from inside.
type room struct{ t *testing.T }

// capSysTime is the number of the capability to set a clock (capabilities(7)).
const capSysTime = 25

// enterRoom furnishes the namespaces that this process is in. From then on "/"
// is a copy of this machine's files: what is written there is written nowhere else.
func enterRoom(t *testing.T) *room {
	t.Helper()
	if os.Getenv(roomName) != t.Name() {
		t.Fatalf("this is the room of %s", os.Getenv(roomName))
	}
	outside := strings.Fields(os.Getenv(roomOutside))
	for i, link := range namespaceLinks(t) {
		if i >= len(outside) || link == outside[i] {
			t.Fatalf("%s is not private", namespaces()[i])
		}
	}
	checkCannotSetClock(t, "self")
	r := &room{t: t}
	r.furnish()
	r.loopback()
	r.bare()
	return r
}

// checkCannotSetClock fails if any thread of a process could set the clock, or
// start something that could.
func checkCannotSetClock(t *testing.T, process string) {
	t.Helper()
	files, err := filepath.Glob("/proc/" + process + "/task/*/status")
	if err != nil {
		t.Fatal(err)
	}
	threads := 0
	for _, file := range files {
		status, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ESRCH) {
			continue // it has just ended
		}
		if err := errors.Join(err, canSetClock(string(status))); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		threads++
	}
	if threads == 0 {
		t.Fatalf("no thread of process %s was seen", process)
	}
}

// canSetClock says by which of a thread's five sets of capabilities (proc(5),
// status) it, or what it starts, could set the clock of this machine.
func canSetClock(status string) error {
	sets := 0
	for line := range strings.Lines(status) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		if !strings.HasPrefix(name, "Cap") {
			continue
		}
		set, err := strconv.ParseUint(strings.TrimSpace(value), 16, 64)
		if err != nil || set&(1<<capSysTime) != 0 {
			return fmt.Errorf("%s is %s (%v): it could set the clock of this machine", name, strings.TrimSpace(value), err)
		}
		sets++
	}
	if sets != 5 {
		return fmt.Errorf("it has %d sets of capabilities, not 5", sets)
	}
	return nil
}

// TestCanSetClock: the check on which the safety of this machine's clock rests.
func TestCanSetClock(t *testing.T) {
	const none, setting, all = "0000000000000000", "0000000002000000", "000001ffffffffff"
	status := func(sets ...string) string {
		text := "Name:\tchronyd\n"
		for i, name := range []string{"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"} {
			if i < len(sets) {
				text += name + ":\t" + sets[i] + "\n"
			}
		}
		return text + "Seccomp:\t0\n"
	}
	cases := []struct {
		status string
		can    bool
	}{
		{status(none, none, none, none, none), false},
		{status(none, "000001fffdffffff", "000001fffdffffff", "000001fffdffffff", none), false},
		{status(setting, none, none, none, none), true},
		{status(none, setting, none, none, none), true},
		{status(none, none, setting, none, none), true},
		{status(none, none, none, setting, none), true},
		{status(none, none, none, none, setting), true},
		{status(none, all, all, all, none), true},
		{status(none, none, none, none), true},
		{status(none, none, none, none, "?"), true},
		{"", true},
	}
	if len(cases) != 11 {
		t.Errorf("%d cases", len(cases))
	}
	for _, c := range cases {
		if err := canSetClock(c.status); (err != nil) != c.can {
			t.Errorf("%q: %v", c.status, err)
		}
	}
}

// furnish makes a root of its own: programs and libraries are this machine's,
// below an empty layer; of /etc only what programs need to start; the rest is
// new. What is shared is where the tests themselves live.
func (r *room) furnish() {
	r.t.Helper()
	folder, packages := r.folder(), r.packages()
	r.mount("none", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	r.mount("tmpfs", "/run", "tmpfs", 0, "mode=755")
	const root = "/run/room"
	for _, name := range []string{"etc", "proc", "run", "tmp", "var/lib", "var/log", "var/cache"} {
		r.mkdir(root + "/" + name)
	}
	for _, name := range []string{"/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32"} {
		r.layer(name, root)
	}
	for _, name := range []string{"passwd", "group", "nsswitch.conf", "ld.so.cache", "localtime", "services", "protocols"} {
		if text, err := os.ReadFile("/etc/" + name); err == nil {
			r.write(root+"/etc/"+name, string(text))
		}
	}
	r.mount("proc", root+"/proc", "proc", 0, "")
	program := "/usr/local/bin/unskew"
	r.copyFile(built, root+program, 0o755)
	built = program
	for _, shared := range []string{"/dev", "/sys", os.TempDir(), packages, folder} {
		r.mkdir(root + shared)
		r.mount(shared, root+shared, "", unix.MS_BIND|unix.MS_REC, "")
	}
	if err := errors.Join(unix.Chroot(root), os.Chdir(folder), os.Symlink("/run", "/var/run")); err != nil {
		r.t.Fatal(err)
	}
	for name, want := range map[string]int64{"/etc": unix.TMPFS_MAGIC, "/var": unix.TMPFS_MAGIC, "/run": unix.TMPFS_MAGIC, "/usr": unix.OVERLAYFS_SUPER_MAGIC} {
		var kind unix.Statfs_t
		if err := unix.Statfs(name, &kind); err != nil || kind.Type != want {
			r.t.Fatalf("%s is not private: %x (%v)", name, kind.Type, err)
		}
	}
}

// layer brings a folder of this machine below root, with an empty layer above
// it. Most systems have but one of these folders, and links to it.
func (r *room) layer(name, root string) {
	r.t.Helper()
	if target, err := os.Readlink(name); err == nil {
		if err := os.Symlink(target, root+name); err != nil {
			r.t.Fatal(err)
		}
		return
	}
	if _, err := os.Stat(name); err != nil {
		return
	}
	above := "/run/above" + name
	for _, folder := range []string{root + name, above + "/upper", above + "/work"} {
		r.mkdir(folder)
	}
	r.mount("overlay", root+name, "overlay", 0, "lowerdir="+name+",upperdir="+above+"/upper,workdir="+above+"/work")
}

func (r *room) mkdir(name string) {
	r.t.Helper()
	if err := os.MkdirAll(name, 0o755); err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) mount(what, where, kind string, flags uintptr, data string) {
	r.t.Helper()
	if err := unix.Mount(what, where, kind, flags, data); err != nil {
		r.t.Fatalf(needsRoom, errors.Join(err, errors.New("mount "+what+" "+where)))
	}
}

func (r *room) folder() string {
	r.t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		r.t.Fatal(err)
	}
	return folder
}

// packages is the folder with the unpacked packages, each in a folder.
func (r *room) packages() string {
	r.t.Helper()
	folder, err := filepath.Abs(os.Getenv("UNSKEW_E2E_PACKAGES"))
	if err != nil || os.Getenv("UNSKEW_E2E_PACKAGES") == "" {
		r.t.Fatalf("name the folder with the unpacked packages chrony, ntpsec, systemd-timesyncd and dbus-daemon in UNSKEW_E2E_PACKAGES (%v)", err)
	}
	return folder
}

func readText(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func number(t testing.TB, text string) int {
	t.Helper()
	value, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return value
}
