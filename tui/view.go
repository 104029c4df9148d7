package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"unskew/steps/say"
)

// sizes below which the screen leaves things out.
const (
	fullHeight  = 18 // the live panel in a box
	fullWidth   = 60
	tinyHeight  = 8  // only the skew, the page and the keys
	roomyHeight = 30 // empty lines between the parts
)

// sheet is what is shown between the live panel and the keys. It may be longer
// than the room for it.
type sheet struct {
	lines    []string
	from, to int           // the lines of the question, to excluded
	line     int           // the one of them that has the focus
	cursor   *tea.Position // in the sheet
}

// lower puts an empty line above the sheet.
func (s sheet) lower() sheet {
	s.lines = append([]string{""}, s.lines...)
	s.from, s.to, s.line = s.from+1, s.to+1, s.line+1
	if s.cursor != nil {
		s.cursor = &tea.Position{X: s.cursor.X, Y: s.cursor.Y + 1}
	}
	return s
}

// layout is how the screen is divided.
type layout struct {
	head, foot []string
	room       int // lines of the sheet
}

// View draws the screen. Every view is one of the alternate screen, also the
// first, before the size is known.
func (m Model) View() tea.View {
	content, cursor := m.draw()
	view := tea.NewView(content)
	view.AltScreen = true
	view.Cursor = cursor
	return view
}

func (m Model) draw() (string, *tea.Cursor) {
	if m.width <= 0 || m.height <= 0 {
		return "", nil
	}
	parts := m.layout()
	s := m.sheet(parts.room)
	at, shown := m.section(s, parts.room)

	lines := slices.Clone(parts.head)
	lines = append(lines, s.lines[at:at+shown]...)
	if shown < len(s.lines) {
		lines = append(lines, m.moreLine(at, shown, len(s.lines)))
	}
	for len(lines) < m.height-len(parts.foot) {
		lines = append(lines, "")
	}
	lines = append(lines, parts.foot...)
	for i, line := range lines {
		lines[i] = ansi.Truncate(line, m.width, "")
	}

	var cursor *tea.Cursor
	if m.phase == onExport && m.export.row == toFile {
		cursor = m.nameCursor(parts)
	} else if s.cursor != nil && s.cursor.Y >= at && s.cursor.Y < at+shown {
		cursor = tea.NewCursor(min(s.cursor.X, m.width-1), len(parts.head)+s.cursor.Y-at)
	}
	return strings.Join(lines[:min(len(lines), m.height)], "\n"), cursor
}

// layout divides the screen: the keys first, then the panel, the rest for the
// page, which always keeps a line.
func (m Model) layout() layout {
	var parts layout
	parts.foot = m.foot()
	parts.head = m.head()
	if m.phase == onExport {
		parts.head = append(parts.head, m.exportForm()...)
	}
	if most := m.height - len(parts.foot) - 1; len(parts.head) > most {
		parts.head = parts.head[:max(0, most)]
	}
	parts.room = max(0, m.height-len(parts.head)-len(parts.foot))
	return parts
}

func (m Model) full() bool  { return m.height >= fullHeight && m.width >= fullWidth }
func (m Model) tiny() bool  { return m.height < tinyHeight }
func (m Model) roomy() bool { return m.height >= roomyHeight }

// head is the lines above the page.
func (m Model) head() []string {
	var lines []string
	if !m.tiny() || m.view.Simulated != "" {
		lines = append(lines, m.titleLine())
	}
	if m.roomy() {
		lines = append(lines, "")
	}
	switch {
	case m.full() && m.phase != onExport: // the form and the preview need the room
		lines = append(lines, m.panel()...)
	case m.tiny():
		lines = append(lines, m.skewLine(m.width))
	default:
		lines = append(lines, m.skewLine(m.width), m.shortClocks())
	}
	if m.roomy() {
		lines = append(lines, "")
	}
	return lines
}

// sheet is the page of the current phase, without its empty lines where it
// would not fit with them.
func (m Model) sheet(room int) sheet {
	s := m.sheetOf(false)
	if len(s.lines) > room {
		return m.sheetOf(true)
	}
	if len(s.lines) < room && !m.roomy() {
		return s.lower()
	}
	return s
}

func (m Model) sheetOf(tight bool) sheet {
	switch m.phase {
	case onHelp:
		return m.helpSheet(tight)
	case onExport:
		return m.exportSheet()
	case onSkip:
		return m.skipSheet()
	case onQuit:
		return m.quitSheet()
	}
	if m.view.Finished {
		return m.closingSheet(tight)
	}
	return m.pageSheet(tight)
}

// section is the part of a sheet that is shown: its first line, and how many.
// One line of the room goes to the sign that there is more.
func (m Model) section(s sheet, room int) (at, shown int) {
	total := len(s.lines)
	if total <= room {
		return 0, total
	}
	shown = max(0, room-1)
	at = m.overlay
	if m.phase != onHelp && m.phase != onExport {
		at = m.scroll
	}
	at = max(0, min(at, total-shown))
	asking := m.phase == onPage && m.follow || m.phase == onSkip || m.phase == onQuit
	if asking && s.to > s.from {
		at = keepInSight(at, shown, s.from, s.to)
		at = keepInSight(at, shown, s.line, s.line+1)
	}
	return max(0, min(at, total-shown)), shown
}

// keepInSight moves the first line so that [from, to) is shown, or its beginning
// where all of it does not fit.
func keepInSight(at, shown, from, to int) int {
	if to > at+shown {
		at = to - shown
	}
	return min(at, from)
}

// scrolled is section for the keys that scroll.
func (m Model) scrolled() (at, shown, total int) {
	parts := m.layout()
	s := m.sheet(parts.room)
	at, shown = m.section(s, parts.room)
	return at, shown, len(s.lines)
}

// moreLine says where there is more to see.
func (m Model) moreLine(at, shown, total int) string {
	text := say.T("%s more below (PgDn)", m.glyphs.more)
	switch {
	case at > 0 && at+shown < total:
		text = say.T("%s more (PgUp, PgDn)", m.glyphs.both)
	case at > 0:
		text = say.T("%s more above (PgUp)", m.glyphs.less)
	}
	return m.theme.faint.Render(m.fit(" "+m.printer.Text(text), m.width))
}
