package machine

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"time"

	"unskew/diagnostics/hostclock"
)

// System is the machine that the program runs on.
func System() Host {
	return Host{
		OS: "linux", Root: os.DirFS("/"), Getenv: os.Getenv, UID: os.Geteuid, Groups: groups,
		Clock: hostclock.System(), Run: run,
	}
}

// run runs a command without a shell, in the C locale, with nothing to read and
// nothing of this program's environment. It is given time until ctx ends.
func run(ctx context.Context, argv ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	command.Env = []string{"LC_ALL=C", "PATH=/usr/bin:/bin"}
	command.Dir = "/"
	command.WaitDelay = 50 * time.Millisecond
	output := &bounded{}
	command.Stdout = output
	err := command.Run()
	return output.kept.Bytes(), err
}

// bounded keeps the beginning of what is written to it. The buffer is no part of
// its face: it could be filled past Write.
type bounded struct{ kept bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	const most = 4096
	b.kept.Write(p[:min(len(p), max(most-b.kept.Len(), 0))])
	return len(p), nil
}
