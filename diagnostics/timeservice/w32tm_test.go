package timeservice

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestMissingLines: with any one line left out, what is still told is right or
// unknown, and never a neighbour's.
func TestMissingLines(t *testing.T) {
	data, err := os.ReadFile("testdata/windows/en-workgroup/status")
	if err != nil {
		t.Fatal(err)
	}
	whole := parseStatus(decoded(data))
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for i := range lines {
		text := strings.Join(slices.Delete(slices.Clone(lines), i, i+1), "\n")
		got := parseStatus(text)
		if got.known && (got.leap != whole.leap || got.stratum != whole.stratum) {
			t.Errorf("without %q: leap %d, stratum %d", lines[i], got.leap, got.stratum)
		}
		if got.source != "" && got.source != whole.source {
			t.Errorf("without %q: source %q", lines[i], got.source)
		}
		if got.phase != nil && *got.phase != *whole.phase {
			t.Errorf("without %q: phase offset %v", lines[i], *got.phase)
		}
		if got.last != -1 && got.last != whole.last {
			t.Errorf("without %q: last result %d", lines[i], got.last)
		}
	}
	if len(lines) != 17 || !whole.known || whole.phase == nil || whole.last != 0 || whole.source == "" {
		t.Errorf("%d lines, %+v", len(lines), whole)
	}
}

func TestWithoutFlags(t *testing.T) {
	cases := map[string]string{
		"a.example": "a.example", " a.example,0x8 ": "a.example", "192.0.2.1,8": "192.0.2.1", ",0x8": "", "": "",
		"a.example (ntp.m|0x1|0.0.0.0:123->192.0.2.1:123)": "a.example", "Local (CMOS)": "Local (CMOS)",
	}
	for text, want := range cases {
		if got := withoutFlags(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestParseFailure(t *testing.T) {
	cases := map[string]uint32{
		"The following error occurred: The service has not been started. (0x80070426)\r\n": codeNotStarted,
		"Folgender Fehler ist aufgetreten: Zugriff verweigert (0x80070005)":                codeDenied,
		"\x82\xa0: (0x800705B4)":    codeTimeout,
		"no code":                   0,
		"":                          0,
		"a: 1\nb: 0x80070005\nc: 3": 0, // fields
		"0x00000000":                0,
	}
	for text, want := range cases {
		if got, found := parseFailure(text); got != want || found != (want != 0) {
			t.Errorf("%q: %x %v", text, got, found)
		}
	}
	if len(cases) != 7 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestTrouble(t *testing.T) {
	cases := []struct {
		text string
		want string
	}{
		{"0 (x)", ""},
		{"1 (x)", TroubleNoData},
		{"2 (x)", TroubleStale},
		{"3 (x)", TroubleTooBig},
		{"4 (x)", TroubleTooBig},
		{"9 (x)", ""},
		{"0x800705B4 (x)", TroubleTimeout},
		{"0x80070426", TroubleNotStarted},
		{"0x800706BA (x)", "0x800706BA"},
	}
	for _, c := range cases {
		status := w32status{last: -1}
		status.rest([]string{"0.1s", "0.0156250s", "1 (x)", "0 (x)", "0 (x)", c.text, "3.1s"})
		if got := (answers{status: status}).trouble(); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
	timeout := answers{status: w32status{last: -1}, peers: []w32peer{{failure: codeTimeout}, {failure: codeNoHost}}}
	if got := timeout.trouble(); got != TroubleTimeout {
		t.Errorf("all servers silent: %q", got)
	}
	timeout.peers[1].failure = 0
	if got := timeout.trouble(); got != "" {
		t.Errorf("one server answers: %q", got)
	}
}

func TestW32Steps(t *testing.T) {
	cases := []struct {
		forwards, backwards, kind string
		want                      string
	}{
		{"54000", "54000", "NTP", "up to 15 h, larger is refused"},
		{"172800", "172800", "NT5DS", "up to 48 h, larger is refused"},
		{"4294967295", "4294967295", "NT5DS", "always"},
		{"4294967295", "90", "NTP", "up to any amount forwards and 90 s backwards, larger is refused"},
		{"1800", "3600", "NTP", "up to 30 min forwards and 1 h backwards, larger is refused"},
		{"0", "0", "NTP", "never"},
		{"54000", "54000", "NoSync", "never"},
		{"54000", "54000", "nosync ", "never"},
		{"54000", "", "NTP", ""},
		{"", "", "", ""},
	}
	for _, c := range cases {
		settings := configuration{values: map[string]string{settingForwards: c.forwards, settingBackwards: c.backwards, settingType: c.kind}}
		got, why := settings.steps()
		if got != c.want || (why == "") != (got != "") {
			t.Errorf("%+v: %q, %q", c, got, why)
		}
	}
}

func TestControlled(t *testing.T) {
	cases := []struct {
		state Controlled
		err   error
		want  string
	}{
		{Controlled{State: 4, Start: 2, PID: 7}, nil, "true active enabled 7  0"},
		{Controlled{State: 1, Start: 3, ExitCode: neverStarted}, nil, "false inactive manual 0  0"},
		{Controlled{State: 1, Start: 4, ExitCode: 1058}, nil, "false inactive disabled 0 exit-code 1058"},
		{Controlled{State: 2, Start: 2}, nil, "false activating enabled 0  0"},
		{Controlled{State: 77, Start: 77, PID: 1 << 31}, nil, "false   0  0"},
		{Controlled{}, fs.ErrNotExist, "false   0  0"},
		{Controlled{}, errors.New("?"), "false   0  0"},
	}
	for _, c := range cases {
		s := Service{}
		s.controlled(func(string) (Controlled, error) { return c.state, c.err })
		got := strings.Join([]string{
			strconv.FormatBool(s.Running), s.Active, s.Enabled, strconv.Itoa(s.PID), s.Failed, strconv.Itoa(s.ExitStatus),
		}, " ")
		if got != c.want || s.Installed != (c.err == nil) {
			t.Errorf("%+v: %s, want %s", c, got, c.want)
		}
	}
}

func FuzzW32tm(f *testing.F) {
	files, err := filepath.Glob("testdata/windows/*/*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte(strings.Repeat("a: 0x80070005\n", 4096)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		host := Host{
			OS:      osWindows,
			Control: func(string) (Controlled, error) { return Controlled{State: 4}, nil },
			Run:     func(context.Context, ...string) ([]byte, error) { return raw, nil },
		}
		for _, s := range Services(t.Context(), host) {
			checkKept(t, s)
			if s.Name == w32timeName && s.Selected != "" && s.Unknown["selected"] != "" {
				t.Errorf("%q is followed, and unknown", s.Selected)
			}
		}
	})
}

func FuzzW32Servers(f *testing.F) {
	for _, seed := range []string{"time.windows.com,0x9", "a.example,0x8 b.example,8", "a,b,c", ",", ",,0x1", "\x1b[2J,0x8", " a\tb\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		servers, errs := Configured(Host{OS: osWindows, Registry: recordedRegistry{w32localKey + `\Parameters NtpServer`: value}})
		if len(servers) > mostServers || len(errs) > mostErrors {
			t.Fatalf("%d servers, %d errors", len(servers), len(errs))
		}
		for _, s := range servers {
			checkName(t, s.Name)
		}
	})
}
