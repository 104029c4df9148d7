package machine

import (
	"context"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
)

// hanging is a file system of which one file never answers, as on a file server
// that is gone.
type hanging struct {
	fstest.MapFS
	name string
	gone <-chan struct{}
}

func (h hanging) Stat(name string) (fs.FileInfo, error) {
	if name == h.name {
		<-h.gone
	}
	return fs.Stat(h.MapFS, name)
}

// TestReadReturnsInTime: one file hangs, the other fields are there.
func TestReadReturnsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := make(chan struct{})
		defer close(gone)
		host := hostOf(nil, nil)
		host.Root = hanging{
			fstest.MapFS{"etc/os-release": text("ID=debian\n"), "run/systemd/system": folder(), "etc/krb5.conf": text(krb5)},
			"etc/krb5.conf", gone,
		}
		begin := time.Now()
		got := Read(t.Context(), host)
		if took := time.Since(begin); took > time.Second || took < patience {
			t.Errorf("took %v", took)
		}
		if got.Distribution.ID != "debian" || got.Init != "systemd" {
			t.Errorf("got %+v", got)
		}
		if got.Unknown["domain"] != "not read in time" {
			t.Errorf("unknown %v", got.Unknown)
		}
	})
}

// TestReadObeys: a context that ends stops a command, too.
func TestReadObeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		files := dmi(vmwareWords())
		files["usr/bin/vmware-toolbox-cmd"] = text("")
		host := hostOf(files, nil)
		host.Run = func(ctx context.Context, _ ...string) ([]byte, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		begin := time.Now()
		got := Read(ctx, host)
		if took := time.Since(begin); took != 10*time.Millisecond {
			t.Errorf("took %v", took)
		}
		if got.GuestSync["vmware-tools"] != SyncUnknown || got.Unknown["guest_sync"] != "not read in time" {
			t.Errorf("%v, unknown %v", got.GuestSync, got.Unknown)
		}
	})
}

// endless is a file that never ends, as /dev/zero, but claims to be regular.
type endless struct{ fs.File }

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

type endlessFS struct{ fstest.MapFS }

func (e endlessFS) Open(name string) (fs.File, error) {
	file, err := e.MapFS.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err != nil || info.IsDir() {
		return file, err
	}
	return endless{file}, nil
}

func TestEndlessFiles(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{
		"etc/os-release", "etc/group", "etc/krb5.conf", "etc/krb5.keytab", "etc/samba/smb.conf", "etc/sssd/sssd.conf",
		"etc/ld.so.preload", "proc/self/status", "proc/1/comm", "proc/1/cgroup", "proc/1/maps", "proc/1/environ",
		"sys/class/dmi/id/sys_vendor", "sys/class/ptp/ptp0/clock_name", "usr/bin/sudo",
	} {
		files[name] = text("")
	}
	host := hostOf(nil, nil)
	host.Root = endlessFS{files}
	got := readOf(t, host)
	if got.Distribution.ID != "" || got.Domain != "" || got.Cloud != "" || got.Faketime != nil {
		t.Errorf("got %+v", got)
	}
	if len(got.PTP) != 1 || len(got.PTP[0]) > mostText+len("…") {
		t.Errorf("PTP %q", got.PTP)
	}
	file, err := readFile(host.Root, "etc/group", 1000)
	if err != nil || file != strings.Repeat("x", 1000) {
		t.Errorf("%d bytes, %v", len(file), err)
	}
}

// crowded has a folder without end.
type crowded struct {
	fstest.MapFS
	read *int
}

func (c crowded) Open(name string) (fs.File, error) {
	file, err := c.MapFS.Open(name)
	if name != "var/log" || err != nil {
		return file, err
	}
	return crowdedFolder{file, c.read}, nil
}

type crowdedFolder struct {
	fs.File
	read *int
}

func (c crowdedFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		return nil, io.ErrUnexpectedEOF
	}
	var entries []fs.DirEntry
	for range n {
		*c.read++
		info, err := fs.Stat(fstest.MapFS{strconv.Itoa(*c.read): text("")}, strconv.Itoa(*c.read))
		if err != nil {
			return nil, err
		}
		entries = append(entries, fs.FileInfoToDirEntry(info))
	}
	return entries, nil
}

func TestEndlessFolder(t *testing.T) {
	read := 0
	host := hostOf(nil, nil)
	host.Root = crowded{fstest.MapFS{"var/log": folder()}, &read}
	got := readOf(t, host)
	if read < mostLogs || read > mostLogs+256 {
		t.Errorf("%d entries were read", read)
	}
	if got.Unknown["latest_file"] == "" {
		t.Errorf("nothing tells that it is not all: %+v", got)
	}
}
