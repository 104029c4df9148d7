package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/steps/say"
)

// AgentBlocks are AEM's own tests as a page and a report show them: a line an agent,
// and the clocks that their pages hold.
func AgentBlocks(s Session) []Block {
	tests := s.AgentTests()
	if len(tests) == 0 {
		return nil
	}
	table := Table{Head: []say.Text{say.T("agent"), say.T("AEM's own test"), say.T("in its words")}}
	for _, test := range tests {
		words, tone := agentWords(test.Outcome)
		table.Rows = append(table.Rows, Row{Tone: tone, Cells: []say.Text{say.Verbatim(test.Agent), words, agentNote(test)}})
	}
	blocks := []Block{table}
	if rows := testClocks(tests); len(rows) > 0 {
		blocks = append(blocks, Facts{Rows: rows})
	}
	return blocks
}

// testClocks are the clocks in the page of the newest test that has them: AEM's own,
// twice, and that of the server that its agent talked to.
func testClocks(tests []author.Test) []Fact {
	for i := len(tests) - 1; i >= 0; i-- {
		test := tests[i]
		if test.AtAEM.IsZero() || test.Said.ServerDate.IsZero() {
			continue
		}
		stamped := Fact{Label: say.T("AEM's stamp"), Value: say.Verbatim(test.Said.LocalStamp), Note: say.T("its local time, zone unknown")}
		if test.ZoneKnown {
			stamped.Note = say.T("its local time, UTC%s", east(test.ZoneOffset))
		}
		return []Fact{
			{Label: say.T("AEM's clock"), Value: say.Verbatim(stamp(test.AtAEM)), Note: say.T("the date of the test's page")},
			stamped,
			{Label: say.T("the other side's clock"), Value: say.Verbatim(stamp(test.Said.ServerDate)), Note: say.T("in its answer to AEM")},
		}
	}
	return nil
}

// aemStory tells what AEM's own tests came to.
func aemStory(s Session) say.Text {
	tests := s.AgentTests()
	if len(tests) == 0 {
		return say.T("AEM is asked to test its agents, as Test Connection does. No key is needed, and no content moves.")
	}
	passed := passing(tests)
	if passed == len(tests) {
		return say.T("AEM was asked to test its agents, as Test Connection does. All %s passed.", say.Number(passed))
	}
	return say.T("AEM was asked to test its agents, as Test Connection does. Passed: %s of %s.", say.Number(passed), say.Number(len(tests)))
}

// SightBlocks are the clocks of the named AEMs.
func SightBlocks(s Session, judged Judged) []Block {
	sights := s.Sights()
	if len(sights) == 0 {
		return nil
	}
	table := Table{Head: []say.Text{say.T("AEM"), say.T("its own clock is"), say.T("asked at"), say.T("in between")}}
	consensus := consensusOf(s)
	for _, sight := range sights {
		row := Row{Cells: []say.Text{say.Verbatim(author.Origin(sight.URL)), reasonWords(sight.Reading), say.Verbatim("-"), say.Verbatim("-")}, Tone: Faint}
		if sight.Reading.Outcome == diagnostics.Measured {
			row.Tone, row.Cells[1], row.Cells[2] = Plain, say.T("not compared: no reference"), say.T("another machine")
		}
		if here(sight) {
			row.Cells[2] = say.T("this machine")
		}
		if len(sight.Between) > 0 {
			row.Tone, row.Cells[3] = Caution, say.Verbatim(sight.Between[0])
		}
		if judged.Known && consensus.Found && sight.Reading.Outcome == diagnostics.Measured {
			raw := sight.Reading.Anchor.Raw
			if offset, err := diagnostics.Between(consensus.Anchor.At(raw), sight.Reading.Anchor.True); err == nil {
				row.Cells[1] = say.T("%s, %s", sightSkew(offset), PlusMinus(sight.Reading.Anchor.Uncertainty+consensus.Anchor.UncertaintyAt(raw)))
			}
		}
		table.Rows = append(table.Rows, row)
	}
	return []Block{table}
}

// sightSkew is a skew that is read from whole seconds.
func sightSkew(offset diagnostics.Offset) say.Text {
	if offset.Abs() < time.Second/2 {
		return say.T("right")
	}
	return Skew(offset)
}

// agentRows are the agents that were tested before the clock was moved, side by side
// with now.
func agentRows(history []epoch) []Row {
	now := history[len(history)-1]
	var rows []Row
	for _, before := range agentsBefore(history) {
		was, _ := agentWords(before.Outcome)
		is := say.T("not tested yet")
		for _, after := range now.tests {
			if sameAgent(before, after) {
				is, _ = agentWords(after.Outcome)
			}
		}
		rows = append(rows, Row{Cells: []say.Text{say.Verbatim(before.Agent), was, is}, Tone: Plain})
	}
	return rows
}
