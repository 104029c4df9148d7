package steps

import (
	"context"
	"sync"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/ntp"
	"unskew/steps/execute"
	"unskew/steps/say"
)

// Engine runs a session: it is the only writer of the record. Run owns the
// loop; Look, Do, Changed and Session may be called from any goroutine.
type Engine struct {
	world World
	flow  []Step
	keep  Keeper
	boot  string

	commands chan command
	results  chan outcome
	changed  chan struct{}
	ran      chan execute.Result // of the command that is being run, see applying
	gone     chan struct{}       // closed when Run returns

	mu          sync.Mutex
	session     Session
	assessed    Assessment
	truth       ntp.Consensus
	away        patient // the clock that is judged, and whether it was not read yet
	unread      bool
	glimpses    []diagnostics.Reading
	task        string // the name of the task under way
	applying    *applying
	problem     say.Text
	refused     say.Text // why the last answer was not taken
	watch       watcher
	chart       chart
	charted     string // whose clock the chart is of, as patient.host
	motion      Motion
	seen        diagnostics.Instant // the last look at the clock
	unmoved     diagnostics.Instant // the last look before it jumped
	jumpedAgain bool                // while the last jump was being measured
	newest      time.Duration       // raw time of the newest measured reading
	polled      time.Duration       // raw time of the last poll
	pollWait    time.Duration       // until the next one, while polls fail
	logRead     time.Duration       // raw time of the last look into the log
	sighted     time.Duration       // raw time of the last look at an AEM elsewhere
	done        bool
	idle        idle
}

// command is something that a person does.
type command struct {
	action ActionID
	value  string
}

// outcome is what a running task hands in.
type outcome struct {
	run      int
	observed *Observation
	at       diagnostics.Instant
	over     bool
	taken    chan struct{} // closed when the record holds it
}

// NewEngine starts a session in a world. attended says whether a person is
// there to answer; keep may be NoKeeper.
func NewEngine(world World, settings Settings, attended bool, keep Keeper) *Engine {
	e := newEngine(world, keep)
	state := world.Host(context.Background())
	e.boot = state.BootID
	e.record(Entry{Kind: Started, Start: &Start{
		Tool: world.Tool, Host: state.Name, Simulated: world.Simulated,
		Attended: attended, Released: world.Released, Settings: settings,
	}})
	if attended && world.AEM != nil {
		// The first page says whether AEM runs here, before it asks.
		found := world.AEM(context.Background())
		e.record(Entry{Kind: Observed, Step: StepOSTime, Observation: Observation{AEM: &found}})
	}
	return e
}

func newEngine(world World, keep Keeper) *Engine {
	if world.Passphrase == nil {
		world.Passphrase = &Passphrase{}
	}
	if world.AEMUser == nil {
		world.AEMUser = &AEMUser{}
	}
	e := &Engine{
		world: world, flow: Flow(), keep: keep,
		commands: make(chan command, 16), results: make(chan outcome), changed: make(chan struct{}, 1), ran: make(chan execute.Result, 1), gone: make(chan struct{}),
	}
	e.seen = diagnostics.Now(world.Clock)
	e.watch.restart(e.seen)
	return e
}

// Session returns the record so far.
func (e *Engine) Session() Session {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.session
}

// Changed delivers after something other than the clocks has changed. Several
// changes may be one delivery.
func (e *Engine) Changed() <-chan struct{} { return e.changed }

// Do hands in what a person does. It returns at once.
func (e *Engine) Do(action ActionID, value string) {
	select {
	case e.commands <- command{action, value}:
	default: // sixteen keys ahead of the engine: the person is leaning on one
	}
}

// Complete lists file names that begin with the given text.
func (e *Engine) Complete(prefix string) []string { return e.world.Files.Complete(prefix) }

// Run runs the session until it is finished and, where a person attends, left;
// or until ctx ends. It returns nil in all of these cases.
func (e *Engine) Run(ctx context.Context) error {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	run := runner{engine: e}
	defer close(e.gone)
	defer run.stop()
	e.closeRun()
	for {
		if e.advance(ctx, &run) {
			return nil
		}
		select {
		case <-ctx.Done():
			e.gather(&run)
			e.leaveRun()
			e.record(Entry{Kind: Quit, Why: quitInterrupted})
			return nil
		case command := <-e.commands:
			if command.action == ActQuit {
				run.stop()
				e.leaveRun()
				e.record(Entry{Kind: Quit, Why: command.value})
				return nil
			}
			if e.act(ctx, command, &run) {
				return nil
			}
		case result := <-e.results:
			// What was measured around a jump belongs to neither side of it.
			e.look(ctx, &run)
			run.take(result)
			close(result.taken)
		case result := <-e.ran:
			e.commandEnded(ctx, result, &run)
		case <-ticker.C:
			e.look(ctx, &run)
			if e.leaveIdle(&run) {
				return nil
			}
		}
	}
}

// quitInterrupted is why a session ended that was cut short from outside: by a
// signal, or by the limit of a check.
const quitInterrupted = "interrupted"

// gatherFor is how long a task that was cut short may take to say so.
const gatherFor = time.Second

// gather takes what a task that was cut short still hands in: which servers
// had not answered, and that the endpoint was not reached in time.
func (e *Engine) gather(run *runner) {
	limit := time.After(gatherFor)
	for run.busy() {
		select {
		case result := <-e.results:
			run.take(result)
			close(result.taken)
		case <-limit:
			return
		}
	}
}

// advance moves the session on as far as nobody has to be waited for. It
// reports whether the session is over.
func (e *Engine) advance(ctx context.Context, run *runner) bool {
	for {
		if e.applying != nil {
			return false // nothing else is begun beside it
		}
		s := e.Session()
		at := Next(e.flow, s)
		e.setDone(at.Phase == Finished)
		if at.Phase == Finished {
			return !s.Start().Attended
		}
		step := e.flow[at.Index].ID
		switch at.Phase {
		case Skipping:
			e.record(Entry{Kind: Skipped, Step: step, Why: at.Why})
		case Ending:
			if run.busy() {
				return false
			}
			e.record(Entry{Kind: Ended, Step: step})
			e.sync()
		case Measuring:
			if !run.busy() {
				run.start(ctx, step, at.Task)
			}
			return false
		default:
			return false
		}
	}
}

// setDone marks the session as finished, or as taken up again because the clock
// moved.
func (e *Engine) setDone(done bool) {
	e.mu.Lock()
	was := e.done
	e.done = done
	e.mu.Unlock()
	if was != done {
		e.notify()
	}
}

// record stamps an entry, writes it, and only then lets others see it.
func (e *Engine) record(entry Entry) {
	e.recordAt(entry, diagnostics.Now(e.world.Clock))
}

func (e *Engine) recordAt(entry Entry, at diagnostics.Instant) {
	e.mu.Lock()
	entry.At, entry.Boot = at, e.boot
	next := e.session.With(entry)
	err := e.keep.Append(next.Last())
	e.session = next
	e.forget(entry.Reading)
	if entry.Kind != Observed {
		e.refused = say.Text{}
	}
	if reading := entry.Reading; reading != nil && reading.Outcome == diagnostics.Measured {
		e.newest = reading.At.Raw
	}
	if err != nil {
		e.problem = say.T("Export the report before you leave: the session is in memory only, because it cannot be saved (%s).", diagnostics.Clean(reason(err).Error(), 120))
		e.keep = NoKeeper{}
	}
	e.mu.Unlock()
	e.refresh()
	e.notify()
}

// refresh judges the record anew. Only the engine's own goroutine calls it.
func (e *Engine) refresh() {
	s := e.Session()
	assessed, truth, away := Assess(s), consensusOf(s), patientNow(s)
	e.mu.Lock()
	e.assessed, e.truth, e.away, e.unread = assessed, truth, away, away.unread(s)
	e.mu.Unlock()
}

func (e *Engine) sync() {
	if err := e.keep.Sync(); err != nil {
		e.mu.Lock()
		e.problem = say.T("The session may not be saved (%s).", diagnostics.Clean(reason(err).Error(), 120))
		e.mu.Unlock()
	}
}

func (e *Engine) notify() {
	select {
	case e.changed <- struct{}{}:
	default:
	}
}
