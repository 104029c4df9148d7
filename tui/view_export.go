package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// exportForm is the format and the file's name, which stay while the preview
// scrolls below them.
func (m Model) exportForm() []string {
	formats := make([]string, len(m.options.Formats))
	for i, format := range m.options.Formats {
		formats[i] = " " + m.shown(format) + " "
		if i == m.export.format {
			formats[i] = "[" + m.shown(format) + "]"
			if m.export.focus == atFormat {
				formats[i] = m.theme.chosen.Render(formats[i])
			}
		}
	}
	label, room := m.nameLabel()
	name, _ := m.export.name.window(room)
	if m.options.Unnamed {
		name = m.fit(m.say(say.T("in the administrator's folder")), room)
	}
	list := strings.Join(formats, " ")
	if width(list) > room {
		list = formats[m.export.format] + " " + strconv.Itoa(m.export.format+1) + "/" + strconv.Itoa(len(formats))
	}
	return []string{
		margin + pad(m.say(say.T("format")), width(label)) + list,
		margin + label + name,
	}
}

// nameLabel is what stands before the name, and the room for it.
func (m Model) nameLabel() (label string, room int) {
	cells := max(width(m.say(say.T("format"))), width(m.say(say.T("file")))) + 2
	return pad(m.say(say.T("file")), cells), max(1, m.width-2-cells)
}

// nameCursor is where the cursor stands in the name: the last line of the head.
func (m Model) nameCursor(parts layout) *tea.Cursor {
	label, room := m.nameLabel()
	_, column := m.export.name.window(room)
	return tea.NewCursor(min(len(margin)+width(label)+column, m.width-1), max(0, len(parts.head)-1))
}

// exportSheet is what came of writing, and the preview.
func (m Model) exportSheet() sheet {
	b := &builder{}
	switch {
	case m.export.problem != "":
		b.add(m.toned(steps.Bad, m.shown(m.export.problem), m.textWidth())...)
		if !m.options.Unnamed {
			b.add(wrap(m.say(say.T("Choose another name or folder, then press Enter.")), m.textWidth())...)
		}
	case m.export.written != "":
		b.add(m.toned(steps.Good, m.say(say.T("written to %s", m.export.written)), m.textWidth())...)
		b.add(wrap(m.say(say.T("In it: the verdict, the findings with their commands, every reading and every exchange with its answer. No key, secret or token is in it.")), m.textWidth())...)
	}
	if m.export.loading {
		b.add(m.say(say.T("making the preview")) + m.glyphs.cut)
		return b.sheet
	}
	b.gap()
	for line := range strings.SplitSeq(strings.TrimRight(m.export.preview, "\n"), "\n") {
		line = m.shown(strings.ReplaceAll(line, "\t", "    "))
		b.add(styled(m.theme.faint, m.whole(line))...)
	}
	return b.sheet
}

// whole is a line of a report over as many rows as it needs, under its own
// beginning: nothing is cut, since a command has to be read whole.
func (m Model) whole(line string) []string {
	if width(line) <= m.tableWidth() {
		return []string{line}
	}
	text := strings.TrimLeft(line, " ")
	margin := min(len(line)-len(text), m.tableWidth()/2)
	return indent(strings.Repeat(" ", margin), wrap(text, m.tableWidth()-margin))
}
