package tui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// In East Asia many terminals draw the characters of frames and bars in two
// cells (Unicode Standard Annex 11, "ambiguous"), and no setting of the host
// tells. So the screen starts in ASCII there, and the terminal is asked: two such
// characters are drawn, and it says where its cursor is then. Nothing waits for
// the answer, and a terminal that gives none keeps its ASCII.

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

// probed takes the answer, unless the person has chosen in the meantime.
func (m Model) probed(msg tea.CursorPositionMsg) Model {
	if m.probing && msg.X == narrowColumn {
		m.glyphs = unicodeGlyphs()
	}
	m.probing = false
	return m
}
