package report

import (
	"unskew/steps"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// dangersSection tells what to know before the clock is moved.
func dangersSection(c content) section {
	blocks := dangerBlocks(steps.Weigh(c.session, c.now))
	return section{Title: say.T("Before it is done"), Blocks: blocks}
}

func dangerBlocks(dangers []remedy.Danger) []steps.Block {
	var blocks []steps.Block
	for _, danger := range dangers {
		blocks = append(blocks, steps.Prose{Lines: []say.Text{say.Join(" ", danger.Title, danger.Text)}})
	}
	return blocks
}

func dangersOf(c content) []dangerJSON {
	var out []dangerJSON
	for _, danger := range steps.Weigh(c.session, c.now) {
		out = append(out, dangerJSON{Gravity: word(danger.Gravity), Title: word(danger.Title.String()), Detail: word(danger.Text.String())})
	}
	return out
}
