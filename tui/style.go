package tui

import "github.com/charmbracelet/x/ansi"

// style is how a piece of a line looks. The zero style changes nothing.
type style struct {
	bold, faint, reverse bool
	colour               ansi.Color // nil: the terminal's own
}

// Bold returns the style in bold, or not.
func (s style) Bold(on bool) style {
	s.bold = on
	return s
}

// Render draws a text that stands in one line. It writes all that the style holds;
// Bubble Tea leaves out what the terminal cannot show.
func (s style) Render(text string) string {
	if s == (style{}) || text == "" {
		return text
	}
	look := ansi.NewStyle()
	if s.bold {
		look = look.Bold()
	}
	if s.faint {
		look = look.Faint()
	}
	if s.reverse {
		look = look.Reverse(true)
	}
	if s.colour != nil {
		look = look.ForegroundColor(s.colour)
	}
	return look.Styled(text)
}
