package report

import (
	"fmt"
	"strings"

	"unskew/steps"
	"unskew/steps/logs"
	"unskew/steps/say"
)

// LogFormats lists the formats in which an account of logs is written, the default
// first.
func LogFormats() []Format { return []Format{Text, JSON, Markdown} }

// Logs writes what logs say of the skew. version is the program's. The result ends
// with a newline.
func Logs(a logs.Account, version string, f Format, p say.Printer) ([]byte, error) {
	switch f {
	case Text:
		return asText(logsDocument(a), p), nil
	case Markdown:
		return asMarkdown(logsDocument(a), p), nil
	case JSON:
		return logsJSON(a, version)
	}
	return nil, fmt.Errorf("format %q is not one of logs: choose %s", f, Choices(LogFormats()))
}

func logsDocument(a logs.Account) document {
	verdict := a.Verdict()
	doc := document{Title: verdict.Title, Intro: []steps.Block{steps.Facts{Rows: filled([]steps.Fact{
		{Label: say.T("verdict"), Value: say.Verbatim(string(verdict.Code))},
		{Label: say.T("certainty"), Value: certaintyWords(verdict.Certainty)},
		{Label: say.T("next"), Value: verdict.Next},
	})}}}
	if a.Partial {
		doc.Banner = say.T("PARTIAL: the reading was stopped before its end.")
	}
	for _, part := range []section{logsMain(a), logsHistory(a), logsOthers(a), logsFiles(a)} {
		if len(part.Blocks) > 0 {
			doc.Sections = append(doc.Sections, part)
		}
	}
	return doc
}

// logsMain is the exchange that decides, with its two clocks.
func logsMain(a logs.Account) section {
	if a.Main < 0 {
		return section{}
	}
	p := a.Points[a.Main]
	status := ""
	if p.Status != 0 {
		status = say.Number(p.Status)
	}
	rows := []steps.Fact{
		{Label: say.T("recognised as"), Value: shown(string(p.Class)), Note: shown(status)},
		{Label: say.T("error"), Value: shown(p.Error)},
		{Label: say.T("in its words"), Value: shown(p.Description)},
		{Label: say.T("first error line"), Value: shown(p.FirstError)},
		{Label: say.T("agent"), Value: shown(p.Agent)},
		{Label: say.T("machine's clock"), Value: shown(logStamp(p)), Note: zoneWords(p)},
		{Label: say.T("server's clock"), Value: utc(p.Date)},
		{Label: say.T("skew"), Value: logs.SkewOf(p), Note: plusMinus(p)},
		{Label: say.T("in seconds"), Value: secondsWords(p)},
		{Label: say.T("file"), Value: shown(p.File)},
	}
	blocks := []steps.Block{steps.Facts{Rows: filled(rows)}}
	for _, text := range logRemarks(p) {
		blocks = append(blocks, steps.Prose{Lines: []say.Text{text}})
	}
	return section{Title: say.T("The exchange that decides"), Blocks: blocks}
}

func logStamp(p logs.Point) string {
	if p.Stamp.Known() {
		return p.Stamp.Text
	}
	return p.Last.Text
}

func plusMinus(p logs.Point) say.Text {
	if !p.Known {
		return say.Text{}
	}
	return say.Verbatim(steps.PlusMinus(p.Uncertainty))
}

// secondsWords are for who calculates with them: positive is behind.
func secondsWords(p logs.Point) say.Text {
	switch {
	case p.Known:
		return say.Verbatim(p.Offset.String())
	case p.Bounded:
		return say.T("%s to %s", p.Least.String(), p.Most.String())
	}
	return say.Text{}
}

func zoneWords(p logs.Point) say.Text {
	if !p.Bounded {
		return say.Text{}
	}
	switch p.Zone {
	case logs.ZoneStamp:
		return say.T("zone %s, by the stamp itself", p.ZoneName)
	case logs.ZoneGiven:
		return say.T("zone %s, as given: %s then", p.ZoneName, logs.Offset(p.East))
	case logs.ZoneAccess:
		return say.T("zone %s, by the access log beside it", p.ZoneName)
	case logs.ZoneHost:
		return say.T("zone %s, that of this machine", p.ZoneName)
	}
	return say.T("local time; the line names no zone")
}

// logRemarks are what a reader has to know of a point.
func logRemarks(p logs.Point) []say.Text {
	var list []say.Text
	if p.Class.Time() && p.Status == 400 || p.Class.Time() && p.Token {
		list = append(list, say.T("AEM sent its request although it had no token. The 401 after it is a consequence, and not a fault of its own."))
	}
	if p.Skipped {
		list = append(list, say.T("The zone %s had no such time: the clocks were put forward then. Check that it is the log's zone.", p.ZoneName))
	}
	if p.Repeated {
		list = append(list, say.T("The zone %s had that hour twice: the clocks were put back then. Both are told.", p.ZoneName))
	}
	if p.Stamp.Either {
		list = append(list, say.T("In %s day and month may stand in either order, and nothing in the file tells: no skew is told.", p.Stamp.Text))
	}
	if p.Bounded && p.Zone == logs.ZoneUnknown {
		list = append(list, say.T("With the zone of the machine that wrote the log the skew is exact: --zone AREA/CITY. An access.log beside the log tells it too."))
		if p.Explained {
			var zones []string
			for _, c := range p.Candidates {
				zones = append(zones, logs.Offset(c.East))
			}
			list = append(list, say.T("In these zones the two clocks agree to a minute: %s.", strings.Join(zones, ", ")))
		}
	}
	return list
}

// logsHistory is shown where there is more than one exchange.
func logsHistory(a logs.Account) section {
	if len(a.Episodes) == 0 || len(a.Episodes) == 1 && a.Episodes[0].Count == 1 {
		return section{}
	}
	table := steps.Table{Head: []say.Text{say.T("from"), say.T("to"), say.T("clock"), say.T("exchanges"), say.T("answers")}}
	for _, e := range a.Episodes {
		var classes []string
		for _, class := range e.Classes {
			classes = append(classes, string(class))
		}
		table.Rows = append(table.Rows, steps.Row{Cells: []say.Text{
			shown(a.Points[e.First].First.Text), shown(a.Points[e.Last].Last.Text), a.EpisodeWords(e),
			say.Verbatim(say.Number(e.Count)), shown(strings.Join(classes, ", ")),
		}})
	}
	blocks := []steps.Block{table}
	if chart := a.Chart(logs.ChartColumns); len(chart) > 0 {
		blocks = append(blocks, steps.History{Columns: chart})
	}
	if began, ended := a.Span(); !began.IsZero() {
		blocks = append(blocks, steps.Prose{Lines: filledTexts(began, ended)})
	}
	if a.Dropped > 0 {
		blocks = append(blocks, steps.Prose{Lines: []say.Text{say.T("%s more exchanges are not shown: there were too many different ones.", say.Number(a.Dropped))}})
	}
	return section{Title: say.T("History"), Blocks: blocks}
}

func filledTexts(texts ...say.Text) []say.Text {
	var list []say.Text
	for _, text := range texts {
		if !text.IsZero() {
			list = append(list, text)
		}
	}
	return list
}

// logsOthers are of agents that get no token.
func logsOthers(a logs.Account) section {
	if len(a.Others) == 0 {
		return section{}
	}
	const most = 12
	table := steps.Table{Head: []say.Text{say.T("agent"), say.T("when"), say.T("outcome"), say.T("against its receiver's clock")}}
	for _, p := range a.Others[max(0, len(a.Others)-most):] {
		table.Rows = append(table.Rows, steps.Row{Cells: []say.Text{shown(p.Agent), shown(p.Last.Text), shown(string(p.Class)), logs.SkewOf(p)}})
	}
	return section{Title: say.T("Agents that get no token"), Blocks: []steps.Block{
		table, steps.Prose{Lines: []say.Text{say.T("Their receivers' clocks are no witnesses: a publish instance may be as wrong as the author.")}},
	}}
}

func logsFiles(a logs.Account) section {
	var rows []steps.Row
	for _, f := range a.Files {
		note := f.Err
		if note == "" {
			note = f.Note
		}
		rows = append(rows, steps.Row{Cells: []say.Text{shown(f.Name), say.T("%s bytes", fmt.Sprint(f.Bytes)), shown(note)}})
	}
	if len(rows) == 0 {
		return section{}
	}
	return section{Title: say.T("What was read"), Blocks: []steps.Block{
		steps.Table{Head: []say.Text{say.T("file"), say.T("read"), say.T("remark")}, Rows: rows},
		steps.Prose{Lines: []say.Text{say.T("No packet was sent.")}},
	}}
}
