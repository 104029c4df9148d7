package tui

import (
	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
)

// theme is how things look. The zero style draws nothing special, so a theme
// without colour is one whose colours are zero: bold and faint stay.
type theme struct {
	good, bad, caution style
	faint, strong      style
	title, chosen      style
	frame              style
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
		faint:  style{faint: true},
		strong: style{bold: true},
		title:  style{bold: true},
		chosen: style{reverse: true},
	}
	if noColor {
		return base
	}
	colour := func(c ansi.BasicColor) style { return style{colour: c} }
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

func (t theme) tone(tone steps.Tone) style {
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
	return style{}
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
