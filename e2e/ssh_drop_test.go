//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// drop is a way in which a session over ssh is cut off.
type drop struct {
	name string
	cut  func(h *sshHost, w *terminal)
}

func drops() []drop {
	return []drop{
		{"the client is killed", func(h *sshHost, w *terminal) { kill(h.clientID(w)) }},
		{"the client hangs up", func(h *sshHost, w *terminal) { h.signal(h.clientID(w), syscall.SIGHUP) }},
		{"the window is closed", func(_ *sshHost, w *terminal) { w.do("kill-server") }},
		{"the server's process is killed", func(h *sshHost, _ *terminal) {
			ids := h.connections()
			kill(ids[len(ids)-1])
		}},
	}
}

func (h *sshHost) signal(id int, signal syscall.Signal) {
	h.t.Helper()
	if err := syscall.Kill(id, signal); err != nil {
		h.t.Fatal(err)
	}
}

// TestDroppedLink cuts a session off in the middle: nothing goes on running, the
// record is whole up to there, and the report lies beside it. The program is hung up
// twice, by the kernel and by the shell.
func TestDroppedLink(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	cases := 0
	for _, mode := range []string{"", "--plain"} {
		for _, d := range drops() {
			cases++
			kept := fmt.Sprint("kept", cases)
			t.Run(strings.TrimSpace(d.name+" "+mode), func(t *testing.T) {
				w := openTerminal(t, 80, 24)
				h.login(w)
				h.start(w, "demo", "--state-dir", kept, mode)
				toTheTrueTime(w, mode)
				d.cut(h, w)
				h.checkNothingLeft()
				h.checkCutOff(t, kept)
			})
		}
	}
	if cases != 8 {
		t.Errorf("%d ways of being cut off, not 8", cases)
	}
}

// TestDroppedLinkWithoutShell: the program is what ssh was told to run, so nothing
// but the program itself can see to its end.
func TestDroppedLinkWithoutShell(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	cases := 0
	for _, option := range []string{"-t", "-T"} {
		for _, mode := range []string{"", "--plain"} {
			if option == "-T" && mode == "" {
				continue // there is no screen without a terminal
			}
			cases++
			kept := fmt.Sprint("kept", cases)
			t.Run(strings.TrimSpace(option+" "+mode), func(t *testing.T) {
				w := openTerminal(t, 80, 24)
				h.connect(w, fmt.Sprintf("cd; exec %s demo --state-dir %s %s", built, kept, mode), option)
				toTheTrueTime(w, mode)
				kill(h.clientID(w))
				h.checkNothingLeft()
				h.checkCutOff(t, kept)
			})
		}
	}
	if cases != 3 {
		t.Errorf("%d sessions were cut off, not 3", cases)
	}
}

// toTheTrueTime leads the default demo to its page of time servers.
func toTheTrueTime(w *terminal, mode string) {
	w.t.Helper()
	next := func() { w.press("Enter") }
	if mode == "--plain" {
		w.await("On the simulated machine", "q quit")
		next()
		w.await("A clock cannot tell by itself", "What now?")
		next()
		w.await("This machine's clock is wrong", "2d 9h 49m 14s behind", "time-d.example", "q quit")
		return
	}
	w.await("Where are you?", "enter answer")
	next()
	w.await("[1 OS time", "enter next")
	next()
	w.await("[2 NTP", "2d 9h 49m 14s behind", "enter next")
}

// checkCutOff checks what a session that was cut off in its second step has left.
func (h *sshHost) checkCutOff(t *testing.T, kept string) {
	t.Helper()
	file := filepath.Join(h.home, kept, "session-000001.jsonl")
	checkJournal(t, file, "interrupted")
	printed := unskew(t, "report", file)
	checkStatus(t, printed, 0)
	saved := filepath.Join(h.home, kept, "session-000001.report.txt")
	if got := readText(t, saved); got != printed.stdout {
		t.Errorf("the report that was saved is not the one of the record:\n%s\n---\n%s", got, printed.stdout)
	}
	info, err := os.Stat(saved)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the saved report: %v, %v", info.Mode(), err)
	}
	for _, text := range []string{"2d 9h 49m 14s behind", "time-d.example"} {
		if !strings.Contains(flatten(printed.stdout), text) {
			t.Errorf("the report lacks %q:\n%s", text, printed.stdout)
		}
	}
}

// checkJournal reads a record line by line: every line is whole, the entries are
// numbered without a gap, and the last one says why the session ended.
func checkJournal(t testing.TB, file, why string) {
	t.Helper()
	text := readText(t, file)
	if !strings.HasSuffix(text, "}\n") {
		t.Errorf("the last line of %s is torn: %q", file, text[max(0, len(text)-80):])
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	var last struct {
		N    int    `json:"n"`
		Kind string `json:"kind"`
		Why  string `json:"why"`
	}
	for i, line := range lines[1:] {
		if err := json.Unmarshal([]byte(line), &last); err != nil || last.N != i+1 {
			t.Fatalf("line %d of %s: entry %d, %v: %s", i+2, file, last.N, err, line)
		}
	}
	if last.N < 5 || last.Kind != "quit" || last.Why != why {
		t.Errorf("of %d entries the last is %q, because %q; want quit, because %q", last.N, last.Kind, last.Why, why)
	}
}

// TestSignalsThroughSSH end the program, and not the connection: the terminal is
// as it was.
func TestSignalsThroughSSH(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	w := openTerminal(t, 80, 24)
	h.login(w)
	signals := []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGQUIT}
	for i, signal := range signals {
		for _, mode := range []string{"", "--plain"} {
			kept := fmt.Sprint("kept", i, mode)
			w.enter("clear")
			h.start(w, "demo", "--state-dir", kept, mode)
			toTheTrueTime(w, mode)
			h.signal(h.pid(), signal)
			h.checkLeft(w, 128+int(signal))
			h.checkCutOff(t, kept)
		}
	}
}

// checkLeft is the same of a terminal that login opened as the terminal's own.
func (h *sshHost) checkLeft(w *terminal, status int) {
	h.t.Helper()
	w.await(fmt.Sprintf("status=%d far>", status))
	w.checkCalm()
	w.enter("stty -g >modes-after; echo modes kept")
	w.await("modes kept far>")
	if before, after := h.read("modes-before"), h.read("modes-after"); before != after {
		h.t.Errorf("the terminal's modes were %s, and are %s after the program", before, after)
	}
}

// TestHungLink: the client takes nothing, as behind a network that swallows
// everything. The session must not wait for it: its record goes on, and a
// termination ends the program.
func TestHungLink(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	for _, mode := range []string{"", "--plain"} {
		t.Run(mode, func(t *testing.T) {
			w := openTerminal(t, 80, 24)
			h.login(w)
			kept := "kept" + mode
			h.start(w, "demo", "--state-dir", kept, mode)
			toTheTrueTime(w, mode)
			id := h.pid()
			for _, connection := range h.connections() {
				h.signal(connection, syscall.SIGSTOP)
			}
			fillTerminal(t, id)
			h.signal(id, syscall.SIGTERM)
			for limit := time.Now().Add(15 * time.Second); syscall.Kill(id, 0) == nil; pause() {
				if time.Now().After(limit) {
					t.Fatal("the program still waits for its terminal")
				}
			}
			h.checkCutOff(t, kept)
			for _, connection := range h.connections() {
				h.signal(connection, syscall.SIGCONT)
			}
			h.checkLeft(w, 143)
			w.enter("exit")
			w.await("closed=")
		})
	}
}

// fillTerminal writes into the terminal of a process until it takes nothing more.
func fillTerminal(t *testing.T, id int) {
	t.Helper()
	terminal, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/1", id), os.O_WRONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	if err := terminal.SetWriteDeadline(time.Now().Add(2 * time.Second)); err != nil {
		t.Fatal(err)
	}
	written := 0
	for {
		n, err := terminal.Write(make([]byte, 1024))
		written += n
		if err != nil {
			t.Logf("%d bytes filled it: %v", written, err)
			return
		}
	}
}
