//go:build e2e && unix

package e2e

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestOutputFile: a file is written whole or not at all, and for its owner
// alone unless something else is asked for.
func TestOutputFile(t *testing.T) {
	reference := chronyd(t, "", true)
	cases := []struct {
		name   string
		args   []string
		before string
		mode   os.FileMode
	}{
		{"a new file", nil, "", 0o600},
		{"for others too", []string{"--mode", "0644"}, "", 0o644},
		{"over an old file", nil, "old\n", 0o600},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, "report.json")
			if c.before != "" {
				if err := os.WriteFile(file, []byte(c.before), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			args := append([]string{"check", "--format", "json", "--ntp", reference, "--https", "none", "--output", file}, c.args...)
			got := unskew(t, args...)
			checkStatus(t, got, 0, 1)
			if got.stdout != "" || got.stderr != "" {
				t.Errorf("with --output it also said %q%q", got.stdout, got.stderr)
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parseRecord(t, string(text)).checkVerdict(t, "healthy", "measured")
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != c.mode {
				t.Errorf("its mode is %v (%v), not %o", info.Mode(), err, c.mode)
			}
			if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
				t.Errorf("beside the report there is something else: %v %v", entries, err)
			}
		})
	}
}

// TestOutputPipe: what is no regular file cannot be replaced, and is written to.
func TestOutputPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan []byte, 1)
	go func() {
		text, _ := os.ReadFile(pipe)
		read <- text
	}()
	got := unskew(t, "check", "--format", "json", "--ntp", chronyd(t, "", true), "--https", "none", "--output", pipe)
	checkStatus(t, got, 0, 1)
	select {
	case text := <-read:
		parseRecord(t, string(text)).checkVerdict(t, "healthy", "measured")
	case <-time.After(startLimit):
		t.Error("nothing came out of the pipe")
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe has become %v (%v)", info.Mode(), err)
	}
}

// TestSignalsEndACheck: at once, with the signal's status, and without a half
// result that a program would take for a whole one.
func TestSignalsEndACheck(t *testing.T) {
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for signal, status := range map[syscall.Signal]int{syscall.SIGHUP: 129, syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		t.Run(signal.String(), func(t *testing.T) {
			command := exec.Command(built, "check", "--format", "json", "--ntp", silent.LocalAddr().String(), "--https", "none")
			command.Env = bareEnvironment(t)
			var stdout bytes.Buffer
			command.Stdout = &stdout
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			// Its question at the silent server shows that it is measuring.
			if err := silent.SetReadDeadline(time.Now().Add(startLimit)); err != nil {
				t.Fatal(err)
			}
			if _, _, err := silent.ReadFrom(make([]byte, 1024)); err != nil {
				t.Fatalf("it asked nothing: %v", err)
			}
			begin := time.Now()
			if err := command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = command.Wait()
			if took := time.Since(begin); took > time.Second {
				t.Errorf("it ended after %s", took)
			}
			if got := command.ProcessState.ExitCode(); got != status {
				t.Errorf("the status is %d, not %d", got, status)
			}
			if stdout.Len() > 0 {
				if r := parseRecord(t, stdout.String()); r.Verdict.Code != "inconclusive" {
					t.Errorf("a check that was broken off says %s", r.Verdict.Code)
				}
			}
		})
	}
}

// TestTimeoutEndsACheck: --timeout bounds the whole of it, shorter than an
// endpoint's own time-out of some seconds, and what is known by then is told.
func TestTimeoutEndsACheck(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	begin := time.Now()
	got := unskew(t, "check", "--format", "json", "--ntp", "none", "--https", "none", "--timeout", "2s",
		"--profile", "jwt-bearer", "--token-url", "https://"+silent.Addr().String()+"/token",
		"--key", writeFile(t, "client.key", newClientKey(t).private), "--issuer", testIssuer, "--subject", testIssuer)
	if took := time.Since(begin); took > 3500*time.Millisecond {
		t.Errorf("with --timeout 2s it took %s", took)
	}
	checkStatus(t, got, 2)
	r := got.record(t)
	r.checkVerdict(t, "inconclusive", "none")
	if r.Exchange == nil || r.Exchange.OSClock.Outcome != "failed" || r.Exchange.OSClock.Class != "timeout" {
		t.Errorf("the exchange is %+v", r.Exchange)
	}
}
