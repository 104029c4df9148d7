package steps

import (
	"context"
	"slices"
	"time"

	"unskew/diagnostics"
	"unskew/steps/execute"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// applying is a remedy that is being run: beside the runner, whose task is
// stopped when the clock jumps, which is what the remedy is there for. It exists
// only between a yes and its result, in the program that heard the yes: a
// session that is taken up again never runs a command by itself.
type applying struct {
	commands []remedy.Command
	planned  []Planned
	at       int // the one that is being run, or waited for
	began    time.Duration
	before   diagnostics.Offset
	stop     context.CancelFunc
}

const (
	// leaveFor is how long a command is waited for when the session is left.
	leaveFor = 5 * time.Second
	// stopFor is how long it may then take to be stopped.
	stopFor = 6 * time.Second
)

// What is recorded where nobody saw the end of a command.
const (
	whyUnseen  = "this program ended while it ran, so it is not known what came of it"
	whyStopped = "it was stopped, because the session was left while it ran"
)

func asksToApply(at Position) bool {
	return at.Phase == Asking && at.Question.ID == QuestionApply
}

// mayApply reports whether a remedy can be offered now. On a host that is
// simulated, or where it was not allowed, it never can.
func (e *Engine) mayApply(s Session, a Assessment, at Position) bool {
	if e.world.Executor == nil || e.world.Fix != nil || s.Start().Simulated != "" {
		return false
	}
	if remotePatient(s) {
		return false // another machine's clock is judged
	}
	if at.Phase != Waiting && at.Phase != Showing || e.flow[at.Index].ID != StepConfirm {
		return false
	}
	if now := offeringOf(s); now.offer != nil && now.offer.Problem != "" && !now.moved {
		return false // it cannot be run from here, and the page says why
	}
	return len(canBeRun(shownRemedy(a))) > 0
}

// offer records what would be run, exactly as it would be, or why it cannot be.
func (e *Engine) offer(a Assessment, at Position) {
	found := shownRemedy(a)
	offer := Offer{Finding: found.Code}
	for _, command := range canBeRun(found) {
		argv, err := e.world.Executor.Prepare(command.Argv, command.NeedsRoot)
		if err != nil {
			offer.Commands, offer.Problem = nil, diagnostics.Clean(err.Error(), 300)
			break
		}
		offer.Commands = append(offer.Commands, Planned{Argv: command.Argv, Run: argv})
	}
	if at.Phase == Showing { // there is something to wait for again
		e.record(Entry{Kind: Reopened, Step: StepConfirm, Reopen: ReopenMeasure})
	}
	e.record(Entry{Kind: Offered, Step: StepConfirm, Offer: &offer})
}

// decide takes the answer. Of one that is not yes nothing is kept: it may be a
// password that somebody expected to be asked for.
func (e *Engine) decide(ctx context.Context, answer string) {
	s := e.Session()
	now := offeringOf(s)
	commands := now.planned(Assess(s))
	value := "no"
	if diagnostics.Clean(answer, maxAnswer) == applyYes && commands != nil && e.world.Executor != nil {
		value = applyYes
	}
	e.record(Entry{Kind: Answered, Step: StepConfirm, Answer: &Answer{Question: QuestionApply, Value: value}})
	e.sync()
	if value != applyYes {
		return
	}
	e.setApplying(&applying{commands: commands, planned: now.offer.Commands})
	e.runCommand(ctx, 0)
}

func (e *Engine) setApplying(now *applying) {
	e.mu.Lock()
	e.applying = now
	e.mu.Unlock()
	e.notify()
}

// runCommand starts the command that is next, after a pause. The end of the
// session does not end it at once: see leaveRun.
func (e *Engine) runCommand(ctx context.Context, pause time.Duration) {
	before, began := e.liveNow().Offset, e.world.Clock.Raw()
	now := e.applying
	argv := now.planned[now.at].Run
	limit := remedy.Limit(now.commands[now.at])
	if limit == 0 {
		limit = execute.DefaultLimit
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), pause+min(limit, execute.MaxLimit))
	e.mu.Lock()
	now.before, now.began, now.stop = before, began, stop
	e.mu.Unlock()
	go func() {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
		e.ran <- e.world.Executor.Run(ctx, argv)
	}()
	e.notify()
}

// commandEnded takes the result of a command: the next one is run, or the clock
// measured afresh.
func (e *Engine) commandEnded(ctx context.Context, result execute.Result, run *runner) {
	now := e.applying
	e.recordRun(result)
	if done := now.at; result.OK() && done+1 < len(now.planned) {
		e.mu.Lock()
		now.at++
		e.mu.Unlock()
		e.runCommand(ctx, remedy.Pause(now.commands[done]))
		return
	}
	e.setApplying(nil)
	e.sync()
	e.look(ctx, run) // most remedies have moved the clock by now
	s := e.Session()
	at := Next(e.flow, s)
	if !run.busy() && (at.Phase == Waiting || at.Phase == Ending) {
		run.start(ctx, StepConfirm, freshTask(s))
	}
}

// recordRun records the command that has just ended.
func (e *Engine) recordRun(result execute.Result) {
	now := e.applying
	now.stop()
	e.record(Entry{Kind: Applied, Step: StepConfirm, Run: &Run{
		Command: execute.Line(now.planned[now.at].Run), Exit: result.Exit, Before: now.before,
		Output: diagnostics.CleanLines(result.Output, execute.MaxOutput), Why: diagnostics.Clean(result.Why, 300), TimedOut: result.TimedOut,
	}})
}

// leaveRun waits a moment for a command that is being run when the session is
// left, then has it stopped, and records what is known. Those after it are not
// run.
func (e *Engine) leaveRun() {
	if e.applying == nil {
		return
	}
	result := execute.Result{Exit: execute.NoExit, Why: whyUnseen}
	select {
	case result = <-e.ran:
	case <-time.After(leaveFor):
		e.applying.stop()
		select {
		case result = <-e.ran:
			if !result.OK() && !result.TimedOut {
				result.Why = whyStopped
			}
		case <-time.After(stopFor):
		}
	}
	e.recordRun(result)
	e.setApplying(nil)
}

// closeRun closes what a session that is taken up again had open. An offer is
// withdrawn: what can be run has to be found out by the program that runs it, not
// read from a file. Of a command that was begun it is recorded that its end was
// not seen. It is not run again.
func (e *Engine) closeRun() {
	s := e.Session()
	now := offeringOf(s)
	if now.open() {
		e.record(Entry{Kind: Reopened, Step: StepConfirm, Reopen: ReopenShow})
	}
	if !now.running() {
		return
	}
	e.record(Entry{Kind: Applied, Step: StepConfirm, Run: &Run{
		Command: execute.Line(now.offer.Commands[len(now.runs)].Run), Exit: execute.NoExit, Why: whyUnseen,
		Before: Assess(SessionOf(s.Entries()[:now.before])).Offset.Offset,
	}})
}

// tellApplying shows that a remedy can be run, or is being run.
func (e *Engine) tellApplying(view *View, s Session, a Assessment, at Position) {
	e.mu.Lock()
	var now applying
	if e.applying != nil {
		now, view.Applying = *e.applying, true
	}
	e.mu.Unlock()
	if view.Applying {
		view.Page.Busy = true
		view.Page.Blocks = append(view.Page.Blocks, Progress{
			Label: say.T("running: %s", execute.Line(now.planned[now.at].Run)), For: e.world.Clock.Raw() - now.began,
		})
		view.Actions = []Action{{ID: ActQuit, Key: "q", Label: say.T("quit")}}
		return
	}
	if !e.mayApply(s, a, at) {
		return
	}
	view.Page.Blocks = append(view.Page.Blocks, Prose{Lines: []say.Text{
		say.T("Press f to have it run from here: you are shown the exact command first, and it is run only after a typed yes."),
	}})
	place := 0
	if len(view.Actions) > 0 && view.Actions[0].ID == ActNext {
		place = 1
	}
	view.Actions = slices.Insert(view.Actions, place, Action{ID: ActApply, Key: "f", Label: say.T("apply")})
}
