package report

import (
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// logSection tells which logs were read, and what they say.
func logSection(c content) section {
	log := c.session.Log()
	if log == nil {
		return section{}
	}
	rows := []steps.Fact{
		{Label: say.T("files"), Value: shown(strings.Join(log.Files, ", "))},
		{Label: say.T("they say"), Value: log.Title},
		{Label: say.T("refused as"), Value: shown(string(log.Class))},
	}
	if log.Problem {
		rows = append(rows, steps.Fact{Label: say.T("incomplete"), Value: say.T("a file could not be read to its end")})
	}
	return section{Title: say.T("What the logs say"), Blocks: append([]steps.Block{steps.Facts{Rows: filled(rows)}}, steps.LogBlocks(c.session)...)}
}

// logEvidenceOf is what named logs say; nil where none was read.
func logEvidenceOf(log *steps.LogEvidence) *logEvidenceJSON {
	if log == nil {
		return nil
	}
	out := &logEvidenceJSON{
		Files: words(log.Files), Class: word(log.Class), Refused: log.Refused,
		Words: word(log.Title.String()), Problem: log.Problem,
	}
	switch {
	case log.Least == nil || log.Most == nil:
	case *log.Least == *log.Most:
		out.Seconds = log.Least
	default:
		out.Interval = []float64{*log.Least, *log.Most}
	}
	return out
}
