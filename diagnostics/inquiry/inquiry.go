// Package inquiry asks the system's own tools a question: it runs a command that
// changes nothing, by its full path. It never gets words from a shell, and decides
// nothing about the answer.
package inquiry

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"time"
)

// MostOutput is how many bytes of an answer are kept, from its beginning; the
// longest that is asked for here has 2 KiB.
const MostOutput = 64 << 10

// Run starts a program and returns what it wrote to its standard output. It has
// nothing to read and nothing of this program's environment, which may hold
// secrets, and time until ctx ends. An error that comes with an exit status is an
// *exec.ExitError.
func Run(ctx context.Context, argv ...string) ([]byte, error) {
	if len(argv) == 0 {
		return nil, errors.New("a command without a program")
	}
	out := &bounded{}
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	command.Env = []string{"LC_ALL=C"} // Windows' own additions are made by os/exec
	if runtime.GOOS != "windows" {
		command.Env, command.Dir = append(command.Env, "PATH=/usr/bin:/bin"), "/"
	}
	command.Stdout = out
	command.WaitDelay = 200 * time.Millisecond // for a child that keeps the output open
	err := command.Run()
	return out.kept, err
}

// bounded keeps the beginning of what is written to it and takes the rest without
// a word, so that the writer comes to its end. It has no other methods: with
// ReadFrom, copying would go around the bound.
type bounded struct{ kept []byte }

func (b *bounded) Write(text []byte) (int, error) {
	room := MostOutput - len(b.kept)
	b.kept = append(b.kept, text[:min(room, len(text))]...)
	return len(text), nil
}
