//go:build unix

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/hostclock"
	"unskew/steps"
)

const kioskFolder = "state-dir = \"FOLDER\"\n"

// TestKioskComesBack: report prints the newest session, resume goes on with the
// newest that is open; both take only those that were begun in a restricted login
// of this account.
func TestKioskComesBack(t *testing.T) {
	c := newCell(t, kioskFolder, "")
	for _, word := range []string{"report", "resume"} {
		if _, stderr, status := c.login(word, ""); status != unknown || !strings.Contains(stderr, "there is no such session here") {
			t.Errorf("%s, nothing is kept: status %d, %s", word, status, stderr)
		}
	}
	here := hostclock.Read(t.Context()).Name
	own := filepath.Join(c.folder, "uid-"+uid())
	restricted := func(tool string) func(*steps.Start) {
		return func(s *steps.Start) { s.Host, s.Tool, s.Settings.Kiosk = here, tool, true }
	}
	// Beside the account's folder, and in it by other ways than a restricted login.
	begun(t, c.folder, restricted("beside"))
	begun(t, own, func(s *steps.Start) { s.Host, s.Tool = here, "unrestricted" })
	for _, word := range []string{"report", "resume"} {
		if _, stderr, status := c.login(word, ""); status != unknown || !strings.Contains(stderr, "there is no such session here") {
			t.Errorf("%s of other sessions: status %d, %s", word, status, stderr)
		}
	}
	begun(t, own, restricted("open"))
	begun(t, own, func(s *steps.Start) { restricted("check")(s); s.Attended = false })
	begun(t, own, func(s *steps.Start) { s.Host, s.Tool = here, "unrestricted" })
	if err := os.WriteFile(filepath.Join(own, "session-000009.jsonl"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := c.login("report", "")
	if status != 0 || !strings.Contains(stdout, "unskew check") {
		t.Errorf("report: status %d, %s\n%s", status, stderr, stdout)
	}
	stdout, stderr, status = c.login("resume", "q\n")
	if status != 0 || stderr != "" || !strings.Contains(stdout, "Where are you?") || !strings.Contains(stdout, "ssh "+here+" report") || !strings.Contains(stdout, "ssh -t "+here+" resume") {
		t.Errorf("resume: status %d, %s\n%s", status, stderr, stdout)
	}
	for _, hidden := range []string{c.folder, "unskew report", "unskew resume", "--state-dir"} {
		if strings.Contains(stdout, hidden) {
			t.Errorf("%s is said:\n%s", hidden, stdout)
		}
	}
	if session, err := steps.StoreIn(own).Load(2); err != nil || session.Start().Tool != "open" || len(session.Entries()) < 3 {
		t.Errorf("another session was gone on with: %+v, %v", session.Start(), err)
	}
}

// TestKioskResumeIsTheSame: a session whose settings are what they were is gone on
// with, not begun anew.
func TestKioskResumeIsTheSame(t *testing.T) {
	c := newCell(t, kioskFolder+"log = []\nissuer = \"i\"\n", "")
	for _, word := range []string{"", "resume", "resume"} {
		if _, stderr, status := c.login(word, "q\n"); status != 0 || stderr != "" {
			t.Fatalf("%q: status %d, %s", word, status, stderr)
		}
	}
	session, err := steps.StoreIn(filepath.Join(c.folder, "uid-"+uid())).Load(1)
	if err != nil {
		t.Fatal(err)
	}
	count := map[steps.Kind]int{}
	for _, entry := range session.Entries() {
		count[entry.Kind]++
	}
	if count[steps.Started] != 1 || count[steps.Quit] != 3 {
		t.Errorf("%v", count)
	}
}

// TestKioskResumeAsToday: what the administrator names today is used, not what a
// session was begun with.
func TestKioskResumeAsToday(t *testing.T) {
	c := newCell(t, kioskFolder+"tolerance = \"2s\"\n", "")
	here, own := hostclock.Read(t.Context()).Name, filepath.Join(c.folder, "uid-"+uid())
	begun(t, own, func(s *steps.Start) {
		s.Host = here
		s.Settings = steps.Settings{Kiosk: true, TokenURL: "https://127.0.0.1:1/" + kioskCanary, Key: "/etc/" + kioskCanary, Tolerance: time.Hour, Lifetime: time.Minute}
	})
	if _, stderr, status := c.login("resume", "q\n"); status != 0 {
		t.Fatalf("status %d, %s", status, stderr)
	}
	session, err := steps.StoreIn(own).Load(1)
	if err != nil {
		t.Fatal(err)
	}
	if now := session.Settings(); now.Tolerance != 2*time.Second || now.TokenURL != "" || now.Key != "" || !now.Kiosk {
		t.Errorf("it goes on with %+v", now)
	}
}

// TestKioskOpenElsewhere: a session that another window writes is not taken, nor is
// an older one in its place.
func TestKioskOpenElsewhere(t *testing.T) {
	c := newCell(t, kioskFolder, "")
	here, own := hostclock.Read(t.Context()).Name, filepath.Join(c.folder, "uid-"+uid())
	for range 2 {
		begun(t, own, func(s *steps.Start) { s.Host, s.Settings.Kiosk = here, true })
	}
	journal, _, err := steps.StoreIn(own).Reopen(2)
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	if _, stderr, status := c.login("resume", "q\n"); status != unknown || !strings.Contains(stderr, "session 2 is still open in another window") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

// TestKioskWithoutFolder: where no folder is set, or it cannot be used, the person
// is led all the same, and told that there is no way back.
func TestKioskWithoutFolder(t *testing.T) {
	for name, settings := range map[string]string{"none": "", "not there": "state-dir = \"FOLDER/" + kioskCanary + "\"\n"} {
		c := newCell(t, settings, "")
		stdout, stderr, status := c.login("", "q\n")
		if status != 0 || stderr != "" || !strings.Contains(stdout, "no folder is set up for it") || !strings.Contains(stdout, "Copy its report from here") ||
			strings.Contains(stdout, kioskCanary) || strings.Contains(stdout, "the word") {
			t.Errorf("%s: status %d, %s\n%s", name, status, stderr, stdout)
		}
		if _, stderr, status := c.login("check", ""); status != unknown || stderr != "" {
			t.Errorf("%s, check: status %d, %s", name, status, stderr)
		}
		for _, word := range []string{"report", "resume"} {
			if _, stderr, status := c.login(word, ""); status != unknown || strings.Contains(stderr, kioskCanary) {
				t.Errorf("%s, %s: status %d, %s", name, word, status, stderr)
			}
		}
	}
}

// TestKioskExport: a report is written into the configured folder whatever is typed
// for a name; without such a folder it is only shown.
func TestKioskExport(t *testing.T) {
	reports := t.TempDir()
	t.Chdir(t.TempDir())
	c := newCell(t, kioskFolder+"report-dir = \""+reports+"\"\n", "")
	const asks = "e\n1\ntext\n1\n/etc/cron.d/x\n../x\nq\n"
	stdout, stderr, status := c.login("", asks)
	made, err := filepath.Glob(filepath.Join(reports, "*"))
	if status != 0 || err != nil || len(made) != 1 || !strings.Contains(stdout, "Written to "+made[0]) || !strings.Contains(made[0], "-session1.txt") {
		t.Errorf("status %d, %s, %q\n%s", status, stderr, made, stdout)
	}
	c = newCell(t, kioskFolder, "")
	if stdout, _, _ = c.login("", asks); !strings.Contains(stdout, "About this report") || strings.Contains(stdout, "Written") || strings.Contains(stdout, "Enter writes") {
		t.Errorf("the report is not shown, or goes nowhere:\n%s", stdout)
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("files were left: %v, %v", left, err)
	}
}

// TestKioskPractice: it is restricted too, and takes nobody's session from the way
// back.
func TestKioskPractice(t *testing.T) {
	c := newCell(t, kioskFolder, "")
	stdout, stderr, status := c.login("", "4\nq\n")
	if status != 0 || !strings.Contains(stdout, "SIMULATED") || strings.Contains(stdout, "Written") {
		t.Errorf("status %d, %s\n%s", status, stderr, stdout)
	}
	numbers, err := steps.StoreIn(filepath.Join(c.folder, "uid-"+uid())).Numbers()
	if err != nil || len(numbers) != 1 {
		t.Errorf("kept are %v, %v", numbers, err)
	}
}

// TestKioskIdle: a restricted session has a limit unless the administrator says
// otherwise.
func TestKioskIdle(t *testing.T) {
	for text, want := range map[string]time.Duration{"": 15 * time.Minute, "idle = \"2h\"": 2 * time.Hour, "idle = \"0s\"": 0} {
		c := newCell(t, text, "")
		root := rootCommand(console{}, new(int))
		o, err := kioskOptions(root.Flags(), "", console{places: c.places})
		if err != nil || o.idle != want || o.checkConfining() != nil {
			t.Errorf("%q: %s, %v", text, o.idle, errors.Join(err, o.checkConfining()))
		}
	}
	o := newOffice(t, "", "")
	for _, args := range [][]string{{"--idle", "1s"}, {"--idle", "-1m"}, {"--report-dir", "/x"}, {"resume", "--idle", "3s"}, {"check", "--idle", "20m"}} {
		if _, stderr, status := o.run(args...); status != unknown || !strings.Contains(stderr, args[len(args)-2]) {
			t.Errorf("%q: status %d, %s", args, status, stderr)
		}
	}
}
