package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/report"
)

// begun writes a session that was only begun into a store, and returns its number.
func begun(t *testing.T, folder string, change func(*steps.Start)) int {
	t.Helper()
	store, err := steps.OpenStore(folder)
	if err != nil {
		t.Fatal(err)
	}
	journal, number, err := store.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	start := steps.Start{Tool: "test", Host: "made-1", Attended: true, Settings: steps.Settings{Tolerance: time.Second, Lifetime: time.Minute}}
	if change != nil {
		change(&start)
	}
	entry := steps.Session{}.With(steps.Entry{Kind: steps.Started, At: diagnostics.Instant{Wall: time.Unix(0, 0)}, Start: &start}).Last()
	if err := journal.Append(entry); err != nil {
		t.Fatal(err)
	}
	return number
}

// TestWhichSessionIsResumed: the one that was named, or the newest; one that
// cannot be gone on with is refused, and the newest that can is named.
func TestWhichSessionIsResumed(t *testing.T) {
	folder := t.TempDir()
	here := hostclock.State{Name: "made-1", BootID: "boot"}
	good := begun(t, folder, nil)
	begun(t, folder, func(s *steps.Start) { s.Host = "other-1" })
	begun(t, folder, func(s *steps.Start) { s.Attended = false })
	begun(t, folder, func(s *steps.Start) { s.Simulated = "brand-portal" })
	file := filepath.Join(folder, "session-000001.jsonl")
	cases := []struct {
		name string
		args []string
		want string // the error; "": it is gone on with
	}{
		{"by its number", []string{"1"}, ""},
		{"by its file", []string{file}, ""},
		{"of another machine", []string{"2"}, "session 2: it was measured on other-1, and this is made-1"},
		{"of a check", []string{"3"}, "session 3: it is of a check"},
		{"the newest", nil, "session 4: it is of a simulated machine, which is gone: unskew demo --scenario brand-portal begins anew. The newest that can be gone on with: unskew resume 1"},
		{"one that is not there", []string{"9"}, "session 9 is not there"},
		{"no number", []string{"0"}, "numbered from 1"},
		{"a file that is not there", []string{filepath.Join(folder, "none")}, "none is not there"},
	}
	for _, c := range cases {
		o := &options{stateDir: folder}
		journal, session, err := o.reopen(c.args, here)
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %q", c.name, err, c.want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if session.Start().Host != "made-1" || (o.session != good) == (o.sessionFile != file) {
			t.Errorf("%s: of %s, number %d, file %q", c.name, session.Start().Host, o.session, o.sessionFile)
		}
		if err := journal.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
	begun(t, folder, nil)
	o := &options{stateDir: folder}
	journal, _, err := o.reopen(nil, here)
	if err != nil || o.session != 5 {
		t.Fatalf("the newest: session %d, %v", o.session, err)
	}
	_ = journal.Close()
}

// TestHowASessionIsTakenUpAgain: what is told at the end can be typed as it is.
func TestHowASessionIsTakenUpAgain(t *testing.T) {
	folder := t.TempDir()
	spaced := filepath.Join(folder, "two words")
	cases := []struct {
		name string
		o    options
		want string
	}{
		{"by its number", options{session: 12}, "unskew resume 12"},
		{"in another folder", options{session: 12, stateDir: folder}, "unskew resume 12 --state-dir " + quoted(folder)},
		{"whose name has a space", options{session: 12, stateDir: spaced}, "unskew resume 12 --state-dir '" + spaced + "'"},
		{"through a proxy", options{session: 12, proxy: "http://proxy:3128", caFile: spaced}, "unskew resume 12 --proxy http://proxy:3128 --ca-file '" + spaced + "'"},
		{"by its file", options{sessionFile: spaced, stateDir: folder}, "unskew resume '" + spaced + "'"},
	}
	for _, c := range cases {
		if got := c.o.sessionCommand("resume", true); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if len(cases) != 5 {
		t.Errorf("%d cases", len(cases))
	}
	if got := cases[3].o.sessionCommand("report", false); got != "unskew report 12" {
		t.Errorf("a report needs no way out: %s", got)
	}
}

// TestFarewellOfASession says what can be done with it now.
func TestFarewellOfASession(t *testing.T) {
	start := func(simulated string) steps.Session {
		return steps.Session{}.With(steps.Entry{Kind: steps.Started, Start: &steps.Start{Attended: true, Simulated: simulated}})
	}
	waiting := start("").With(steps.Entry{Kind: steps.Quit, Why: "waiting for the clock to be corrected"})
	cases := []struct {
		name      string
		s         steps.Session
		says      string
		saysNever string
	}{
		{"that waits", waiting, "Session 7 waits for the clock to be corrected. When that is done, go on with it:\n  unskew resume 7\n", "is kept"},
		{"that was left", start(""), "Session 7 is kept. The report again: unskew report 7\nTo go on with it: unskew resume 7\n", "waits"},
		{"of a simulated machine", start("brand-portal"), "Session 7 is kept. The report again: unskew report 7\n", "resume"},
	}
	for _, c := range cases {
		var out bytes.Buffer
		(&options{session: 7}).tellKept(c.s, console{out: &out})
		if !strings.Contains(out.String(), c.says) || strings.Contains(out.String(), c.saysNever) {
			t.Errorf("%s: %q", c.name, out.String())
		}
		_, known := report.Parse("change-request", report.CheckFormats())
		if asked := strings.Contains(out.String(), "change-request"); asked != (known == nil && c.name == "that waits") {
			t.Errorf("%s: a change request is told of: %v", c.name, asked)
		}
	}
	var out bytes.Buffer
	(&options{}).tellKept(waiting, console{out: &out})
	if out.Len() > 0 {
		t.Errorf("one that is not kept: %q", out.String())
	}
}

// TestResumeRefusesBeforeItMeasures: what could not be written is refused first.
func TestResumeRefusesBeforeItMeasures(t *testing.T) {
	var out, failed bytes.Buffer
	status := run(context.Background(), []string{"resume", "--format", "plugin", "--state-dir", t.TempDir()}, console{in: strings.NewReader(""), out: &out, err: &failed})
	if status != unknown || out.Len() > 0 || !strings.Contains(failed.String(), "--format") {
		t.Errorf("status %d, %q, %q", status, out.String(), failed.String())
	}
}
