package tui

import (
	"strconv"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

const (
	boxLines        = 6 // of a pasted text that are shown
	tightBoxLines   = 2
	candidatesShown = 6
)

// addQuestion draws the question with what is entered so far.
func (m Model) addQuestion(b *builder, question steps.Question) {
	b.from = len(b.lines)
	b.add(styled(m.theme.strong, wrap(m.say(question.Prompt), m.textWidth()))...)
	for _, help := range question.Help {
		b.add(styled(m.theme.faint, wrap(m.say(help), m.textWidth()))...)
	}
	b.line = len(b.lines)
	switch question.Kind {
	case steps.Choose:
		m.addOptions(b, question.Options)
	case steps.EnterText:
		m.addBox(b)
	case steps.EnterSecret:
		m.addField(b, m.answer.field.masked(m.glyphs.mask), m.phase == onPage && m.focus == atPage)
	default:
		m.addField(b, m.answer.field, m.phase == onPage && m.focus == atPage)
	}
	problem := question.Problem
	if !m.answer.problem.IsZero() {
		problem = m.answer.problem
	}
	b.add(m.toned(steps.Bad, m.say(problem), m.textWidth())...)
	m.addCandidates(b)
	b.to = len(b.lines)
}

func (m Model) addOptions(b *builder, options []steps.Option) {
	for i, option := range options {
		chosen := i == m.answer.chosen
		pointer := pad("", width(m.glyphs.pointer))
		if chosen {
			pointer, b.line = m.glyphs.pointer, len(b.lines)
		}
		prefix := pointer + " " + strconv.Itoa(i+1) + " "
		lines := indent(prefix, wrap(m.say(option.Label), m.textWidth()-width(prefix)))
		if len(lines) == 0 {
			lines = []string{prefix}
		}
		room := m.textWidth() - width(lines[0]) - 2
		if len(lines) > 1 {
			room = 0
		}
		if chosen && m.focus == atPage {
			lines = styled(m.theme.chosen, lines)
		}
		note := m.say(option.Note)
		if aside := strings.TrimSpace(m.printer.Aside("", note)); note != "" && width(aside) <= room {
			lines[0] += "  " + m.theme.faint.Render(aside)
		} else if note != "" {
			lines = append(lines, styled(m.theme.faint, indent(strings.Repeat(" ", width(prefix)), wrap(note, m.textWidth()-width(prefix))))...)
		}
		b.add(lines...)
	}
}

// addField draws a line that is being typed, with the terminal's own cursor in
// it where it has the focus.
func (m Model) addField(b *builder, f field, focused bool) {
	const prompt = "> "
	text, column := f.window(m.textWidth() - len(prompt))
	if focused {
		b.putCursor(len(prompt) + column)
	}
	b.add(prompt + text)
}

// addBox draws the end of a pasted text, how much it is, and its button.
func (m Model) addBox(b *builder) {
	count := boxLines
	if b.tight {
		count = tightBoxLines
	}
	tail := m.answer.box.tail(count)
	hidden := m.answer.box.lines() - len(tail)
	if m.answer.box.text != "" && strings.HasSuffix(m.answer.box.text, "\n") {
		hidden++
	}
	if hidden > 0 {
		b.add(m.theme.faint.Render(m.say(say.T("(%s lines above)", strconv.Itoa(hidden)))))
	}
	for i, line := range tail {
		shown, column := fieldOf(line).window(m.textWidth() - 2)
		if i < len(tail)-1 {
			shown = m.fit(visible(line), m.textWidth()-2)
		} else {
			b.line = len(b.lines)
			if m.phase == onPage && m.focus == atPage {
				b.putCursor(2 + column)
			}
		}
		b.add(m.glyphs.down + " " + shown)
	}
	b.add(m.boxStatus())
}

func (m Model) boxStatus() string {
	done := "[" + m.say(say.T("Done")) + "]"
	if m.focus == atDone {
		done = m.theme.chosen.Render(done)
	}
	status := say.T("%s lines. Ctrl-D, or Esc and Enter, hands it in.", strconv.Itoa(m.answer.box.lines()))
	if m.answer.box.full {
		status = say.T("%s lines, full: only the first 64 KiB are kept.", strconv.Itoa(m.answer.box.lines()))
	}
	return done + "  " + m.theme.faint.Render(m.fit(m.say(status), m.textWidth()-width(done)-2))
}

func (m Model) addCandidates(b *builder) {
	list := m.answer.candidates
	if len(list) == 0 {
		return
	}
	for _, path := range list[:min(len(list), candidatesShown)] {
		b.add(m.theme.faint.Render("  " + m.fit(m.shown(path), m.textWidth()-2)))
	}
	if more := len(list) - candidatesShown; more > 0 {
		b.add(m.theme.faint.Render("  " + m.say(say.T("and %s more: type on, then Tab", strconv.Itoa(more)))))
	}
}
