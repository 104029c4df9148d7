package report

import (
	"time"

	"unskew/diagnostics"
	"unskew/steps"
	"unskew/steps/say"
)

// clocksSection shows the three clocks at the end of the record.
func clocksSection(c content) section {
	last := c.session.Last().At
	judged := c.now.Offset
	rows := []steps.Fact{{Label: say.T("OS clock"), Value: utc(last.Wall), Note: say.Verbatim(hostName(c.session))}}
	if _, source := c.session.Patient(); source != "local" {
		rows[0].Note = say.T("%s; this machine's, and not the one that is judged", c.session.Start().Host)
	}
	truth := steps.Fact{Label: say.T("true time"), Value: say.T("not known"), Note: say.T("nothing trustworthy was measured")}
	if judged.Known {
		truth = steps.Fact{Label: say.T("true time"), Value: utc(truthAt(c.session.Last(), judged)), Note: referenceWords(judged)}
	}
	rows = append(rows, truth)
	if server, uncertainty, ok := serverClock(c.session); ok {
		rows = append(rows, steps.Fact{
			Label: say.T("the service's clock"), Value: utc(server),
			Note: say.T("by the date of its own answers, %s", steps.PlusMinus(uncertainty)),
		})
	}
	if judged.Known {
		rows = append(rows, steps.Fact{Label: clockLabel(judged), Value: judged.Words, Note: relationWords(judged, c.session.Settings().Tolerance)})
	}
	return section{Title: say.T("The clocks at the end of this session"), Blocks: []steps.Block{steps.Facts{Rows: filled(rows)}}}
}

// serverClock is the token endpoint's clock at the end of the record. The anchor
// of an older answer serves as long as the machine was not restarted.
func serverClock(s steps.Session) (at time.Time, uncertainty time.Duration, ok bool) {
	last := s.Last()
	entries := s.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		attempt := entries[i].Attempt
		if attempt != nil && attempt.Server != nil && entries[i].Boot == last.Boot {
			return attempt.Server.At(last.At.Raw), attempt.Server.UncertaintyAt(last.At.Raw), true
		}
	}
	return time.Time{}, 0, false
}

func referenceWords(judged steps.Judged) say.Text {
	by := say.T("%s, %s of %s agree, %s", sourceWords(judged.Source), say.Number(judged.Agreeing), say.Number(judged.Asked), steps.PlusMinus(judged.Uncertainty))
	if judged.Circular {
		return say.T("%s; only from servers that this machine follows anyway", by)
	}
	return by
}

func sourceWords(source diagnostics.Source) say.Text {
	switch source {
	case diagnostics.SourceNTP:
		return say.Verbatim("NTP")
	case diagnostics.SourceHTTPS:
		return say.T("dates of web servers")
	case diagnostics.SourceLog:
		return say.T("the log's own two clocks")
	case diagnostics.SourcePerson:
		return say.T("a person's watch")
	}
	return say.T("not known")
}

func relationWords(judged steps.Judged, tolerance time.Duration) say.Text {
	allowed := steps.Span(tolerance)
	switch judged.Relation {
	case steps.Within:
		return say.T("%s, within the tolerance of %s", steps.PlusMinus(judged.Uncertainty), allowed)
	case steps.Beyond:
		return say.T("%s, beyond the tolerance of %s", steps.PlusMinus(judged.Uncertainty), allowed)
	}
	return say.T("%s, too coarse to compare with the tolerance of %s", steps.PlusMinus(judged.Uncertainty), allowed)
}

// beforeSection compares the state before the clock was moved with the one now.
func beforeSection(c content) section {
	var blocks []steps.Block
	if c.before != nil {
		blocks = append(blocks, steps.Table{
			Head: []say.Text{say.T("what"), say.T("before"), say.T("now")},
			Rows: compareRows(c),
		})
	}
	for _, entry := range c.session.Moves() {
		if entry.Move != nil {
			blocks = append(blocks, steps.Prose{Lines: []say.Text{moveWords(entry)}})
		}
	}
	for _, run := range c.applied {
		blocks = append(blocks, steps.Command{Line: run.Command, Why: appliedWords(run)})
	}
	return section{Title: say.T("Before and after"), Blocks: append(blocks, goneBlocks(c)...)}
}

func compareRows(c content) []steps.Row {
	attempts := c.session.Attempts()
	rows := []steps.Row{
		{Cells: []say.Text{say.T("clock"), offsetCell(c.before.Offset), offsetCell(c.now.Offset)}},
		{Cells: []say.Text{say.T("verdict"), shown(string(c.before.Verdict.Code)), shown(string(c.now.Verdict.Code))}},
	}
	if hasExchange(c.before.Exchange) || len(attempts) > 0 {
		now := steps.Proofs{}
		if len(attempts) > 0 {
			now = c.now.Exchange
		}
		rows = append(rows,
			steps.Row{Cells: []say.Text{say.T("request with this clock's time"), attemptCell(c.before.Exchange.OSClock), attemptCell(now.OSClock)}},
			steps.Row{Cells: []say.Text{say.T("request with the true time"), attemptCell(c.before.Exchange.Reference), attemptCell(now.Reference)}})
	}
	return rows
}

func offsetCell(judged steps.Judged) say.Text {
	if !judged.Known {
		return say.T("not measured")
	}
	return judged.Words
}

func moveWords(entry steps.Entry) say.Text {
	how := say.T("The clock was stepped")
	switch entry.Move.How {
	case steps.MoveSlew:
		how = say.T("The clock was slewed")
	case steps.MoveSuspend:
		how = say.T("The machine slept or was paused")
	}
	return say.T("%s: it was %s, and is %s since %s by its own time.", how, skew(entry.Move.Before), skew(entry.Move.After), utc(entry.At.Wall))
}

func appliedWords(run applied) say.Text {
	after := say.T("nothing was measured afterwards")
	if run.After != nil {
		after = say.T("%s afterwards", skew(*run.After))
	}
	if run.Why != "" {
		return say.T("This was begun: %s. The clock was %s before, %s.", steps.Reason(run.Why), skew(run.Before), after)
	}
	return say.T("This was run; it ended with status %s. The clock was %s before, %s.", say.Number(run.Exit), skew(run.Before), after)
}
