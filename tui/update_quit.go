package tui

import tea "charm.land/bubbletea/v2"

// updateQuit is the keys of the question whether to leave while work is under
// way. Staying is what Enter does unless the other button was chosen.
func (m Model) updateQuit(k keystroke) (tea.Model, tea.Cmd) {
	switch k.name {
	case "ctrl+c", "y", "q":
		return m.leaveNow()
	case "n", "s", "b", "esc":
		m.phase = onPage
	case "left", "right", "up", "down", "shift+tab":
		m.leave = !m.leave
	case "enter":
		if m.leave {
			return m.leaveNow()
		}
		m.phase = onPage
	}
	return m, nil
}
