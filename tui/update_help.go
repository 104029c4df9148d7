package tui

import tea "charm.land/bubbletea/v2"

// updateHelp is the keys of the help page: scrolling, and back.
func (m Model) updateHelp(k keystroke) (tea.Model, tea.Cmd) {
	switch k.name {
	case "ctrl+c":
		return m.wantQuit()
	case "up", "down", "pgup", "pgdown", "home", "end":
		at, shown, total := m.scrolled()
		m.overlay = scrollTo(k.name, at, shown, total)
	case "enter", "esc", "?", "h", "f1", "q", "b", "left":
		m.phase = onPage
	}
	return m, nil
}
