package report

import (
	"bytes"
	"fmt"
	"strings"

	"unskew/steps"
	"unskew/steps/report/lines"
	"unskew/steps/say"
)

// asMarkdown lays a document out as the Markdown that GitHub, GitLab and Jira
// all read: headings, lists, pipe tables, fenced code. Everything else that a
// text could be taken for is escaped.
func asMarkdown(doc document, p say.Printer) []byte {
	m := &markdown{layout: lines.Layout{Printer: p}}
	m.banner(doc.Banner)
	m.paragraph("# " + m.text(doc.Title))
	m.blocks(doc.Intro)
	for _, part := range doc.Sections {
		m.paragraph("## " + m.text(part.Title))
		m.blocks(part.Blocks)
	}
	m.banner(doc.Banner)
	return m.out.Bytes()
}

type markdown struct {
	layout lines.Layout
	out    bytes.Buffer
}

// paragraph writes text between empty lines.
func (m *markdown) paragraph(text string) {
	if text == "" {
		return
	}
	if m.out.Len() > 0 {
		m.out.WriteByte('\n')
	}
	m.out.WriteString(text + "\n")
}

func (m *markdown) banner(t say.Text) {
	if !t.IsZero() {
		m.paragraph("**" + m.text(t) + "**")
	}
}

func (m *markdown) text(t say.Text) string { return escaped(m.layout.Text(t)) }

func (m *markdown) blocks(blocks []steps.Block) {
	for _, block := range blocks {
		switch b := block.(type) {
		case steps.Prose:
			for _, line := range b.Lines {
				m.paragraph(atStart(m.text(line)))
			}
		case steps.Facts:
			m.paragraph(m.facts(b))
		case steps.Table:
			m.paragraph(m.table(b))
		case steps.Command:
			m.paragraph(m.text(lines.CommandWhy(b)))
			m.paragraph(fenced(lines.Command(b.Line)))
			m.paragraph(m.notes(b))
		case steps.Output:
			m.paragraph(fenced(lines.Output(b)))
		case steps.Progress:
			m.paragraph(m.text(lines.ProgressText(b)))
		case steps.History:
			m.paragraph(fenced(strings.Join(b.Rows(len(b.Columns)), "\n")))
			m.paragraph(m.text(say.Join("; ", b.Words(len(b.Columns))...)))
		}
	}
}

// notes are a command's; those that are commands themselves are code.
func (m *markdown) notes(b steps.Command) string {
	var rows []string
	for _, note := range lines.CommandNotes(b) {
		value := m.text(note.Words)
		if note.Command != "" {
			value = inCode(note.Command)
		}
		rows = append(rows, fmt.Sprintf("- **%s:** %s", m.text(note.Label), value))
	}
	return strings.Join(rows, "\n")
}

func (m *markdown) facts(block steps.Facts) string {
	var rows []string
	for _, row := range block.Rows {
		rows = append(rows, fmt.Sprintf("- **%s:** %s", m.text(row.Label), escaped(m.layout.FactValue(row))))
	}
	return strings.Join(rows, "\n")
}

func (m *markdown) table(block steps.Table) string {
	rows := []string{m.row(block.Head, len(block.Head)), "|" + strings.Repeat(" --- |", len(block.Head))}
	for _, row := range block.Rows {
		rows = append(rows, m.row(row.Cells, len(block.Head)))
	}
	return strings.Join(rows, "\n")
}

// row writes as many cells as the head has: a reader drops what is more.
func (m *markdown) row(cells []say.Text, width int) string {
	var out strings.Builder
	out.WriteString("|")
	for i := range width {
		text := ""
		if i < len(cells) {
			text = m.text(cells[i])
		}
		out.WriteString(" " + text + " |")
	}
	return out.String()
}

// escaped puts a backslash before every character that Markdown, or Jira's own
// markup, could take for more than itself.
func escaped(text string) string {
	var out strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_{}[]<>|#~&!", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// atStart keeps the beginning of a paragraph from being taken for a list, a
// heading's underline or a rule.
func atStart(text string) string {
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	rest := text[digits:]
	switch {
	case digits > 0 && rest != "" && strings.ContainsRune(".)", rune(rest[0])):
		return text[:digits] + "\\" + rest
	case digits == 0 && rest != "" && strings.ContainsRune("+-=", rune(rest[0])):
		return "\\" + rest
	}
	return text
}

// fenced puts a command in a code block. The fence is longer than any run of
// back quotes within, so that the command cannot end it.
func fenced(line string) string {
	fence := strings.Repeat("`", max(3, longestQuotes(line)+1))
	return fence + "\n" + line + "\n" + fence
}

// inCode puts a command in the middle of a text.
func inCode(line string) string {
	quotes := strings.Repeat("`", longestQuotes(line)+1)
	if strings.Contains(line, "`") {
		line = " " + line + " "
	}
	return quotes + line + quotes
}

// longestQuotes is the length of the longest run of back quotes.
func longestQuotes(line string) int {
	longest, run := 0, 0
	for _, r := range line {
		if r == '`' {
			run++
			longest = max(longest, run)
			continue
		}
		run = 0
	}
	return longest
}
