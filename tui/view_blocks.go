package tui

import (
	"strconv"
	"strings"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// toned prefixes lines with the sign of a tone and colours them.
func (m Model) toned(tone steps.Tone, text string, limit int) []string {
	sign := m.glyphs.tone(tone)
	if sign != "" {
		sign += " "
	}
	return styled(m.theme.tone(tone), indent(sign, wrap(text, limit-width(sign))))
}

func (m Model) prose(prose steps.Prose) []string {
	var lines []string
	for _, paragraph := range prose.Lines {
		lines = append(lines, m.toned(prose.Tone, m.say(paragraph), m.textWidth())...)
	}
	return lines
}

// facts are labels and values in two columns, one under the other where the
// screen is narrow.
func (m Model) facts(facts steps.Facts) []string {
	limit := m.textWidth()
	var at factColumns
	for _, fact := range facts.Rows {
		at.labels = max(at.labels, width(m.say(fact.Label)))
		if value := width(m.say(fact.Value)); value <= limit/3 && !fact.Note.IsZero() {
			at.values = max(at.values, value)
		}
		at.signed = at.signed || m.glyphs.tone(fact.Tone) != ""
	}
	if limit < fullWidth {
		at.values = 0
	}
	at.labels = min(at.labels, limit/2)
	var lines []string
	for _, fact := range facts.Rows {
		lines = append(lines, m.fact(fact, at)...)
	}
	return lines
}

// factColumns is how a list of facts is set: the widths of labels and values,
// and whether there is a column for the tones' signs.
type factColumns struct {
	labels, values int
	signed         bool
}

// fact is one label with its value, and the remark behind it, or below it where
// there is no room.
func (m Model) fact(fact steps.Fact, at factColumns) []string {
	limit := m.textWidth()
	prefix := ""
	if at.signed {
		prefix = pad(m.glyphs.tone(fact.Tone), 2)
	}
	prefix += pad(m.fit(m.say(fact.Label), at.labels), at.labels) + "  "
	room := max(8, limit-width(prefix))
	value, note := m.say(fact.Value), m.say(fact.Note)

	lines := wrap(value, room)
	if len(lines) == 0 {
		lines = []string{""}
	}
	last := len(lines) - 1
	cells := max(width(lines[last]), at.values)
	if cells+2+width(note) > room {
		cells = width(lines[last]) // rather out of line than in another one
	}
	beside := note != "" && cells+2+width(note) <= room
	gap := strings.Repeat(" ", cells-width(lines[last])+2)
	lines = styled(m.theme.tone(fact.Tone), lines)
	switch {
	case beside && value == "":
		lines[last] = m.theme.faint.Render(note)
	case beside:
		lines[last] += gap + m.theme.faint.Render(note)
	case note != "":
		lines = append(lines, styled(m.theme.faint, wrap(note, room))...)
	}
	return indent(prefix, lines)
}

// command is a line to type, in full: a cut command must not be typed. What is
// too long goes on in the next line, the way a shell reads it.
func (m Model) command(command steps.Command) []string {
	prompt := "  $ "
	switch {
	case command.ByHand:
		return m.byHand(command)
	case command.Root:
		prompt = "  # "
	}
	room := max(8, m.tableWidth()-width(prompt)-2)
	pieces := shellLines(m.shown(command.Line), room)
	if !command.Windows { // whose shells have no mark in common
		for i := range pieces[:len(pieces)-1] {
			pieces[i] += ` \`
		}
	}
	lines := indent(prompt, styled(m.theme.strong, pieces))
	why := m.say(command.Why)
	if command.Root {
		note := m.say(say.T("as root or administrator"))
		if command.Windows {
			note = m.say(say.T("as administrator"))
			if len(pieces) > 1 {
				note = m.say(say.T("as administrator, in one line"))
			}
		}
		if why != "" {
			note = m.printer.Aside(why, note)
		}
		why = note
	}
	lines = append(lines, styled(m.theme.faint, indent("    ", wrap(why, m.textWidth()-4)))...)
	return append(lines, m.commandNotes(command)...)
}

// byHand is an instruction in words: it is wrapped like any other text.
func (m Model) byHand(command steps.Command) []string {
	lines := indent("  - ", styled(m.theme.strong, wrap(m.say(steps.Instruction(command.Line)), m.textWidth()-4)))
	lines = append(lines, styled(m.theme.faint, indent("    ", wrap(m.say(command.Why), m.textWidth()-4)))...)
	return append(lines, m.commandNotes(command)...)
}

// commandNotes folds how long a command takes, how it is checked and how it is
// taken back into one faint line.
func (m Model) commandNotes(command steps.Command) []string {
	var notes []string
	if takes := m.say(command.Takes); takes != "" {
		notes = append(notes, m.say(say.T("takes: %s", takes)))
	}
	if command.Check != "" {
		notes = append(notes, m.say(say.T("check: %s", command.Check)))
	}
	if command.Undo != "" {
		notes = append(notes, m.say(say.T("undo: %s", steps.Instruction(command.Undo))))
	}
	if len(notes) == 0 {
		return nil
	}
	folded := m.shown(strings.Join(notes, " "+m.glyphs.dot+" "))
	return styled(m.theme.faint, indent("    ", wrap(folded, m.textWidth()-4)))
}

// shellLines breaks a command at spaces outside of quotes. A word that is longer
// than a line stays whole.
func shellLines(command string, limit int) []string {
	var lines []string
	line := ""
	for _, word := range shellWords(command) {
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) <= limit:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// shellWords cuts a command at its spaces, but not within quotes.
func shellWords(command string) []string {
	var quote rune
	return strings.FieldsFunc(command, func(r rune) bool {
		switch {
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case r == quote:
			quote = 0
		}
		return quote == 0 && r == ' '
	})
}

// output is what a command said, set apart from what this program says.
func (m Model) output(output steps.Output) []string {
	var lines []string
	for _, line := range output.Lines {
		lines = append(lines, styled(m.theme.faint, indent("  "+m.glyphs.down+" ", wrap(m.shown(line), m.textWidth()-4)))...)
	}
	return lines
}

func (m Model) progress(progress steps.Progress) []string {
	const cells = 20
	label := m.say(progress.Label)
	if progress.For >= time.Second {
		return wrap(m.say(say.T("%s, %s", label, steps.Span(progress.For.Truncate(time.Second))))+m.glyphs.cut, m.textWidth())
	}
	if progress.Total <= 0 {
		if progress.Done > 0 {
			label += " (" + strconv.Itoa(progress.Done) + ")"
		}
		return wrap(label+m.glyphs.cut, m.textWidth())
	}
	done := max(0, min(progress.Done, progress.Total))
	filled := cells * done / progress.Total
	bar := strings.Repeat(m.glyphs.full, filled) + strings.Repeat(m.glyphs.rest, cells-filled)
	count := strconv.Itoa(done) + "/" + strconv.Itoa(progress.Total)
	if width(label)+cells+width(count)+4 > m.textWidth() {
		return wrap(label+" "+count, m.textWidth())
	}
	return []string{label + "  " + bar + "  " + count}
}
