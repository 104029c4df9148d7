package report

import "unskew/steps"

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
