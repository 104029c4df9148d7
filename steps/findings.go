package steps

import (
	"slices"

	"unskew/steps/say"
)

// finding returns the finding of that code, or nil.
func finding(a Assessment, code string) *Finding {
	for i := range a.Findings {
		if a.Findings[i].Code == code {
			return &a.Findings[i]
		}
	}
	return nil
}

// findingNotes are the findings of a step as lines for its page. What follows
// from another finding is left to the report, and so is what the page says
// already.
func findingNotes(a Assessment, step StepID, said ...string) []say.Text {
	var notes []say.Text
	for _, found := range a.Findings {
		if found.Step == step && len(found.BecauseOf) == 0 && !slices.Contains(said, found.Code) {
			notes = append(notes, say.Join(" ", found.Title, found.Detail))
		}
	}
	return notes
}

// resultsOf is the outcome of each of the four steps.
func resultsOf(s Session, a Assessment) []StepResult {
	var results []StepResult
	for _, id := range []StepID{StepOSTime, StepNTP, StepToken, StepConfirm} {
		results = append(results, resultOfStep(s, a, id))
	}
	return results
}

func resultOfStep(s Session, a Assessment, id StepID) StepResult {
	result := StepResult{ID: id}
	now := statusOf(s, id)
	for _, found := range a.Findings {
		if found.Step == id {
			result.Findings = append(result.Findings, found.Code)
		}
	}
	switch {
	case now.skipped:
		result.Outcome, result.Why = StepSkipped, whySkipped(s, id)
	case !now.ended:
		result.Outcome = ""
	default:
		result.Outcome = outcomeOf(a, id)
	}
	return result
}

func whySkipped(s Session, id StepID) string {
	why := ""
	for _, entry := range s.Entries() {
		if entry.Kind == Skipped && entry.Step == id {
			why = entry.Why
		}
	}
	return why
}

func outcomeOf(a Assessment, id StepID) StepOutcome {
	outcome := StepOK
	for _, found := range a.Findings {
		switch {
		case found.Step != id:
		case found.Severity == Problem:
			return StepProblem
		case found.Severity == Warning:
			outcome = StepWarning
		}
	}
	if id == StepNTP && !a.Offset.Known {
		return StepUnknown
	}
	if id == StepToken && finding(a, "exchange.untested") != nil {
		return StepUnknown
	}
	if id == StepConfirm && a.Verdict.Code == Inconclusive {
		return StepUnknown
	}
	if id == StepConfirm && a.Verdict.Code != Fixed && a.Verdict.Code != Healthy && outcome == StepOK {
		return StepProblem
	}
	return outcome
}
