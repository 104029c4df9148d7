package tui

import (
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"unskew/steps/say"
)

// readable is the widest that running text is set; longer lines lose the eye.
const readable = 100

// visible makes one line safe to draw: control and format characters (escape
// sequences, bidirectional overrides) and line ends become spaces. Whoever gave
// the text should have done so already; the screen does not rely on it.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, text)
}

// say renders a Text for the screen: one line, safe, in ASCII where asked.
func (m Model) say(text say.Text) string { return m.shown(m.printer.Text(text)) }

// shown makes foreign or verbatim text ready to be drawn.
func (m Model) shown(text string) string {
	text = visible(text)
	if m.glyphs.ascii {
		text = plainForms(text)
	}
	return text
}

func width(text string) int { return ansi.StringWidth(text) }

// fit cuts text to a width and says so by the cut sign.
func (m Model) fit(text string, limit int) string {
	switch {
	case limit <= 0:
		return ""
	case width(text) <= limit:
		return text
	case limit <= width(m.glyphs.cut):
		return ansi.Truncate(text, limit, "")
	}
	return ansi.Truncate(text, limit, m.glyphs.cut)
}

// pad fills text with spaces up to a width.
func pad(text string, to int) string {
	return text + strings.Repeat(" ", max(0, to-width(text)))
}

// wrap sets a paragraph in lines of at most limit cells.
func wrap(text string, limit int) []string { return say.Wrap(text, limit) }

// styled draws each line in a style; an empty line stays empty.
func styled(style lipgloss.Style, lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		if line != "" {
			line = style.Render(line)
		}
		out[i] = line
	}
	return out
}

// indent puts a prefix before the first line and spaces before the others.
func indent(prefix string, lines []string) []string {
	out := make([]string, len(lines))
	gap := strings.Repeat(" ", width(prefix))
	for i, line := range lines {
		switch {
		case i == 0:
			out[i] = prefix + line
		case line != "":
			out[i] = gap + line
		}
	}
	return out
}
