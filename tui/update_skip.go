package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
)

// updateSkip is the keys while the reason for leaving a step out is typed.
func (m Model) updateSkip(k keystroke) (tea.Model, tea.Cmd) {
	switch k.name {
	case "ctrl+c":
		return m.wantQuit()
	case "esc":
		m.phase = onPage
		return m, nil
	case "enter":
		m.phase = onPage
		return m.do(steps.ActSkip, strings.TrimSpace(m.reason.String()))
	}
	m.reason, _ = m.reason.press(k)
	return m, nil
}
