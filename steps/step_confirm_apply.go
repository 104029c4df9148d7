package steps

import (
	"slices"

	"unskew/steps/execute"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// QuestionApply is whether a shown remedy is to be run, and applyYes the one
// answer that does it.
const (
	QuestionApply = "apply"
	applyYes      = "yes"
)

// shownRemedy is the finding whose commands the last page shows, with these:
// those that correct the clock, or those that keep a right one right.
func shownRemedy(a Assessment) *Finding {
	if a.Offset.Relation != Beyond && a.Keeping.State != LastsRelapse {
		return nil
	}
	mending := MendingOf(a)
	if mending.Cause == nil || mending.Elsewhere {
		return nil // nothing that is typed here helps, or not yet
	}
	return &Finding{Code: mending.Cause.Code, Remedy: mending.Commands}
}

// canBeRun are the commands of a remedy that this program can run: up to the
// first that a person has to do, to choose or to see to, or that is never run. The rest
// may need what that one does.
func canBeRun(found *Finding) []remedy.Command {
	if found == nil {
		return nil
	}
	for i, command := range found.Remedy {
		if command.Either || command.ByPerson || execute.Vet(command.Argv) != nil {
			return found.Remedy[:i]
		}
	}
	return found.Remedy
}

// offering is an offer to run a remedy, and what came of it.
type offering struct {
	offer     *Offer
	before    int  // entries up to the answer
	answered  bool // yes or no
	yes       bool
	withdrawn bool // unanswered, and it stands no more
	moved     bool // the clock was moved since
	runs      []Run
}

// offeringOf is the newest offer of a session. Its yes counts for the commands
// that it lists and for nothing that comes later.
func offeringOf(s Session) offering {
	var now offering
	for i, entry := range s.Entries() {
		switch {
		case entry.Kind == Offered:
			now = offering{offer: entry.Offer, before: i + 1}
		case now.offer == nil:
		case entry.Kind == Answered && entry.Answer.Question == QuestionApply && now.open():
			now.answered, now.yes, now.before = true, entry.Answer.Value == applyYes, i+1
		case entry.Kind == Applied && now.running():
			now.runs = append(now.runs, *entry.Run)
		case entry.Kind == Moved || entry.Kind == Started:
			now.moved = true
			now.withdrawn = now.withdrawn || !now.answered
		case entry.Kind == Reopened || entry.Kind == Quit:
			now.withdrawn = now.withdrawn || !now.answered
		}
	}
	return now
}

// open reports whether the person is asked.
func (o offering) open() bool {
	return o.offer != nil && o.offer.Problem == "" && !o.answered && !o.withdrawn
}

// running reports whether the yes was given and the outcome is open.
func (o offering) running() bool {
	return o.yes && len(o.runs) < len(o.offer.Commands) && !o.failed()
}

// failed reports whether a command failed: those after it are not run.
func (o offering) failed() bool {
	return len(o.runs) > 0 && !wentWell(o.runs[len(o.runs)-1])
}

func wentWell(run Run) bool { return run.Exit == 0 && run.Why == "" }

// planned are the remedy's commands that an offer lists, where the page still
// shows them.
func (o offering) planned(a Assessment) []remedy.Command {
	commands := canBeRun(shownRemedy(a))
	if o.offer == nil || len(commands) != len(o.offer.Commands) {
		return nil
	}
	for i, command := range commands {
		if !slices.Equal(command.Argv, o.offer.Commands[i].Argv) {
			return nil
		}
	}
	return commands
}

// applyAsk asks for the yes, as long as the offer stands and fits.
func applyAsk(s Session) *Question {
	now := offeringOf(s)
	if !now.open() || now.planned(Assess(s)) == nil {
		return nil
	}
	question := &Question{
		ID: QuestionApply, Kind: EnterLine, Optional: true,
		Prompt: say.T("Type yes to have this run now: %s", execute.Line(now.offer.Commands[0].Run)),
		Help:   []say.Text{say.T("Only the whole word yes runs it. Anything else, or Enter alone, runs nothing.")},
	}
	if count := len(now.offer.Commands); count > 1 {
		question.Prompt = say.T("Type yes to have these %s commands run now, one after the other, up to the first that fails.", say.Number(count))
	}
	return question
}

// applyPage is the page while the yes is asked for, and while the remedy runs.
func applyPage(s Session) (Page, bool) {
	now := offeringOf(s)
	page := Page{Step: StepConfirm, Number: 4}
	switch {
	case now.running():
		page.Title = say.T("The remedy is being run")
		page.About = []say.Text{say.T("Wait until it has ended. This page then measures the clock afresh.")}
		page.Blocks = runBlocks(now)
		return page, true
	case now.open():
		a := Assess(s)
		commands := now.planned(a)
		if commands == nil {
			return page, false
		}
		page.Title = say.T("Shall this be run on this machine?")
		page.About = []say.Text{say.T("This is what would be run, exactly as it stands here. Nothing else is, and nothing before you have typed yes.")}
		for i, command := range commands {
			page.Blocks = append(page.Blocks, plannedBlocks(now.offer.Commands[i], command)...)
		}
		if dangers := dangerBlock(Weigh(s, a)); dangers != nil {
			page.Blocks = append(page.Blocks, dangers)
		}
		if rest := shownRemedy(a).Remedy[len(commands):]; len(rest) > 0 {
			page.Blocks = append(page.Blocks, Prose{Lines: []say.Text{say.T("What comes after that is left to you:")}})
			for _, command := range rest {
				page.Blocks = append(page.Blocks, CommandOf(s, command))
			}
		}
		return page, true
	}
	return page, false
}

// plannedBlocks are one command with all that is to be known before the yes.
func plannedBlocks(planned Planned, command remedy.Command) []Block {
	var rows []Fact
	if !command.Takes.IsZero() {
		rows = append(rows, Fact{Label: say.T("takes"), Value: command.Takes})
	}
	if command.Check != "" {
		rows = append(rows, Fact{Label: say.T("shows that it worked"), Value: say.Verbatim(command.Check)})
	}
	undo := say.T("it cannot be taken back")
	if command.Undo != "" {
		undo = say.Verbatim(command.Undo)
	}
	rows = append(rows, Fact{Label: say.T("takes it back"), Value: undo})
	// What gives it its rights stands in the line itself.
	root := command.NeedsRoot && len(planned.Run) == len(planned.Argv)
	return []Block{Command{Line: execute.Line(planned.Run), Why: command.Why, Root: root}, Facts{Rows: rows}}
}
