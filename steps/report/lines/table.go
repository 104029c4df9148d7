package lines

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
	"unskew/steps/say"
)

const (
	gap = "  "
	// leastLast is how narrow the last column may become before a table is
	// written as a list instead.
	leastLast = 16
)

// table is columns where they fit, the last one wrapped if need be; else a list
// with each cell behind its head.
func (l Layout) table(block steps.Table) []string {
	grid := l.grid(block)
	widths := widthsOf(grid)
	if len(widths) == 0 {
		return nil
	}
	last := len(widths) - 1
	before := 0
	for _, width := range widths[:last] {
		before += width + len(gap)
	}
	room := l.Width - len(gap) - before
	if room < min(widths[last], leastLast) {
		return l.list(block)
	}
	widths[last] = min(widths[last], room)
	var out []string
	for i, cells := range grid {
		out = append(out, columns(cells, widths)...)
		if i == 0 && len(block.Head) > 0 {
			out = append(out, columns(rules(widths), widths)...)
		}
	}
	return out
}

// grid renders head and rows, each with the same number of cells.
func (l Layout) grid(block steps.Table) [][]string {
	count := len(block.Head)
	for _, row := range block.Rows {
		count = max(count, len(row.Cells))
	}
	var grid [][]string
	if len(block.Head) > 0 {
		grid = append(grid, l.cells(block.Head, count))
	}
	for _, row := range block.Rows {
		grid = append(grid, l.cells(row.Cells, count))
	}
	return grid
}

func (l Layout) cells(texts []say.Text, count int) []string {
	cells := make([]string, count)
	for i, text := range texts {
		cells[i] = l.Text(text)
	}
	return cells
}

func widthsOf(grid [][]string) []int {
	var widths []int
	for _, cells := range grid {
		if widths == nil {
			widths = make([]int, len(cells))
		}
		for i, cell := range cells {
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	return widths
}

func rules(widths []int) []string {
	cells := make([]string, len(widths))
	for i, width := range widths {
		cells[i] = strings.Repeat("-", width)
	}
	return cells
}

func columns(cells []string, widths []int) []string {
	var prefix strings.Builder
	prefix.WriteString(gap)
	last := len(cells) - 1
	for i, cell := range cells[:last] {
		prefix.WriteString(pad(cell, widths[i]) + gap)
	}
	return hang(prefix.String(), cells[last], ansi.StringWidth(prefix.String())+widths[last])
}

// list writes each row as a paragraph.
func (l Layout) list(block steps.Table) []string {
	var out []string
	for _, row := range block.Rows {
		out = append(out, hang("  - ", l.RowText(block.Head, row), l.Width)...)
	}
	return out
}

// RowText is a row of a table as one line: the first cell, then each other one
// that is not empty behind its head.
func (l Layout) RowText(head []say.Text, row steps.Row) string {
	var parts []string
	for i, cell := range row.Cells {
		text := l.Text(cell)
		switch {
		case text == "" || (i > 0 && text == "-"):
			continue
		case i == 0 || i >= len(head) || l.Text(head[i]) == "":
			parts = append(parts, text)
		default:
			parts = append(parts, l.Label(head[i])+text)
		}
	}
	return strings.Join(parts, l.Printer.Marks().Semicolon)
}
