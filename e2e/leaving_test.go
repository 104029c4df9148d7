//go:build e2e && unix

package e2e

import (
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestSignalsEndTheWizardAndRestoreTheTerminal(t *testing.T) {
	signals := []struct {
		name   string
		signal syscall.Signal
		status int
	}{
		{"hang-up", syscall.SIGHUP, 129},
		{"interrupt", syscall.SIGINT, 130},
		{"termination", syscall.SIGTERM, 143},
	}
	for _, c := range signals {
		for _, mode := range []string{"", "--plain"} {
			t.Run(strings.TrimSpace(c.name+" "+mode), func(t *testing.T) {
				w := openTerminal(t, 80, 24)
				w.start("demo", mode)
				w.await("Where are you?", "On the simulated machine")
				if err := syscall.Kill(w.pid(), c.signal); err != nil {
					t.Fatal(err)
				}
				w.checkLeft(c.status)
			})
		}
	}
}

// A closed terminal must not leave the program behind: it would run unseen.
func TestClosedTerminalEndsTheWizard(t *testing.T) {
	for _, mode := range []string{"full screen", "--plain"} {
		t.Run(mode, func(t *testing.T) {
			w := openTerminal(t, 80, 24)
			w.start("demo", strings.TrimPrefix(mode, "full screen"))
			w.await("On the simulated machine")
			id := w.pid()
			w.do("kill-server")
			for limit := time.Now().Add(10 * time.Second); ; pause() {
				if err := syscall.Kill(id, 0); errors.Is(err, syscall.ESRCH) {
					return
				}
				if time.Now().After(limit) {
					_ = syscall.Kill(id, syscall.SIGKILL)
					t.Fatal("the program still runs 10 s after its terminal was closed")
				}
			}
		})
	}
}

func TestLeavingWhileSomethingRunsIsConfirmed(t *testing.T) {
	w := openTerminal(t, 80, 24)
	w.start("demo", "--scenario", "nothing")
	w.await("Where are you?", "enter answer")
	w.press("Enter")
	w.await("[1 OS time", "enter next")
	w.press("Enter")
	w.await("[2 NTP")
	w.press("q")
	w.await("Leave now?", "y leave")
	w.press("n")
	w.await("What is the true time?", "q quit")
	w.press("r")
	w.await("[2 NTP")
	w.press("C-c")
	w.await("Leave now?", "y leave")
	w.press("y")
	w.checkLeft(0)
}
