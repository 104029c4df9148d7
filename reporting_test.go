package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNamesAreKeptApart: a report with stand-ins holds no name, its table lies
// beside it for its owner alone, and it can be had again from the session.
func TestNamesAreKeptApart(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "report.txt")
	kept := []string{"--state-dir", filepath.Join(dir, "state")}
	var stdout, stderr bytes.Buffer
	io := console{in: strings.NewReader(""), out: &stdout, err: &stderr}
	args := append([]string{"demo", "--check", "--scenario", "brand-portal", "--pseudonyms", "--output", out}, kept...)
	if status := run(t.Context(), args, io); status != 2 {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	told, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile(out + ".names.txt")
	if err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(out + ".names.txt"); info.Mode().Perm()&0o077 != 0 && filepath.Separator == '/' {
		t.Errorf("others can read the table: %v", info.Mode())
	}
	if strings.Contains(string(told), "aem-author-01") || !strings.Contains(string(told), "HOST-1") {
		t.Errorf("the report holds a name, or no stand-in:\n%s", told)
	}
	if !strings.Contains(string(table), "aem-author-01") || !strings.Contains(stderr.String(), out+".names.txt") {
		t.Errorf("the table is %q; said was %q", table, &stderr)
	}
	stdout.Reset()
	if status := run(t.Context(), append([]string{"report", "--names"}, kept...), io); status != 0 || stdout.String() != string(table) {
		t.Errorf("status %d, the table again is %q", status, &stdout)
	}
	stdout.Reset()
	stderr.Reset()
	if status := run(t.Context(), append([]string{"report", "--pseudonyms"}, kept...), io); status != 0 || stdout.String() != string(told) {
		t.Errorf("status %d, the report again differs:\n%s", status, &stdout)
	}
	if !strings.Contains(stderr.String(), "unskew report 1 --state-dir") || !strings.Contains(stderr.String(), "--names") {
		t.Errorf("nobody says where the table is: %q", &stderr)
	}
}

// TestNamesSpareFiles: a file that is no table of names is not overwritten.
func TestNamesSpareFiles(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "r.txt")
	if err := os.WriteFile(out+".names.txt", []byte("my own\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), []string{"demo", "--check", "--scenario", "brand-portal", "--pseudonyms", "--output", out}, console{in: strings.NewReader(""), out: &stdout, err: &stderr})
	if left, _ := os.ReadFile(out + ".names.txt"); status != 3 || string(left) != "my own\n" || !strings.Contains(stderr.String(), "choose another name") {
		t.Errorf("status %d, %q, %q", status, left, &stderr)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a report without its table was written")
	}
}
