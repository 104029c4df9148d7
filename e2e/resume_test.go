//go:build e2e && unix

package e2e

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// switchboard is one address behind which servers can be exchanged while the
// program is not looking.
type switchboard struct {
	address string
	server  atomic.Pointer[string]
}

func newSwitchboard(t *testing.T, server string) *switchboard {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	s := &switchboard{address: conn.LocalAddr().String()}
	s.server.Store(&server)
	go func() {
		question := make([]byte, 512)
		for {
			n, asker, err := conn.ReadFrom(question)
			if err != nil {
				return
			}
			if answer := s.ask(question[:n]); answer != nil {
				_, _ = conn.WriteTo(answer, asker)
			}
		}
	}()
	return s
}

func (s *switchboard) ask(question []byte) []byte {
	conn, err := net.DialTimeout("udp", *s.server.Load(), time.Second)
	if err != nil {
		return nil
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	answer := make([]byte, 512)
	if _, err := conn.Write(question); err != nil {
		return nil
	}
	n, err := conn.Read(answer)
	if err != nil {
		return nil
	}
	return answer[:n]
}

// TestNotTodayAndAnotherDay leaves a session to wait and goes on with it. No
// clock of this machine is touched: its time server is ten minutes ahead of it,
// and later it is not.
//
// That alone is no correction, and must not be taken for one: the machine's two
// clocks show that the OS clock went on undisturbed, so nothing was fixed. What
// a corrected clock looks like from inside is a record of an earlier run of the
// machine, and a server that agrees now: for that the boot id in the record is
// changed.
func TestNotTodayAndAnotherDay(t *testing.T) {
	right := chronyd(t, "", true)
	board := newSwitchboard(t, chronyd(t, "+600s", true))
	w := openTerminal(t, 80, 24)
	kept := filepath.Join(w.folder, "kept")
	session := filepath.Join(kept, "session-000001.jsonl")

	w.start("--ntp", board.address, "--https", "none", "--no-exchange", "--state-dir", "kept")
	w.await("Where are you?", "enter answer")
	w.press("Enter")
	w.await("[1 OS time", "enter next")
	w.press("Enter")
	w.await("[2 NTP", "10m behind", "enter next")
	w.press("Enter")
	w.await("[3 Token", "s skip")
	w.press("s")
	w.await("leave it out")
	w.press("Enter")
	w.await("[4 Confirm", "w not today")
	w.press("w")
	w.checkLeft(0)
	after := flatten(w.scrollback())
	for _, text := range []string{"Session 1 waits for the clock to be corrected", "unskew resume 1 --state-dir " + kept} {
		if !strings.Contains(after, text) {
			t.Errorf("%q does not stay in the terminal:\n%s", text, w.scrollback())
		}
	}
	w.clear()
	checkState(t, session, "waiting", "clock-wrong")
	copied := writeFile(t, "copied.jsonl", w.read(filepath.Join("kept", "session-000001.jsonl")))

	w.start("resume", "--state-dir", "kept")
	w.await("[4 Confirm", "taken up again", "10m behind", "w not today")
	second := unskew(t, "resume", "1", "--state-dir", kept)
	if checkStatus(t, second, 3); !strings.Contains(second.stderr, "session 1: it is open in another window or program") {
		t.Errorf("a second program says %q", second.stderr)
	}
	w.press("w")
	w.checkLeft(0)
	w.clear()
	checkState(t, session, "waiting", "clock-wrong")

	board.server.Store(&right)
	w.start("resume", copied)
	w.await("The clock is right.", "tells another time than before", "enter finish")
	w.press("q")
	w.checkLeft(0)
	w.clear()
	checkState(t, copied, "finished", "healthy").checkFindings(t, []string{"reference.changed"}, nil)

	otherRun(t, session)
	w.start("resume", "--state-dir", "kept")
	w.await("The proof of the fix", "taken up again", "started anew", "enter finish")
	w.press("q")
	w.checkLeft(0)
	checkState(t, session, "finished", "fixed").checkVerdict(t, "fixed", "before-after")
}

// clear empties the screen, so that the next run's words are not found in what
// the last one left.
func (w *terminal) clear() {
	w.t.Helper()
	w.enter("clear")
	for strings.Contains(w.screen(), "status=") {
		pause()
	}
}

// checkState reads a session's file by another run of the program.
func checkState(t testing.TB, file, state, verdict string) record {
	t.Helper()
	got := unskew(t, "report", file, "--format", "json")
	checkStatus(t, got, 0)
	r := got.record(t)
	if r.State != state || r.Verdict.Code != verdict {
		t.Errorf("the session is %s, %s; want %s, %s", r.State, r.Verdict.Code, state, verdict)
	}
	return r
}

// otherRun makes a record one of another run of the machine.
func otherRun(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	boot := regexp.MustCompile(`"(boot|boot_id)":"[^"]+"`)
	if count := len(boot.FindAll(data, -1)); count < 10 {
		t.Fatalf("the record names the run of the machine %d times", count)
	}
	if err := os.WriteFile(file, boot.ReplaceAll(data, []byte(`"$1":"another run"`)), 0o600); err != nil {
		t.Fatal(err)
	}
}
