package execute

import (
	"context"
	"errors"
	"testing"
	"time"
)

// Executor runs commands on the host that is measured.
type Executor interface {
	// Prepare returns the argument vector that Run takes: the program with its
	// full name, and what gives it an administrator's rights where root asks for
	// them. It runs nothing. Its error says why it cannot be run and what to do.
	Prepare(argv []string, root bool) ([]string, error)
	// Run runs a prepared vector to its end, or to the end of ctx. It returns at
	// most some seconds after that.
	Run(ctx context.Context, argv []string) Result
}

// Result is what came of a command.
type Result struct {
	// Exit is its exit status, or NoExit.
	Exit int
	// Output is the end of what it said on both its outputs, cleaned, at most
	// MaxOutput bytes in whole lines where there are such.
	Output string
	// Why tells what the exit status does not: why it was not started, or did
	// not come to an end. It is empty otherwise.
	Why string
	// TimedOut says that it was stopped because its time was over.
	TimedOut bool
}

// NoExit stands for the exit status of a command that has none: it was not
// started, was killed, or its end was not seen.
const NoExit = -1

// OK reports whether the command came to a good end.
func (r Result) OK() bool { return r.Exit == 0 && r.Why == "" }

const (
	// DefaultLimit is how long a command may take that says nothing else.
	DefaultLimit = 30 * time.Second
	// MaxLimit is how long any command may take: installing a package over a
	// slow line.
	MaxLimit = 5 * time.Minute
	// MaxOutput bounds what is kept of a command's output, in bytes.
	MaxOutput = 4 << 10
)

// Host runs commands on this machine. Only the main package makes one.
type Host struct{}

// errTest is why nothing is run inside tests.
var errTest = errors.New("nothing is run inside tests: use a recording executor there")

// Prepare implements Executor.
func (Host) Prepare(argv []string, root bool) ([]string, error) {
	if err := Vet(argv); err != nil {
		return nil, err
	}
	program, err := lookUp(argv[0])
	if err != nil {
		return nil, err
	}
	prepared := append([]string{program}, argv[1:]...)
	if !root {
		return prepared, nil
	}
	rights, err := asRoot()
	return append(rights, prepared...), err
}

// Run implements Executor.
func (Host) Run(ctx context.Context, argv []string) Result {
	if testing.Testing() {
		return Result{Exit: NoExit, Why: errTest.Error()}
	}
	if err := vetPrepared(argv); err != nil {
		return Result{Exit: NoExit, Why: err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, MaxLimit)
	defer cancel()
	return launch(ctx, argv)
}
