package timeservice

import (
	"context"
	"errors"
	"os/exec"
	"time"
)

// runCommand starts a program by its full path and returns what it wrote to its
// standard output, of which the beginning is kept. It gets no words from a shell,
// no input, and nothing of this program's environment, which may hold secrets.
func runCommand(ctx context.Context, argv ...string) ([]byte, error) {
	if len(argv) == 0 {
		return nil, errors.New("a command without a program")
	}
	out := &bounded{}
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	command.Env = []string{"LC_ALL=C"} // Windows' own additions are made by os/exec
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
	room := mostOutput - len(b.kept)
	b.kept = append(b.kept, text[:min(room, len(text))]...)
	return len(text), nil
}
