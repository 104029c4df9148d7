package report

import (
	"slices"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// findingsSection tells every finding with its remedy, causes first as the
// judge ordered them.
func findingsSection(c content) section {
	return section{Title: say.T("Findings and remedies"), Blocks: findingBlocks(c, c.now.Findings)}
}

// goneBlocks are the findings from before the clock was moved that no longer hold,
// with the commands that were shown for them.
func goneBlocks(c content) []steps.Block {
	if c.before == nil {
		return nil
	}
	var gone []steps.Finding
	for _, finding := range c.before.Findings {
		if !slices.ContainsFunc(c.now.Findings, func(now steps.Finding) bool { return now.Code == finding.Code }) {
			gone = append(gone, finding)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	lead := steps.Prose{Lines: []say.Text{say.T("Found before the clock was moved, with the remedies that were shown, and not found again since:")}}
	return append([]steps.Block{lead}, findingBlocks(c, gone)...)
}

func findingBlocks(c content, findings []steps.Finding) []steps.Block {
	var blocks []steps.Block
	for _, finding := range findings {
		told := []say.Text{say.T("%s: %s (%s)", severityWords(finding.Severity), finding.Title, finding.Code)}
		if !empty(finding.Detail) {
			told = append(told, finding.Detail)
		}
		if len(finding.BecauseOf) > 0 {
			told = append(told, say.T("It follows from: %s.", strings.Join(finding.BecauseOf, ", ")))
		}
		blocks = append(blocks, steps.Prose{Tone: steps.Strong, Lines: told})
		for _, remedy := range finding.Remedy {
			blocks = append(blocks, steps.CommandOf(c.session, remedy))
		}
	}
	return blocks
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
		remark := steps.Reason(result.Why)
		if len(result.Findings) > 0 {
			remark = say.Join("; ", filledTexts(remark, shown(strings.Join(result.Findings, ", ")))...)
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

// answersJSONOf is what the person answered and left out, for programs.
func answersJSONOf(s steps.Session) []answerJSON {
	var out []answerJSON
	for _, entry := range s.Entries() {
		switch {
		case entry.Answer != nil && entry.Answer.Question != steps.QuestionNext:
			one := answerJSON{Step: word(entry.Step), Question: word(entry.Answer.Question), Pasted: pasted(entry.Answer.Value)}
			if !one.Pasted {
				one.Answer = known(withoutUser(entry.Answer.Value))
			}
			out = append(out, one)
		case entry.Kind == steps.Skipped:
			out = append(out, answerJSON{Step: word(entry.Step), Skipped: true, Why: word(entry.Why)})
		}
	}
	return out
}

// answersSection tells what the person answered and left out.
func answersSection(c content) section {
	var rows []steps.Row
	for _, entry := range c.session.Entries() {
		switch {
		case entry.Answer != nil && entry.Answer.Question != steps.QuestionNext:
			rows = append(rows, steps.Row{Cells: []say.Text{shown(string(entry.Step)), shown(entry.Answer.Question), answerText(entry.Answer.Value)}})
		case entry.Kind == steps.Skipped:
			rows = append(rows, steps.Row{Cells: []say.Text{shown(string(entry.Step)), say.T("skipped"), steps.Reason(entry.Why)}})
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
	case pasted(value):
		return say.T("pasted text, not repeated here")
	}
	return say.Verbatim(withoutUser(value))
}

// pasted reports whether an answer was pasted, and may hold anything.
func pasted(value string) bool { return len(value) > maxAnswer || strings.ContainsAny(value, "\r\n") }
