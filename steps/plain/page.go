package plain

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"unskew/steps"
	"unskew/steps/say"
)

// openPage prints the head of a page.
func (f *front) openPage(v steps.View, key pageKey) {
	fresh := f.page.step != key.step
	f.page, f.said, f.full, f.mode = key, map[string]bool{}, false, closed
	f.out.gap()
	f.say(headOf(v))
	if marks := marksOf(v); !marks.IsZero() {
		f.say(marks)
	}
	if v.Page.Number > 0 {
		f.say(say.T("Step %s of %s: %s", say.Number(v.Page.Number), say.Number(len(v.Marks)), v.Page.Title))
	} else {
		f.say(v.Page.Title)
	}
	f.tellClocks(v)
	if fresh {
		f.sayAbout(v)
	}
}

func headOf(v steps.View) say.Text {
	if v.Simulated != "" {
		return say.T("unskew on %s (SIMULATED: %s)", v.Host, v.Simulated)
	}
	return say.T("unskew on %s", v.Host)
}

// marksOf lists the steps with how they ended.
func marksOf(v steps.View) say.Text {
	var marks []say.Text
	for i, mark := range v.Marks {
		text := say.T("%s %s", say.Number(i+1), mark.Title)
		switch {
		case mark.Current:
			text = say.T("%s (here)", text)
		case mark.Outcome != "":
			text = say.T("%s (%s)", text, mark.Outcome.Words())
		}
		marks = append(marks, text)
	}
	if len(marks) == 0 {
		return say.Text{}
	}
	return say.T("Steps: %s", say.Join(", ", marks...))
}

// sayAbout prints the page's sentences that were not said yet, set apart.
func (f *front) sayAbout(v steps.View) {
	apart := false
	for _, line := range v.Page.About {
		if !apart && !f.said[f.layout.Text(line)] {
			f.out.gap()
			apart = true
		}
		f.once(line)
	}
}

// sayBlocks prints all blocks of a page that has been measured, without the rows
// that were told while it was.
func (f *front) sayBlocks(v steps.View) {
	for _, block := range v.Page.Blocks {
		for _, piece := range f.pieces(block) {
			f.said[piece.key] = true
		}
		if table, ok := block.(steps.Table); ok {
			table.Rows = slices.DeleteFunc(slices.Clone(table.Rows), f.told)
			if len(table.Rows) == 0 {
				continue
			}
			block = table
		}
		laid := f.layout.Block(block)
		if len(laid) == 0 {
			continue
		}
		f.out.gap()
		f.out.lines(laid...)
	}
}

// progress tells what is new while work is under way: each row of a table once,
// as soon as it is there, and each piece of work by its name. A table without a
// head lists what has not answered yet, and one without a head over its names
// compares: its rows mean nothing alone. What the page makes of it all is told
// when the work is done: until then it may still turn.
func (f *front) progress(v steps.View) {
	for _, block := range v.Page.Blocks {
		switch b := block.(type) {
		case steps.Table:
			for _, row := range b.Rows {
				if len(b.Head) > 0 && !b.Head[0].IsZero() {
					f.rowOnce(b.Head, row)
				}
			}
		case steps.Progress:
			// What takes long is told again now and then, with how long.
			times := say.Number(int(b.For / longWork))
			f.pieceOnce(workKey+times+f.layout.Text(b.Label), f.layout.Block(b))
		}
	}
}

// longWork is how often work that tells its time is told.
const longWork = 10 * time.Second

// rowCells is how much of a row says what was found: the first cells are the
// important ones. What stands behind them may still change a little.
const rowCells = 3

// rowKey is under which a told row is kept: its name, and what was found. workKey is
// the same for a piece of work.
const (
	rowKey  = "row "
	workKey = "work "
)

// rowOnce tells a row by its name, the first cell, once while work is under way.
func (f *front) rowOnce(head []say.Text, row steps.Row) {
	if len(row.Cells) == 0 || f.said[rowKey+f.layout.Text(row.Cells[0])] {
		return
	}
	f.said[rowKey+f.layout.Text(row.Cells[0])] = true
	f.said[rowKey+f.foundIn(row)] = true
	f.out.lines(f.layout.Paragraph("  ", say.Verbatim(f.layout.RowText(head, row)))...)
}

// told reports whether a row was told with what it says now.
func (f *front) told(row steps.Row) bool { return f.said[rowKey+f.foundIn(row)] }

func (f *front) foundIn(row steps.Row) string {
	var text string
	for i, cell := range row.Cells[:min(rowCells, len(row.Cells))] {
		if i == 0 {
			text = f.layout.Text(cell) // a name may be an address
			continue
		}
		text += ";" + numberless(f.layout.Text(cell))
	}
	return text + ";"
}

// forgetWork is called where the work may be done afresh: what it finds is news again.
func (f *front) forgetWork() {
	maps.DeleteFunc(f.said, func(key string, _ bool) bool {
		return strings.HasPrefix(key, rowKey) || strings.HasPrefix(key, workKey)
	})
}

func (f *front) pieceOnce(key string, laid []string) {
	if !f.said[key] {
		f.said[key] = true
		f.out.lines(laid...)
	}
}

// newsEvery is how many ticks lie at least between two pieces of news on a page
// that waits for something.
const newsEvery = 10

// news tells what has come new to a page while its prompt is open. A number
// that only counts on is no news.
func (f *front) news(v steps.View) {
	if f.mode == pasting || f.quiet < newsEvery {
		return
	}
	f.quiet = 0
	for _, block := range v.Page.Blocks {
		for _, piece := range f.pieces(block) {
			f.pieceOnce(piece.key, piece.lines)
		}
	}
}

// piece is a part of a block that is told on its own.
type piece struct {
	key   string
	lines []string
}

// pieces takes a block apart. The key of a piece holds no numbers, except in
// what names it.
func (f *front) pieces(block steps.Block) []piece {
	var out []piece
	switch b := block.(type) {
	case steps.Prose:
		for _, line := range b.Lines {
			out = append(out, piece{"prose " + numberless(f.layout.Text(line)), f.layout.Paragraph("", line)})
		}
	case steps.Facts:
		for _, row := range b.Rows {
			one := steps.Facts{Rows: []steps.Fact{row}}
			out = append(out, piece{"fact " + f.layout.Text(row.Label) + numberless(f.layout.FactValue(row)), f.layout.Block(one)})
		}
	case steps.Table:
		for _, row := range b.Rows {
			if len(row.Cells) == 0 {
				continue
			}
			text := f.layout.RowText(b.Head, row)
			out = append(out, piece{
				"cells " + f.layout.Text(row.Cells[0]) + numberless(text),
				f.layout.Paragraph("  ", say.Verbatim(text)),
			})
		}
	case steps.History:
		out = append(out, piece{"history " + strings.Join(b.Rows(len(b.Columns)), "\n"), f.layout.Block(b)})
	case steps.Output:
		out = append(out, piece{"output " + strings.Join(b.Lines, "\n"), f.layout.Block(b)})
	case steps.Command:
		out = append(out, piece{"command " + b.Line, f.layout.Block(b)})
	}
	return out
}

// numberless puts one sign for every number in a text.
func numberless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || r == '.' {
			return -1
		}
		return r
	}, text)
}

// tellLeaving tells once that the session is about to be left. While a reason is
// asked for, any line is the reason.
func (f *front) tellLeaving(v steps.View) {
	if v.Leaving && !f.leaving {
		f.out.gap()
		if f.mode == givingReason {
			f.say(say.T("Still there? Answer, or this session ends within a minute."))
		} else {
			f.say(say.T("Still there? Type ? and press Enter, or this session ends within a minute."))
		}
	}
	f.leaving = v.Leaving
}

// tellProblem tells something that went wrong outside the page, once.
func (f *front) tellProblem(v steps.View) {
	text := f.layout.Text(v.Problem)
	if text != "" && text != f.problem {
		f.out.gap()
		f.say(say.T("Attention: %s", v.Problem))
	}
	f.problem = text
}

// finish tells the verdict and ends.
func (f *front) finish(v steps.View) {
	f.over = true
	f.out.gap()
	f.tellVerdict(v)
}

func (f *front) tellVerdict(v steps.View) {
	if v.Verdict.Title.IsZero() {
		return
	}
	f.say(say.T("Result: %s", v.Verdict.Title))
	f.say(say.T("Proof: %s.", v.Proof))
	if !v.Verdict.Next.IsZero() {
		f.say(say.T("Next: %s", v.Verdict.Next))
	}
	if v.Simulated != "" {
		f.say(say.T("SIMULATED: scenario %s. Nothing here was measured on a real host.", v.Simulated))
	}
}

// leave ends the session before it is finished: it is kept as it is. Where nobody can
// be told any more, the link is gone: the session was then not left, but cut off.
func (f *front) leave() {
	f.over = true
	why := ""
	f.out.gap()
	if f.ended {
		why = "the input ended"
		f.say(say.T("The input has ended, so this session ends here."))
	}
	f.tellVerdict(f.view)
	f.say(say.T("Left. What was measured so far stands above."))
	if f.out.err == nil {
		f.engine.Do(steps.ActQuit, why)
	}
}
