// Package lines lays the blocks of a page or report out as lines of plain text:
// no colour, no cursor movement, no frame. It is what a ticket, a pipe, a dumb
// terminal and a screen reader get.
//
// Its rules: text from anywhere is cleaned of control characters before it is
// laid out; nothing is dropped for want of room, it is wrapped instead; and a
// command is never wrapped, because it is there to be copied.
package lines

import (
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"unskew/diagnostics"
	"unskew/steps"
	"unskew/steps/say"
)

// maxText bounds one piece of text, in characters.
const maxText = 4096

// Layout says how lines are made.
type Layout struct {
	Width   int  // of a line, in cells
	ASCII   bool // our own signs beyond ASCII are written out
	Printer say.Printer
}

// Text renders one text as a single clean line of any length.
func (l Layout) Text(t say.Text) string { return l.Plain(l.Printer.Text(t)) }

// Plain cleans text that is in no language.
func (l Layout) Plain(text string) string {
	text = diagnostics.Clean(text, maxText)
	if l.ASCII {
		return spelled(text)
	}
	return text
}

// spelled writes the signs that the program itself uses in ASCII. Names and
// answers from outside keep their letters.
func spelled(text string) string { return spelling().Replace(text) }

var spelling = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("±", "+/-", "…", "...", "–", "-", "—", "-", "·", "-", "→", "->",
		"’", "'", "‘", "'", "“", `"`, "”", `"`, "×", "x", "≤", "<=", "≥", ">=")
})

// Paragraph wraps one text behind a prefix.
func (l Layout) Paragraph(prefix string, t say.Text) []string {
	text := l.Text(t)
	if text == "" {
		return nil
	}
	return hang(prefix, text, l.Width)
}

// Block lays one block out. It ends without an empty line.
func (l Layout) Block(block steps.Block) []string {
	switch b := block.(type) {
	case steps.Prose:
		return l.prose(b)
	case steps.Facts:
		return l.facts(b)
	case steps.Table:
		return l.table(b)
	case steps.Command:
		return l.command(b)
	case steps.Output:
		return l.output(b)
	case steps.Progress:
		return l.Paragraph("  ", ProgressText(b))
	case steps.History:
		return l.history(b)
	}
	return nil
}

// history is a chart, and below it how it is read.
func (l Layout) history(block steps.History) []string {
	const prefix = "  "
	room := l.Width - len(prefix)
	var out []string
	for _, row := range block.Rows(room) {
		out = append(out, strings.TrimRight(prefix+row, " "))
	}
	return append(out, l.Paragraph(prefix, say.Join("; ", block.Words(room)...))...)
}

func (l Layout) prose(block steps.Prose) []string {
	var out []string
	for _, line := range block.Lines {
		out = append(out, l.Paragraph("", line)...)
	}
	return out
}

// labelRoom is how wide labels may grow before their values move closer.
const labelRoom = 24

// facts puts labels in a column and wraps values beside them.
func (l Layout) facts(block steps.Facts) []string {
	widest := 0
	for _, row := range block.Rows {
		if width := ansi.StringWidth(l.Label(row.Label)); width <= labelRoom+len(": ") {
			widest = max(widest, width)
		}
	}
	var out []string
	for _, row := range block.Rows {
		out = append(out, hang(pad("  "+l.Label(row.Label), widest+2), l.FactValue(row), l.Width)...)
	}
	return out
}

// Label is a text as the label of what stands behind it.
func (l Layout) Label(t say.Text) string { return l.Text(t) + l.Printer.Marks().Colon }

// FactValue is a fact's value with its note in brackets.
func (l Layout) FactValue(row steps.Fact) string {
	value, note := l.Text(row.Value), l.Text(row.Note)
	switch {
	case note == "":
		return value
	case value == "":
		return note
	}
	return l.Printer.Aside(value, note)
}

// command stands alone on its line, its reason above it.
func (l Layout) command(block steps.Command) []string {
	out := l.Paragraph("  ", CommandWhy(block))
	out = append(out, "    "+l.CommandLine(block))
	for _, note := range CommandNotes(block) {
		out = append(out, pad("      "+l.Label(note.Label), 13)+l.Note(note))
	}
	return out
}

// Note is a remark on a command: words, or a command itself.
type Note struct {
	Label   say.Text
	Words   say.Text
	Command string
}

// CommandNotes are how long a command takes, how to see that it worked, and how
// to take it back.
func CommandNotes(block steps.Command) []Note {
	var notes []Note
	if !block.Takes.IsZero() {
		notes = append(notes, Note{Label: say.T("takes"), Words: block.Takes})
	}
	if block.Check != "" {
		notes = append(notes, Note{Label: say.T("check"), Command: Command(block.Check)})
	}
	if block.Undo != "" {
		note := Note{Label: say.T("undo"), Command: Command(block.Undo)}
		if words := steps.Instruction(block.Undo); !words.IsVerbatim() {
			note.Words, note.Command = words, ""
		}
		notes = append(notes, note)
	}
	return notes
}

// Note is a note's text, with commands as they are typed.
func (l Layout) Note(note Note) string {
	if note.Command != "" {
		return note.Command
	}
	return l.Text(note.Words)
}

// Output is what a command said as one text, cleaned.
func Output(block steps.Output) string {
	return diagnostics.CleanLines(strings.Join(block.Lines, "\n"), maxText)
}

// output is what a command said, set apart from what this program says.
func (l Layout) output(block steps.Output) []string {
	var out []string
	for _, line := range block.Lines {
		if line = l.Plain(line); line != "" {
			out = append(out, hang("  | ", line, l.Width)...)
		}
	}
	return out
}

// Command cleans a command without touching its signs and spaces: it is there
// to be copied.
func Command(line string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.In(r, unicode.Cf):
			return -1
		}
		return r
	}, strings.ToValidUTF8(line, "\uFFFD")))
}

// CommandLine is what is typed, as Command gives it, or what is done by hand in words.
func (l Layout) CommandLine(block steps.Command) string {
	if block.ByHand {
		return l.Text(steps.Instruction(block.Line))
	}
	return Command(block.Line)
}

// CommandWhy is what is said about a command, and who may run it.
func CommandWhy(block steps.Command) say.Text {
	switch {
	case block.ByHand:
		return block.Why
	case block.Root && block.Windows && block.Why.IsZero():
		return say.T("As administrator:")
	case block.Root && block.Windows:
		return say.T("%s (as administrator):", block.Why)
	case block.Root && block.Why.IsZero():
		return say.T("As administrator (root):")
	case block.Root:
		return say.T("%s (as administrator, root):", block.Why)
	}
	return block.Why
}

// ProgressText says how far work has come.
func ProgressText(block steps.Progress) say.Text {
	if block.For >= time.Second {
		return say.T("%s, %s", block.Label, steps.Span(block.For.Truncate(time.Second)))
	}
	if block.Total == 0 {
		return say.T("%s ...", block.Label)
	}
	return say.T("%s: %s of %s", block.Label, say.Number(block.Done), say.Number(block.Total))
}
