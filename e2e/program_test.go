//go:build e2e && unix

package e2e

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// runLimit ends a run that hangs. Every unattended run of these tests is over
// much earlier.
const runLimit = 40 * time.Second

// outcome is what one run of the program left.
type outcome struct {
	stdout, stderr string
	status         int
}

// invocation is one run: its arguments, what is typed or piped into it, what its
// environment holds besides the bare minimum, and whether it runs as nobody, which
// only root can have it do.
type invocation struct {
	args   []string
	stdin  string
	env    []string
	nobody bool
}

// unskew runs the program without a terminal.
func unskew(t testing.TB, args ...string) outcome {
	t.Helper()
	return invocation{args: args}.run(t)
}

func (v invocation) run(t testing.TB) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), runLimit)
	defer cancel()
	command := exec.CommandContext(ctx, built, v.args...)
	command.Env = append(bareEnvironment(t), v.env...)
	if v.nobody {
		const nobody = 65534
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	command.Stdin = strings.NewReader(v.stdin)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	if ctx.Err() != nil {
		t.Fatalf("unskew %s did not end within %s; it had said:\n%s%s", strings.Join(v.args, " "), runLimit, &stdout, &stderr)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("unskew %s: %v", strings.Join(v.args, " "), err)
	}
	return outcome{stdout: stdout.String(), stderr: stderr.String(), status: command.ProcessState.ExitCode()}
}

// bareEnvironment keeps the outcome from depending on who runs the tests: no
// proxy, no locale, no home folder with sessions in it.
func bareEnvironment(t testing.TB) []string {
	t.Helper()
	return []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + t.TempDir(), "LANG=C.UTF-8", "TERM=xterm-256color"}
}
