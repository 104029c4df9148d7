package tui

import (
	"image/color"

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

func themeFor(ground background, noColor bool) theme {
	base := theme{
		faint:  lipgloss.NewStyle().Faint(true),
		strong: lipgloss.NewStyle().Bold(true),
		title:  lipgloss.NewStyle().Bold(true),
		chosen: lipgloss.NewStyle().Reverse(true),
	}
	if noColor {
		return base
	}
	colour := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	switch ground {
	case darkBackground:
		base.good, base.bad = colour(lipgloss.BrightGreen), colour(lipgloss.BrightRed)
		base.caution, base.frame = colour(lipgloss.BrightYellow), colour(lipgloss.Cyan)
	case lightBackground:
		// Yellow cannot be read on white.
		base.good, base.bad = colour(lipgloss.Green), colour(lipgloss.Red)
		base.caution, base.frame = colour(lipgloss.Magenta), colour(lipgloss.Blue)
	default:
		base.good, base.bad = colour(lipgloss.Green), colour(lipgloss.Red)
		base.caution, base.frame = colour(lipgloss.Magenta), colour(lipgloss.Cyan)
	}
	return base
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
