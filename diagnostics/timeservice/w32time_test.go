package timeservice

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// recordedRegistry is a registry from a file of testdata/windows.
type recordedRegistry map[string]string

func (r recordedRegistry) Text(key, name string) (string, error) {
	if _, refused := r["refused"]; refused {
		return "", fs.ErrPermission
	}
	value, found := r[key+" "+name]
	if !found {
		return "", fs.ErrNotExist
	}
	return value, nil
}

func (r recordedRegistry) Number(key, name string) (uint64, error) {
	text, err := r.Text(key, name)
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(text, 10, 64)
}

// recordedHost is a host of testdata/windows whose programs write in an encoding.
func recordedHost(t testing.TB, folder string, encode func(string) []byte) Host {
	read := func(name string) (string, bool) {
		data, err := os.ReadFile(filepath.Join(folder, name))
		return strings.ReplaceAll(string(data), "\r\n", "\n"), err == nil
	}
	settings := recordedRegistry{}
	text, found := read("registry")
	if !found {
		t.Fatalf("%s has no registry", folder)
	}
	for line := range strings.Lines(text) {
		words := strings.SplitN(strings.TrimSpace(line), " ", 3)
		settings[strings.Join(words[:len(words)-1], " ")] = words[len(words)-1]
		if words[0] == "refused" {
			settings["refused"] = ""
		}
	}
	return Host{
		OS: osWindows, SystemFolder: `C:\Windows\System32`, Registry: settings,
		Control: func(service string) (Controlled, error) {
			text, _ := read("control")
			for line := range strings.Lines(text) {
				words := strings.Fields(line)
				if words[0] == "refused" {
					return Controlled{}, fs.ErrPermission
				}
				if words[0] == service {
					number := func(i int) uint32 { n, _ := strconv.ParseUint(words[i], 10, 32); return uint32(n) }
					return Controlled{State: number(1), Start: number(2), PID: number(3), ExitCode: number(4)}, nil
				}
			}
			return Controlled{}, fs.ErrNotExist
		},
		Run: func(_ context.Context, argv ...string) ([]byte, error) {
			file := map[string]string{
				"/query /status /verbose": "status", "/query /source": "source",
				"/query /peers /verbose": "peers", "/query /configuration": "configuration",
			}[strings.Join(argv[1:], " ")]
			text, found := read(file)
			if argv[0] != `C:\Windows\System32\w32tm.exe` || file == "" || !found {
				t.Errorf("%s: %q was started", folder, argv)
			}
			return encode(text), nil
		},
	}
}

// encodings are those in which a program of Windows may write a text; the code
// page is that of the language that the folder's name begins with.
func encodings(t testing.TB, folder string) map[string]func(string) []byte {
	with := func(e encoding.Encoding, ends string) func(string) []byte {
		return func(text string) []byte {
			data, err := encoding.ReplaceUnsupported(e.NewEncoder()).Bytes([]byte(strings.ReplaceAll(text, "\n", ends)))
			if err != nil {
				t.Error(err)
			}
			return data
		}
	}
	page := map[string]encoding.Encoding{
		"en": charmap.CodePage437, "de": charmap.CodePage850, "fr": charmap.CodePage850,
		"ja": japanese.ShiftJIS, "zh": simplifiedchinese.GBK,
	}[filepath.Base(folder)[:2]]
	return map[string]func(string) []byte{
		"UTF-8":          with(encoding.Nop, "\n"),
		"UTF-8 and CRLF": with(encoding.Nop, "\r\n"),
		"UTF-8 with BOM": with(unicode.UTF8BOM, "\r\r\n"),
		"UTF-16LE":       with(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "\r\n"),
		"UTF-16BE":       with(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "\n"),
		"code page":      with(page, "\r\n"),
	}
}

// TestWindowsHosts reads whole hosts. To add one, add a folder.
func TestWindowsHosts(t *testing.T) {
	const least = 24
	hosts, err := filepath.Glob("testdata/windows/*/want")
	if err != nil {
		t.Fatal(err)
	}
	readings := 0
	for _, file := range hosts {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		folder := filepath.Dir(file)
		for name, encode := range encodings(t, folder) {
			readings++
			if got := showHost(t, recordedHost(t, folder, encode)); got != strings.ReplaceAll(string(want), "\r\n", "\n") {
				t.Errorf("%s in %s:\n%s\nwant:\n%s", folder, name, got, want)
			}
		}
	}
	if len(hosts) < least || readings != 6*len(hosts) {
		t.Errorf("%d hosts in %d readings, want at least %d", len(hosts), readings, least)
	}
}

// showHost is all that is read of a host.
func showHost(t testing.TB, host Host) string {
	t.Helper()
	servers, errs := Configured(host)
	problems := []string{}
	for _, err := range errs {
		problems = append(problems, err.Error())
	}
	services := Services(t.Context(), host)
	for _, s := range services {
		checkKept(t, s)
	}
	data, err := json.MarshalIndent(map[string]any{
		"services": services, "configured": servers, "errors": problems,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

// TestWindowsMute: a host where nothing can be asked, and one where nothing
// answers before the caller leaves.
func TestWindowsMute(t *testing.T) {
	got := Services(t.Context(), Host{OS: osWindows})
	if len(got) != 1 || got[0].Name != w32timeName || got[0].Running {
		t.Fatalf("%+v", got)
	}
	for _, field := range []string{"installed", "running", "enabled", "active", "steps", "sync", "selected", "sources", "correction"} {
		if got[0].Unknown[field] == "" {
			t.Errorf("it is not said why %s is unknown", field)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var asked sync.Mutex
	questions := 0
	host := Host{
		OS: osWindows, Control: func(string) (Controlled, error) { return Controlled{State: 4}, nil },
		Run: func(ctx context.Context, _ ...string) ([]byte, error) {
			asked.Lock()
			questions++
			asked.Unlock()
			<-ctx.Done()
			return nil, ctx.Err()
		},
	}
	got = Services(ctx, host)
	if questions != 4 || got[0].Unknown["selected"] != "w32tm did not answer in time" || !got[0].Running {
		t.Errorf("%d questions, %+v", questions, got[0])
	}
}

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
