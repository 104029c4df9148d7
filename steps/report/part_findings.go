package report

import (
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// findingsSection tells every finding with its remedy, causes first as the
// judge ordered them.
func findingsSection(c content) section {
	var blocks []steps.Block
	for _, finding := range c.now.Findings {
		told := []say.Text{say.T("%s: %s [%s]", severityWords(finding.Severity), finding.Title, codesOf(finding))}
		if !empty(finding.Detail) {
			told = append(told, finding.Detail)
		}
		if len(finding.BecauseOf) > 0 {
			told = append(told, say.T("It follows from: %s.", strings.Join(finding.BecauseOf, ", ")))
		}
		blocks = append(blocks, steps.Prose{Lines: told})
		for _, remedy := range finding.Remedy {
			blocks = append(blocks, steps.CommandOf(c.session, remedy))
		}
	}
	return section{Title: say.T("Findings and remedies"), Blocks: blocks}
}

// codesOf are a finding's own code, and the one for the telephone.
func codesOf(finding steps.Finding) say.Text {
	return say.T("%s, phone code %s", finding.Code, steps.Spoken(finding.Phone()))
}

func severityWords(severity steps.Severity) say.Text {
	switch severity {
	case steps.Problem:
		return say.T("Problem")
	case steps.Warning:
		return say.T("Warning")
	}
	return say.T("Note")
}

// stepsSection tells how each step ended.
func stepsSection(c content) section {
	var rows []steps.Row
	for _, result := range c.now.Steps {
		remark := shown(result.Why)
		if len(result.Findings) > 0 {
			remark = shown(joined(result.Why, "; ", strings.Join(result.Findings, ", ")))
		}
		rows = append(rows, steps.Row{Cells: []say.Text{shown(string(result.ID)), result.Outcome.Words(), remark}})
	}
	if len(rows) == 0 {
		return section{}
	}
	return section{Title: say.T("The steps"), Blocks: []steps.Block{steps.Table{
		Head: []say.Text{say.T("step"), say.T("outcome"), say.T("findings, or why")}, Rows: rows,
	}}}
}

// answersSection tells what the person answered and left out.
func answersSection(c content) section {
	var rows []steps.Row
	for _, entry := range c.session.Entries() {
		switch {
		case entry.Answer != nil && entry.Answer.Question != steps.QuestionNext:
			rows = append(rows, steps.Row{Cells: []say.Text{shown(string(entry.Step)), shown(entry.Answer.Question), answerText(entry.Answer.Value)}})
		case entry.Kind == steps.Skipped:
			rows = append(rows, steps.Row{Cells: []say.Text{shown(string(entry.Step)), say.T("skipped"), shown(entry.Why)}})
		}
	}
	if len(rows) == 0 {
		return section{}
	}
	title := say.T("What the person answered and left out")
	if !c.session.Start().Attended {
		title = say.T("What was left out")
	}
	return section{Title: title, Blocks: []steps.Block{steps.Table{
		Head: []say.Text{say.T("step"), say.T("question"), say.T("answer")}, Rows: rows,
	}}}
}

// maxAnswer is the longest answer that is repeated. Choices, names and addresses
// are shorter; what is longer was pasted, and may hold anything.
const maxAnswer = 120

func answerText(value string) say.Text {
	switch {
	case value == "":
		return say.T("nothing")
	case len(value) > maxAnswer || strings.ContainsAny(value, "\r\n"):
		return say.T("pasted text, not repeated here")
	}
	return say.Verbatim(withoutUser(value))
}
