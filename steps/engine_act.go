package steps

import (
	"context"
	"strings"
	"unicode"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// act does what a person asked for, where it is possible at this position. It
// reports whether the session is over.
func (e *Engine) act(ctx context.Context, c command, run *runner) bool {
	run.settle()
	if e.applying != nil {
		return false // only to leave is possible, which is not done here
	}
	s := e.Session()
	at := Next(e.flow, s)
	if at.Phase == Finished {
		if c.action == ActBack {
			e.record(Entry{Kind: Reopened, Step: StepConfirm, Reopen: ReopenShow})
		}
		return false
	}
	step := e.flow[at.Index].ID
	switch c.action {
	case ActNext:
		if at.Phase == Showing {
			e.record(Entry{Kind: Answered, Step: step, Answer: &Answer{Question: QuestionNext}})
		}
	case ActBack:
		if asksToApply(at) {
			e.record(Entry{Kind: Reopened, Step: step, Reopen: ReopenShow})
			return false
		}
		e.goBack(at, run)
	case ActRepeat:
		e.repeat(ctx, at, run)
	case ActSkip:
		if skippable(step) {
			run.stop()
			e.record(Entry{Kind: Skipped, Step: step, Why: reasonOr(c.value)})
		}
	case ActAnswer:
		if asksToApply(at) {
			e.decide(ctx, c.value)
			return false
		}
		if at.Phase == Asking {
			return e.answer(step, at.Question, c.value)
		}
	case ActPark:
		return e.park(at, run)
	case ActApply:
		if e.world.Fix != nil && step == StepConfirm {
			before := e.liveNow().Offset
			e.record(Entry{Kind: Applied, Step: step, Run: &Run{Command: e.world.Fix(), Before: before}})
		} else if a := Assess(s); e.mayApply(s, a, at) {
			e.offer(a, at)
		}
	}
	return false
}

// looksLikeContent tells a pasted credential from the name of its file: it must
// not come back on the screen inside an error.
func looksLikeContent(value string) bool {
	return len(value) > 400 || strings.ContainsAny(value, "\n{}\"") || strings.Contains(value, "eyJ") || strings.Contains(value, "-----")
}

// maxAnswer bounds a typed answer, in characters.
const maxAnswer = 1000

// skippable steps may be left out by the person.
func skippable(step StepID) bool {
	return step == StepOSTime || step == StepNTP || step == StepToken
}

func reasonOr(why string) string {
	if why == "" {
		return "skipped by the person, without a reason"
	}
	return "skipped by the person: " + diagnostics.Clean(why, maxAnswer)
}

// goBack takes back the last answer of a step, or shows the step before.
func (e *Engine) goBack(at Position, run *runner) {
	s := e.Session()
	step := e.flow[at.Index].ID
	if (at.Phase == Asking || step == StepToken || step == StepWhere) && answeredIn(s, step) {
		run.stop()
		e.record(Entry{Kind: Reopened, Step: step, Reopen: ReopenAsk})
		return
	}
	for i := at.Index - 1; i >= 0; i-- {
		earlier := e.flow[i].ID
		how := ReopenShow
		if _, leftOut := e.flow[i].Skip(s); leftOut || earlier == StepWhere {
			how = ReopenAsk
		}
		if how == ReopenAsk && !answeredIn(s, earlier) && earlier != StepWhere {
			continue // left out again at once
		}
		run.stop()
		e.record(Entry{Kind: Reopened, Step: earlier, Reopen: how})
		return
	}
}

// answeredIn reports whether a question of the step stands answered.
func answeredIn(s Session, step StepID) bool { return len(s.answers(step)) > 0 }

// repeat measures a step again. On the last page that means: measure now.
func (e *Engine) repeat(ctx context.Context, at Position, run *runner) {
	step := e.flow[at.Index].ID
	switch {
	case where(e.Session()) == WhereMessage: // there is no machine to measure
	case step == StepConfirm && !run.busy() && (at.Phase == Waiting || at.Phase == Showing):
		if at.Phase == Showing {
			e.record(Entry{Kind: Reopened, Step: step, Reopen: ReopenMeasure})
		}
		run.start(ctx, step, freshTask(e.Session()))
	case at.Phase == Showing || at.Phase == Measuring:
		run.stop()
		e.record(Entry{Kind: Reopened, Step: step, Reopen: ReopenMeasure})
	}
}

// answer takes an answer, or says why it cannot. What does not fit is not
// recorded: the question stays, with the reason beside it. It reports whether
// the session is over.
func (e *Engine) answer(step StepID, question *Question, value string) bool {
	if question.Kind == EnterSecret {
		e.answerSecret(step, question, value)
		return false
	}
	if question.Kind != EnterText && question.Kind != EnterPath {
		value = diagnostics.Clean(value, maxAnswer)
	}
	if question.ID == askMessage && strings.TrimSpace(value) != "" {
		transcript := messageOf(value)
		if problem := e.vetPaste(step, transcript); !problem.IsZero() {
			e.refuse(problem)
			return false
		}
		e.record(Entry{Kind: Observed, Step: step, Observation: Observation{Transcript: &transcript}})
		return false
	}
	if question.ID == askAEMUser && value != "" {
		if problem := e.answerUser(value); !problem.IsZero() {
			e.refuse(problem)
			return false
		}
		value = userGiven
	}
	entry := Entry{Kind: Answered, Step: step, Answer: &Answer{Question: question.ID, Value: value}}
	if problem := e.vet(question, entry); !problem.IsZero() {
		e.refuse(problem)
		return false
	}
	e.record(entry)
	if question.ID == askWhere && value == WherePractising {
		e.record(Entry{Kind: Quit, Why: "goes on in the simulated host"})
		return true
	}
	return false
}

// refuse leaves the question open, with the reason beside it.
func (e *Engine) refuse(problem say.Text) {
	e.mu.Lock()
	e.refused = problem
	e.mu.Unlock()
	e.notify()
}

// vet tells why an answer cannot be taken.
func (e *Engine) vet(question *Question, entry Entry) say.Text {
	value := entry.Answer.Value
	if question.Kind == Choose {
		for _, option := range question.Options {
			if option.Value == value {
				return say.Text{}
			}
		}
		return say.T("Please choose one of the lines above.")
	}
	switch {
	case strings.TrimSpace(value) == "" && question.Optional:
		return say.Text{}
	case strings.TrimSpace(value) == "" && question.ID == askMessage:
		return say.T("Nothing was pasted. Paste the message, or go back.")
	case strings.TrimSpace(value) == "":
		return say.T("Please enter something, or skip this step.")
	case question.Kind == EnterPath && looksLikeContent(value):
		return say.T("That looks like the content of a file. Enter the file's name.")
	case strings.ContainsFunc(value, unicode.IsControl):
		return say.T("There are control characters in this name. Please type it.")
	}
	switch question.ID {
	case askAway:
		return vetAway(value)
	case askEndpoint, askCredentials, "--key":
		request, err := requestOf(e.Session().With(entry), e.world)
		if err == nil && question.ID == askEndpoint {
			_, err = request.Target()
		}
		if err != nil && !isLocked(err) { // its passphrase is asked for next
			return Reason(err.Error())
		}
	}
	return say.Text{}
}
