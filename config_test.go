package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/spf13/pflag"

	"unskew/steps/report"
)

// office is a host with its two configuration files, in a folder of the test.
type office struct {
	t      *testing.T
	places configPlaces
}

// newOffice writes the files; an empty text is no file.
func newOffice(t *testing.T, administrator, user string) office {
	t.Helper()
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "NO_COLOR"} {
		t.Setenv(name, "")
	}
	folder := t.TempDir()
	o := office{t, configPlaces{filepath.Join(folder, "etc.toml"), filepath.Join(folder, "home.toml")}}
	for path, text := range map[string]string{o.places.administrator: administrator, o.places.user: user} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// run runs the program as main does, and returns what it wrote and its status. In
// the text the files are called ETC and HOME.
func (o office) run(args ...string) (stdout, stderr string, status int) {
	o.t.Helper()
	var out, failed bytes.Buffer
	status = run(context.Background(), args, console{in: strings.NewReader(""), out: &out, err: &failed, places: o.places})
	if o.places == (configPlaces{}) {
		return out.String(), failed.String(), status
	}
	short := strings.NewReplacer(o.places.administrator, "ETC", o.places.user, "HOME")
	return short.Replace(out.String()), short.Replace(failed.String()), status
}

// line is a setting as config prints it, with single spaces.
func (o office) line(name string, args ...string) string {
	o.t.Helper()
	stdout, stderr, status := o.run(append([]string{"config"}, args...)...)
	if status != 0 || stderr != "" {
		o.t.Fatalf("status %d, %s", status, stderr)
	}
	for line := range strings.Lines(stdout) {
		if fields := strings.Fields(line); fields[0] == name {
			return strings.Join(fields, " ")
		}
	}
	o.t.Fatalf("no line of %s in\n%s", name, stdout)
	return ""
}

// checkOptions are those of check, with no flag given.
func checkOptions() (*options, *pflag.FlagSet) {
	o, flags := &options{}, pflag.NewFlagSet("check", pflag.ContinueOnError)
	o.checking(flags)
	return o, flags
}

// TestConfigOrder: default < administrator's file < user's file < command line.
func TestConfigOrder(t *testing.T) {
	const etc = "# the administrator's\ntolerance = \"2s\"\nntp = [\n  \"a.example\",\n  \"b.example\"]\nascii = true\nno-exchange = true\n"
	const home = "tolerance = \"3s\"\n\nntp = []\nascii = false\nformat = \"plugin\"\n"
	cases := []struct{ etc, home, args, name, want string }{
		{"", "", "", "tolerance", `tolerance = "1s" # default`},
		{etc, "", "", "tolerance", `tolerance = "2s" # ETC:2`},
		{"", home, "", "tolerance", `tolerance = "3s" # HOME:1`},
		{etc, home, "", "tolerance", `tolerance = "3s" # HOME:1`},
		{etc, home, "--tolerance 4s", "tolerance", `tolerance = "4s" # command line`},
		{etc, home, "--tolerance 1s", "tolerance", `tolerance = "1s" # command line`},
		{etc, "", "", "ntp", `ntp = ["a.example", "b.example"] # ETC:3`},
		{etc, "", "--ntp c.example", "ntp", `ntp = ["c.example"] # command line`},
		{etc, home, "", "ntp", `ntp = [] # HOME:3`},
		{etc, "", "", "ascii", `ascii = true # ETC:6`},
		{etc, home, "", "ascii", `ascii = false # HOME:4`},
		{etc, "", "--ascii=false", "ascii", `ascii = false # command line`},
		{etc, home, "", "no-exchange", `no-exchange = true # forbidden by ETC:7`},
		{"", "no-exchange = true", "", "no-exchange", `no-exchange = true # HOME:1`},
		{"", "no-exchange = true", "--no-exchange=false", "no-exchange", `no-exchange = false # command line`},
		{"", "public = false", "", "public", `public = false # HOME:1`},
		{"public = false", "", "", "public", `public = false # forbidden by ETC:1`},
		{"public = true", "public = false", "", "public", `public = false # HOME:1`},
		{"", "", "", "public", `public = true # default`},
		{"", "", "--allow-fix", "allow-fix", `allow-fix = true # command line`},
		{"allow-fix = false", "", "", "allow-fix", `allow-fix = false # forbidden by ETC:1`},
		{"allow-fix = false", "allow-fix = false", "--allow-fix=false", "allow-fix", `allow-fix = false # forbidden by ETC:1`},
		{"allow-fix = true", "allow-fix = false", "", "allow-fix", `allow-fix = false # HOME:1`},
		{"", home, "", "timeout", `timeout = "9s" # default`}, // as the plugin has it
		{`timeout = "20s"`, home, "", "timeout", `timeout = "20s" # ETC:1`},
		{`"viewer-zone" = 'Asia/Taipei'`, "", "", "viewer-zone", `viewer-zone = "Asia/Taipei" # ETC:1`},
		{"\xef\xbb\xbfplain = true\r\nscope = \"a  b\"\r\n", "", "", "plain", `plain = true # ETC:1`},
	}
	for _, c := range cases {
		o := newOffice(t, c.etc, c.home)
		if got := o.line(c.name, strings.Fields(c.args)...); got != c.want {
			t.Errorf("%q, %q, %q: %s, want %s", c.etc, c.home, c.args, got, c.want)
		}
	}
	if len(cases) < 27 {
		t.Errorf("only %d cases", len(cases))
	}
}

// TestConfigIsTOML: what config prints can be read as a configuration, and holds
// each key once.
func TestConfigIsTOML(t *testing.T) {
	o := newOffice(t, "public = false\ntolerance = \"2s\"\n", "ntp = [\"a.example\"]\n")
	stdout, stderr, status := o.run("config", "--ascii")
	if status != 0 || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	again := newOffice(t, "", stdout)
	got, stderr, status := again.run("config")
	if status != 0 || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	var before, after map[string]any
	for text, into := range map[string]*map[string]any{stdout: &before, got: &after} {
		if _, err := toml.Decode(text, into); err != nil {
			t.Fatal(err)
		}
	}
	if len(before) < 29 || fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("%d keys\n%v\n%v", len(before), before, after)
	}
}

// TestConfigSaysWhereItLooked, with and without files.
func TestConfigSaysWhereItLooked(t *testing.T) {
	for want, o := range map[string]office{
		"# administrator's file: ETC (not there)\n# your own file: HOME (not there)\n": newOffice(t, "", ""),
		"# administrator's file: ETC (read)\n# your own file: HOME (not there)\n":      newOffice(t, "ascii = true", ""),
		"# administrator's file: ETC (not there)\n# your own file: HOME (read)\n":      newOffice(t, "", "# nothing\n"),
	} {
		if stdout, _, status := o.run("config"); status != 0 || !strings.HasPrefix(stdout, want) {
			t.Errorf("status %d, want %q above\n%s", status, want, stdout)
		}
	}
	stdout, _, status := office{t: t}.run("config")
	if status != 0 || !strings.Contains(stdout, "# your own file: nowhere (no home folder is known)\n") {
		t.Errorf("status %d\n%s", status, stdout)
	}
}

// TestConfigRefuses: each mistake is named in one line, with file and line.
func TestConfigRefuses(t *testing.T) {
	cases := []struct{ etc, home, args, want string }{
		{"\n\ntolerance = \"soon\"", "", "", `ETC:3: tolerance: write a duration in quotes, such as "500ms" or "5m"`},
		{"\ntolerance = \"0s\"", "", "", "ETC:2: tolerance: give between 1ms and 24h, such as 1s"},
		{"tolerance = \"soon\"", "tolerance = \"1s\"", "--tolerance 1s", "ETC:1: tolerance: write a duration in quotes"}, // although it is not used
		{"tolerance = 5", "", "", "ETC:1: tolerance: write a duration in quotes"},
		{"tolerance = 1s", "", "", "ETC:1: this is no TOML: "},
		{"tolerance = 00:00:01", "", "", "ETC:1: tolerance: write a duration in quotes"},
		{"", "ascii = \"true\"", "", "HOME:1: ascii: write true or false, without quotes"},
		{"", "ascii = 1", "", "HOME:1: ascii: write true or false, without quotes"},
		{"ntp = \"a.example\"", "", "", `ETC:1: ntp: write it as a list of texts, such as ["one.example", "two.example"]`},
		{"ntp = [1]", "", "", "ETC:1: ntp: write it as a list of texts"},
		{"ntp = [[\"a\"]]", "", "", "ETC:1: ntp: write it as a list of texts"},
		{"ntp = { a = 1 }", "", "", "ETC:1: ntp: write it as a list of texts"},
		{"scope = 7", "", "", "ETC:1: scope: write a text, in quotes"},
		{`scope = "a\u001b[31m\u202e"`, "", "", "ETC:1: scope: there are characters in it that cannot be shown"},
		{`token-url = "https://u:canary@host/"`, "", "", "ETC:1: token-url: a user name or password does not belong"},
		{`ntp = ["http://u:canary@host/"]`, "", "", "ETC:1: ntp: this is an address"},
		{"now = 2026-11-23T14:05:00Z", "", "", "ETC:1: now: write a text, in quotes"},
		{"mode = 0o600", "", "", "ETC:1: mode: write a text, in quotes"},
		{"mode = \"rw\"", "", "", "ETC:1: mode: write it in octal"},
		{"frobnicate = 1", "", "", `ETC:1: "frobnicate" is no key of this version`},
		{"help = true", "", "", `ETC:1: "help" is no key`},
		{"Tolerance = \"1s\"", "", "", `ETC:1: "Tolerance" is no key`},
		{"no_exchange = true", "", "", `ETC:1: "no_exchange" is no key`},
		{"\n[check]\ntolerance = \"1s\"", "", "", `ETC:2: "check" is no key`},
		{"\n[[server]]\nname = 1", "", "", `ETC:2: "server" is no key`},
		{"\na.b.c = 1", "", "", `ETC:2: "a" is no key`},
		{"ascii = true\nfrob = 1\nnicate = 2", "", "", `ETC:2: "frob" is no key`},
		{"ascii = true\nascii = true", "", "", "ETC:2: this is no TOML: "},
		{"ascii = ", "", "", "ETC:1: "},
		{"ascii", "", "", "ETC:1: this is no TOML: "},
		{"\x00", "", "", "ETC:1: this is no TOML: "},
		{"ntp = [\"two words\"]", "", "", "ETC:1: ntp: "},
		{"ntp = [\"none\", \"a\"]", "", "", "ETC:1: ntp: none stands alone"},
		{"https = [\"http://a.example/\"]", "", "", "ETC:1: https: "},
		{"profile = \"no-such\"", "", "", "ETC:1: profile: "},
		{"lifetime = \"9999h\"", "", "", "ETC:1: lifetime: "},
		{"viewer-zone = \"Mars/Base\"", "", "", "ETC:1: viewer-zone: "},
		{"now = \"yesterday\"", "", "", "ETC:1: now: "},
		{"proxy = \"::::\"", "", "", "ETC:1: proxy: "},
		{"ca-file = \"/nowhere/at/all.pem\"", "", "", "ETC:1: ca-file: "},
		{"output = \"/nowhere/at/all.txt\"", "", "", "ETC:1: output: "},
		{"timeout = \"1ms\"", "", "", "ETC:1: timeout: "},
		{"splay = \"25h\"", "", "", "ETC:1: splay: "},
		{"format = \"yaml\"", "", "", "ETC:1: format: "},
		{"", "", "--tolerance 0", "--tolerance: give between 1ms"},
		{"tolerance = \"2s\"", "", "--tolerance 0", "--tolerance: give between 1ms"},
		// What the administrator forbids.
		{"\npublic = false", "public = true", "", "HOME:1: public: the administrator forbids this with public = false in ETC:2: take this line out"},
		{"no-exchange = true", "\nno-exchange = false", "", "HOME:2: no-exchange: the administrator forbids this with no-exchange = true in ETC:1"},
		{"allow-fix = false", "allow-fix = true", "", "HOME:1: allow-fix: the administrator forbids this with allow-fix = false in ETC:1"},
		{"allow-fix = false", "", "--allow-fix", "--allow-fix: the administrator forbids this with allow-fix = false in ETC:1: leave the flag out"},
		{"no-exchange = true", "", "--no-exchange=false", "--no-exchange: the administrator forbids this with no-exchange = true in ETC:1"},
		{"no-exchange = true", "", "--no-exchange=f", "--no-exchange: the administrator forbids this"},
		{"public = false", "", "--public", "--public"}, // it is no flag
	}
	for _, c := range cases {
		o := newOffice(t, c.etc, c.home)
		for _, command := range []string{"config", "check"} {
			args := append([]string{command}, strings.Fields(c.args)...)
			for _, kind := range []string{"ntp", "https"} { // nobody may be asked, should it not be refused
				if !strings.Contains(c.etc, kind+" =") {
					args = append(args, "--"+kind, "none")
				}
			}
			stdout, stderr, status := o.run(args...)
			if status != unknown || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.want) {
				t.Errorf("%q, %q, %s %s: status %d\n%s%s, want %s", c.etc, c.home, command, c.args, status, stdout, stderr, c.want)
			}
		}
	}
	if len(cases) < 50 {
		t.Errorf("only %d cases", len(cases))
	}
}

// TestConfigOfTheWizard: it reads the same files, refuses the same, and leaves
// alone what only check knows.
func TestConfigOfTheWizard(t *testing.T) {
	o := newOffice(t, "format = \"plugin\"\ntimeout = \"20s\"\nsplay = \"1s\"\ntolerance = \"2s\"\n", "")
	settings, flags := &options{}, pflag.NewFlagSet("", pflag.ContinueOnError)
	settings.measuring(flags)
	settings.showing(flags, report.Formats())
	if err := settings.configure(flags, o.places); err != nil {
		t.Fatal(err)
	}
	if settings.format != string(report.Formats()[0]) || settings.tolerance.String() != "2s" {
		t.Errorf("format %s, tolerance %s", settings.format, settings.tolerance)
	}
	_, stderr, status := newOffice(t, "frob = 1", "").run()
	if status != unknown || !strings.Contains(stderr, `ETC:1: "frob" is no key`) {
		t.Errorf("status %d, %s", status, stderr)
	}
}

// TestOthersReadNoConfiguration: a demo, a report and the version need none.
func TestOthersReadNoConfiguration(t *testing.T) {
	o := newOffice(t, "frob = 1", "")
	for _, args := range [][]string{{"version"}, {"demo", "--list"}, {"report", "--state-dir", t.TempDir()}} {
		if _, stderr, _ := o.run(args...); strings.Contains(stderr, "ETC") {
			t.Errorf("%q: %s", args, stderr)
		}
	}
}
