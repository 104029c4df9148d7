package steps

import (
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// LogEvidence is what logs that the person named say of the skew at their time.
// It takes no part in the measurement: a log tells of the past.
type LogEvidence struct {
	Files []string       `json:"files"`
	Title say.Text       `json:"title"` // the verdict of the logs, in a sentence
	Next  say.Text       `json:"next"`
	Class exchange.Class `json:"class,omitempty"` // of the exchange that decides

	// Least and Most bound the offset of then, true time minus the log's clock, in
	// seconds; nil where it is not known. They are equal where the zone is known.
	Least *float64 `json:"least,omitempty"`
	Most  *float64 `json:"most,omitempty"`
	// Refused says that a token was refused for its time.
	Refused bool `json:"refused,omitempty"`
	Problem bool `json:"problem,omitempty"` // a file could not be read to its end

	// History is the chart; empty where fewer than two moments are measured. Began and
	// Ended say when the last wrong time began, and since when it is gone.
	History []LogColumn `json:"history,omitempty"`
	Began   say.Text    `json:"began,omitzero"`
	Ended   say.Text    `json:"ended,omitzero"`
	// Latest is the last exchange of all, nil where there is none.
	Latest *LogExchange `json:"latest,omitempty"`
}

// Log returns what the named logs say, nil where none was named or read yet.
func (s Session) Log() *LogEvidence {
	return newest(s, func(o Observation) *LogEvidence { return o.Log })
}

// logSays tells what the logs that were named say.
func logSays() rule {
	return rule{
		Code: "log.evidence", Step: StepOSTime,
		Means: say.T("The logs that were named tell of token exchanges, with the clock of the machine that wrote them and the server's beside each other."),
		Told:  say.T("Each failed exchange in the log is paired with the date of the server's answer. Where the zone of the stamps is not known, what holds in every zone is told."),
		Mend:  say.T("Nothing by itself: it tells of the past. The clock as it is now is measured."),
		Look: func(f facts) *Finding {
			log := f.session.Log()
			if log == nil {
				return nil
			}
			return &Finding{Severity: Info, Title: say.T("By the log: %s", log.Title), Detail: log.Next}
		},
	}
}

// logRow is the line of the log on the page of the OS clock.
func logRow(s Session) []Fact {
	log := s.Log()
	if log == nil {
		return nil
	}
	row := Fact{Label: say.T("log"), Value: log.Title}
	if log.Refused {
		row.Tone = Caution
	}
	return []Fact{row}
}
