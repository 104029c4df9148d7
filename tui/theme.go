package tui

import (
	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
)

// theme is how things look. The zero style draws nothing special, so a theme
// without colour is one whose colours are zero: bold and faint stay.
type theme struct {
	good, bad, caution ansi.Style
	faint, strong      ansi.Style
	title, chosen      ansi.Style
	frame              ansi.Style
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
		faint:  ansi.NewStyle().Faint(),
		strong: ansi.NewStyle().Bold(),
		title:  ansi.NewStyle().Bold(),
		chosen: ansi.NewStyle().Reverse(true),
	}
	if noColor {
		return base
	}
	colour := func(c ansi.BasicColor) ansi.Style { return ansi.NewStyle().ForegroundColor(c) }
	switch ground {
	case darkBackground:
		base.good, base.bad = colour(ansi.BrightGreen), colour(ansi.BrightRed)
		base.caution, base.frame = colour(ansi.BrightYellow), colour(ansi.Cyan)
	case lightBackground:
		// Yellow cannot be read on white.
		base.good, base.bad = colour(ansi.Green), colour(ansi.Red)
		base.caution, base.frame = colour(ansi.Magenta), colour(ansi.Blue)
	default:
		base.good, base.bad = colour(ansi.Green), colour(ansi.Red)
		base.caution, base.frame = colour(ansi.Magenta), colour(ansi.Cyan)
	}
	return base
}

func (t theme) tone(tone steps.Tone) ansi.Style {
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
	return ansi.Style{}
}

// relationTone is the tone of the skew against the tolerance.
func relationTone(relation steps.Relation) steps.Tone {
	switch relation {
	case steps.Within:
		return steps.Good
	case steps.Beyond:
		return steps.Bad
	}
	return steps.Caution
}
