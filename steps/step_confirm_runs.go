package steps

import (
	"strings"

	"unskew/steps/execute"
	"unskew/steps/say"
)

// tellRuns adds to the last page what came of the newest offer: what is to be
// done about it before the rest, but after a proof.
func tellRuns(page *Page, s Session, proved bool) {
	now := offeringOf(s)
	switch {
	case len(now.runs) > 0 && proved:
		page.Blocks = append(page.Blocks, runBlocks(now)...)
	case len(now.runs) > 0:
		page.Blocks = append(runBlocks(now), page.Blocks...)
	case now.offer == nil || now.moved:
	case now.offer.Problem != "":
		page.Title = say.T("This has to be typed by hand")
		page.Blocks = append([]Block{Prose{Tone: Caution, Lines: []say.Text{say.T("It cannot be run from here: %s.", now.offer.Problem)}}}, page.Blocks...)
	case now.answered && !now.yes:
		page.Blocks = append([]Block{Prose{Lines: []say.Text{say.T("Nothing was run: the answer was not yes.")}}}, page.Blocks...)
	}
}

// maxShown bounds the lines of an output on a page. All that is kept of it is in
// the session's file.
const maxShown = 12

// runBlocks are the commands that were run, with what they said and what to do
// where one failed.
func runBlocks(now offering) []Block {
	var blocks []Block
	for _, run := range now.runs {
		tone := Good
		if !wentWell(run) {
			tone = Bad
		}
		blocks = append(blocks, Prose{Tone: tone, Lines: []say.Text{runWords(run)}})
		if run.Output == "" {
			continue
		}
		lines := strings.Split(run.Output, "\n")
		if over := len(lines) - maxShown; over > 0 {
			lines = append([]string{"…"}, lines[over:]...)
		}
		blocks = append(blocks, Output{Lines: lines})
	}
	if !now.failed() {
		return blocks
	}
	if now.runs[len(now.runs)-1].Why == whyUnseen {
		// Nothing of a file's commands is recommended: the page shows the remedy.
		return append(blocks, Prose{Lines: []say.Text{say.T("Measure again (r) to see whether it did anything.")}})
	}
	var next []say.Text
	if left := now.offer.Commands[len(now.runs):]; len(left) > 0 {
		var names []say.Text
		for _, planned := range left {
			names = append(names, say.Verbatim(execute.Line(planned.Argv)))
		}
		next = append(next, say.T("Not run any more: %s", say.Join("; ", names...)))
	}
	next = append(next, say.T("Type it yourself as an administrator of this machine and read what it says; or give the report of this session to whoever looks after this machine (e exports it)."))
	return append(blocks, Prose{Lines: next})
}

// runWords is what came of one command.
func runWords(run Run) say.Text {
	switch {
	case wentWell(run):
		return say.T("Run: %s. It ended well (exit status 0).", run.Command)
	case run.TimedOut:
		return say.T("Run: %s. It did not end in its time: %s.", run.Command, Reason(run.Why))
	case run.Why != "" && run.Exit > 0:
		return say.T("Run: %s. It failed (exit status %s): %s.", run.Command, say.Number(run.Exit), Reason(run.Why))
	case run.Why != "":
		return say.T("Run: %s. How it ended: %s.", run.Command, Reason(run.Why))
	}
	return say.T("Run: %s. It failed (exit status %s).", run.Command, say.Number(run.Exit))
}
