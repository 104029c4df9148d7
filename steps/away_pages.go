package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/steps/say"
)

// awayOSTime is the first step's page where the clock of an AEM elsewhere is judged.
func awayOSTime(s Session) Page {
	host := author.Origin(awayAddress(s))
	page := Page{
		Step: StepOSTime, Number: 1, Title: say.T("What does AEM believe the time is?"),
		About: []say.Text{say.T("Asking AEM on %s for its sign-in page. The date of the answer is AEM's clock.", host)},
	}
	var rows []Fact
	ended := statusOf(s, StepOSTime).ended
	sights := s.Sights()
	for _, sight := range sights {
		rows = append(rows, awayRows(sight)...)
	}
	switch {
	case len(sights) == 0:
	case sights[0].Reading.Outcome != diagnostics.Measured:
		page.About = []say.Text{
			say.T("AEM on %s did not tell its time: %s.", host, reasonWords(sights[0].Reading)),
			say.T("Go back (b) and correct the address, or repeat (r). Without AEM's time nothing can be judged from here."),
		}
	default:
		page.About = []say.Text{
			say.T("This is what AEM on %s believes. A clock cannot tell by itself that it is wrong, so nothing is judged yet.", host),
		}
		if ended {
			page.About = append(page.About, say.T("Press Enter: the next step compares it with time servers."))
		}
	}
	if here := s.Host(); here != nil {
		rows = append(rows, Fact{Label: say.T("this machine"), Value: say.Verbatim(here.Name), Note: say.T("only asks; its own clock is not judged"), Tone: Faint})
	}
	rows = append(rows, logRow(s)...)
	page.Blocks = append(page.Blocks, Facts{Rows: rows})
	if len(sights) > 0 && sights[0].Cloud {
		page.Blocks = append(page.Blocks, Prose{Tone: Caution, Lines: []say.Text{
			say.T("This is AEM as a Cloud Service: Adobe runs its machines and keeps their clocks, and what answers here is a network in front of them. A wrong clock there is for Adobe's support."),
		}})
	}
	for _, sight := range sights {
		if len(sight.Between) > 0 {
			page.Blocks = append(page.Blocks, Prose{Tone: Caution, Lines: []say.Text{
				say.T("A dispatcher or load balancer has a clock of its own, and may have set the Date that was read. Give the address of the author itself."),
			}})
			break
		}
	}
	page.Blocks = append(page.Blocks, LogBlocks(s)...)
	return page
}

// awayRows are an AEM's own clock, as far as it told it.
func awayRows(sight author.Sight) []Fact {
	rows := []Fact{{Label: say.T("AEM"), Value: say.Verbatim(sight.URL)}}
	if sight.Reading.Outcome != diagnostics.Measured {
		return append(rows, Fact{Label: say.T("AEM's clock"), Value: say.T("not known"), Note: reasonWords(sight.Reading), Tone: Caution})
	}
	rows = append(rows, Fact{
		Label: say.T("AEM's clock, UTC"), Value: say.Verbatim(stamp(sight.Reading.Anchor.True)), Tone: Strong,
		Note: say.T("by its own Date, %s", PlusMinus(sight.Reading.Anchor.Uncertainty)),
	})
	for _, sign := range sight.Between {
		rows = append(rows, Fact{Label: say.T("in between"), Value: say.Verbatim(sign), Tone: Caution})
	}
	return rows
}

// awayNTP is what the second step says of the clock of an AEM elsewhere.
func awayNTP(s Session, judged Judged) []say.Text {
	host := author.Origin(awayAddress(s))
	switch {
	case !judged.Known && consensusOf(s).Found:
		return []say.Text{say.T("The true time is known, but AEM on %s did not tell its own. Go back (b) and correct the address, or repeat (r).", host)}
	case !judged.Known:
		return []say.Text{say.T("No server gave a time that can be trusted, so it is not known whether AEM's clock is right. That is not the same as right.")}
	case judged.Relation == Beyond:
		return []say.Text{say.T("The clock of AEM on %s is wrong: it is %s, %s.", judged.Away, judged.Words, PlusMinus(judged.Uncertainty))}
	case judged.Relation == Within:
		return []say.Text{say.T("The clock of AEM on %s is right: at most %s off.", judged.Away, Span(judged.Uncertainty+judged.Offset.Abs()))}
	}
	return []say.Text{
		say.T("AEM's clock is read from the date of its answers, which is too coarse here to say whether it is right: it is %s, %s.", judged.Words, PlusMinus(judged.Uncertainty)),
		say.T("A skew of so little is rarely why a token is refused. To know it exactly, run this program on AEM's own machine."),
	}
}

// awayStory tells what was sent, stamped with AEM's time, and what came of it.
func awayStory(proofs Proofs) say.Text {
	if proofs.Reference == nil {
		return say.T("From here we sent a request stamped with the time that AEM's clock shows.")
	}
	return say.T("From here we sent a request stamped with the time that AEM's clock shows: it failed. So we sent the same one stamped with the true time. Nothing was changed.")
}

// awayWaiting says what the last page waits for.
func awayWaiting(s Session) Block {
	return Prose{Tone: Strong, Lines: []say.Text{
		say.T("Waiting for the clock of AEM on %s to be corrected. This page asks AEM for its time every %s and sees it by itself; leave it open.", author.Origin(awayAddress(s)), Span(awayEvery)),
	}}
}

// awayLasting says what cannot be seen from here once the clock is right.
func awayLasting() Block {
	return Prose{Tone: Caution, Lines: []say.Text{
		say.T("AEM's clock is right now. Whether something keeps it right cannot be seen from here: have the administrators of its machine look, or run this program there."),
	}}
}

// offsetWords is what a reading makes of the clock that is judged.
func (p patient) offsetWords(reading diagnostics.Reading) say.Text {
	if p.anchor == nil || reading.Outcome != diagnostics.Measured {
		return offsetWords(reading)
	}
	offset, err := diagnostics.Between(reading.Anchor.True, p.anchor.At(reading.Anchor.Raw))
	if err != nil {
		return say.T("too far off to compare")
	}
	if unsure := reading.Anchor.Uncertainty + p.anchor.UncertaintyAt(reading.Anchor.Raw); offset.Abs() < time.Second {
		return say.T("right, %s", PlusMinus(unsure))
	}
	return Skew(offset)
}
