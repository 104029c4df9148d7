package steps

import (
	"context"
	"slices"

	"unskew/diagnostics"
)

// runner runs one task at a time in a goroutine of its own. Results of a task
// that was stopped are told by their run number and dropped.
type runner struct {
	engine *Engine
	run    int
	step   StepID
	task   string

	abandoned *Observation
	cancel    context.CancelFunc
	yields    int
	// collect takes the observations of a recheck instead of the record.
	collect func(over bool, observed *Observation, at diagnostics.Instant)
}

func (r *runner) busy() bool { return r.cancel != nil }

// start runs a task for a step.
func (r *runner) start(ctx context.Context, step StepID, task *Task) {
	r.stop()
	r.run++
	r.step, r.yields, r.collect = step, 0, nil
	r.launch(ctx, task)
}

// startCollecting runs a task whose observations go to collect.
func (r *runner) startCollecting(ctx context.Context, task *Task, collect func(bool, *Observation, diagnostics.Instant)) {
	r.stop()
	r.run++
	r.step, r.yields, r.collect = "", 0, collect
	r.launch(ctx, task)
}

func (r *runner) launch(ctx context.Context, task *Task) {
	ctx, r.cancel = context.WithCancel(ctx)
	r.task, r.abandoned = task.Name, task.Abandoned
	e, run := r.engine, r.run
	e.mu.Lock()
	e.task, e.glimpses = task.Name, nil
	e.mu.Unlock()
	send := func(result outcome) {
		result.run = run
		result.at = diagnostics.Now(e.world.Clock)
		result.taken = make(chan struct{})
		select {
		case e.results <- result:
		case <-e.gone:
			return
		}
		select {
		case <-result.taken:
		case <-e.gone:
		}
	}
	bench := &Bench{
		World: e.world, Session: e.Session,
		Observe: func(observed Observation) { send(outcome{observed: &observed}) },
		Glimpse: e.glimpse,
	}
	go func() {
		task.Run(ctx, bench)
		send(outcome{over: true})
	}()
	e.notify()
}

// take takes what a task hands in.
func (r *runner) take(result outcome) {
	if result.run != r.run || r.cancel == nil {
		return
	}
	e := r.engine
	switch {
	case r.collect != nil:
		collect := r.collect
		if result.over {
			r.stop()
		}
		collect(result.over, result.observed, result.at)
	case result.over:
		r.close()
		r.stop()
	default:
		r.yields++
		e.noticeAway(*result.observed)
		e.recordAt(Entry{Kind: Observed, Step: r.step, Observation: *result.observed}, result.at)
	}
}

// settle ends a recheck early, with what it has found: a clock that moved is
// never forgotten because a person pressed a key meanwhile.
func (r *runner) settle() {
	if collect := r.collect; collect != nil && r.cancel != nil {
		r.engine.jumpedAgain = false
		r.stop()
		collect(true, nil, diagnostics.Instant{})
	}
}

// close records that a step's task has come to its end. One that found nothing
// would be started again for ever, so it ends its step.
func (r *runner) close() {
	switch {
	case r.step == "":
	case r.yields == 0:
		r.engine.record(Entry{Kind: Ended, Step: r.step})
	default:
		r.engine.record(Entry{Kind: Observed, Step: r.step, Observation: Observation{Done: r.task}})
	}
}

// stop ends the task under way. Its goroutine ends by its context.
func (r *runner) stop() {
	if r.cancel == nil {
		return
	}
	r.cancel()
	r.cancel, r.collect = nil, nil
	if r.yields == 0 && r.abandoned != nil {
		r.engine.record(Entry{Kind: Observed, Step: r.step, Observation: *r.abandoned})
	}
	e := r.engine
	e.mu.Lock()
	e.task, e.glimpses = "", nil
	e.mu.Unlock()
	e.notify()
}

// forget drops the glimpse that a recorded reading replaces. The lock is held.
func (e *Engine) forget(reading *diagnostics.Reading) {
	if reading == nil {
		return
	}
	e.glimpses = slices.DeleteFunc(slices.Clone(e.glimpses), func(g diagnostics.Reading) bool {
		return g.Server == reading.Server && g.Source == reading.Source
	})
}

// glimpse shows an interim reading until the final one is recorded.
func (e *Engine) glimpse(reading diagnostics.Reading) {
	e.mu.Lock()
	e.glimpses = slices.Clone(e.glimpses) // a look may be reading the old one
	replaced := false
	for i := range e.glimpses {
		if e.glimpses[i].Server == reading.Server && e.glimpses[i].Source == reading.Source {
			e.glimpses[i], replaced = reading, true
		}
	}
	if !replaced {
		e.glimpses = append(e.glimpses, reading)
	}
	e.mu.Unlock()
	e.notify()
}
