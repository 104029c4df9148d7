package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

const configCanary = "CANARY-5up3r-s3cr3t"

// TestConfigFileThatIsNone: what stands in a configuration file's place and is
// none is refused by its name; where nothing stands, nothing is amiss.
func TestConfigFileThatIsNone(t *testing.T) {
	folder := t.TempDir()
	plain := filepath.Join(folder, "plain.toml")
	write(t, plain, "tolerance = \"2s\"\n", 0o644)
	large := filepath.Join(folder, "large.toml")
	write(t, large, "# "+strings.Repeat("x", maxConfig), 0o644)
	full := filepath.Join(folder, "full.toml")
	write(t, full, "# "+strings.Repeat("x", maxConfig-2), 0o644)
	link, nowhere := filepath.Join(folder, "link.toml"), filepath.Join(folder, "nowhere.toml")
	for name, target := range map[string]string{link: plain, nowhere: filepath.Join(folder, "gone")} {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct{ path, want string }{
		{plain, ""},
		{link, ""},
		{full, ""},
		{filepath.Join(folder, "missing.toml"), ""},
		{filepath.Join(folder, "missing", "config.toml"), ""},
		{filepath.Join(plain, "config.toml"), ""}, // a file where a folder could be, such as below /dev/null
		{"", ""},
		{folder, "this is a folder"},
		{large, "larger than 64 KiB"},
		{nowhere, "this link leads to no file"},
		{os.DevNull, "no regular file"},
	}
	for _, c := range cases {
		_, err := readConfig(c.path)
		if (err == nil) != (c.want == "") || err != nil && (!strings.HasPrefix(err.Error(), c.path+": ") || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.path, err, c.want)
		}
	}
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// TestEnvironmentIsShown where nothing else speaks, without its password.
func TestEnvironmentIsShown(t *testing.T) {
	o := newOffice(t, "", "")
	for _, text := range []string{"http://user:" + configCanary + "@127.0.0.1:1", "user:" + configCanary + "@127.0.0.1:1"} {
		t.Setenv("HTTPS_PROXY", text)
		shown := strings.Replace(text, configCanary, "***", 1)
		if got, want := o.line("proxy"), `proxy = "`+shown+`" # environment: HTTPS_PROXY`; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got, want := o.line("proxy", "--proxy", "none"), `proxy = "none" # command line`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	t.Setenv("NO_COLOR", "1")
	if got, want := o.line("no-color"), `no-color = true # environment: NO_COLOR`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestShownText hides what stands before an @.
func TestShownText(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "",
		"none":                "none",
		"proxy.example:3128":  "proxy.example:3128",
		"a@b":                 "a@b",
		"https://a.example/":  "https://a.example/",
		"http://u@h:1":        "http://u@h:1",
		"http://u:p@h:1/x?y":  "http://u:***@h:1/x?y",
		"u:p@h:1":             "u:***@h:1",
		"http://u:p%zz@h":     "***",
		"http://u:p p@h:x":    "***",
		"C:\\Users\\me\\a@b":  "C:\\Users\\me\\a@b",
		"two words":           "two words",
		"line\nbreak\x1b[31m": "line break [31m",
	} {
		if got := shownText(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzDecodeConfig: whatever a file holds, it is read or refused in one line that
// names the file, and each key has a line within it.
func FuzzDecodeConfig(f *testing.F) {
	for _, text := range []string{
		"", "tolerance = \"2s\"\n", "a.b.c = 1", "[x]\ny = 1\n[[z]]\n", "ntp = [\n\"a\",\n\"b\"]", "\"q w\" = '''x\ny'''",
		"a = {b = {c = []}}", "\x00", "\xff\xfea", "a = 2026-11-23T14:05:00Z", "a.b = 1\na.c = 2\n", "= 1", "a = \"\\", "[a.b]\n[a]\n", "\"\" = 1",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := decodeConfig("FILE", text)
		if err != nil {
			if said := err.Error(); !strings.HasPrefix(said, "FILE:") || strings.ContainsFunc(said, unicode.IsControl) {
				t.Errorf("%q: %q", text, said)
			}
			return
		}
		for key, said := range entries {
			if said.at.file != "FILE" || said.at.line < 1 || said.at.line > strings.Count(text, "\n")+1 {
				t.Errorf("%q: %q stands at %s", text, key, said.at)
			}
		}
	})
}

// TestConfigNested: what no setting looks like is refused before the TOML package
// sees it, whose time and memory grow with its square.
func TestConfigNested(t *testing.T) {
	for name, text := range map[string]string{
		"a key of many parts":  "ascii = true\n" + strings.Repeat("a.", 100) + "a = 1",
		"a line without end":   "ascii = true\nntp = \"" + strings.Repeat("x", 5000) + "\"",
		"tables within tables": "ascii = true\nntp = " + strings.Repeat("{a=", 100) + "1" + strings.Repeat("}", 100),
	} {
		if _, err := decodeConfig("file", text); err == nil || !strings.HasPrefix(err.Error(), "file:2: this is more than") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := decodeConfig("file", "# "+strings.Repeat("a. ", 100)+"= 1\nntp = [\"a.b.c.d\", \"192.0.2.1\"]"); err != nil {
		t.Error(err)
	}
}
