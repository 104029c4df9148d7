package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
)

// updatePage is the keys of a page: first those that work everywhere, then those
// of what has the focus, then the short cuts.
func (m Model) updatePage(k keystroke) (tea.Model, tea.Cmd) {
	switch k.name {
	case "ctrl+c":
		return m.wantQuit()
	case "pgup", "pgdown":
		return m.scrollPage(k.name), nil
	case "tab":
		return m.tab()
	case "shift+tab":
		return m.moveFocus(-1), nil
	}
	switch m.focus {
	case atButtons:
		if next, cmd, used := m.updateButtons(k); used {
			return next, cmd
		}
	case atDone:
		switch k.name {
		case "enter":
			return m.submit()
		case "up", "esc":
			return m.moveFocus(-1), nil
		case "down":
			return m.moveFocus(1), nil
		}
	default:
		if next, cmd, used := m.updateContent(k); used {
			return next, cmd
		}
	}
	return m.shortCut(k)
}

// updateContent is the keys of the page itself: its question, or its text.
func (m Model) updateContent(k keystroke) (tea.Model, tea.Cmd, bool) {
	if m.view.Page.Question != nil {
		return m.updateQuestion(k)
	}
	switch k.name {
	case "up", "down", "home", "end":
		if at, shown, total := m.scrolled(); k.name == "down" && at+shown >= total {
			return m.moveFocus(1), nil, true
		}
		return m.scrollPage(k.name), nil, true
	case "right":
		return m.moveFocus(1), nil, true
	}
	return m, nil, false
}

func (m Model) updateButtons(k keystroke) (tea.Model, tea.Cmd, bool) {
	list := m.buttons()
	switch k.name {
	case "left":
		m.button = (m.button + len(list) - 1) % len(list)
	case "right":
		m.button = (m.button + 1) % len(list)
	case "home":
		m.button = 0
	case "end":
		m.button = len(list) - 1
	case "up", "esc":
		return m.moveFocus(-1), nil, true
	case "enter":
		next, cmd := m.pressButton(list[m.button])
		return next, cmd, true
	default:
		return m, nil, false
	}
	return m, nil, true
}

// shortCut presses the button whose key it is.
func (m Model) shortCut(k keystroke) (tea.Model, tea.Cmd) {
	for _, b := range m.buttons() {
		if slices.Contains(b.keys, k.name) {
			return m.pressButton(b)
		}
	}
	switch k.name {
	case "a":
		m.glyphs, m.probing = otherGlyphs(m.glyphs), false
	case "z":
		return m.nextZone(), nil
	}
	return m, nil
}

// stops is where the focus can be, from the top down.
func (m Model) stops() []focus {
	if question := m.view.Page.Question; question != nil && question.Kind == steps.EnterText {
		return []focus{atPage, atDone, atButtons}
	}
	return []focus{atPage, atButtons}
}

func (m Model) moveFocus(by int) Model {
	stops := m.stops()
	at := max(0, slices.Index(stops, m.focus))
	m.focus = stops[(at+by+len(stops))%len(stops)]
	m.follow = m.follow || m.focus != atButtons
	return m
}

// tab is the Tab that belongs to what is being typed, see typesTab: it completes a
// path, and moves the focus on where there is nothing more to complete.
func (m Model) tab() (tea.Model, tea.Cmd) {
	if m.view.Page.Question.Kind == steps.EnterText {
		m.answer.box = m.answer.box.add("\t")
		return m, nil
	}
	if typed := m.answer.field.String(); !m.answer.tried || typed != m.answer.triedWith {
		return m, m.complete(typed)
	}
	return m.moveFocus(1), nil
}

// scrollPage moves the page's text. From then on it stays where it was put,
// until a key goes to the question again.
func (m Model) scrollPage(key string) Model {
	at, shown, total := m.scrolled()
	m.scroll = scrollTo(key, at, shown, total)
	m.follow = false
	return m
}

// scrollTo returns the first line after a scrolling key. A page down keeps one
// line of the old page in sight.
func scrollTo(key string, at, shown, total int) int {
	switch key {
	case "up":
		at--
	case "down":
		at++
	case "pgup":
		at -= max(1, shown-1)
	case "pgdown":
		at += max(1, shown-1)
	case "home":
		at = 0
	case "end":
		at = total
	}
	return max(0, min(at, total-shown))
}
