package tui

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// completedMsg is the paths that begin with what was typed.
type completedMsg struct {
	question string
	typed    string
	paths    []string
}

// complete asks for the paths that begin with what was typed: it reads a folder.
func (m Model) complete(typed string) tea.Cmd {
	engine, question := m.engine, questionName(m.view.Page)
	return func() tea.Msg {
		return completedMsg{question: question, typed: typed, paths: engine.Complete(typed)}
	}
}

// completed extends what was typed as far as it is certain. An answer to
// something that is no longer there is dropped.
func (m Model) completed(msg completedMsg) Model {
	question := m.view.Page.Question
	if question == nil || question.Kind != steps.EnterPath ||
		msg.question != questionName(m.view.Page) || msg.typed != m.answer.field.String() {
		return m
	}
	m.answer.problem, m.answer.candidates, m.follow = say.Text{}, nil, true
	extended := commonStart(msg.paths)
	switch {
	case len(msg.paths) == 0:
		m.answer.problem = say.T("no file begins with that (Tab again goes on)")
	case len(msg.paths) == 1 && extended == msg.typed:
		return m.moveFocus(1)
	case len(msg.paths) > 1:
		m.answer.candidates = msg.paths
	}
	if len(extended) > len(msg.typed) {
		m.answer.field = fieldOf(extended)
		m.answer.tried = false
		return m
	}
	m.answer.tried, m.answer.triedWith = true, msg.typed
	return m
}

// commonStart is the longest text with which all begin, in whole characters.
func commonStart(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	start := texts[0]
	for _, text := range texts[1:] {
		for !strings.HasPrefix(text, start) {
			_, size := utf8.DecodeLastRuneInString(start)
			start = start[:len(start)-size]
		}
	}
	return start
}
