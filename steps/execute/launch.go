package execute

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	// termFor is how long a command that is to stop may take to do so by itself.
	termFor = 2 * time.Second
	// pipeFor is how long its output is read after its end: a service that it
	// has started may hold it open for ever.
	pipeFor = time.Second
	// killFor is how long its end is waited for after it was killed.
	killFor = time.Second + pipeFor
)

// launch runs a program by its full name. Inside tests this can only be the test
// itself.
func launch(ctx context.Context, argv []string) Result {
	if own, err := os.Executable(); testing.Testing() && (err != nil || argv[0] != own) {
		return Result{Exit: NoExit, Why: errTest.Error()}
	}
	if ctx.Err() != nil {
		return Result{Exit: NoExit, Why: "it was not started: this session was ending"}
	}
	var said tail
	command := &exec.Cmd{
		Path: argv[0], Args: argv, Env: environment(), Dir: rootFolder(),
		Stdout: &said, Stderr: &said, WaitDelay: pipeFor, SysProcAttr: ownGroup(),
	}
	if err := command.Start(); err != nil {
		return Result{Exit: NoExit, Why: fmt.Sprintf("%s cannot be started: %v", argv[0], cause(err))}
	}
	held := holdGroup(command.Process)
	defer held.release()
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		return finished(command, err, &said)
	case <-ctx.Done():
	}
	result := stop(held, ended)
	result.Output = said.text()
	result.TimedOut = errors.Is(context.Cause(ctx), context.DeadlineExceeded)
	return result
}

// finished is the result of a command that came to its end.
func finished(command *exec.Cmd, err error, said *tail) Result {
	result := Result{Exit: command.ProcessState.ExitCode(), Output: said.text()}
	var exit *exec.ExitError
	switch {
	case result.Exit == NoExit:
		result.Why = "it was ended from outside (" + command.ProcessState.String() + ")"
	case err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay):
		result.Why = cause(err).Error()
	case result.Exit != 0 && programName(command.Path) == "sudo" && strings.Contains(result.Output, "password is required"):
		result.Why = "sudo asks for a password here, and this program does not ask for one"
	}
	return result
}

// stop ends a command and all that it has started: first it is asked to.
func stop(group group, ended <-chan error) Result {
	over := within(ended, termFor, group.terminate())
	// Also where the command itself has ended: what it has started may not have.
	refused := group.kill()
	if !over && !within(ended, killFor, refused) {
		return Result{Exit: NoExit, Why: "it could not be stopped, and may still be running"}
	}
	return Result{Exit: NoExit, Why: "it was stopped before its end"}
}

// within waits for a command's end, which will not come soon where it refused to
// be stopped: who runs as another user cannot be signalled.
func within(ended <-chan error, limit time.Duration, refused error) bool {
	if refused != nil {
		limit = pipeFor
	}
	select {
	case <-ended:
		return true
	case <-time.After(limit):
		return false
	}
}

// lookUp finds a program in the system's own folders.
func lookUp(name string) (string, error) {
	places := []string{name}
	if !filepath.IsAbs(name) {
		places = nil
		for _, folder := range systemFolders() {
			for _, ending := range endings() {
				places = append(places, filepath.Join(folder, strings.TrimSuffix(name, ending)+ending))
			}
		}
	}
	for _, place := range places {
		if info, err := os.Stat(place); err == nil && runnable(info) {
			return place, nil
		}
	}
	return "", fmt.Errorf("%s is not among the programs of this system: type the command yourself where it is", name)
}

func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
