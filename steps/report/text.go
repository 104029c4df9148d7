package report

import (
	"bytes"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
	"unskew/steps/report/lines"
	"unskew/steps/say"
)

// textWidth is the widest line of a text report: it survives being quoted in a
// mail of 80 columns.
const textWidth = 78

// asText lays a document out for a ticket, a mail, a chat or a terminal.
//
// Blanks at the beginning of lines and in a row are for the eye only: a chat that
// drops them leaves each label with its value behind a colon, and each command alone
// on its line. What a chat takes for Markdown it may: an underlined title is a heading
// there too, and four blanks make code of a command. No other line is a run of one
// sign that could make a heading of the line above.
func asText(doc document, p say.Printer) []byte {
	layout := lines.Layout{Width: textWidth, ASCII: true, Printer: p}
	var out []string
	banner := layout.Paragraph("", doc.Banner)
	if len(banner) > 0 {
		out = append(append(out, banner...), "")
	}
	out = append(out, underlined(layout.Paragraph("", doc.Title), "=")...)
	out = append(out, "")
	out = append(out, laidOut(layout, doc.Intro)...)
	for _, part := range doc.Sections {
		out = append(out, "")
		out = append(out, underlined(layout.Paragraph("", part.Title), "-")...)
		out = append(out, laidOut(layout, part.Blocks)...)
	}
	if len(banner) > 0 {
		out = append(append(out, ""), banner...)
	}
	var text bytes.Buffer
	for _, line := range out {
		text.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return text.Bytes()
}

// laidOut lays blocks out one below the other, prose apart from what is above it.
func laidOut(layout lines.Layout, blocks []steps.Block) []string {
	var out []string
	for i, block := range blocks {
		if _, prose := block.(steps.Prose); prose && i > 0 {
			out = append(out, "")
		}
		out = append(out, layout.Block(block)...)
	}
	return out
}

func underlined(title []string, sign string) []string {
	widest := 0
	for _, line := range title {
		widest = max(widest, ansi.StringWidth(line))
	}
	return append(title, strings.Repeat(sign, widest))
}
