package tui

import (
	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// margin is the empty column left of the page.
const margin = " "

// textWidth is the width of running text, tableWidth that of tables.
func (m Model) textWidth() int  { return max(1, min(m.width-2, readable)) }
func (m Model) tableWidth() int { return max(1, m.width-2) }

// builder puts a sheet together.
type builder struct {
	sheet
	tight bool // without empty lines
}

// gap leaves a line empty between two parts.
func (b *builder) gap() {
	if !b.tight && len(b.lines) > 0 {
		b.lines = append(b.lines, "")
	}
}

func (b *builder) add(lines ...string) {
	for _, line := range lines {
		if line != "" {
			line = margin + line
		}
		b.lines = append(b.lines, line)
	}
}

// closingSheet is the end of a session.
func (m Model) closingSheet(tight bool) sheet {
	b := &builder{tight: tight}
	verdict := m.view.Verdict
	b.add(styled(m.theme.title, wrap(m.say(say.T("The end of this session")), m.textWidth()))...)
	b.gap()
	b.add(styled(m.theme.strong, wrap(m.say(verdict.Title), m.textWidth()))...)
	b.add(wrap(m.say(verdict.Next), m.textWidth())...)
	b.gap()
	if m.canExport() {
		b.add(wrap(m.say(say.T("Press e to write the whole session to a file. Enter leaves.")), m.textWidth())...)
	} else {
		b.add(wrap(m.say(say.T("Enter leaves.")), m.textWidth())...)
	}
	return b.sheet
}

// pageTitle is the page's title. Its progress may be below the screen's end, so the
// title says too that work is under way.
func (m Model) pageTitle() say.Text {
	page := m.view.Page
	if page.Busy && page.Question == nil && !m.offers(steps.ActNext) {
		return say.T("%s (working)", page.Title)
	}
	return page.Title
}

// pageSheet is the page: title, what it is about, blocks, question.
func (m Model) pageSheet(tight bool) sheet {
	page := m.view.Page
	b := &builder{tight: tight}
	if !page.Title.IsZero() {
		b.add(styled(m.theme.title, wrap(m.say(m.pageTitle()), m.textWidth()))...)
	}
	for _, about := range page.About {
		b.add(wrap(m.say(about), m.textWidth())...)
	}
	for _, block := range page.Blocks {
		b.gap()
		b.add(m.block(block)...)
	}
	if page.Question != nil {
		b.gap()
		m.addQuestion(b, *page.Question)
	}
	return b.sheet
}

// putCursor marks the next line to be added as the one with the cursor.
func (b *builder) putCursor(column int) {
	b.cursor = &tea.Position{X: len(margin) + column, Y: len(b.lines)}
}

func (m Model) block(block steps.Block) []string {
	switch block := block.(type) {
	case steps.Prose:
		return m.prose(block)
	case steps.Facts:
		return m.facts(block)
	case steps.Table:
		return m.table(block)
	case steps.Command:
		return m.command(block)
	case steps.Output:
		return m.output(block)
	case steps.Progress:
		return m.progress(block)
	case steps.History:
		return m.history(block)
	}
	return nil
}
