package timeservice

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

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
	for _, leave := range []time.Duration{0, time.Second, time.Hour} {
		synctest.Test(t, func(t *testing.T) { muteWindows(t, leave) })
	}
}

// muteWindows: programs that never end.
func muteWindows(t *testing.T, leave time.Duration) {
	ctx, cancel := context.WithTimeout(t.Context(), leave)
	defer cancel()
	var questions atomic.Int32
	start := time.Now()
	got := Services(ctx, Host{
		OS: osWindows, Control: func(string) (Controlled, error) { return Controlled{State: 4}, nil },
		Run: func(ctx context.Context, _ ...string) ([]byte, error) {
			questions.Add(1)
			<-ctx.Done()
			return nil, ctx.Err()
		},
	})
	if took := time.Since(start); took != min(leave, commandPatience) {
		t.Errorf("took %v", took)
	}
	if questions.Load() != 4 || got[0].Unknown["selected"] != "w32tm did not answer in time" || !got[0].Running {
		t.Errorf("%d questions, %+v", questions.Load(), got[0])
	}
}
