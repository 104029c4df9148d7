//go:build e2e && unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMetricsPassPromtool has the metrics of scenarios that differ in what is
// known, and of this machine, read by Prometheus's own tool.
func TestMetricsPassPromtool(t *testing.T) {
	promtool := tool(t, "UNSKEW_E2E_PROMTOOL", "promtool")
	read := func(t *testing.T, got outcome) {
		check := exec.CommandContext(t.Context(), promtool, "check", "metrics")
		check.Stdin = strings.NewReader(got.stdout)
		if said, err := check.CombinedOutput(); err != nil || len(said) > 0 {
			t.Errorf("promtool: %v: %s\n%s", err, said, got.stdout)
		}
		if !strings.Contains(got.stdout, "\nunskew_check_info{") || got.stderr != "" {
			t.Errorf("these are not the metrics: %q %q", got.stdout, got.stderr)
		}
	}
	for _, name := range []string{"brand-portal", "healthy", "nothing", "inspected", "wrong-key", "years-behind"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := unskew(t, "demo", "--check", "--scenario", name, "--format", "prometheus")
			checkStatus(t, got, readScenario(t, name).Expect.Exit)
			read(t, got)
		})
	}
	t.Run("this machine", func(t *testing.T) {
		got := unskew(t, "check", "--format", "prometheus", "--ntp", chronyd(t, "", true), "--https", "none")
		checkStatus(t, got, 0, 1)
		read(t, got)
	})
	// A tool that finds no fault with anything proves nothing.
	wrong := exec.CommandContext(t.Context(), promtool, "check", "metrics")
	wrong.Stdin = strings.NewReader("unskew_offset_seconds 1\nunskew_offset_seconds 2\n")
	if err := wrong.Run(); err == nil {
		t.Error("promtool takes a series that comes twice")
	}
}

// TestMetricsFile: the collector is another user and must be able to read it.
func TestMetricsFile(t *testing.T) {
	for mode, args := range map[os.FileMode][]string{0o644: nil, 0o600: {"--mode", "0600"}} {
		file := filepath.Join(t.TempDir(), "unskew.prom")
		got := unskew(t, append([]string{"demo", "--check", "--format", "prometheus", "--output", file}, args...)...)
		checkStatus(t, got, 2)
		if got.stdout != "" || got.stderr != "" {
			t.Errorf("with --output it also said %q%q", got.stdout, got.stderr)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != mode || info.Size() == 0 {
			t.Errorf("the file is %v (%v), want mode %o", info, err, mode)
		}
	}
}

// TestPluginSaysItsStatus: the first word is that of the exit status, on a saved
// session and after a mistake too.
func TestPluginSaysItsStatus(t *testing.T) {
	words := []string{"OK", "WARNING", "CRITICAL", "UNKNOWN"}
	for name, status := range map[string]int{"healthy": 0, "service-disabled": 1, "brand-portal": 2, "nothing": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := t.TempDir()
			got := unskew(t, "demo", "--check", "--scenario", name, "--format", "plugin", "--state-dir", kept)
			checkStatus(t, got, status)
			if !strings.HasPrefix(got.stdout, "UNSKEW "+words[status]+" - ") || strings.Count(got.stdout, "\n") != 1 || strings.Count(got.stdout, "|") != 1 {
				t.Errorf("the line is %q", got.stdout)
			}
			if again := unskew(t, "report", "--format", "plugin", "--state-dir", kept); again.stdout != got.stdout || again.status != 0 {
				t.Errorf("the saved session says %q, the check said %q", again.stdout, got.stdout)
			}
		})
	}
	mistake := unskew(t, "check", "--format", "plugin", "--ntp", "two words", "--https", "none")
	checkStatus(t, mistake, 3)
	if !strings.HasPrefix(mistake.stdout, "UNSKEW UNKNOWN - --ntp") || !strings.HasPrefix(mistake.stderr, "unskew: --ntp") {
		t.Errorf("a mistake says %q and %q", mistake.stdout, mistake.stderr)
	}
}

// TestSplayEndsWithASignal: a check that still waits is broken off at once, and
// has measured nothing.
func TestSplayEndsWithASignal(t *testing.T) {
	command := exec.Command(built, "check", "--splay", "24h", "--timeout", "1s", "--ntp", "none", "--https", "none")
	command.Env = bareEnvironment(t)
	var stdout strings.Builder
	command.Stdout = &stdout
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	// Longer than --timeout: the wait is not counted in it.
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		t.Fatalf("it did not wait: %v, %q", err, stdout.String())
	case <-time.After(1500 * time.Millisecond):
	}
	begin := time.Now()
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-ended
	if took := time.Since(begin); took > time.Second {
		t.Errorf("it ended after %s", took)
	}
	if got := command.ProcessState.ExitCode(); got != 143 || stdout.Len() != 0 {
		t.Errorf("the status is %d, it said %q", got, stdout.String())
	}
}
