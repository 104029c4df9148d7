package tui

import (
	"strings"
	"sync"

	"unskew/steps"
)

// glyphs are the characters of the frame. All are one cell wide, except where
// a terminal of East Asia draws those beyond ASCII in two: hence the second set.
type glyphs struct {
	ascii                                      bool
	topLeft, topRight, bottomLeft, bottomRight string
	across, down                               string
	good, bad, caution, unknown, skipped       string
	dot, pointer, more, less, both, cut        string
	bars                                       []string // the chart, lowest first
	full, rest                                 string   // of a progress bar
	mask                                       string   // for a character of a secret
}

func unicodeGlyphs() glyphs {
	return glyphs{
		topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯",
		across: "─", down: "│",
		good: "✓", bad: "✗", caution: "!", unknown: "?", skipped: "-",
		dot: "·", pointer: "›", more: "↓", less: "↑", both: "↕", cut: "…",
		bars: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		full: "█", rest: "░", mask: "•",
	}
}

func asciiGlyphs() glyphs {
	return glyphs{
		ascii:   true,
		topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
		across: "-", down: "|",
		good: "+", bad: "x", caution: "!", unknown: "?", skipped: "-",
		dot: "|", pointer: ">", more: "v", less: "^", both: "^v", cut: "...",
		bars: []string{".", ":", "-", "=", "+", "*", "#", "@"},
		full: "#", rest: ".", mask: "*",
	}
}

func otherGlyphs(g glyphs) glyphs {
	if g.ascii {
		return unicodeGlyphs()
	}
	return asciiGlyphs()
}

// outcome is the sign of a step's outcome, "" while it has none.
func (g glyphs) outcome(outcome steps.StepOutcome) string {
	switch outcome {
	case steps.StepOK:
		return g.good
	case steps.StepWarning:
		return g.caution
	case steps.StepProblem:
		return g.bad
	case steps.StepUnknown:
		return g.unknown
	case steps.StepSkipped:
		return g.skipped
	}
	return ""
}

// tone is the sign that says without colour how a line is meant.
func (g glyphs) tone(tone steps.Tone) string {
	switch tone {
	case steps.Good:
		return g.good
	case steps.Bad:
		return g.bad
	case steps.Caution:
		return g.caution
	}
	return ""
}

// plainForms spells the signs that our own sentences use in ASCII.
func plainForms(text string) string { return plainSigns().Replace(text) }

// plainSigns is made once: that takes longer than to replace them.
var plainSigns = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		"±", "+-", "…", "...", "·", "-", "–", "-", "—", "-", "→", "->", "←", "<-",
		"↑", "up", "↓", "down", "“", `"`, "”", `"`, "‘", "'", "’", "'", "≤", "<=", "≥", ">=",
		"✓", "+", "✗", "x", "×", "x", "\u00a0", " ",
	)
})
