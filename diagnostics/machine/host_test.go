package machine

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
)

// noon is the OS clock of the machines in these tests.
func noon() time.Time { return time.Date(2026, time.March, 14, 12, 0, 0, 0, time.UTC) }

type stopped struct{}

func (stopped) Wall() time.Time    { return noon() }
func (stopped) Raw() time.Duration { return 0 }

var _ diagnostics.Clock = stopped{}

func text(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content), Mode: 0o644} }

func link(target string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
}

func folder() *fstest.MapFile { return &fstest.MapFile{Mode: fs.ModeDir | 0o755} }

// hostOf is a Linux machine with these files and environment, and a user in no
// group but its own.
func hostOf(files fstest.MapFS, env map[string]string) Host {
	return Host{
		Root:   files,
		Getenv: func(name string) string { return env[name] },
		UID:    func() int { return 1000 },
		Groups: func() ([]int, error) { return []int{1000}, nil },
		Clock:  stopped{},
	}
}

// readOf reads in fake time: on a busy machine a deadline of real time may pass
// before a goroutine has run at all.
func readOf(t *testing.T, host Host) (got Machine) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { got = Read(t.Context(), host) })
	return got
}

// denied is a file system in which some files are there, and not readable.
type denied struct {
	fstest.MapFS
	names map[string]bool
}

func (d denied) Open(name string) (fs.File, error) {
	if d.names[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.Open(name)
}

func TestNothingIsThere(t *testing.T) {
	got := readOf(t, Host{})
	count := 0
	for _, p := range probes() {
		if p.field == "node" || p.field == "secure_time_seeding" {
			continue // only containers have a node, only Windows has the switch
		}
		count++
		if got.Unknown[p.field] == "" {
			t.Errorf("%s is known of a host that tells nothing: %+v", p.field, got)
		}
	}
	if want := len(probes()) - 2; count != want || len(got.Unknown) != want {
		t.Errorf("%d fields, %d unknown, want %d: %v", count, len(got.Unknown), want, got.Unknown)
	}
}

func TestBrief(t *testing.T) {
	cases := []struct {
		err  error
		want string
	}{
		{fs.ErrNotExist, "not there"},
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, "not permitted"},
		{errors.ErrUnsupported, "this system does not tell"},
		{errors.New("odd\x1b[2J thing"), "odd [2J thing"},
	}
	for _, c := range cases {
		if got := brief(c.err); got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
	if len(cases) != 4 {
		t.Errorf("%d cases", len(cases))
	}
}
