package tui

import (
	"unskew/steps/say"
)

// skipSheet asks why a step is left out.
func (m Model) skipSheet() sheet {
	b := &builder{tight: true}
	b.add(styled(m.theme.title, wrap(m.say(say.T("Leave this step out")), m.textWidth()))...)
	b.add(wrap(m.say(say.T("Why? One line for the report; it may stay empty.")), m.textWidth())...)
	b.line = len(b.lines)
	m.addField(b, m.reason, true)
	b.to = len(b.lines)
	return b.sheet
}

// quitSheet asks whether to leave while work is under way.
func (m Model) quitSheet() sheet {
	b := &builder{tight: true}
	b.add(styled(m.theme.title, wrap(m.say(say.T("Leave now?")), m.textWidth()))...)
	what := say.T("Something is being measured at this moment. What was found so far is kept.")
	if m.view.Applying {
		what = say.T("A command is being run at this moment. Leaving waits some seconds for it, and then stops it.")
	}
	b.add(wrap(m.say(what), m.textWidth())...)
	stay, leave := "["+m.say(say.T("stay"))+"]", "["+m.say(say.T("leave"))+"]"
	if m.leave {
		leave = m.theme.chosen.Render(m.glyphs.pointer + leave)
		stay = " " + stay
	} else {
		stay = m.theme.chosen.Render(m.glyphs.pointer + stay)
		leave = " " + leave
	}
	b.line = len(b.lines)
	b.add(stay + "  " + leave)
	b.to = len(b.lines)
	return b.sheet
}
