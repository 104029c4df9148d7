package tui

import (
	tea "charm.land/bubbletea/v2"

	"unskew/steps"
)

// switchLanguage shows everything in the other language, at once.
func (m Model) switchLanguage() (tea.Model, tea.Cmd) {
	m.printer = m.other
	m.other = m.printer.Other()
	if m.phase == onExport {
		return m.chooseFormat(m.export.format) // the report is in the language of the screen
	}
	return m, nil
}

// typesTab reports whether Tab belongs to what is being typed: it completes the
// name of a file, and is a character of a pasted text (a terminal without bracketed
// paste sends the tabs of a stack trace as keys).
func (m Model) typesTab() bool {
	question := m.view.Page.Question
	if m.phase != onPage || m.focus != atPage || question == nil {
		return false
	}
	switch question.Kind {
	case steps.EnterPath:
		return m.answer.field.String() != ""
	case steps.EnterText:
		return m.answer.box.text != ""
	}
	return false
}

// languageKey is what switches the language now.
func (m Model) languageKey() string {
	if m.typesTab() {
		return "Esc, Tab"
	}
	return "Tab"
}
