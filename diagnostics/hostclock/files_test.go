package hostclock

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAssignment(t *testing.T) {
	cases := []struct{ text, key, want string }{
		{"A=1\nB=2\n", "B", "2"},
		{"B=\"two words\"\n", "B", "two words"},
		{"B='two words'\n", "B", "two words"},
		{"B=\"a \\\"b\\\" \\$c \\\\ \\`\"\n", "B", "a \"b\" $c \\ `"},
		{"# B=1\nBB=2\n", "B", ""},
		{"B=\"\n", "B", "\""},
		{"B=\"a'\n", "B", "\"a'"},
		{"  B=1  \r\n", "B", "1"},
		{"B=\x1b[2Jred\n", "B", "[2Jred"},
		{"B\n", "B", ""},
		{"", "B", ""},
		{"B=" + strings.Repeat("x", 500), "B", strings.Repeat("x", mostText) + "…"},
	}
	for _, c := range cases {
		if got := assignment(c.text, c.key); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzAssignment(f *testing.F) {
	f.Add("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
	f.Add("PRETTY_NAME='\\")
	f.Fuzz(func(t *testing.T, text string) {
		got := assignment(text, "PRETTY_NAME")
		if strings.ContainsAny(got, "\x00\n\x1b\u202e") || len([]rune(got)) > mostText+1 {
			t.Errorf("%q is not fit to be kept", got)
		}
	})
}

func TestOSRelease(t *testing.T) {
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"etc":         {fstest.MapFS{"etc/os-release": text("PRETTY_NAME=\"A\"\n"), "usr/lib/os-release": text("PRETTY_NAME=B\n")}, "A"},
		"usr":         {fstest.MapFS{"usr/lib/os-release": text("PRETTY_NAME=B\n")}, "B"},
		"only a NAME": {fstest.MapFS{"etc/os-release": text("ID=c\nNAME=C\n")}, "C"},
		"neither":     {fstest.MapFS{"etc/os-release": text("VERSION=1\n")}, ""},
		"no file":     {fstest.MapFS{}, ""},
		"a pipe":      {fstest.MapFS{"etc/os-release": {Mode: fs.ModeNamedPipe}}, ""},
	} {
		got, err := osRelease(c.files)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestRTC(t *testing.T) {
	for name, c := range map[string]struct {
		files   fstest.MapFS
		want    int64
		problem string
	}{
		"one":          {fstest.MapFS{"sys/class/rtc/rtc0/since_epoch": text("1700000000\n")}, 1700000000, ""},
		"dead battery": {fstest.MapFS{"sys/class/rtc/rtc0/since_epoch": text("0\n")}, 0, ""},
		"before 1970":  {fstest.MapFS{"sys/class/rtc/rtc0/since_epoch": text("-5\n")}, -5, ""},
		"none":         {fstest.MapFS{}, 0, "not there"},
		"no number":    {fstest.MapFS{"sys/class/rtc/rtc0/since_epoch": text("soon\n")}, 0, `/sys/class/rtc/rtc0/since_epoch says "soon"`},
		"empty":        {fstest.MapFS{"sys/class/rtc/rtc0/since_epoch": text("")}, 0, "/sys/class/rtc/rtc0/since_epoch is empty"},
	} {
		got, err := rtc(c.files)
		switch {
		case c.problem != "":
			if err == nil || brief(err) != c.problem {
				t.Errorf("%s: %v, %v, want %q", name, got, err, c.problem)
			}
		case err != nil || got.Unix() != c.want:
			t.Errorf("%s: %v, %v, want %d", name, got, err, c.want)
		}
	}
	for content, want := range map[string]bool{
		"0.0 0 0.0\n0\nLOCAL\n": true, "0.0 0 0.0\n0\nUTC\n": false, "LOCAL\n": false, "": false,
	} {
		if got := rtcLocal(fstest.MapFS{"etc/adjtime": text(content)}); got != want {
			t.Errorf("%q: local is %v", content, got)
		}
	}
	if rtcLocal(fstest.MapFS{}) {
		t.Error("local without a file that says so")
	}
}

func TestReadFileIsBounded(t *testing.T) {
	root := fstest.MapFS{"big": text(strings.Repeat("x", 2*mostBytes))}
	got, err := readFile(root, "big")
	if err != nil || len(got) != mostBytes {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestBrief(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&fs.PathError{Op: "open", Path: "/x", Err: fs.ErrNotExist}, "not there"},
		{fmt.Errorf("x: %w", fs.ErrPermission), "not permitted"},
		{errors.ErrUnsupported, "this system does not tell"},
		{errors.New("a\x1b[2Jb\nc"), "a [2Jb c"},
	} {
		if got := brief(c.err); got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
}
