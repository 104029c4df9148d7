package tui

import (
	"image/color"
	"math"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
)

// luminance is the relative luminance of a colour (WCAG 2.2, 1.4.3).
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	share := func(v uint32) float64 {
		part := float64(v) / 0xffff
		if part <= 0.04045 {
			return part / 12.92
		}
		return math.Pow((part+0.055)/1.055, 2.4)
	}
	return 0.2126*share(r) + 0.7152*share(g) + 0.0722*share(b)
}

func contrast(a, b color.Color) float64 {
	lighter, darker := luminance(a), luminance(b)
	if lighter < darker {
		lighter, darker = darker, lighter
	}
	return (lighter + 0.05) / (darker + 0.05)
}

// TestTextCanBeRead: where a terminal has 256 colours, whose values it does not choose,
// every sentence stands out from the ground, and from both where that is unknown.
func TestTextCanBeRead(t *testing.T) {
	const readableContrast = 3.8
	grounds := map[background][]color.Color{
		darkBackground:    {color.Black},
		lightBackground:   {color.White},
		unknownBackground: {color.Black, color.White},
	}
	ran := 0
	for ground, against := range grounds {
		look := themeFor(ground, manyColours)
		for _, tone := range []steps.Tone{steps.Good, steps.Bad, steps.Caution} {
			text := look.tone(tone).GetForeground()
			for _, behind := range against {
				ran++
				if got := contrast(text, behind); got < readableContrast {
					t.Errorf("ground %d, tone %v: %.1f to 1 against %v", ground, tone, got, behind)
				}
			}
		}
	}
	if ran != 12 {
		t.Errorf("%d colours", ran)
	}
}

// TestFewColours: of 16 colours each tone has its own, and NO_COLOR stays without any.
func TestFewColours(t *testing.T) {
	for _, ground := range []background{unknownBackground, darkBackground, lightBackground} {
		seen := map[color.Color]bool{}
		for _, tone := range []steps.Tone{steps.Good, steps.Bad, steps.Caution} {
			text := themeFor(ground, fewColours).tone(tone).GetForeground()
			if _, basic := text.(ansi.BasicColor); !basic || seen[text] {
				t.Errorf("ground %d, tone %v: %v", ground, tone, text)
			}
			seen[text] = true
		}
	}
	plain := options()
	plain.NoColor = true
	m := screen(newFake(proofPage()), options(), 80, 24)
	none := screen(newFake(proofPage()), plain, 80, 24)
	few := deliver(m, tea.ColorProfileMsg{Profile: 3})
	many := deliver(m, tea.ColorProfileMsg{Profile: 4})
	if m.View().Content != few.View().Content || few.View().Content == many.View().Content {
		t.Error("the number of colours changes nothing, or 16 are not what is drawn at first")
	}
	if deliver(none, tea.ColorProfileMsg{Profile: 5}).View().Content != none.View().Content {
		t.Error("a terminal with colours brings them back in spite of --no-color")
	}
}

// TestPreviewIsNotFaint: what goes out is read before, and faint text is hard to read on
// many screens.
func TestPreviewIsNotFaint(t *testing.T) {
	m := press(screen(newFake(proofPage()), (&outbox{}).options(), 80, 24), "e", "1")
	const faint = "\x1b[2m"
	lines := m.exportSheet().lines
	if len(lines) == 0 || m.export.preview == "" {
		t.Fatal("there is no preview")
	}
	for _, line := range lines {
		if strings.Contains(line, faint) {
			t.Errorf("faint: %q", line)
		}
	}
}
