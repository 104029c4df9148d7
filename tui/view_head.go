package tui

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"unskew/steps"
	"unskew/steps/say"
)

// shortHost is how much of a host's name is left of it at least beside the steps.
const shortHost = 6

// titleLine is the first line: the program and the host on the left, the other
// language and the steps on the right. The host is cut only where that leaves the
// steps no room at all, and the word that this is a simulation never.
func (m Model) titleLine() string {
	simulated := ""
	if m.view.Simulated != "" {
		simulated = m.say(say.T("SIMULATED"))
	}
	right, rightWidth := m.titleEnd(width(simulated))
	room := m.width - rightWidth - 2
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
	return left + strings.Repeat(" ", max(1, m.width-leftWidth-rightWidth-1)) + right
}

// titleEnd is the offer of the other language with the four steps, in the longest
// form for which there is room beside the host name, or else beside a short one, and
// the width of that. What a person who cannot read this language needs goes last.
func (m Model) titleEnd(simulated int) (text string, cells int) {
	least := len(" unskew  ") + 2
	if simulated > 0 {
		least += simulated + 2
	}
	long, short, both := m.offer(false), m.offer(true), m.bothOffers()
	forms := []string{both + "   " + m.longMarks()}
	if m.view.Page.Number == 0 { // where somebody sits down, languages matter more than steps
		forms = append(forms, both+"   "+m.shortMarks())
	}
	forms = append(forms,
		long+"   "+m.longMarks(),
		short+"  "+m.longMarks(),
		long+"   "+m.shortMarks(),
		short+"  "+m.shortMarks(),
	)
	for _, name := range []int{width(m.shown(m.view.Host)), shortHost} {
		for _, text = range forms {
			if cells = width(text); cells+least+name <= m.width {
				return text, cells
			}
		}
	}
	for _, text = range []string{short + "  " + m.stepCount(), short, m.stepCount()} {
		if cells = width(text); cells+simulated+3 <= m.width {
			return text, cells
		}
	}
	return "", 0
}

// offer says in the other language how to come to it.
func (m Model) offer(short bool) string { return m.offerOf(m.other, short) }

// bothOffers say it in both, in the same places whichever is spoken.
func (m Model) bothOffers() string {
	first, second := m.other, m.printer
	if first.Tag() == language.English {
		first, second = second, first
	}
	return m.offerOf(first, false) + " / " + m.offerOf(second, false)
}

func (m Model) offerOf(p say.Printer, short bool) string {
	offer := p.Offer()
	form := offer.Press
	switch {
	case m.glyphs.ascii:
		form = offer.ASCII
	case short:
		form = offer.Short
	}
	return m.theme.strong.Render(fmt.Sprintf(form, m.languageKey()))
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
