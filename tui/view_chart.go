package tui

import (
	"math"
	"strings"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

const (
	leastChart = 12 // columns
	mostChart  = 60
)

// chartLine is the size of the skew over the last minutes, and the band in which
// the exchange is accepted. The chart has a fixed place that it fills from the
// left, so that what stands behind it does not move.
func (m Model) chartLine(inner int) string {
	live := m.view.Live
	band := m.say(live.Band)
	spanRoom := max(width(m.say(chartSpan(5))), width(m.say(chartSpan(mostChart)))) // "50 s", "10m"
	columns := max(leastChart, min(mostChart, inner-width(band)-spanRoom-4))
	shown := live.Columns[max(0, len(live.Columns)-columns):]
	if len(shown) == 0 {
		return band
	}
	line := pad(m.bars(shown), columns) + "  " + pad(m.say(chartSpan(len(shown))), spanRoom)
	return m.fit(line+"  "+band, inner)
}

// history is the chart of a log, as narrow as the screen, and how it is read.
func (m Model) history(block steps.History) []string {
	room := m.textWidth() - 2
	var rows []string
	for _, row := range block.Rows(room) {
		rows = append(rows, "  "+strings.TrimRight(row, " "))
	}
	for _, words := range block.Words(room) {
		rows = append(rows, styled(m.theme.faint, indent("  ", wrap(m.say(words), room)))...)
	}
	return rows
}

// chartSpan says how much time so many columns are, in whole minutes from one
// minute on: the words then change once a minute.
func chartSpan(columns int) say.Text {
	span := time.Duration(columns) * steps.ChartColumn
	if span >= time.Minute {
		span = span.Truncate(time.Minute)
	}
	return say.T("last %s", steps.Span(span))
}

// bars draws one bar a column: its height is the size of the offset against the
// largest shown. An offset that is no larger than its own uncertainty is noise
// and must not fill the chart, hence the least scale.
func (m Model) bars(columns []steps.Column) string {
	scale := max(0.001, 4*m.view.Live.Uncertainty.Seconds())
	for _, column := range columns {
		if drawable(column) {
			scale = max(scale, math.Abs(column.Last))
		}
	}
	var line strings.Builder
	for _, column := range columns {
		if !drawable(column) {
			line.WriteByte(' ')
			continue
		}
		line.WriteString(m.glyphs.bars[barOf(math.Abs(column.Last)/scale, len(m.glyphs.bars))])
	}
	return line.String()
}

func drawable(column steps.Column) bool {
	return !column.Empty && !math.IsNaN(column.Last) && !math.IsInf(column.Last, 0)
}

// barOf is the bar for a share of the scale, 0 to 1.
func barOf(share float64, bars int) int {
	return max(0, min(bars-1, int(math.Round(share*float64(bars-1)))))
}
