package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unskew/steps/report"
)

// shell runs command lines of the program.
type shell struct {
	t        *testing.T
	out, err bytes.Buffer
	dir      string // of the test
	state    string // where its sessions are kept
}

func (s *shell) run(in string, args ...string) int {
	s.out.Reset()
	s.err.Reset()
	return run(s.t.Context(), args, console{in: strings.NewReader(in), out: &s.out, err: &s.err})
}

func (s *shell) read(name string) string {
	data, err := os.ReadFile(name)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// TestReportFiles looks at what one kept session is written to.
func TestReportFiles(t *testing.T) {
	dir := t.TempDir()
	s := &shell{t: t, dir: dir, state: filepath.Join(dir, "state")}
	first := filepath.Join(dir, "first.txt")
	if status := s.run("", "demo", "--check", "--scenario", "brand-portal", "--pseudonyms", "--output", first, "--state-dir", s.state); status != 2 {
		t.Fatalf("status %d: %s", status, &s.err)
	}
	for name, test := range map[string]func(*testing.T, *shell, string){"names": namesAreKeptApart, "spared": namesSpareFiles, "links": namesFollowNoLink, "verify": reportsAreVerified} {
		t.Run(name, func(t *testing.T) {
			s.t = t
			test(t, s, first)
		})
	}
}

// namesAreKeptApart: a report with stand-ins holds no name, its table lies beside
// it for its owner alone, and it can be had again from the session.
func namesAreKeptApart(t *testing.T, s *shell, first string) {
	told, table := s.read(first), s.read(first+".names.txt")
	if info, _ := os.Stat(first + ".names.txt"); info.Mode().Perm()&0o077 != 0 && filepath.Separator == '/' {
		t.Errorf("others can read the table: %v", info.Mode())
	}
	if strings.Contains(told, "aem-author-01") || !strings.Contains(told, "HOST-1") {
		t.Errorf("the report holds a name, or no stand-in:\n%s", told)
	}
	if !strings.Contains(table, "aem-author-01") {
		t.Errorf("the table is %q", table)
	}
	if status := s.run("", "report", "--names", "--state-dir", s.state); status != 0 || s.out.String() != table {
		t.Errorf("status %d, the table again is %q", status, &s.out)
	}
	if status := s.run("", "report", "--pseudonyms", "--state-dir", s.state); status != 0 || s.out.String() != told {
		t.Errorf("status %d, the report again differs:\n%s", status, &s.out)
	}
	if !strings.Contains(s.err.String(), "unskew report 1 --state-dir") || !strings.Contains(s.err.String(), "--names") {
		t.Errorf("nobody says how to get the table: %q", &s.err)
	}
	again := filepath.Join(s.dir, "again.json")
	if status := s.run("", "report", "--pseudonyms", "--format", "json", "--state-dir", s.state, "--output", again); status != 0 || !strings.Contains(s.err.String(), again+".names.txt") {
		t.Errorf("status %d, nobody says where the table is: %q", status, &s.err)
	}
}

// namesSpareFiles: a file that is no table of names is not overwritten, and no
// report is written without its table.
func namesSpareFiles(t *testing.T, s *shell, _ string) {
	out := filepath.Join(s.dir, "spared.txt")
	if err := os.WriteFile(out+".names.txt", []byte("my own\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status := s.run("", "report", "--pseudonyms", "--state-dir", s.state, "--output", out)
	if status != 3 || s.read(out+".names.txt") != "my own\n" || !strings.Contains(s.err.String(), "choose another name") {
		t.Errorf("status %d, %q", status, &s.err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a report without its table was written")
	}
}

// namesFollowNoLink: where the table would be, only a table is replaced: not what a
// link leads to, in a folder that others write to.
func namesFollowNoLink(t *testing.T, s *shell, first string) {
	out, aside := filepath.Join(s.dir, "linked.txt"), filepath.Join(s.dir, "aside")
	for _, there := range []string{"", s.read(first + ".names.txt")} {
		_ = os.Remove(out + ".names.txt")
		if there != "" {
			write(t, aside, there, 0o600)
		}
		if err := os.Symlink(aside, out+".names.txt"); err != nil {
			t.Fatal(err)
		}
		status := s.run("", "report", "--pseudonyms", "--state-dir", s.state, "--output", out)
		if status != 3 || !strings.Contains(s.err.String(), "choose another name") {
			t.Errorf("status %d, %q", status, &s.err)
		}
		if data, err := os.ReadFile(aside); string(data) != there || err != nil && there != "" {
			t.Errorf("the link was followed: %q, %v", data, err)
		}
	}
}

// reportsAreVerified: each format that has a digest is verified from its file,
// and is not once it was changed.
func reportsAreVerified(t *testing.T, s *shell, _ string) {
	verified := 0
	for _, format := range report.Formats() {
		file := filepath.Join(s.dir, "report")
		if status := s.run("", "report", "--state-dir", s.state, "--format", string(format), "--output", file); status != 0 {
			t.Fatalf("%s: %s", format, &s.err)
		}
		if status := s.run("", "report", "--verify", file); status != 0 || !strings.Contains(s.out.String(), "unchanged") || !strings.Contains(s.out.String(), "not forgery") {
			t.Errorf("%s: status %d: %s%s", format, status, &s.out, &s.err)
		}
		data := s.read(file)
		if status := s.run(strings.ReplaceAll(data, "\n", "\r\n"), "report", "--verify", "-"); status != 0 {
			t.Errorf("%s: with other ends of lines: %s", format, &s.err)
		}
		changed := strings.Replace(data, "aem-author-01", "aem-author-02", 1)
		if status := s.run(changed, "report", "--verify", "-"); status != 3 || !strings.Contains(s.err.String(), "was changed") {
			t.Errorf("%s: changed, status %d: %s", format, status, &s.err)
		}
		verified++
	}
	if verified < 4 {
		t.Errorf("only %d formats were verified", verified)
	}
	for _, c := range []struct {
		in   string
		args []string
		want string
	}{
		{"hello", []string{"report", "--verify", "-"}, "cannot be verified: there is no digest"},
		{"", []string{"report", "--verify", filepath.Join(s.dir, "none")}, "cannot be read"},
		{"", []string{"report", "1", "--verify", "-"}, "stands alone"},
		{"", []string{"report", "--verify", "-", "--format", "json"}, "stands alone"},
	} {
		if status := s.run(c.in, c.args...); status != 3 || !strings.Contains(s.err.String(), c.want) || s.out.Len() > 0 {
			t.Errorf("%v: status %d, %q, want %q", c.args, status, &s.err, c.want)
		}
	}
}
