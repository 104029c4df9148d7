package steps

import (
	"context"

	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// confirmStep names the cause and the remedy, waits for the clock to be
// corrected, and proves that it is.
func confirmStep() Step {
	return Step{
		ID:     StepConfirm,
		Title:  say.T("Confirm"),
		Skip:   confirmSkip,
		Ask:    confirmAsk,
		Work:   confirmWork,
		Show:   confirmShow,
		Silent: func(Session) bool { return false },
		Help: []say.Text{
			say.T("This page watches the clock. As soon as it is corrected, it measures afresh, repeats the token request and says whether the fault is gone."),
			say.T("You may leave it open while somebody else corrects the clock. This program changes nothing on this machine, except by a command that you have read and typed yes to."),
		},
	}
}

func confirmSkip(s Session) (string, bool) {
	return "nobody was there to correct the clock", !s.Start().Attended
}

// confirmAsk asks for the yes to a remedy, or for the passphrase that a session
// which was taken up again needs for the last proof.
func confirmAsk(s Session) *Question {
	if question := applyAsk(s); question != nil {
		return question
	}
	if question := passphraseAsk(s, StepConfirm, s.Epoch()); question != nil {
		return question
	}
	if testsMissing(s) {
		return userAsk(s, StepConfirm)
	}
	return pasteAgainAsk(s)
}

// rounds of fresh measuring after a movement, before the page waits again.
const maxFreshRounds = 4

func confirmWork(s Session) Work {
	history := epochsOf(s)
	if !beyondEver(history) || where(s) == WhereMessage {
		return Work{}
	}
	if len(s.Readings()) == 0 && freshRounds(s.Epoch()) < maxFreshRounds {
		return Work{Task: freshTask(s)}
	}
	missing := missingForFixed(s, history)
	if len(history) > 1 && len(missing) == 0 {
		return Work{}
	}
	if len(history) == 1 {
		return Work{Wait: true}
	}
	now := history[len(history)-1]
	samples, _ := freshSamples(now)
	if samples < freshNeeded && freshRounds(s.Epoch()) < maxFreshRounds {
		return Work{Task: freshTask(s)}
	}
	if now.offset.Relation == Within && testedBefore(history) {
		if target := targetIn(now.entries); target != nil && target.Locked {
			if given, _ := s.Value(StepConfirm, askPassphrase); given != passphraseGiven || !answeredSince(now.entries, StepConfirm) {
				return Work{Wait: true}
			}
			return Work{Task: &Task{Name: "prepare", Run: prepare}}
		}
		if stamp, send, _ := nextAttempt(s, now.entries); send && !testedByAEM(history) {
			return Work{Task: attemptTask(stamp)}
		}
		if work := aemWork(s, StepConfirm); work.Task != nil {
			return work
		}
		// Tried and refused with a right clock: another fault, nothing to wait for.
		return Work{Wait: !triedInVain(now)}
	}
	return Work{Wait: true}
}

// testsMissing reports whether nothing but AEM's own tests is left to prove the fix,
// and nobody is at hand any more to ask AEM as.
func testsMissing(s Session) bool {
	if userKnown(s) || len(s.AgentTests()) == 0 {
		return false
	}
	history := epochsOf(s)
	if len(history) < 2 || len(missingAgents(history)) == 0 {
		return false
	}
	now := history[len(history)-1]
	samples, _ := freshSamples(now)
	return now.offset.Relation == Within && samples >= freshNeeded
}

// beyondEver reports whether the clock was beyond tolerance at any time.
func beyondEver(history []epoch) bool {
	for _, part := range history {
		if part.offset.Relation == Beyond {
			return true
		}
	}
	return false
}

// freshRounds counts the rounds of fresh measuring.
func freshRounds(entries []Entry) int {
	count := 0
	for _, entry := range entries {
		if entry.Done == taskFresh {
			count++
		}
	}
	return count
}

// freshTask measures again after the clock has moved: the servers that answered
// before, and what the kernel says now.
func freshTask(s Session) *Task {
	return &Task{Name: taskFresh, Run: func(ctx context.Context, b *Bench) {
		measureServers(ctx, b, b.followedNow(s))
		b.readSights(ctx)
		b.readHost(ctx)
	}}
}

func confirmShow(s Session, a Assessment) Page {
	if page, open := applyPage(s); open {
		return page
	}
	page := Page{Step: StepConfirm, Number: 4, Title: say.T("What was found, and what to do now")}
	history := epochsOf(s)
	page.About = []say.Text{a.Verdict.Title, a.Verdict.Next}
	// A clock that is set wrong again comes before its remedy: to correct it
	// once more does not help.
	said := []string{"clock.moved"}
	if again := finding(a, "clock.moved-back"); again != nil {
		page.About = append([]say.Text{again.Title, again.Detail}, page.About...)
		said = append(said, again.Code)
	}
	page.About = append(page.About, PhoneLine(s, a)...)
	switch {
	case a.Verdict.Code == Fixed:
		page.Title = say.T("The proof of the fix")
		page.Blocks = append(page.Blocks, beforeAfter(history), checklist(s, history), Prose{Lines: []say.Text{
			say.T("This page goes on watching: leave it open for a while, and it tells you if something sets the clock wrong again."),
		}})
	case len(history) > 1 && beyondEver(history):
		page.Title = checkedTitle(history[len(history)-1])
		page.Blocks = append(page.Blocks, checklist(s, history))
		if a.Offset.Relation == Beyond {
			page.Blocks = append(append(page.Blocks, remedyBlocks(s, a)...), waitingFor(s))
		}
	case beyondEver(history):
		page.Blocks = append(page.Blocks, remedyBlocks(s, a)...)
		page.Blocks = append(page.Blocks, waitingFor(s))
	}
	tellRuns(&page, s, a.Verdict.Code == Fixed)
	if notes := findingNotes(a, StepConfirm, said...); len(notes) > 0 {
		page.Blocks = append(page.Blocks, Prose{Tone: Caution, Lines: notes})
	}
	switch {
	case a.Offset.Relation == Within && remotePatient(s):
		page.Blocks = append(page.Blocks, awayLasting())
	case a.Offset.Relation == Within:
		page.Blocks = append(page.Blocks, lastingBlocks(s, a)...)
	}
	return page
}

func waitingFor(s Session) Block {
	if remotePatient(s) {
		return awayWaiting(s)
	}
	return Prose{Tone: Strong, Lines: []say.Text{say.T("Waiting for the clock to be corrected. This page sees it by itself; leave it open.")}}
}

// checklist is what `fixed` needs, and how far it is.
func checklist(s Session, history []epoch) Block {
	now := history[len(history)-1]
	samples, _ := freshSamples(now)
	rows := []Fact{
		checked(now.offset.Relation == Within && now.offset.Independent, say.T("clock within %s", Span(tolerance(s))), wordsOr(now.offset)),
		checked(samples >= freshNeeded, say.T("fresh answers"), say.T("%s of %s", say.Number(min(samples, freshNeeded)), say.Number(freshNeeded))),
	}
	if missing := missingAgents(history); testedBefore(history) && len(agentsBefore(history)) > 0 {
		all := len(agentsBefore(history))
		rows = append(rows, checked(len(missing) == 0, say.T("AEM's own tests"), say.T("%s of %s passed", say.Number(all-len(missing)), say.Number(all))))
	}
	if testedBefore(history) && !testedByAEM(history) {
		latest := roundOf(now.attempts)
		row := checked(false, say.T("token exchange"), say.T("not repeated yet"))
		if latest.osClock != nil {
			row = checked(latest.osClock.Outcome == exchange.Accepted, say.T("token exchange"), attemptWords(latest.osClock))
		}
		rows = append(rows, row)
	}
	return Facts{Rows: rows}
}

func wordsOr(judged Judged) say.Text {
	if !judged.Known {
		return say.T("being measured")
	}
	return judged.Words
}

func checked(done bool, label, value say.Text) Fact {
	if done {
		return Fact{Label: label, Value: value, Note: say.T("done"), Tone: Good}
	}
	return Fact{Label: label, Value: value, Note: say.T("open"), Tone: Caution}
}

// beforeAfter is the proof of the fix, side by side.
func beforeAfter(history []epoch) Block {
	now := history[len(history)-1]
	table := Table{Head: []say.Text{say.T(""), say.T("before"), say.T("after")}}
	for i := len(history) - 2; i >= 0; i-- {
		earlier := history[i]
		if earlier.offset.Relation != Beyond {
			continue
		}
		table.Rows = append(table.Rows, Row{Cells: []say.Text{say.T("clock"), earlier.offset.Words, now.offset.Words}, Tone: Strong})
		first, last := roundOf(earlier.attempts).osClock, roundOf(now.attempts).osClock
		if first != nil && last != nil {
			table.Rows = append(table.Rows, Row{Cells: []say.Text{say.T("exchange"), attemptWords(first), attemptWords(last)}, Tone: Strong})
		}
		table.Rows = append(table.Rows, agentRows(history)...)
		break
	}
	return table
}
