package tui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// In East Asia many terminals draw the characters of frames and bars in two
// cells (Unicode Standard Annex 11, "ambiguous"), and no setting of the host
// tells. So the screen starts in ASCII there, and the terminal is asked: two such
// characters are drawn, and it says where its cursor is then. Nothing waits for
// the answer, and a terminal that gives none keeps its ASCII. Who changes to
// Chinese elsewhere has the terminal asked then.

// probeText is drawn from the second line on: a cursor in the first line is
// reported by the same bytes as a function key.
const probeText = "─█"

// narrowColumn is where the cursor stands after two characters of one cell,
// counted from 0.
const narrowColumn = 2

// probe asks. What it overwrites is drawn again at once.
func probe() tea.Cmd {
	return tea.Sequence(
		tea.Raw(ansi.SaveCursor+ansi.CursorPosition(1, 2)+probeText+ansi.RequestCursorPositionReport+ansi.RestoreCursor),
		tea.ClearScreen,
	)
}

// ask has the terminal asked, once, unless ASCII was asked for.
func (m Model) ask() (Model, tea.Cmd) {
	if m.options.ASCII || m.probed {
		return m, nil
	}
	m.probing, m.probed = true, true
	return m, probe()
}

// tellWidth takes the answer, unless the person has chosen in the meantime.
func (m Model) tellWidth(msg tea.CursorPositionMsg) Model {
	switch {
	case !m.probing:
	case msg.X == narrowColumn:
		m.glyphs = unicodeGlyphs()
	default:
		m.glyphs = asciiGlyphs()
	}
	m.probing = false
	return m
}
