package steps

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"unskew/steps/execute"
)

// recorder is an executor that runs nothing: it records what it was asked to
// run, and answers as the test says.
type recorder struct {
	mu     sync.Mutex
	ran    [][]string
	sudo   bool   // the person is not root
	absent string // a program that this machine does not have
	// answer is called in place of a command; nil: it ends well at once.
	answer func(ctx context.Context, argv []string) execute.Result
}

// Prepare implements execute.Executor.
func (r *recorder) Prepare(argv []string, root bool) ([]string, error) {
	if err := execute.Vet(argv); err != nil {
		return nil, err
	}
	if argv[0] == r.absent {
		return nil, errors.New(r.absent + " is not among the programs of this system")
	}
	prepared := append([]string{"/usr/bin/" + argv[0]}, argv[1:]...)
	if root && r.sudo {
		return append([]string{"/usr/bin/sudo", "-n"}, prepared...), nil
	}
	return prepared, nil
}

// Run implements execute.Executor.
func (r *recorder) Run(ctx context.Context, argv []string) execute.Result {
	r.mu.Lock()
	r.ran = append(r.ran, slices.Clone(argv))
	r.mu.Unlock()
	if r.answer == nil {
		return execute.Result{}
	}
	return r.answer(ctx, argv)
}

func (r *recorder) commands() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var lines []string
	for _, argv := range r.ran {
		lines = append(lines, execute.Line(argv))
	}
	return lines
}

// kept is the session's keeper of a program that may crash: what it kept is
// what is read back.
type kept struct{ entries []Entry }

func (k *kept) Append(entry Entry) error {
	k.entries = append(k.entries, entry)
	return nil
}

func (k *kept) Sync() error { return nil }

// allowed makes a world of the lab look like a real host, on which r runs what
// is confirmed. Nothing but r is ever asked to run anything.
func allowed(r *recorder) func(*labWorld) {
	return func(w *labWorld) {
		w.world.Fix, w.world.Simulated = nil, ""
		if r != nil {
			w.world.Executor = r
		}
	}
}

// atRemedy goes to the last page of such a host. Its servers are public ones.
func atRemedy(t *testing.T, name string, r *recorder, keep Keeper, change ...func(*labWorld)) *desk {
	t.Helper()
	d := sit(t, name, keep, func(w *labWorld) {
		allowed(r)(w)
		for _, alter := range change {
			alter(w)
		}
	})
	d.asked(askWhere)
	d.do(ActAnswer, WhereHere)
	d.shown(StepOSTime)
	d.do(ActNext, "")
	d.asked(askPublic)
	d.do(ActAnswer, PublicYes)
	for _, page := range []StepID{StepNTP, StepToken} {
		d.shown(page)
		d.do(ActNext, "")
	}
	d.shown(StepConfirm)
	return d
}
