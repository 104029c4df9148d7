package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func runLogs(t *testing.T, in string, args ...string) (status int, out, errors string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = run(t.Context(), append([]string{"logs"}, args...), console{in: strings.NewReader(in), out: &stdout, err: &stderr})
	return status, stdout.String(), stderr.String()
}

// TestLogsCommand: the article as it is, with and without its zone; through a file
// and standard input; to a file.
func TestLogsCommand(t *testing.T) {
	name := filepath.Join("diagnostics", "aem", "logscan", "testdata", "article.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		zone    string
		seconds float64
	}{{"UTC", 208154}, {"Asia/Kolkata", 227954}, {"America/Los_Angeles", 179354}, {"", 0}}
	for _, c := range cases {
		for _, args := range [][]string{{name}, {"-"}} {
			if c.zone != "" {
				args = append(args, "--zone", c.zone)
			}
			status, out, stderr := runLogs(t, string(text), append(args, "--format", "json", "--plain", "--no-color")...)
			var got struct {
				Offset struct {
					Seconds  *float64
					Interval []float64 `json:"interval_seconds"`
				}
			}
			if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 || stderr != "" {
				t.Fatalf("%v: status %d, %v, %s", args, status, err, stderr)
			}
			exact := got.Offset.Seconds != nil && *got.Offset.Seconds == c.seconds && len(got.Offset.Interval) == 0
			between := got.Offset.Seconds == nil && len(got.Offset.Interval) == 2 && got.Offset.Interval[0] == 164954 && got.Offset.Interval[1] == 258554
			if c.zone != "" && !exact || c.zone == "" && !between {
				t.Errorf("%v: %s", args, out)
			}
		}
	}
	if len(cases) != 4 {
		t.Fatalf("%d cases", len(cases))
	}
	target := filepath.Join(t.TempDir(), "report.md")
	if status, out, stderr := runLogs(t, "", name, "--format", "markdown", "--output", target); status != 0 || out != "" || stderr != "" {
		t.Errorf("status %d, %s%s", status, out, stderr)
	}
	data, err := os.ReadFile(target)
	if err != nil || !strings.Contains(string(data), "behind, whatever its time zone") || !strings.Contains(string(data), "Run unskew on that machine") {
		t.Errorf("%v, %s", err, data)
	}
}

// TestLogsAccessLog: the access log beside a log tells its zone.
func TestLogsAccessLog(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("diagnostics", "aem", "logscan", "testdata", "article.md"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, data := range map[string]string{"replication.log": string(text), "access.log": "::1 - admin [28/Feb/2017:18:39:51 -0800] \"GET / HTTP/1.1\" 200 1\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, out, _ := runLogs(t, "", filepath.Join(folder, "replication.log")); !strings.Contains(out, "179354.0") || !strings.Contains(out, "UTC-08:00, by the access log") {
		t.Error(out)
	}
}

// TestLogsStatus: 0 where something was found, else 3; a wrong command line is 3.
func TestLogsStatus(t *testing.T) {
	cases := []struct {
		args []string
		in   string
		want int
		says string
	}{
		{[]string{"-"}, "JWT has expired", 0, "expired"},
		{[]string{"-"}, "nothing", 3, "No token exchange was found"},
		{[]string{"-", filepath.Join(t.TempDir(), "missing.log")}, "JWT has expired", 3, "missing.log"},
		{nil, "", 3, "name the files"},
		{[]string{"-", "-"}, "", 3, "once only"},
		{[]string{"-", "--zone", "Mars/Base"}, "", 3, "--zone"},
		{[]string{"-", "--format", "prometheus"}, "", 3, "--format"},
		{[]string{"-", "--ntp", "127.0.0.1"}, "", 3, "--ntp"},
	}
	for _, c := range cases {
		if status, out, stderr := runLogs(t, c.in, c.args...); status != c.want || !strings.Contains(out+stderr, c.says) {
			t.Errorf("%v: status %d, %s%s", c.args, status, out, stderr)
		}
	}
	if len(cases) != 8 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestLogsStopped: what was found so far is written, and said to be partial.
func TestLogsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errors bytes.Buffer
	status := run(ctx, []string{"logs", "-"}, console{in: strings.NewReader("x"), out: &out, err: &errors})
	if status != unknown || !strings.Contains(out.String(), "PARTIAL") {
		t.Errorf("status %d, %s%s", status, out.String(), errors.String())
	}
}

func TestProgressLine(t *testing.T) {
	cases := []struct {
		done, total int64
		want        string
	}{
		{500e6, 2e9, "read 25% of 2 GB, 500 MB/s, 3 s left"},
		{0, 2e9, "read 0% of 2 GB, 0 B/s, some time left"},
		{1500e6, 0, "read 1.5 GB, 1.5 GB/s"},
		{2e9, 2e9, "read 100% of 2 GB, 2 GB/s, 1 s left"},
	}
	for _, c := range cases {
		if got := progressLine(c.done, c.total, time.Second).String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if len(cases) != 4 {
		t.Fatalf("%d cases", len(cases))
	}
}
