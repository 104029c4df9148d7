package tui

import (
	"slices"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// hint is one entry of a key line as it is drawn.
type hint struct {
	key, label string
	chosen     bool
	first      bool // the way on: it keeps its word where the others lose theirs
}

// foot is the lines below the page: a problem, and the keys.
func (m Model) foot() []string {
	var lines []string
	if m.roomy() {
		lines = append(lines, "")
	}
	if m.view.Leaving && m.height >= 8 {
		lines = append(lines, m.theme.caution.Render(m.fit(margin+m.say(say.T("Still there? Press a key to stay: else this ends within a minute.")), m.width)))
	}
	if problem := m.say(m.view.Problem); problem != "" && m.height >= 10 {
		lines = append(lines, m.problemLines(problem)...)
	}
	return append(lines, m.keyLines(m.hints())...)
}

// problemLines are what is wrong with the session itself, in two lines at most.
func (m Model) problemLines(problem string) []string {
	prefix := margin + m.glyphs.bad + " "
	lines := wrap(problem, m.width-width(prefix))
	if len(lines) > 2 {
		lines = []string{lines[0], m.fit(strings.Join(lines[1:], " "), m.width-width(prefix))}
	}
	return styled(m.theme.bad, indent(prefix, lines))
}

// hints are the keys of the current phase.
func (m Model) hints() []hint {
	word := func(key string, label say.Text) hint { return hint{key: key, label: m.say(label)} }
	switch m.phase {
	case onHelp:
		return []hint{word("enter", say.T("back")), word("pgdn", say.T("more"))}
	case onExport:
		return []hint{
			word("enter", say.T("send out")), {key: m.sideways(), label: m.say(say.T("choose"))}, {key: m.upDown(), label: m.say(say.T("rows"))}, word("esc", say.T("back")), word("pgdn", say.T("more")),
		}
	case onSkip:
		return []hint{word("enter", say.T("leave it out")), word("esc", say.T("back"))}
	case onQuit:
		return []hint{word("y", say.T("leave")), word("n", say.T("stay")), word("enter", say.T("as chosen"))}
	}
	return m.pageHints()
}

// sideways and upDown name two arrow keys each.
func (m Model) sideways() string {
	if m.glyphs.ascii {
		return "left right"
	}
	return "←→"
}

func (m Model) upDown() string {
	if m.glyphs.ascii {
		return "up down"
	}
	return "↑↓"
}

// pageHints are the buttons. While something is typed the letters are text, so
// only the keys that work are named.
func (m Model) pageHints() []hint {
	question := m.view.Page.Question
	typing := m.focus == atPage && question != nil && question.Kind != steps.Choose
	var hints []hint
	if typing {
		key := "enter"
		if question.Kind == steps.EnterText {
			key = "ctrl+d"
		}
		hints = append(hints, hint{key: key, label: m.say(say.T("answer"))})
		if question.Kind == steps.EnterPath && m.typesTab() {
			hints = append(hints, hint{key: "tab", label: m.say(say.T("complete"))})
		}
		hints = append(hints, hint{key: "esc", label: m.say(say.T("to the keys:"))})
	}
	for i, b := range m.buttons() {
		h := hint{key: b.keys[0], label: m.say(b.label), chosen: m.focus == atButtons && i == m.button}
		if typing {
			if b.action == steps.ActAnswer && b.effect == doAction {
				continue
			}
			h.key = ""
		}
		hints = append(hints, h)
	}
	return hints
}

// keyLines sets the keys in one line, or in two, or without their words; only the
// way on keeps its own, where there is room.
func (m Model) keyLines(hints []hint) []string {
	lines := m.setHints(hints, false)
	most := 2
	if m.height < 10 {
		most = 1
	}
	if len(lines) <= most {
		return lines
	}
	named := slices.Clone(hints)
	if len(named) > 0 && named[0].key != "" {
		named[0].first = true
	}
	if lines = m.setHints(named, true); len(lines) <= most {
		return lines
	}
	lines = m.setHints(hints, true)
	return lines[:min(len(lines), most)]
}

// setHints sets the keys in lines. Short ones are only the keys; the chosen
// button keeps its word, and comes first so that it is never cut.
func (m Model) setHints(hints []hint, short bool) []string {
	separator := " " + m.glyphs.dot + " "
	if short {
		separator = " "
	}
	var lines []string
	line, cells := margin, len(margin)
	for _, h := range hintOrder(hints, short) {
		text, look := h.text(short), ""
		if text == "" {
			continue
		}
		look = m.hintLook(h, short)
		gap := separator
		if cells == len(margin) {
			gap = ""
		}
		if cells+width(gap)+width(text) > m.width && cells > len(margin) {
			lines = append(lines, line)
			line, cells, gap = margin, len(margin), ""
		}
		line += gap + look
		cells += width(gap) + width(text)
	}
	return append(lines, line)
}

func hintOrder(hints []hint, short bool) []hint {
	if !short {
		return hints
	}
	var chosen, others []hint
	for _, h := range hints {
		if h.chosen {
			chosen = append(chosen, h)
		} else {
			others = append(others, h)
		}
	}
	return append(chosen, others...)
}

func (h hint) text(short bool) string {
	text := strings.TrimSpace(h.key + " " + h.label)
	if h.chosen {
		return "[" + text + "]"
	}
	if short && !h.first {
		return h.key
	}
	return text
}

func (m Model) hintLook(h hint, short bool) string {
	switch {
	case h.chosen:
		return m.theme.chosen.Render(h.text(short))
	case h.key == "" || short:
		return h.text(short)
	}
	return m.theme.strong.Render(h.key) + " " + h.label
}
