package report

import (
	"strings"

	"unskew/steps"
	"unskew/steps/report/lines"
	"unskew/steps/say"
)

// asTicket lays a document out for the field of a ticket. Read as plain text it
// is readable; read as Markdown it has headings, lists and commands: titles are
// underlined, commands stand alone behind four spaces.
func asTicket(doc document, p say.Printer) []byte {
	t := ticket{layout: lines.Layout{Width: textWidth, ASCII: true, Printer: p}}
	banner := t.layout.Paragraph("", doc.Banner)
	t.part(banner)
	t.part(underlined(t.layout.Paragraph("", doc.Title), "="))
	t.blocks(doc.Intro)
	for _, section := range doc.Sections {
		t.part(underlined(t.layout.Paragraph("", section.Title), "-"))
		t.blocks(section.Blocks)
	}
	t.part(banner)
	return []byte(t.out.String())
}

type ticket struct {
	layout lines.Layout
	out    strings.Builder
}

// part writes lines, an empty one before them.
func (t *ticket) part(lines []string) {
	if len(lines) == 0 {
		return
	}
	if t.out.Len() > 0 {
		t.out.WriteByte('\n')
	}
	for _, line := range lines {
		t.out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func (t *ticket) blocks(blocks []steps.Block) {
	for _, block := range blocks {
		switch b := block.(type) {
		case steps.Prose:
			for _, line := range b.Lines {
				t.part(t.layout.Paragraph("", line))
			}
		case steps.Facts:
			t.part(t.list(b.Rows))
		case steps.Command:
			t.part(t.layout.Paragraph("", lines.CommandWhy(b)))
			t.part([]string{"    " + t.layout.CommandLine(b)})
			t.part(t.notes(b))
		default:
			t.part(t.layout.Block(block))
		}
	}
}

// list is labelled values.
func (t *ticket) list(rows []steps.Fact) []string {
	var out []string
	for _, row := range rows {
		text := t.layout.Label(row.Label) + t.layout.FactValue(row)
		out = append(out, t.layout.Paragraph("- ", say.Verbatim(text))...)
	}
	return out
}

// notes are a command's: what is there to be copied is not wrapped.
func (t *ticket) notes(b steps.Command) []string {
	var out []string
	for _, note := range lines.CommandNotes(b) {
		out = append(out, "- "+t.layout.Label(note.Label)+t.layout.Note(note))
	}
	return out
}
