//go:build e2e && linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTwoSessionsAtOnce: two connections of one user, two sessions on one host. One
// is cut off; the other does not notice.
func TestTwoSessionsAtOnce(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	var windows []*terminal
	for range 2 {
		w := openTerminal(t, 80, 24)
		h.login(w)
		h.start(w, "demo", "--state-dir", "kept")
		w.await("Where are you?", "enter answer")
		windows = append(windows, w)
	}
	toTheTrueTime(windows[0], "")
	walkDemo(windows[1])
	kill(h.clientID(windows[0]))
	windows[1].await("Fixed", "enter finish")
	windows[1].press("q")
	windows[1].await("status=0 far>", "Session 2 is kept")
	windows[1].enter("exit")
	windows[1].await("closed=0")
	h.checkNothingLeft()
	h.checkCutOff(t, "kept")
	second := unskew(t, "report", "2", "--format", "json", "--state-dir", filepath.Join(h.home, "kept"))
	checkStatus(t, second, 0)
	checkFixed(t, second.record(t))
}

// TestFullDisk: it is said on the screen, the session goes on to its end, and its
// report stays in the terminal, because it can stay nowhere else.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	for _, mode := range []string{"", "--plain"} {
		t.Run(mode, func(t *testing.T) {
			w := openTerminal(t, 80, 24)
			h.login(w)
			// A file system of 8 KiB, which nobody else sees.
			w.enter(`mkdir -p small; export PS1; unshare --user --map-root-user --mount sh -i`)
			w.await("far> mkdir", "-i far>")
			w.enter("mount -t tmpfs -o size=8k,mode=700 small small && clear && echo mounted")
			w.await("mounted far>")
			h.start(w, "demo", "--state-dir", "small", mode)
			toTheTrueTime(w, mode)
			w.press("Enter")
			w.await("Proved: the clock is the cause.", "q quit")
			w.awaitSaid(mode, "Export the report before you leave: the session is in memory only", "no space left on device")
			h.endUnsaved(t, w, mode, "Session 1 could not be written to its end")
			w.enter("tail -c 1 small/session-000001.jsonl | od -c; ls small; exit")
			w.await(`0000000 \n`)
			if screen := w.screen(); strings.Contains(screen, "report.txt") {
				t.Errorf("a report that is not whole was left:\n%s", screen)
			}
			w.enter("exit")
			w.await("closed=")
		})
	}
}

// TestReadOnlyHome does the same where not even a file can be begun.
func TestReadOnlyHome(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	server := chronyd(t, "+600s", true)
	locked := filepath.Join(h.home, "locked")
	if err := os.Mkdir(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []string{"", "--plain"} {
		t.Run(mode, func(t *testing.T) {
			w := openTerminal(t, 80, 24)
			h.login(w)
			w.enter("export XDG_STATE_HOME=" + locked)
			h.start(w, "--ntp", server, "--https", "none", "--no-exchange", mode)
			w.await("the machine where AEM", "q quit")
			w.awaitSaid(mode, "Export the report before you leave: the session is in memory only", "cannot be kept in")
			w.press("Enter")
			w.await("Press Enter: the next step", "q quit")
			w.press("Enter")
			w.await("10m behind", "Press Enter: the next step", "q quit")
			h.endUnsaved(t, w, mode, "")
			w.enter("exit")
			w.await("closed=")
		})
	}
	if left, err := os.ReadDir(locked); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

// awaitSaid waits until the screen says all the texts, or plain lines have said them.
func (w *terminal) awaitSaid(mode string, texts ...string) {
	w.t.Helper()
	if mode == "" {
		w.await(texts...)
	} else if missing := absent(w.scrollback(), texts); missing != "" {
		w.t.Errorf("%q was not said:\n%s", missing, w.scrollback())
	}
}

// endUnsaved leaves a session that is saved nowhere, and finds its whole report in
// the terminal.
func (h *sshHost) endUnsaved(t *testing.T, w *terminal, mode, said string) {
	t.Helper()
	w.press("q")
	if mode == "--plain" {
		w.press("Enter")
	}
	w.await("status=0 far>")
	left := flatten(w.scrollback())
	for _, text := range []string{said, "Copy its report from here:", "What was sent where", "About this report", "records:"} {
		if !strings.Contains(left, text) {
			t.Errorf("%q does not stay in the terminal:\n%s", text, left)
		}
	}
}
