//go:build e2e && linux

package e2e

import (
	"path/filepath"
	"testing"
)

// TestDemoThroughSSH leads the demo to the fix over a real ssh connection.
func TestDemoThroughSSH(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	w := openTerminal(t, 80, 24)
	h.login(w)
	h.start(w, "demo", "--state-dir", "kept")
	walkDemo(w)
	w.press("q")
	w.await("status=0 far>")
	checkFarewell(w)
	w.enter("exit")
	w.await("closed=0 ready>")
	h.checkNothingLeft()
	again := unskew(t, "report", "--format", "json", filepath.Join(h.home, "kept", "session-000001.jsonl"))
	checkStatus(t, again, 0)
	checkFixed(t, again.record(t))
}
