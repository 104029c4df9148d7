package report

import (
	"slices"
	"strings"

	"unskew/diagnostics/exchange"
	"unskew/steps"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// blank is left for a person to fill in.
const blank = "____________________"

// requestOf is the change request for what has to be done first: ready to be
// pasted into a ticket, and addressed to whoever has to do it. Where nothing has
// to be changed, it says so.
func requestOf(c content) document {
	mending := steps.MendingOf(c.now)
	if clock := serverClockOff(c.now); clock != nil && mending.Cause == nil {
		mending = steps.Mending{Cause: clock, Elsewhere: true}
	}
	if mending.Cause == nil {
		return nothingToChange(c)
	}
	asked := requestFor(c, *mending.Cause)
	doc := document{
		Banner: documentBanner(c), Title: say.T("Change request: %s", asked.short),
		Intro: []steps.Block{steps.Facts{Rows: []steps.Fact{
			{Label: say.T("to"), Value: asked.to},
			{Label: say.T("machine"), Value: machineWords(c.session)},
			{Label: say.T("asked by"), Value: say.Verbatim(blank)},
			{Label: say.T("when"), Value: say.Verbatim(blank)},
		}}},
	}
	for _, part := range []section{
		{Title: say.T("What is to be changed"), Blocks: []steps.Block{steps.Prose{Lines: []say.Text{asked.what}}}},
		{Title: say.T("Why"), Blocks: []steps.Block{steps.Prose{Lines: []say.Text{c.now.Verdict.Title}}, steps.Facts{Rows: evidence(c, *mending.Cause)}}},
		stepsToTake(c, mending),
		lastingPart(c),
		riskPart(c, mending),
		checkPart(c),
		undoPart(c, mending),
	} {
		if len(part.Blocks) > 0 {
			doc.Sections = append(doc.Sections, part)
		}
	}
	return doc
}

// nothingToChange says why there is nothing to ask for, which is not always that
// all is well.
func nothingToChange(c content) document {
	verdict := c.now.Verdict
	title := say.T("Change request: nothing has to be changed")
	said := []say.Text{say.T("This machine's clock is %s, within what is allowed, and nothing was found that would make it wrong.", c.now.Offset.Words), verdict.Next}
	switch verdict.Code {
	case steps.Fixed:
		title = say.T("Change request: nothing is left to change")
		said = []say.Text{say.T("The clock was wrong and has been corrected: it is %s now.", c.now.Offset.Words), verdict.Next}
	case steps.Healthy:
	case steps.OtherCause:
		title = say.T("Change request: not for the clock of this machine")
		said = []say.Text{verdict.Title, verdict.Next}
	default:
		title = say.T("Change request: nothing can be asked for yet")
		said = []say.Text{verdict.Title, verdict.Next}
	}
	return document{
		Banner: documentBanner(c), Title: title,
		Intro:    []steps.Block{steps.Facts{Rows: []steps.Fact{{Label: say.T("machine"), Value: machineWords(c.session)}}}},
		Sections: []section{{Title: say.T("Why"), Blocks: []steps.Block{steps.Prose{Lines: said}}}},
	}
}

// serverClockOff is the finding that the token service's own clock is wrong.
func serverClockOff(a steps.Assessment) *steps.Finding {
	at := slices.IndexFunc(a.Findings, func(found steps.Finding) bool { return found.Code == "server.clock-off" })
	if at < 0 {
		return nil
	}
	return &a.Findings[at]
}

func machineWords(s steps.Session) say.Text {
	name := hostName(s)
	if _, source := s.Patient(); source == "local" && s.Host() != nil && s.Host().OS != "" {
		host := s.Host()
		return say.T("%s (%s)", name, host.OS)
	}
	return shown(name)
}

// evidence is what was measured, by whom, and what the token service answered.
func evidence(c content, cause steps.Finding) []steps.Fact {
	judged := c.now.Offset
	rows := []steps.Fact{{Label: say.T("cause"), Value: cause.Title, Note: codeWords(cause)}}
	if !empty(cause.Detail) {
		rows = append(rows, steps.Fact{Label: say.T("which means"), Value: cause.Detail})
	}
	if judged.Known {
		rows = append(rows,
			steps.Fact{Label: clockLabel(judged), Value: judged.Words, Note: relationWords(judged, c.session.Settings().Tolerance)},
			steps.Fact{Label: say.T("measured with"), Value: witnesses(judged), Note: referenceWords(judged)})
	}
	for _, tried := range []struct {
		label   say.Text
		attempt *exchange.Attempt
	}{
		{say.T("request with its time"), c.now.Exchange.OSClock},
		{say.T("request with true time"), c.now.Exchange.Reference},
		{say.T("with the service's time"), c.now.Exchange.Server},
	} {
		if tried.attempt != nil && tried.attempt.Outcome != exchange.Skipped {
			rows = append(rows, steps.Fact{Label: tried.label, Value: attemptInShort(*tried.attempt)})
		}
	}
	if endpoint := withoutUser(c.now.Exchange.Endpoint); endpoint != "" {
		rows = append(rows, steps.Fact{Label: say.T("sent to"), Value: shown(endpoint)})
	}
	return filled(rows)
}

// clockLabel says whose clock was judged.
func clockLabel(judged steps.Judged) say.Text {
	if judged.Away != "" {
		return say.T("AEM's clock is")
	}
	return say.T("this machine's clock is")
}

// maxWitnesses keeps a ticket short.
const maxWitnesses = 6

func witnesses(judged steps.Judged) say.Text {
	var names []string
	for _, reading := range judged.Readings {
		if reading.Used && reading.Source == judged.Source {
			names = append(names, withoutUser(reading.Server))
		}
	}
	if more := len(names) - maxWitnesses; more > 0 {
		return say.T("%s and %s more", strings.Join(names[:maxWitnesses], ", "), say.Number(more))
	}
	return shown(strings.Join(names, ", "))
}

// attemptInShort is the outcome with what the service's operator can look up.
func attemptInShort(attempt exchange.Attempt) say.Text {
	parts := []say.Text{outcomeWords(attempt)}
	if answer := answerWords(attempt); !empty(answer) {
		parts = append(parts, answer)
	}
	if attempt.RequestID != "" {
		parts = append(parts, say.T("request id %s", attempt.RequestID))
	}
	if !attempt.AtServer.IsZero() {
		parts = append(parts, say.T("at %s by the service's clock", utc(attempt.AtServer)))
	}
	return say.Join(", ", parts...)
}

// stepsToTake are the commands, each with what it does.
func stepsToTake(c content, mending steps.Mending) section {
	if len(mending.Commands) == 0 {
		return section{}
	}
	lead := say.T("In this order:")
	switch {
	case mending.Commands[0].Either:
		lead = say.T("Only the one that fits what runs on the machine:")
	case mending.Elsewhere:
		lead = say.T("Once that is done, on the machine itself, if its clock is still wrong, in this order:")
	}
	blocks := []steps.Block{steps.Prose{Lines: []say.Text{lead}}}
	for _, command := range mending.Commands {
		blocks = append(blocks, steps.CommandOf(c.session, command))
	}
	return section{Title: say.T("What to do"), Blocks: blocks}
}

// lastingPart is what else has to be changed, or it comes back.
func lastingPart(c content) section {
	var blocks []steps.Block
	for _, found := range steps.Besides(c.now) {
		blocks = append(blocks, steps.Prose{Lines: []say.Text{say.T("%s [%s]", say.Join(" ", found.Title, found.Detail), found.Code)}})
		for _, command := range found.Remedy {
			blocks = append(blocks, steps.CommandOf(c.session, command))
		}
	}
	return section{Title: say.T("So that it lasts"), Blocks: blocks}
}

func riskPart(c content, mending steps.Mending) section {
	title := say.T("Risk: before it is done")
	if dangers := steps.Weigh(c.session, c.now); len(dangers) > 0 {
		blocks := dangerBlocks(dangers)
		if mending.Elsewhere {
			blocks = append([]steps.Block{steps.Prose{Lines: []say.Text{
				say.T("Once that is corrected, the clock of %s may move at any moment, by itself. So this holds for it:", hostName(c.session)),
			}}}, blocks...)
		}
		return section{Title: title, Blocks: blocks}
	}
	if !c.now.Offset.Known {
		return section{Title: title, Blocks: []steps.Block{steps.Prose{Lines: []say.Text{
			say.T("The clock could not be compared with any other, so it is not known by how much it would move."),
		}}}}
	}
	return section{Title: title, Blocks: []steps.Block{steps.Prose{Lines: []say.Text{
		say.T("The clock is not moved by more than a second, or not on this machine: nothing to weigh here."),
	}}}}
}

// checkPart is how to see that it worked: measured anew, not by the word of the
// machine's own time service. Only what a person went through can be resumed.
func checkPart(c content) section {
	title, host := say.T("How to see that it worked"), hostName(c.session)
	var kept say.Text
	_, source := c.session.Patient()
	if host := c.session.Host(); source == "local" && host != nil && strings.HasPrefix(host.OS, "linux") {
		kept = say.T("While a time service keeps the clock, the system copies it to the hardware clock every 11 minutes: do not restart the machine before.")
	}
	check := steps.Command{Line: "unskew check", Why: say.T("unattended: status 0 means that the clock is right and the exchange, where it is tested, accepted")}
	if source != "local" && c.session.Start().Attended {
		return section{Title: title, Blocks: []steps.Block{
			steps.Prose{Lines: []say.Text{say.T("From %s, where it was measured: it reads AEM's clock anew, has the same tests made and ends with \"fixed\", or says what is still missing.", c.session.Start().Host)}},
			steps.Command{Line: "unskew resume", Why: say.T("goes on with the session of this request")},
		}}
	}
	if !c.session.Start().Attended {
		return section{Title: title, Blocks: []steps.Block{
			steps.Prose{Lines: []say.Text{say.Join(" ", say.T("On %s, with the same program and the same options as before. It measures anew.", host), kept)}}, check,
		}}
	}
	return section{Title: title, Blocks: []steps.Block{
		steps.Prose{Lines: []say.Text{say.Join(" ", say.T("On %s, with the same program. It measures anew, repeats the token request and ends with \"fixed\", or says what is still missing.", host), kept)}},
		steps.Command{Line: "unskew resume", Why: say.T("goes on with the session of this request")},
		check,
	}}
}

// undoPart takes back what can be taken back, the last first. A clock that was
// corrected is not made wrong again.
func undoPart(c content, mending steps.Mending) section {
	commands := slices.Clone(mending.Commands)
	for _, found := range steps.Besides(c.now) {
		commands = append(commands, found.Remedy...)
	}
	if len(commands) == 0 {
		return section{}
	}
	var blocks []steps.Block
	for _, command := range slices.Backward(commands) {
		undo := command.Undo
		// What is among the commands anyway is not typed a second time.
		if among := slices.ContainsFunc(commands, func(c remedy.Command) bool { return c.Line == undo }); undo != "" && !among {
			if command.ByHand {
				undo = "(" + undo + ")"
			}
			blocks = append(blocks, steps.Command{Line: undo, ByHand: command.ByHand, Root: command.NeedsRoot, Why: say.T("takes back: %s", steps.Instruction(command.Line))})
		}
	}
	lead := say.T("A clock that was set right is not set back. What else was changed is taken back with these, in this order:")
	if len(blocks) == 0 {
		lead = say.T("A clock that was set right is not set back, and nothing else is changed.")
	}
	if !slices.ContainsFunc(commands, func(c remedy.Command) bool { return c.Moves }) && len(blocks) > 0 {
		lead = say.T("In this order:")
	}
	return section{Title: say.T("To take it back"), Blocks: append([]steps.Block{steps.Prose{Lines: []say.Text{lead}}}, blocks...)}
}
