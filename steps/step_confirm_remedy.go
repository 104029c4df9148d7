package steps

import (
	"strings"

	"unskew/steps/say"
)

// remedyBlocks are what is to be done, from the finding that comes first.
func remedyBlocks(s Session, a Assessment) []Block {
	simulated := s.Start().Simulated != ""
	if contained := finding(a, "host.container"); contained != nil {
		return []Block{Prose{Lines: []say.Text{contained.Title, contained.Detail}}}
	}
	if upstream := finding(a, "timeservice.upstream-wrong"); upstream != nil {
		words := upstreamWords(upstream)
		if simulated {
			words = append(words, say.T("Here, press f: the simulated time servers are mended, and the machine follows them."))
		}
		return []Block{Prose{Lines: words}}
	}
	for _, found := range a.Findings {
		if len(found.Remedy) > 0 && len(found.BecauseOf) == 0 {
			return commandBlocks(found, simulated)
		}
	}
	return nil
}

// commandBlocks are the commands of a finding's remedy, in their order.
func commandBlocks(found Finding, simulated bool) []Block {
	var lines []say.Text
	if !strings.HasPrefix(found.Code, "clock.") {
		lines = append(lines, found.Title) // else the verdict has said it
	}
	switch {
	case simulated:
		lines = append(lines, say.T("On a real machine an administrator would now type this. Here, press f: it is done on the simulated machine."))
	case strings.HasPrefix(found.Code, "clock.") && len(found.Remedy) > 1:
		lines = append(lines, say.T("An administrator of this machine types the one line that fits it:"))
	default:
		lines = append(lines, say.T("An administrator of this machine types:"))
	}
	blocks := []Block{Prose{Lines: lines}}
	for _, remedy := range found.Remedy {
		blocks = append(blocks, Command{Line: remedy.Line, Why: remedy.Why, Root: remedy.NeedsRoot})
	}
	return blocks
}

// upstreamWords name the wrong time servers, beside a verdict that says what to
// do about them.
func upstreamWords(upstream *Finding) []say.Text {
	return []say.Text{upstream.Title, say.T("Setting this machine's clock alone will not last, and every other machine that follows them is wrong too.")}
}
