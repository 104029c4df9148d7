package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// answer is what the person has entered so far. It is kept when the answer was
// not taken, so that it can be mended instead of typed again.
type answer struct {
	chosen  int   // of Choose
	field   field // of EnterLine, EnterPath and EnterSecret
	box     box   // of EnterText
	problem say.Text

	candidates []string // of the last completion
	tried      bool     // that completion could not extend what was typed,
	triedWith  string   // which was this
}

func newAnswer(question *steps.Question) answer {
	if question == nil {
		return answer{}
	}
	if question.Kind == steps.EnterText {
		return answer{box: box{}.add(question.Default)}
	}
	fresh := answer{field: fieldOf(question.Default)}
	for i, option := range question.Options {
		if option.Value == question.Default {
			fresh.chosen = i
		}
	}
	return fresh
}

// refreshed fits the answer to the same question as it is now.
func (a answer) refreshed(question steps.Question) answer {
	a.chosen = max(0, min(a.chosen, len(question.Options)-1))
	return a
}

// updateQuestion is the keys of a question. Those that it does not use may be
// short cuts.
func (m Model) updateQuestion(k keystroke) (tea.Model, tea.Cmd, bool) {
	question := m.view.Page.Question
	if question.Kind == steps.EnterText && k.name == "ctrl+d" ||
		question.Kind != steps.EnterText && k.name == "enter" {
		next, cmd := m.submit()
		return next, cmd, true
	}
	var used bool
	switch question.Kind {
	case steps.Choose:
		last := m.answer.chosen >= len(question.Options)-1
		if k.name == "right" || k.name == "down" && last {
			return m.moveFocus(1), nil, true
		}
		m.answer.chosen, used = choose(k.name, m.answer.chosen, len(question.Options))
	case steps.EnterText:
		m.answer.box, used = m.answer.box.press(k)
	default:
		m.answer.field, used = m.answer.field.press(k)
		if used {
			m.answer.candidates, m.answer.tried = nil, false
		}
	}
	if used {
		m.follow, m.answer.problem = true, say.Text{}
		return m, nil, true
	}
	if question.Kind != steps.Choose && (k.name == "down" || k.name == "esc") {
		return m.moveFocus(1), nil, true
	}
	return m, nil, false
}

// choose moves the choice among count options by a key.
func choose(key string, chosen, count int) (int, bool) {
	if count == 0 {
		return chosen, false
	}
	switch key {
	case "up":
		return max(0, chosen-1), true
	case "down":
		return min(count-1, chosen+1), true
	case "home":
		return 0, true
	case "end":
		return count - 1, true
	}
	if len(key) == 1 && key[0] >= '1' && key[0] <= '9' {
		if at := int(key[0] - '1'); at < count {
			return at, true
		}
		return chosen, true
	}
	return chosen, false
}

// submit hands the answer in.
func (m Model) submit() (tea.Model, tea.Cmd) {
	question := m.view.Page.Question
	if question == nil {
		return m, nil
	}
	value := ""
	switch question.Kind {
	case steps.Choose:
		if len(question.Options) == 0 {
			return m, nil
		}
		value = question.Options[m.answer.chosen].Value
	case steps.EnterText:
		value = m.answer.box.text
	case steps.EnterSecret:
		// As it is, and gone from here: one that is wrong is typed anew.
		value, m.answer.field = m.answer.field.String(), field{}
	default:
		value = strings.TrimSpace(m.answer.field.String())
	}
	if question.Kind != steps.Choose && strings.TrimSpace(value) == "" && !question.Optional {
		m.answer.problem, m.focus, m.follow = say.T("nothing is entered yet: type or paste it here"), atPage, true
		return m, nil
	}
	m.answer.problem = say.Text{}
	return m.do(steps.ActAnswer, value)
}

// paste puts pasted text where the cursor is.
func (m Model) paste(text string) Model {
	switch m.phase {
	case onSkip:
		m.reason = m.reason.insert(strings.TrimSpace(text))
		return m
	case onExport:
		return m.pasteName(text)
	case onPage:
	default:
		return m
	}
	question := m.view.Page.Question
	if question == nil || question.Kind == steps.Choose {
		return m
	}
	switch question.Kind {
	case steps.EnterText:
		m.answer.box = m.answer.box.add(text)
	case steps.EnterSecret:
		m.answer.field = m.answer.field.insert(strings.TrimRight(text, "\r\n"))
	default:
		m.answer.field = m.answer.field.insert(strings.TrimSpace(text))
		m.answer.candidates, m.answer.tried = nil, false
	}
	m.focus, m.follow, m.answer.problem = atPage, true, say.Text{}
	return m
}
