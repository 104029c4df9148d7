package plain

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"unskew/diagnostics/lab"
	"unskew/steps"
	"unskew/steps/execute"
)

// standIn runs nothing: it corrects the lab's clock after a while.
type standIn struct {
	lab  *lab.Lab
	runs atomic.Int32
}

func (s *standIn) Prepare(argv []string, _ bool) ([]string, error) {
	return append([]string{"/usr/bin/" + argv[0]}, argv[1:]...), execute.Vet(argv)
}

func (s *standIn) Run(context.Context, []string) execute.Result {
	s.runs.Add(1)
	time.Sleep(13 * time.Second)
	s.lab.Fix()
	return execute.Result{Output: "Synchronizing state of chrony.service\nCreated symlink"}
}

// TestApply: the remedy is offered, asked for, run and its output told, by typed
// lines alone. A no comes first.
func TestApply(t *testing.T) {
	scenario, err := lab.Find("service-stopped")
	if err != nil {
		t.Fatal(err)
	}
	inBubble(t, func(t *testing.T, ctx context.Context) {
		running, err := lab.Start(scenario, lab.Memory())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = running.Close() }()
		world, settings := steps.Simulated(running, "test")
		executor := &standIn{lab: running}
		world.Fix, world.Simulated, world.Executor = nil, "", executor
		engine := steps.NewEngine(world, settings, true, steps.NoKeeper{})
		ended := make(chan error, 1)
		go func() { ended <- engine.Run(ctx) }()
		lines := []string{"1", "", "1", "", "", "f", "yes please", "apply", "yes", ""}
		out := talk(t, engine, &slow{ctx: ctx, wait: 45 * time.Second, lines: lines}, english())
		engine.Do(steps.ActQuit, "")
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if got := steps.Assess(engine.Session()).Verdict.Code; got != steps.Fixed || executor.runs.Load() != 1 {
			t.Errorf("verdict %s, %d runs\n%s", got, executor.runs.Load(), out)
		}
		rest := out
		for _, part := range []string{
			"f apply", "Step 4 of 4: Shall this be run on this machine?", "/usr/bin/systemctl enable --now chrony.service",
			"takes it back: systemctl disable --now", "Type yes to have this run now: /usr/bin/systemctl enable --now",
			"Nothing was run: the answer was not yes.", "Type yes", "The remedy is being run",
			"running: /usr/bin/systemctl enable --now chrony.service", "chrony.service, 10 s",
			"It ended well", "  | Synchronizing state of chrony.service", "  | Created symlink", "Result: Fixed",
		} {
			at := strings.Index(strings.Join(strings.Fields(rest), " "), strings.Join(strings.Fields(part), " "))
			if at < 0 {
				t.Fatalf("%q is not told, or not in its place\n%s", part, out)
			}
			rest = strings.Join(strings.Fields(rest), " ")[at+1:]
		}
	})
}
