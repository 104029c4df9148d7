package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/language"

	"unskew/steps"
	"unskew/steps/say"
)

// formHeight is from how many lines on all rows of the form are shown; on a
// smaller screen it is the one in use.
const formHeight = 16

// exportForm is the rows of the form, which stay while the preview scrolls below.
func (m Model) exportForm() []string {
	rows := m.exportRows()
	if m.height < formHeight {
		return []string{m.formRow(m.export.row)}
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, m.formRow(row))
	}
	return lines
}

func (m Model) formRow(row exportRow) string {
	label := pad(m.say(rowLabel(row)), m.labelCells())
	room := max(1, m.width-2-m.labelCells())
	mark := " "
	if row == m.export.row {
		mark = m.theme.strong.Render(m.glyphs.pointer)
	}
	if row == toFile {
		name, _ := m.export.name.window(room)
		return mark + label + name
	}
	words, chosen := m.rowChoices(row)
	return mark + label + m.setChoices(words, chosen, row == m.export.row, room)
}

func rowLabel(row exportRow) say.Text {
	switch row {
	case forWhom:
		return say.T("for whom")
	case inFormat:
		return say.T("format")
	case inLanguage:
		return say.T("language")
	case byWay:
		return say.T("way out")
	}
	return say.T("file")
}

// labelCells is the width of the labels.
func (m Model) labelCells() int {
	cells := 0
	for row := forWhom; row <= toFile; row++ {
		cells = max(cells, width(m.say(rowLabel(row)))+2)
	}
	return cells
}

// rowChoices are the words of a row, and which of them is chosen, -1 for none.
func (m Model) rowChoices(row exportRow) (words []string, chosen int) {
	at := m
	at.export.row = row
	_, chosen = at.choices()
	switch row {
	case forWhom:
		words = []string{m.say(say.T("our own support: names kept")), m.say(say.T("outside: stand-ins for names"))}
	case inFormat:
		for _, format := range m.options.Exports.Formats {
			words = append(words, m.shown(format.Name))
		}
	case inLanguage:
		for _, tag := range say.Languages() {
			words = append(words, say.Name(tag, m.glyphs.ascii && m.printer.Tag() == language.English))
		}
	case byWay:
		for _, w := range m.ways() {
			words = append(words, m.say(m.wayName(w)))
		}
	}
	return words, chosen
}

func (m Model) wayName(w way) say.Text {
	switch {
	case w == intoClipboard:
		return say.T("clipboard")
	case w == ontoScreen:
		return say.T("on the screen when I leave")
	case m.options.Exports.Unnamed:
		return say.T("file, in the administrator's folder")
	}
	return say.T("file")
}

// setChoices sets the words of a row in one line, or only the chosen one, with its
// number, where they do not fit.
func (m Model) setChoices(words []string, chosen int, used bool, room int) string {
	cells := 0
	looks := make([]string, len(words))
	for i, word := range words {
		looks[i] = " " + word + " "
		cells += width(looks[i])
		if i == chosen {
			looks[i] = "[" + word + "]"
			if used {
				looks[i] = m.theme.chosen.Render(looks[i])
			}
		}
	}
	if cells <= room {
		return strings.Join(looks, "")
	}
	if chosen < 0 {
		return m.fit("? 1/"+strconv.Itoa(len(words))+" "+words[0], room)
	}
	count := " " + strconv.Itoa(chosen+1) + "/" + strconv.Itoa(len(words))
	return m.fit("["+words[chosen]+"]", room-width(count)) + count
}

// nameCursor is where the cursor stands in the name: in the last line of the head.
func (m Model) nameCursor(parts layout) *tea.Cursor {
	_, column := m.export.name.window(max(1, m.width-2-m.labelCells()))
	return tea.NewCursor(min(1+m.labelCells()+column, m.width-1), max(0, len(parts.head)-1))
}

// exportSheet is what came of it, and the preview.
func (m Model) exportSheet() sheet {
	b := &builder{}
	if problem := m.say(m.export.problem); problem != "" {
		b.add(m.toned(steps.Bad, problem, m.textWidth())...)
	}
	for i, done := range m.export.done {
		if i == 0 {
			b.add(m.toned(steps.Good, m.say(done), m.textWidth())...)
			continue
		}
		b.add(wrap(m.say(done), m.textWidth())...)
	}
	switch {
	case m.export.audience == steps.Unchosen:
		m.addAudiences(b)
		return b.sheet
	case m.export.loading:
		b.add(m.say(say.T("making the preview")) + m.glyphs.cut)
		return b.sheet
	}
	if m.format().SeenAs != "" {
		b.add(wrap(m.say(say.T("The file is a page for a web browser, with a chart. It says the same as this:")), m.textWidth())...)
	}
	b.gap()
	for line := range strings.SplitSeq(strings.TrimRight(m.export.preview, "\n"), "\n") {
		line = m.shown(strings.ReplaceAll(line, "\t", "    "))
		b.add(m.whole(line)...) // it is to be read before it goes out: not faint
	}
	return b.sheet
}

// addAudiences says what the first choice of the form means.
func (m Model) addAudiences(b *builder) {
	for _, text := range []say.Text{
		say.T("For whom is this report? Choose with the arrow keys; then it is shown here, and Enter sends it out."),
		say.T("Our own support needs the names of machines, servers and accounts."),
		say.T("For anybody outside, stand-ins such as HOST-1 take their place, and a table of them is kept apart."),
		say.T("Keys, passwords and tokens are in neither."),
	} {
		b.gap()
		b.add(wrap(m.say(text), m.textWidth())...)
	}
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
