package machine

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
	"time"
)

// at is a file that was changed so long after the OS clock.
func at(after time.Duration) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("x"), Mode: 0o644, ModTime: noon().Add(after)}
}

func TestLatestFile(t *testing.T) {
	const day = 24 * time.Hour
	deep := "var/log/a/b/c/d/e/deep.log"
	cases := []struct {
		name  string
		files fstest.MapFS
		want  string
		after time.Duration
	}{
		{"as it should be", fstest.MapFS{"var/log/messages": at(-time.Second), "var/log/old": at(-90 * day)}, "", 0},
		{"being written", fstest.MapFS{"var/log/messages": at(10 * time.Millisecond)}, "", 0},
		{"set back", fstest.MapFS{"var/log/messages": at(0), "var/log/audit/audit.log.1": at(3 * day)}, "/var/log/audit/audit.log.1", 3 * day},
		{"the latest of several", fstest.MapFS{"var/log/a": at(2 * day), "var/log/b": at(9 * day), "var/log/z/c": at(day)}, "/var/log/b", 9 * day},
		{"folders and links do not count", fstest.MapFS{
			"var/log/f": &fstest.MapFile{Mode: fs.ModeDir | 0o755, ModTime: noon().Add(day)},
			"var/log/l": &fstest.MapFile{Data: []byte("f"), Mode: fs.ModeSymlink | 0o777, ModTime: noon().Add(day)},
		}, "", 0},
		{"too deep", fstest.MapFS{deep: at(day)}, "", 0},
		{"an odd name", fstest.MapFS{"var/log/\x1b[2J\u202ex": at(day)}, "/var/log/ [2J x", day},
		{"no logs", fstest.MapFS{}, "", 0},
	}
	for _, c := range cases {
		got := readOf(t, hostOf(c.files, nil))
		if c.want == "" {
			if got.LatestFile != nil || got.Unknown["latest_file"] != "" {
				t.Errorf("%s: %+v, unknown %q", c.name, got.LatestFile, got.Unknown["latest_file"])
			}
			continue
		}
		if want := (File{c.want, noon().Add(c.after)}); got.LatestFile == nil || *got.LatestFile != want {
			t.Errorf("%s: %+v, want %+v", c.name, got.LatestFile, want)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestLatestFileOfWindows(t *testing.T) {
	host := hostOf(fstest.MapFS{"Windows/Logs/CBS/CBS.log": at(5 * time.Hour)}, nil)
	host.OS, host.Windows = "windows", &Windows{}
	got := readOf(t, host)
	if got.LatestFile == nil || got.LatestFile.Path != "/Windows/Logs/CBS/CBS.log" {
		t.Errorf("%+v", got.LatestFile)
	}
}

func TestTimeFiles(t *testing.T) {
	got := readOf(t, hostOf(fstest.MapFS{
		"var/lib/private/systemd/timesync/clock": at(-time.Minute),
		"var/lib/systemd/timesync":               link("../private/systemd/timesync"),
		"var/lib/chrony/drift":                   at(-48 * time.Hour),
		"var/lib/ntp/drift/ntp.drift":            at(-time.Hour),
		"etc/adjtime":                            folder(),
	}, nil)).TimeFiles
	want := []File{
		{"/var/lib/systemd/timesync/clock", noon().Add(-time.Minute)},
		{"/var/lib/chrony/drift", noon().Add(-48 * time.Hour)},
		{"/var/lib/ntp/drift/ntp.drift", noon().Add(-time.Hour)},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
