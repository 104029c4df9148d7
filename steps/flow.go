package steps

import (
	"context"

	"unskew/steps/say"
)

// Flow is the wizard's table of contents.
func Flow() []Step {
	return []Step{whereStep(), osTimeStep(), ntpStep(), tokenStep(), confirmStep()}
}

// Step is one step of the wizard, as data. All functions are functions of the
// record alone, except a Task's Run.
type Step struct {
	ID    StepID
	Title say.Text // in the head of the page
	// Skip tells why the step is left out, if it is.
	Skip func(Session) (why string, skip bool)
	// Ask returns the next question that the step needs an answer to, or nil.
	Ask func(Session) *Question
	// Work returns what is to be measured next.
	Work func(Session) Work
	// Show builds the page from the record.
	Show func(Session, Assessment) Page
	// Help is what is said when the person asks for help on this page.
	Help []say.Text
	// Silent says that there is nothing to look at once the step is answered.
	Silent func(Session) bool
}

// Work is what a step has to do next: Task, or Wait, or neither: all is done.
type Work struct {
	Task *Task
	Wait bool // for something outside, such as the clock being corrected
}

// Task is a piece of measuring. Run emits at least one observation, so that the
// record moves on.
type Task struct {
	Name string
	Run  func(context.Context, *Bench)
	// Abandoned is recorded where the task is stopped before it found anything:
	// what it sent was sent all the same.
	Abandoned *Observation
}

// Phase is what is happening at a position.
type Phase string

// The phases.
const (
	Asking    Phase = "asking"
	Measuring Phase = "measuring"
	Waiting   Phase = "waiting"
	Ending    Phase = "ending"   // all is measured, the engine has to end the step
	Skipping  Phase = "skipping" // the engine has to skip it
	Showing   Phase = "showing"  // the person reads
	Finished  Phase = "finished"
)

// Position is where a session stands.
type Position struct {
	Index    int // in the flow; len(flow) when finished
	Phase    Phase
	Question *Question
	Task     *Task
	Why      string // of Skipping
}

// Next is the whole state machine: where a session stands is a function of its
// record.
func Next(flow []Step, s Session) Position {
	attended := s.Start().Attended
	for i, step := range flow {
		state := statusOf(s, step.ID)
		if state.skipped {
			continue
		}
		if why, skip := step.Skip(s); skip {
			return Position{Index: i, Phase: Skipping, Why: why}
		}
		if attended && !state.ended {
			if question := step.Ask(s); question != nil && permitted(s, question) {
				return Position{Index: i, Phase: Asking, Question: question}
			}
		}
		if !state.ended {
			switch work := step.Work(s); {
			case work.Task != nil:
				return Position{Index: i, Phase: Measuring, Task: work.Task}
			case work.Wait && attended:
				return Position{Index: i, Phase: Waiting}
			default:
				return Position{Index: i, Phase: Ending}
			}
		}
		if attended && !state.left && !step.Silent(s) {
			return Position{Index: i, Phase: Showing}
		}
	}
	return Position{Index: len(flow), Phase: Finished}
}

// status is how far a step has come.
type status struct{ ended, left, skipped bool }

// statusOf follows a step through the record. Going back to a step also takes
// back what was said of the later ones: they are shown, or measured, again.
func statusOf(s Session, id StepID) status {
	var now status
	for _, entry := range s.Entries() {
		switch entry.Kind {
		case Reopened:
			if order(entry.Step) > order(id) {
				continue
			}
			now.left, now.skipped = false, false
			if entry.Reopen != ReopenShow {
				now.ended = false
			}
		case Ended:
			now.ended = now.ended || entry.Step == id
		case Skipped:
			now.skipped = now.skipped || entry.Step == id
		case Answered:
			if entry.Step == id && entry.Answer.Question == QuestionNext {
				now.left = true
			}
		}
	}
	return now
}

// order is a step's place in the flow.
func order(id StepID) int {
	for i, known := range []StepID{StepWhere, StepOSTime, StepNTP, StepToken, StepConfirm} {
		if known == id {
			return i
		}
	}
	return -1
}

// since returns the entries after a step was last opened for measuring, so that
// "measure again" does not find what was measured before.
func since(s Session, id StepID) []Entry {
	entries := s.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		entry := entries[i]
		if entry.Kind == Reopened && entry.Reopen != ReopenShow && order(entry.Step) <= order(id) {
			return entries[i+1:]
		}
	}
	return entries
}
