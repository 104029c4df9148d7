package tui

import (
	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/language"

	"unskew/steps"
)

// switchLanguage shows everything in the other language, at once.
func (m Model) switchLanguage() (tea.Model, tea.Cmd) {
	m.printer, m.other = m.other, m.printer
	if m.phase == onExport && m.export.language == m.other.Tag() {
		m.export.language = m.printer.Tag() // the report was in the language of the screen
		return m.refreshPreview()
	}
	if m.printer.Tag() != language.English {
		return m.ask()
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
