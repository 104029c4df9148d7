package report

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps"
	"unskew/steps/logs"
	"unskew/steps/say"
)

// mostReadings bounds the list of readings: the latest. The history has them all.
const mostReadings = 500

func logsJSON(a logs.Account, version string) ([]byte, error) {
	filled := logsSession{
		Schema: schema, Tool: toolJSON{Version: word(version)}, Host: logsHost{ClockSource: "log"},
		Offset: logsOffset{Relation: word(steps.Unmeasured)}, Readings: []logsReading{}, Steps: logsSteps(a),
		Findings: []findingJSON{}, Applied: []appliedJSON{}, History: []logsEpisode{}, Files: []logsFileJSON{},
		Verdict: verdictOf(a.Verdict()), Partial: a.Partial, Dropped: a.Dropped,
	}
	if a.Main >= 0 {
		main := a.Points[a.Main]
		filled.Host, filled.Offset, filled.Exchange = logsHostOf(main), logsOffsetOf(main), logsExchange(main)
		filled.Findings = logsFindings(a)
	}
	from := max(0, len(a.Points)-mostReadings)
	for i, p := range a.Points[from:] {
		filled.Readings = append(filled.Readings, logsReadingOf(p, from+i == a.Main))
	}
	for _, p := range a.Others[max(0, len(a.Others)-mostReadings):] {
		filled.Readings = append(filled.Readings, logsReadingOf(p, false))
	}
	for _, e := range a.Episodes {
		filled.History = append(filled.History, logsEpisodeOf(a, e))
	}
	for _, f := range a.Files {
		filled.Files = append(filled.Files, logsFileJSON{Name: word(f.Name), Bytes: f.Bytes, Error: word(f.Err), Note: word(f.Note)})
	}
	return encoded(filled)
}

func logsHostOf(p logs.Point) logsHost {
	out := logsHost{ClockSource: "log"}
	if p.Zone != logs.ZoneUnknown {
		east := int64(p.East / time.Second)
		out.Zone, out.ZoneSource = known(p.ZoneName), known(string(p.Zone))
		if !p.Repeated {
			out.ZoneOffset = &east
		}
	}
	return out
}

func logsOffsetOf(p logs.Point) logsOffset {
	out := logsOffset{Relation: word(steps.Unmeasured)}
	if !p.Bounded {
		return out
	}
	source := word(diagnostics.SourceLog)
	out.Source, out.Words = &source, known(logs.SkewOf(p).String())
	within := false
	switch {
	case p.State.Off():
		out.Relation, out.Within = word(steps.Beyond), &within
	default:
		out.Relation = word(steps.Unclear)
	}
	if p.Known {
		out.Seconds, out.Uncertainty = &p.Offset, seconds(p.Uncertainty)
		return out
	}
	out.Interval = []diagnostics.Offset{p.Least, p.Most}
	out.Candidates = []logsCandidate{}
	for _, c := range p.Candidates {
		out.Candidates = append(out.Candidates, logsCandidate{ZoneOffset: int64(c.East / time.Second), Offset: diagnostics.OffsetOf(c.Skew)})
	}
	return out
}

// logsExchange is what AEM's own exchange came to, with the OS clock's time.
func logsExchange(p logs.Point) *exchangeJSON {
	if !p.Token {
		return nil
	}
	outcome := exchange.Refused
	switch {
	case p.Accepted():
		outcome = exchange.Accepted
	case !p.Class.Reached():
		outcome = exchange.Failed
	}
	out := &exchangeJSON{
		By: "aem",
		AsOSClock: attemptJSON{
			Outcome: word(outcome), HTTPStatus: p.Status, Error: word(p.Error), Description: word(p.Description),
			Class: word(p.Class), AtServer: moment(p.Date), Why: word(p.FirstError),
		},
		AsReference: attemptJSON{Outcome: exchange.Skipped, Why: "a log tells of one exchange only"},
		AsServer:    attemptJSON{Outcome: exchange.Skipped, Why: "a log tells of one exchange only"},
	}
	if p.Known {
		out.ServerOffset = &p.Offset
	}
	return out
}

func logsReadingOf(p logs.Point, used bool) logsReading {
	out := logsReading{
		Source: word(diagnostics.SourceLog), Server: word(p.Agent), File: word(p.File), Outcome: word(diagnostics.Measured), Used: used,
		Local: word(logStamp(p)), ServerDate: moment(p.Date), Class: word(p.Class), State: word(p.State), Count: p.Count,
	}
	switch {
	case !p.Bounded:
		out.Outcome, out.Reason = word(diagnostics.Failed), word(diagnostics.ReasonNoDate)
		return out
	case p.Known:
		out.Seconds = &p.Offset
	default:
		out.Interval = []diagnostics.Offset{p.Least, p.Most}
	}
	out.Uncertainty = seconds(p.Uncertainty)
	return out
}

func logsEpisodeOf(a logs.Account, e logs.Episode) logsEpisode {
	first, last := a.Points[e.First], a.Points[e.Last]
	out := logsEpisode{
		State: word(e.State), First: word(first.First.Text), Last: word(last.Last.Text), From: moment(first.FirstDate), To: moment(last.Date),
		Count: e.Count, Agents: words(e.Agents), Classes: []word{}, Words: word(a.EpisodeWords(e).String()),
	}
	for _, class := range e.Classes {
		out.Classes = append(out.Classes, word(class))
	}
	for i := e.Last; i >= e.First; i-- {
		if p := a.Points[i]; p.Bounded {
			if p.Known {
				out.Seconds = &p.Offset
			} else {
				out.Interval = []diagnostics.Offset{p.Least, p.Most}
			}
			break
		}
	}
	return out
}

// logsFindings are in the codes of a session.
func logsFindings(a logs.Account) []findingJSON {
	main := a.Points[a.Main]
	severity := "problem"
	if _, gone := a.Gone(); gone {
		severity = "info"
	}
	list := []findingJSON{}
	add := func(code, severity string, title say.Text, because ...string) {
		list = append(list, findingJSON{Code: word(code), Severity: word(severity), Title: word(title.String()), BecauseOf: words(because), Phone: word(steps.PhoneOf(code)), Remedy: []remedyJSON{}})
	}
	var because []string
	switch main.State {
	case logs.Behind:
		add("clock.behind", severity, say.T("By the log the clock was %s.", logs.SkewOf(main)))
		because = []string{"clock.behind"}
	case logs.Ahead:
		add("clock.ahead", severity, say.T("By the log the clock was %s.", logs.SkewOf(main)))
	case logs.Wrong, logs.Unclear:
		add("clock.unclear", "warning", say.T("By the log the clock was %s.", logs.SkewOf(main)))
	}
	if main.Class == exchange.ClassExpired {
		add("exchange.expired", severity, say.T("A token was refused: %s.", string(main.Class)), because...)
	}
	if main.Class == exchange.ClassNotYetValid {
		add("exchange.not-yet-valid", severity, say.T("A token was refused: %s.", string(main.Class)))
	}
	return list
}

func logsSteps(a logs.Account) []stepJSON {
	clock, token := stepJSON{ID: word(steps.StepOSTime), Outcome: "unknown", Findings: []word{}}, stepJSON{ID: word(steps.StepToken), Outcome: "unknown", Findings: []word{}}
	if a.Main >= 0 {
		_, gone := a.Gone()
		main := a.Points[a.Main]
		switch {
		case main.State.Off() && !gone:
			clock.Outcome = "problem"
		case main.State == logs.Unclear:
			clock.Outcome = "unknown"
		}
		switch {
		case main.Token && !main.Accepted() && !gone:
			token.Outcome = "problem"
		case main.Accepted() || gone:
			token.Outcome = "ok"
		}
		for _, f := range logsFindings(a) {
			if len(f.Code) > 6 && f.Code[:6] == "clock." {
				clock.Findings = append(clock.Findings, f.Code)
			} else {
				token.Findings = append(token.Findings, f.Code)
			}
		}
	}
	return []stepJSON{clock, token}
}
