package tui

import (
	"slices"
	"strings"

	"unskew/steps"
)

const (
	columnGap  = 2
	leastCells = 10 // of the last column, when it is made narrower instead of dropped
)

// table draws as many columns as fit, from the left: the important ones come
// first. The last of them may be narrower than its text, which goes on below then,
// except where the row above says the same.
func (m Model) table(table steps.Table) []string {
	head := make([]string, len(table.Head))
	for i, cell := range table.Head {
		head[i] = m.say(cell)
	}
	rows := make([][]string, len(table.Rows))
	signed := false
	for i, row := range table.Rows {
		for _, cell := range row.Cells {
			rows[i] = append(rows[i], m.say(cell))
		}
		signed = signed || m.glyphs.tone(row.Tone) != ""
	}
	limit := m.tableWidth()
	if signed {
		limit -= 2
	}
	widths := columnWidths(head, rows, limit)

	var lines []string
	sign := func(text string) string {
		if signed {
			return pad(text, 2)
		}
		return ""
	}
	if len(head) > 0 {
		lines = append(lines, m.theme.faint.Render(sign("")+m.cells(head, widths)))
	}
	for i, row := range rows {
		tone := table.Rows[i].Tone
		drawn := []string{m.cells(row, widths)}
		if last := len(widths) - 1; i == 0 || last >= len(row) || last >= len(rows[i-1]) || row[last] != rows[i-1][last] {
			drawn = m.rowLines(row, widths)
		}
		drawn = indent(sign(m.glyphs.tone(tone)), drawn)
		lines = append(lines, styled(m.theme.tone(tone), drawn)...)
	}
	return lines
}

// columnWidths are the widths of the columns that are shown.
func columnWidths(head []string, rows [][]string, limit int) []int {
	var natural []int
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			if i == len(natural) {
				natural = append(natural, 0)
			}
			natural[i] = max(natural[i], width(cell))
		}
	}
	if len(natural) > 1 && natural[0]+columnGap+natural[1] > limit {
		// A name can be cut and still be known; what was found out cannot.
		natural[0] = max(min(natural[0], leastCells), limit-columnGap-natural[1])
	}
	var widths []int
	used := 0
	for i, wanted := range natural {
		room := limit - used
		if i > 0 {
			room -= columnGap
		}
		switch {
		case wanted <= room:
			widths = append(widths, wanted)
			used = limit - room + wanted
			continue
		case i == 0, room >= max(leastCells, widthOf(head, i)):
			widths = append(widths, max(1, room))
		}
		break
	}
	return widths
}

func widthOf(cells []string, i int) int {
	if i >= len(cells) {
		return 0
	}
	return width(cells[i])
}

// rowLines is a row, with what does not fit into its last column below it.
func (m Model) rowLines(row []string, widths []int) []string {
	last := len(widths) - 1
	if last < 1 || last >= len(row) || width(row[last]) <= widths[last] {
		return []string{m.cells(row, widths)}
	}
	before := 0
	for _, cells := range widths[:last] {
		before += cells + columnGap
	}
	words := wrap(row[last], widths[last])
	first := append(slices.Clone(row[:last]), words[0])
	return append([]string{m.cells(first, widths)}, indent(strings.Repeat(" ", before), words[1:])...)
}

func (m Model) cells(row []string, widths []int) string {
	var line strings.Builder
	for i, cell := range row {
		if i == len(widths) {
			break
		}
		if i > 0 {
			line.WriteString(strings.Repeat(" ", columnGap))
		}
		line.WriteString(pad(m.fit(cell, widths[i]), widths[i]))
	}
	return strings.TrimRight(line.String(), " ")
}
