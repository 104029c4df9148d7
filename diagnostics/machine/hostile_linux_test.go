package machine

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestHostileFiles: pipes, devices and loops in the place of files, on a real
// file system. A pipe that were opened would block for ever.
func TestHostileFiles(t *testing.T) {
	root := t.TempDir()
	places := []string{
		"etc/os-release", "etc/redhat-release", "etc/krb5.conf", "etc/group", "etc/ld.so.preload", "etc/samba/smb.conf",
		"proc/1/comm", "proc/1/cgroup", "proc/1/maps", "proc/1/environ", "proc/self/status",
		"sys/class/dmi/id/sys_vendor", "sys/class/ptp/ptp0/clock_name", "var/log/pipe", "var/lib/chrony/drift",
	}
	for i, place := range places {
		file := filepath.Join(root, place)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		switch i % 3 {
		case 0, 1:
			err = unix.Mkfifo(file, 0o666)
		case 2:
			err = os.Symlink(filepath.Base(file), file) // to itself
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, link := range []string{"var/log/loop", "proc/2"} {
		if err := os.Symlink("..", filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	host := hostOf(nil, nil)
	host.Root = os.DirFS(root)
	got := readOf(t, host)
	if got.Distribution.ID != "" || got.LatestFile != nil || got.TimeFiles != nil || got.PTP != nil || got.Faketime != nil {
		t.Errorf("got %+v", got)
	}
	for field, why := range got.Unknown {
		if why == "not read in time" {
			t.Errorf("%s blocked", field)
		}
	}
	if got.Unknown["distribution"] == "" || got.Unknown["cloud"] == "" || got.Unknown["sets_time"] == "" {
		t.Errorf("unknown %v", got.Unknown)
	}
}
