package report

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"unskew/diagnostics"
	"unskew/steps"
	"unskew/steps/report/digest"
	"unskew/steps/report/lines"
	"unskew/steps/say"
)

// The short form is what the first comment of a ticket needs: at most ShortLines
// lines of at most textWidth cells. Each part has a number of lines at most, and
// the commands get what is left.
const ShortLines = 25

// short is a report in its short form, before it is laid out.
type short struct {
	Banner   say.Text
	Title    say.Text
	Rows     []shortRow
	Commands []shortCommand
	More     say.Text // what is left out, and where it is
	Tail     []shortRow
	Digest   string
}

// shortRow is a labelled value that takes a number of lines at most.
type shortRow struct {
	Label, Value say.Text
	Most         int
}

// shortCommand is a command, or an instruction in words.
type shortCommand struct {
	Line   string
	ByHand bool
}

// shortOf takes out of a session what second line asks for first.
func shortOf(c content, number int, standIns bool) short {
	sh := short{Banner: documentBanner(c), Title: titleOf(c), Digest: digest.Blank}
	verdict := c.now.Verdict
	sh.row(2, say.T("machine"), say.Join("; ", someOf(machineWords(c.session), aemInShort(c.session))...))
	sh.row(2, say.T("verdict"), say.T("%s, %s: %s", string(verdict.Code), certaintyWords(verdict.Certainty), c.now.ProofWords()))
	if c.before != nil {
		sh.row(1, say.T("before"), shortOffset(c.before.Offset))
	}
	sh.row(1, say.T("clock"), shortOffset(c.now.Offset))
	shortRequests(&sh, c)
	sh.row(2, say.T("cause"), shortCauses(c))
	sh.row(1, say.T("phone code"), phoneWords(c))
	for _, run := range c.applied {
		if run.Why == "" {
			sh.row(1, say.T("was run"), say.T("%s (status %s)", run.Command, say.Number(run.Exit)))
			break // the others stand in the report
		}
	}
	mending := steps.MendingOf(c.now)
	switch {
	case mending.Cause != nil:
		asked := requestFor(c, *mending.Cause)
		sh.row(2, say.T("to do"), say.T("%s. Who does it: %s.", asked.short, asked.to))
	default:
		sh.row(2, say.T("to do"), verdict.Next)
	}
	for _, command := range mending.Commands {
		line := steps.CommandOf(c.session, command)
		sh.Commands = append(sh.Commands, shortCommand{line.Line, line.ByHand})
	}
	whole := "unskew report"
	if number > 0 {
		whole += " " + say.Number(number)
	}
	sh.More = say.T("(and more, or longer: %s)", whole)
	sh.tail(2, say.T("asked"), shortAsked(c))
	sh.tail(1, say.T("findings"), shown(strings.Join(codesOf(c.now.Findings), ", ")))
	sh.tail(2, say.T("session"), shortSession(c, number))
	if standIns {
		sh.tail(1, say.T("names"), say.T("stand-ins; who made this has the table"))
	}
	return sh
}

func (sh *short) row(most int, label, value say.Text) {
	if !empty(value) {
		sh.Rows = append(sh.Rows, shortRow{label, value, most})
	}
}

func (sh *short) tail(most int, label, value say.Text) {
	if !empty(value) {
		sh.Tail = append(sh.Tail, shortRow{label, value, most})
	}
}

// asShort lays the short form out. What does not fit is cut, and ends in dots.
func asShort(sh short, p say.Printer) []byte {
	layout := lines.Layout{Width: textWidth, ASCII: true, Printer: p}
	rows := func(rows []shortRow) (out []string) {
		for _, row := range rows {
			out = append(out, clipped(layout.Label(row.Label)+layout.Text(row.Value), row.Most)...)
		}
		return out
	}
	head := append(clipped(layout.Text(sh.Banner), 1), clipped(layout.Text(sh.Title), 2)...)
	head = append(head, rows(sh.Rows)...)
	tail := append(rows(sh.Tail), sh.Digest)
	commands, all := shortCommands(layout, sh.Commands, ShortLines-len(head)-len(tail))
	if room := ShortLines - len(head) - len(tail); !all && room > 0 {
		commands = append(commands[:min(len(commands), room-1)], clipped("    "+layout.Text(sh.More), 1)...)
	}
	return []byte(strings.Join(append(append(head, commands...), tail...), "\n") + "\n")
}

// shortCommands are those that fit, a line each: what is there to be copied is
// not broken. all is false where one was left out.
func shortCommands(layout lines.Layout, commands []shortCommand, room int) (out []string, all bool) {
	all = true
	for _, command := range commands {
		line := "    " + layout.Plain(command.Line)
		if command.ByHand {
			line = "    " + layout.Text(steps.Instruction(command.Line))
		}
		switch {
		case len(out) >= room:
			all = false
		case command.ByHand:
			out = append(out, clipped(line, min(3, room-len(out)))...)
		case ansi.StringWidth(line) > textWidth:
			all = false
		default:
			out = append(out, line)
		}
	}
	return out, all
}

// clipped are the first lines of a text, those under the first set in.
func clipped(text string, most int) []string {
	const dots, under = " ...", "  "
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	wrapped := say.Wrap(text, textWidth-len(under)-len(indent))
	if len(wrapped) > most {
		wrapped = wrapped[:most]
		wrapped[most-1] = ansi.Truncate(wrapped[most-1], textWidth-len(under)-len(indent)-len(dots), "") + dots
	}
	for i := range wrapped {
		wrapped[i] = indent + wrapped[i]
		if i > 0 {
			wrapped[i] = under + wrapped[i]
		}
	}
	return wrapped
}

// someOf leaves out the texts that say nothing.
func someOf(texts ...say.Text) []say.Text {
	var some []say.Text
	for _, text := range texts {
		if !empty(text) {
			some = append(some, text)
		}
	}
	return some
}

// measuredBy says how many servers of a kind were asked.
func measuredBy(judged steps.Judged, source diagnostics.Source) int {
	count := 0
	for _, reading := range judged.Readings {
		if reading.Source == source && reading.Outcome != diagnostics.Skipped {
			count++
		}
	}
	return count
}
