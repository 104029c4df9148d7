package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// effect is what a button of the key line does.
type effect int

const (
	doAction effect = iota
	openExport
	openRequest // the export page, with the change request chosen
	openHelp
	wantQuit
)

// button is one entry of the key line: matching a key and showing the help read
// the same value.
type button struct {
	keys   []string // the first is shown
	label  say.Text
	effect effect
	action steps.ActionID // of doAction
}

// buttons is the key line of the page, in its order.
func (m Model) buttons() []button {
	var list []button
	if m.view.Finished {
		list = append(list, button{keys: []string{"enter"}, label: say.T("leave"), effect: wantQuit})
	}
	if m.view.Page.Question != nil && !m.offers(steps.ActAnswer) {
		list = append(list, button{keys: []string{"enter"}, label: say.T("answer"), action: steps.ActAnswer})
	}
	for _, action := range m.view.Actions {
		switch action.ID {
		case steps.ActQuit: // always there, at the end
			continue
		case steps.ActBack:
			list = append(list, button{keys: []string{action.Key, "left"}, label: action.Label, action: action.ID})
		default:
			list = append(list, button{keys: []string{action.Key}, label: action.Label, action: action.ID})
		}
	}
	if m.canExport() {
		list = append(list, button{keys: []string{"e"}, label: say.T("export"), effect: openExport})
	}
	if m.canRequest() {
		list = append(list, button{keys: []string{"c"}, label: say.T("change request"), effect: openRequest})
	}
	return append(list,
		button{keys: []string{"?", "h", "f1"}, label: say.T("help"), effect: openHelp},
		button{keys: []string{"q"}, label: say.T("quit"), effect: wantQuit})
}

func (m Model) offers(id steps.ActionID) bool {
	return slices.ContainsFunc(m.view.Actions, func(a steps.Action) bool { return a.ID == id })
}

// pressButton does what a button stands for.
func (m Model) pressButton(b button) (tea.Model, tea.Cmd) {
	switch b.effect {
	case openExport:
		return m.openExport(0)
	case openRequest:
		return m.openExport(m.requestFormat())
	case openHelp:
		m.phase, m.overlay = onHelp, 0
		return m, nil
	case wantQuit:
		return m.wantQuit()
	}
	switch b.action {
	case steps.ActAnswer:
		return m.submit()
	case steps.ActSkip:
		m.phase, m.reason = onSkip, field{}
		return m, nil
	}
	return m.do(b.action, "")
}

// do tells the engine, and looks at once what came of it. Until a later snapshot
// came, nothing else is told: a second Enter would answer a question that the
// person has not seen.
func (m Model) do(action steps.ActionID, value string) (tea.Model, tea.Cmd) {
	if m.told > 0 && m.latest <= m.told {
		return m, nil
	}
	if question := m.view.Page.Question; action == steps.ActAnswer && question != nil {
		m.engine.Answer(question.ID, value)
	} else {
		m.engine.Do(action, value)
	}
	m.asked++
	m.told = m.asked
	return m, m.look(m.asked, false)
}

// wantQuit leaves, or asks first where the page is still waiting for its
// measurement. A clock that is polled in the background is nothing to lose.
func (m Model) wantQuit() (tea.Model, tea.Cmd) {
	page := m.view.Page
	losing := page.Busy && page.Question == nil && !m.offers(steps.ActNext) && !m.view.Finished
	if losing && m.phase != onQuit {
		m.phase, m.leave = onQuit, false
		return m, nil
	}
	return m.leaveNow()
}

func (m Model) leaveNow() (tea.Model, tea.Cmd) {
	if m.leaving {
		return m, nil
	}
	m.engine.Do(steps.ActQuit, "")
	m, quit := m.quit()
	return m, quit
}
