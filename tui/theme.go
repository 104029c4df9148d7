package tui

import (
	"image/color"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"unskew/steps"
)

// theme is how things look. The zero style draws nothing special, so a theme
// without colour is one whose colours are zero: bold and faint stay.
type theme struct {
	good, bad, caution lipgloss.Style
	faint, strong      lipgloss.Style
	title, chosen      lipgloss.Style
	frame              lipgloss.Style
}

// background is what is known of the terminal's background. Many terminals
// never tell, so the unknown has colours that can be read on both.
type background int

const (
	unknownBackground background = iota
	darkBackground
	lightBackground
)

// palette is how many colours the terminal has.
type palette int

const (
	fewColours  palette = iota // 16, and their values are the terminal's own
	noColours                  // wanted
	manyColours                // 256 or more: those behind the 16 are the same everywhere
)

// themeFor chooses the colours. Many terminals have a green among their 16 that is lost
// on white, and some have greys for the bright ones: where there are more, those are
// taken that no terminal's settings change.
func themeFor(ground background, colours palette) theme {
	base := theme{
		faint:  lipgloss.NewStyle().Faint(true),
		strong: lipgloss.NewStyle().Bold(true),
		title:  lipgloss.NewStyle().Bold(true),
		chosen: lipgloss.NewStyle().Reverse(true),
	}
	if colours == noColours {
		return base
	}
	chosen := fewOn(ground)
	if colours == manyColours {
		chosen = manyOn(ground)
	}
	colour := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	base.good, base.bad = colour(chosen.good), colour(chosen.bad)
	base.caution, base.frame = colour(chosen.caution), colour(chosen.frame)
	return base
}

// tellColours takes what the environment, and later the terminal, says it can draw.
func (m Model) tellColours(msg tea.ColorProfileMsg) Model {
	if m.colours == noColours {
		return m
	}
	m.colours = fewColours
	if name := msg.String(); name == "ANSI256" || name == "TrueColor" {
		m.colours = manyColours
	}
	m.theme = themeFor(m.ground, m.colours)
	return m
}

type colourSet struct{ good, bad, caution, frame color.Color }

// fewOn are colours of 16. Yellow cannot be read on white.
func fewOn(ground background) colourSet {
	switch ground {
	case darkBackground:
		return colourSet{lipgloss.BrightGreen, lipgloss.BrightRed, lipgloss.BrightYellow, lipgloss.Cyan}
	case lightBackground:
		return colourSet{lipgloss.Green, lipgloss.Red, lipgloss.Magenta, lipgloss.Blue}
	}
	return colourSet{lipgloss.Green, lipgloss.Red, lipgloss.Magenta, lipgloss.Cyan}
}

// manyOn are colours of 256, by their numbers.
func manyOn(ground background) colourSet {
	set := func(good, bad, caution, frame string) colourSet {
		return colourSet{lipgloss.Color(good), lipgloss.Color(bad), lipgloss.Color(caution), lipgloss.Color(frame)}
	}
	switch ground {
	case darkBackground:
		return set("77", "203", "221", "37")
	case lightBackground:
		return set("28", "160", "127", "25")
	}
	return set("28", "160", "163", "30")
}

func (t theme) tone(tone steps.Tone) lipgloss.Style {
	switch tone {
	case steps.Good:
		return t.good
	case steps.Bad:
		return t.bad
	case steps.Caution:
		return t.caution
	case steps.Faint:
		return t.faint
	case steps.Strong:
		return t.strong
	}
	return lipgloss.NewStyle()
}

// relationTone is the tone of the skew against the tolerance.
func relationTone(live steps.Live) steps.Tone {
	switch {
	case live.Relation == steps.Beyond:
		return steps.Bad
	case live.Relation == steps.Within && !live.Circular:
		return steps.Good
	}
	return steps.Caution
}
