//go:build e2e && linux

package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestResumeThroughSSH cuts a session off in its second step. Another connection
// goes on there: it shows what was known, and measures what may have changed since,
// which here it has.
func TestResumeThroughSSH(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	board := newSwitchboard(t, chronyd(t, "+600s", true))
	later := chronyd(t, "+900s", true)
	w := openTerminal(t, 80, 24)
	h.login(w)
	h.start(w, "--ntp", board.address, "--https", "none", "--no-exchange")
	w.await("Where are you?", "enter answer")
	w.press("Enter")
	w.await("[1 OS time", "enter next")
	w.press("Enter")
	w.await("[2 NTP", "10m behind", "enter next")
	kill(h.clientID(w))
	h.checkNothingLeft()
	kept := filepath.Join(h.home, ".local", "state", "unskew")
	session := filepath.Join(kept, "session-000001.jsonl")
	checkJournal(t, session, "interrupted")
	checkState(t, session, "interrupted", "clock-wrong")
	known := readText(t, session)

	board.server.Store(&later)
	w = openTerminal(t, 80, 24)
	h.login(w)
	h.start(w, "resume")
	w.await("[2 NTP", "taken up again")
	w.await("15m behind", "enter next")
	w.press("b")
	w.await("[1 OS time", "What does this machine believe the time is?", "enter next")
	w.press("Enter")
	w.await("[2 NTP", "enter next")
	w.press("q")
	h.checkLeft(w, 0)
	w.enter("exit")
	w.await("closed=")
	h.checkNothingLeft()
	if now := readText(t, session); !strings.HasPrefix(now, known) || len(now) == len(known) {
		t.Errorf("the record does not go on from where it was cut off:\n%s\n---\n%s", known, now)
	}
	report := readText(t, filepath.Join(kept, "session-000001.report.txt"))
	for _, text := range []string{"15m behind", "taken up again"} {
		if !strings.Contains(flatten(report), text) {
			t.Errorf("the report does not say %q:\n%s", text, report)
		}
	}
}
