package report

import (
	"bytes"
	"strings"
	"unicode"

	"unskew/steps"
	"unskew/steps/report/lines"
	"unskew/steps/say"
)

// asMarkdown lays a document out as Markdown that is also read where it is not
// rendered, or only in part. Of what tickets and chats make of it:
//
//   - GitHub, GitLab and Jira Cloud render CommonMark. Jira Data Center has a markup of
//     its own, ServiceNow's journal fields show plain text, and Teams renders lists,
//     emphasis and code in messages, but neither headings nor tables.
//   - So there are no tables: a row is an item of a list, each cell behind its head.
//     No HTML, no emphasis but the banner's, no line that begins with a blank, an
//     empty line around headings, lists and code.
//   - A command stands in a fence of its own: nothing in it is escaped, and where
//     fences mean nothing it still stands alone on its line.
//   - Only what could act is escaped: a backslash too many is noise where nothing is
//     rendered.
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

func (m *markdown) label(t say.Text) string { return escaped(m.layout.Label(t)) }

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
			m.paragraph(fenced(m.layout.CommandLine(b)))
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
		rows = append(rows, "- "+m.label(note.Label)+value)
	}
	return strings.Join(rows, "\n")
}

func (m *markdown) facts(block steps.Facts) string {
	var rows []string
	for _, row := range block.Rows {
		rows = append(rows, "- "+m.label(row.Label)+escaped(m.layout.FactValue(row)))
	}
	return strings.Join(rows, "\n")
}

// table is a list: each cell but the first behind its head, empty ones left out.
func (m *markdown) table(block steps.Table) string {
	var rows []string
	for _, row := range block.Rows {
		var cells []string
		for i, cell := range row.Cells[:min(len(row.Cells), len(block.Head))] {
			switch text := m.text(cell); {
			case i == 0:
				cells = append(cells, text)
			case text != "":
				cells = append(cells, m.label(block.Head[i])+text)
			}
		}
		rows = append(rows, "- "+atStart(strings.Join(cells, m.layout.Printer.Marks().Semicolon)))
	}
	return strings.Join(rows, "\n")
}

// escaped puts a backslash before a character that Markdown, or Jira's own markup,
// would take for more than itself.
func escaped(text string) string {
	runes := []rune(text)
	inWord := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
	}
	var out strings.Builder
	for i, r := range runes {
		acts := strings.ContainsRune("\\`*{[<|~", r)
		switch r {
		case '_': // within a word it is no emphasis (CommonMark 0.31, 6.2)
			acts = !inWord(i-1) || !inWord(i+1)
		case '&': // an entity; "!" before a word: a picture of Jira's
			acts = inWord(i+1) || i+1 < len(runes) && runes[i+1] == '#'
		case '!':
			acts = inWord(i + 1)
		}
		if acts {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// atStart keeps the beginning of a paragraph or item from being taken for a list, a
// heading or its underline, a quotation or a rule.
func atStart(text string) string {
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	rest := text[digits:]
	switch {
	case digits > 0 && rest != "" && strings.ContainsRune(".)", rune(rest[0])):
		return text[:digits] + "\\" + rest
	case digits == 0 && rest != "" && strings.ContainsRune("+-=#>", rune(rest[0])):
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
