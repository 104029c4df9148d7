//go:build e2e && linux

package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestTerminalsThroughSSH leads the demo to the fix in terminals of several kinds
// and locales, over ssh, which tells the host both.
func TestTerminalsThroughSSH(t *testing.T) {
	t.Parallel()
	cases := []struct {
		width, height int
		env           []string
		ascii         bool
	}{
		{80, 24, []string{"LC_ALL=C"}, true},
		{40, 12, []string{"LANG=POSIX"}, true},
		{40, 12, []string{"TERM=screen"}, false},
		{80, 24, []string{"TERM=vt100"}, false},
	}
	for _, c := range cases {
		t.Run(fmt.Sprintf("%dx%d %s", c.width, c.height, c.env[0]), func(t *testing.T) {
			t.Parallel()
			h := startSSH(t)
			w := openTerminal(t, c.width, c.height, c.env...)
			h.login(w)
			before := len(w.bytes())
			h.start(w, "demo", "--state-dir", "kept")
			walkDemo(w)
			w.press("q")
			h.checkLeft(w, 0)
			checkFarewell(w)
			sent := w.bytes()[before:]
			if beyond := strings.IndexFunc(sent, func(r rune) bool { return r > 0x7e }); c.ascii != (beyond < 0) {
				t.Errorf("what is beyond ASCII begins at byte %d of %d", beyond, len(sent))
			}
			if !utf8.ValidString(sent) || strings.Contains(sent, "\uFFFD") || strings.Contains(w.scrollback(), "??") {
				t.Errorf("characters were garbled:\n%s", w.scrollback())
			}
		})
	}
	if len(cases) != 4 {
		t.Errorf("%d terminals, not 4", len(cases))
	}
}

// TestDumbTerminalThroughSSH: plain lines, and nothing that a terminal would obey.
func TestDumbTerminalThroughSSH(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	w := openTerminal(t, 80, 24, "TERM=dumb")
	h.login(w)
	before := len(w.bytes())
	h.start(w, "demo")
	for _, step := range []struct{ awaited, key string }{
		{"1. On the simulated machine", "Enter"},
		{"Step 1 of 4", "Enter"},
		{"Step 2 of 4", "Enter"},
		{"Step 3 of 4", "Enter"},
		{"f fix it", "f"},
		{"[Enter] finish", ""},
	} {
		w.await(step.awaited, "q quit")
		if step.key != "Enter" {
			w.write(step.key)
		}
		w.press("Enter")
	}
	h.checkLeft(w, 0)
	checkPlainWay(t, w.bytes()[before:])
}

// TestWithoutTerminalThroughSSH: "ssh host unskew demo" has no terminal, and its
// input may be a pipe or nothing.
func TestWithoutTerminalThroughSSH(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	got := h.run("1\n\n\n\nf\n\n", "cd; "+built+" demo --state-dir kept", "LC_ALL=C")
	if got.status != 0 || got.stderr != "" {
		t.Errorf("status %d: %s", got.status, got.stderr)
	}
	checkPlainWay(t, got.stdout)
	again := unskew(t, "report", "1", "--format", "json", "--state-dir", filepath.Join(h.home, "kept"))
	checkStatus(t, again, 0)
	checkFixed(t, again.record(t))

	nobody := h.run("", built+" demo")
	if nobody.status != 0 || nobody.stderr != "" || !strings.Contains(nobody.stdout, "Where are you?") {
		t.Errorf("with nobody there: status %d: %s\n%s", nobody.status, nobody.stderr, nobody.stdout)
	}
	check := h.run("", built+" demo --check --format json")
	checkStatus(t, check, 2)
	check.record(t).checkVerdict(t, "clock-caused", "both-sides")
	h.checkNothingLeft()
}
