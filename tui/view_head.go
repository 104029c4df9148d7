package tui

import (
	"strconv"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// titleLine is the first line: the program and the host on the left, the steps
// on the right. The host is cut before the steps are, and the word that this is
// a simulation never.
func (m Model) titleLine() string {
	marks, markWidth := m.marks()
	simulated := ""
	if m.view.Simulated != "" {
		simulated = m.say(say.T("SIMULATED"))
	}
	room := m.width - markWidth - 2
	if simulated != "" {
		room -= width(simulated) + 2
	}
	name := ""
	if room >= len("unskew") {
		name = m.fit("unskew  "+m.shown(m.view.Host), room)
	}
	left := " " + m.theme.strong.Render(name)
	leftWidth := 1 + width(name)
	if simulated != "" {
		gap := "  "
		if name == "" {
			gap = ""
		}
		left += gap + m.theme.caution.Bold(true).Render(simulated)
		leftWidth += len(gap) + width(simulated)
	}
	return left + strings.Repeat(" ", max(1, m.width-leftWidth-markWidth-1)) + marks
}

// marks are the four steps, in the longest form for which there is room beside
// a short host name, and the width of that.
func (m Model) marks() (text string, cells int) {
	least := len(" unskew  ") + 8
	if m.view.Simulated != "" {
		least += len("  SIMULATED")
	}
	for _, form := range []func() string{m.longMarks, m.shortMarks} {
		if cells = width(form()); cells+least <= m.width {
			return form(), cells
		}
	}
	text = m.stepCount()
	return text, width(text)
}

func (m Model) longMarks() string {
	var parts []string
	for i, mark := range m.view.Marks {
		text := strconv.Itoa(i+1) + " " + m.say(mark.Title)
		if sign := m.glyphs.outcome(mark.Outcome); sign != "" {
			text += " " + m.outcomeStyled(mark.Outcome, sign)
		}
		parts = append(parts, m.current(mark, text))
	}
	return strings.Join(parts, "  ")
}

// shortMarks spells only the current step out.
func (m Model) shortMarks() string {
	var parts []string
	for i, mark := range m.view.Marks {
		text := strconv.Itoa(i + 1)
		if mark.Current {
			text += " " + m.say(mark.Title)
		}
		if sign := m.glyphs.outcome(mark.Outcome); sign != "" {
			text += m.outcomeStyled(mark.Outcome, sign)
		}
		parts = append(parts, m.current(mark, text))
	}
	return strings.Join(parts, " ")
}

func (m Model) stepCount() string {
	for i, mark := range m.view.Marks {
		if mark.Current {
			return m.theme.strong.Render("[" + strconv.Itoa(i+1) + "/" + strconv.Itoa(len(m.view.Marks)) + "]")
		}
	}
	return ""
}

func (m Model) current(mark steps.Mark, text string) string {
	if !mark.Current {
		return text
	}
	return m.theme.strong.Render("[") + text + m.theme.strong.Render("]")
}

func (m Model) outcomeStyled(outcome steps.StepOutcome, sign string) string {
	switch outcome {
	case steps.StepOK:
		return m.theme.good.Render(sign)
	case steps.StepProblem:
		return m.theme.bad.Render(sign)
	case steps.StepWarning, steps.StepUnknown:
		return m.theme.caution.Render(sign)
	}
	return m.theme.faint.Render(sign)
}
