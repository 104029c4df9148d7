package timeservice

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// exited is a program's end with a status, as os/exec has it.
type exited int

func (e exited) Error() string { return fmt.Sprintf("exit status %d", int(e)) }
func (e exited) ExitCode() int { return int(e) }

// recordedMac is a host of testdata/macos.
func recordedMac(t testing.TB, folder string) Host {
	allowed := map[string]string{
		"/bin/launchctl print system/com.apple.timed": "launchctl",
		"/usr/sbin/systemsetup -getusingnetworktime":  "systemsetup",
	}
	for _, file := range timedPreferences() {
		allowed["/usr/bin/plutil -convert xml1 -o - "+file] = "plutil"
	}
	return Host{
		OS: osDarwin, Root: os.DirFS(filepath.Join(folder, "root")),
		Run: func(_ context.Context, argv ...string) ([]byte, error) {
			file := allowed[strings.Join(argv, " ")]
			if file == "" {
				t.Errorf("%s: %q was started", folder, argv)
			}
			text, err := os.ReadFile(filepath.Join(folder, file))
			if status, none := os.ReadFile(filepath.Join(folder, file+".exit")); none == nil {
				number, _ := strconv.Atoi(strings.TrimSpace(string(status)))
				return text, exited(number)
			}
			return text, err
		},
	}
}

// TestMacs reads whole hosts. To add one, add a folder.
func TestMacs(t *testing.T) {
	const least = 9
	hosts, err := filepath.Glob("testdata/macos/*/want")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range hosts {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := showHost(t, recordedMac(t, filepath.Dir(file))); got != strings.ReplaceAll(string(want), "\r\n", "\n") {
			t.Errorf("%s:\n%s\nwant:\n%s", file, got, want)
		}
	}
	if len(hosts) < least {
		t.Errorf("%d hosts, want at least %d", len(hosts), least)
	}
}

func TestMacMute(t *testing.T) {
	got := Services(t.Context(), Host{OS: osDarwin})
	if len(got) != 1 || got[0].Name != timedName || got[0].Installed {
		t.Fatalf("%+v", got)
	}
	for _, field := range []string{"installed", "running", "enabled", "active", "sync", "selected", "sources", "correction", "steps"} {
		if got[0].Unknown[field] == "" {
			t.Errorf("it is not said why %s is unknown", field)
		}
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	got = Services(late, Host{OS: osDarwin, Run: func(ctx context.Context, _ ...string) ([]byte, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}})
	if got[0].Unknown["running"] != "launchctl did not answer in time" {
		t.Errorf("%q", got[0].Unknown)
	}
}

func TestParseLaunched(t *testing.T) {
	cases := []struct {
		text string
		want launched
	}{
		{"x = {\n\tstate = running\n\tpid = 12\n}\n", launched{"running", 12}},
		{"x = {\r\n\tstate = running\r\n\tpid = 12\r\n}\r\n", launched{"running", 12}},
		{"x = {\n\tparts = {\n\t\tstate = active\n\t\tpid = 3\n\t}\n\tstate = not running\n}\n", launched{"not running", 0}},
		{"state = running\npid = 4\n", launched{}},
		{"x = {\n\tstate = running\n\tpid = -1\n}", launched{"running", 0}},
		{"x = {\n\tpid = 99999999999\n}", launched{}},
		{"}}}\nx = {\n\tstate = running\n}", launched{}},
		{"", launched{}},
	}
	for _, c := range cases {
		if got := parseLaunched(c.text); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.text, got, c.want)
		}
	}
}

func TestParsePlist(t *testing.T) {
	cases := []struct{ text, want string }{
		{"<plist><dict><key>TMAutomaticTimeOnlyEnabled</key><true/></dict></plist>", "true"},
		{"<plist><dict><key> TMAutomaticTimeOnlyEnabled </key><false></false></dict></plist>", "false"},
		{"<plist><dict><key>TMAutomaticTimeOnlyEnabled</key><string>true</string></dict></plist>", ""},
		{"<plist><dict><key>TMAutomaticTimeOnlyEnabled</key><integer>1</integer><key>b</key><true/></dict></plist>", ""},
		{"<plist><dict><key>a</key><dict><key>TMAutomaticTimeOnlyEnabled</key><true/></dict></dict></plist>", ""},
		{"<plist><array><key>TMAutomaticTimeOnlyEnabled</key></array></plist>", ""},
		{"<plist><dict><key>TMAutomaticTimeOnlyEnabled</key><true/>", "true"},
		{"<plist><dict><key>TMAutomaticTimeOnlyEnabled", ""},
		{"<!DOCTYPE plist [<!ENTITY a \"&a;&a;\">]><plist><dict><key>&a;</key><true/></dict></plist>", ""},
		{"", ""},
	}
	for _, c := range cases {
		if got := parsePlist(c.text)[automaticTime]; got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNetworkTime(t *testing.T) {
	cases := map[string][2]bool{
		"Network Time: On\n":        {true, true},
		"Network Time: off":         {false, true},
		"Network Time: maybe":       {false, false},
		"You need an administrator": {false, false},
		"":                          {false, false},
	}
	for text, want := range cases {
		if on, told := networkTime(text); on != want[0] || told != want[1] {
			t.Errorf("%q: %v %v", text, on, told)
		}
	}
}

func FuzzTimed(f *testing.F) {
	for _, pattern := range []string{"testdata/macos/*/*", "testdata/macos/*/root/Library/*/*.plist"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no seeds: %v", err)
		}
		for _, file := range files {
			if info, err := os.Stat(file); err != nil || info.IsDir() {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		host := Host{
			OS: osDarwin, Root: fstest.MapFS{strings.TrimPrefix(timedPreferences()[0], "/"): {Data: raw}},
			Run: func(context.Context, ...string) ([]byte, error) { return raw, nil },
		}
		for _, s := range Services(t.Context(), host) {
			checkKept(t, s)
			if s.PID < 0 || (s.Sync == "") == (s.Unknown["sync"] == "") {
				t.Errorf("%+v", s)
			}
		}
		found := parsePlist(string(raw))
		for name, value := range found {
			if len(found) > mostVariables || name == "" || (value != "true" && value != "false") {
				t.Errorf("%q=%q of %d", name, value, len(found))
			}
		}
	})
}

// TestLockedSettings: timed's folder is closed to all but administrators.
func TestLockedSettings(t *testing.T) {
	file := strings.TrimPrefix(timedPreferences()[1], "/")
	s := Services(t.Context(), Host{OS: osDarwin, Root: locked{fstest.MapFS{file: text("<plist/>")}, file}})[0]
	if s.Sync != "" || !strings.HasPrefix(s.Unknown["sync"], "only an administrator") {
		t.Errorf("%+v", s)
	}
}
