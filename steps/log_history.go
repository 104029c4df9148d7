package steps

import (
	"time"

	"unskew/steps/say"
)

// LogColumn is one column of the chart of a log: the offsets of its time, in seconds,
// positive where the clock was behind. Without the zone they are the middle of the
// interval over all zones that is nearest to zero. Empty: nothing was measured then.
type LogColumn struct {
	From     time.Time `json:"from"` // true time, by the answers
	Least    float64   `json:"least,omitempty"`
	Most     float64   `json:"most,omitempty"`
	Empty    bool      `json:"empty,omitempty"`
	Refused  bool      `json:"refused,omitempty"` // a token was refused for its time
	Accepted bool      `json:"accepted,omitempty"`
}

// History is the chart of a log. Front ends draw Rows as they are, one under the other,
// and Words below them.
type History struct{ Columns []LogColumn }

func (History) block() {}

// historyHeight is the rows of a chart on either side of right.
const historyHeight = 4

// fitted puts neighbours together until no more than width columns are left.
func (h History) fitted(width int) []LogColumn {
	each := max(1, (len(h.Columns)+max(1, width)-1)/max(1, width))
	if each == 1 {
		return h.Columns
	}
	var list []LogColumn
	for i, column := range h.Columns {
		if i%each == 0 {
			list = append(list, column)
			continue
		}
		last := &list[len(list)-1]
		last.Refused, last.Accepted = last.Refused || column.Refused, last.Accepted || column.Accepted
		switch {
		case column.Empty:
		case last.Empty:
			last.Least, last.Most, last.Empty = column.Least, column.Most, false
		default:
			last.Least, last.Most = min(last.Least, column.Least), max(last.Most, column.Most)
		}
	}
	return list
}

// bounds are the greatest skews: behind, positive, and ahead, negative.
func (h History) bounds() (highest, lowest float64) {
	for _, c := range h.Columns {
		if !c.Empty {
			highest, lowest = max(highest, c.Most), min(lowest, c.Least)
		}
	}
	return highest, lowest
}

// Rows draws the chart in ASCII, its bars as high as the greatest skew: up is behind,
// down is ahead. Below stand x where a token was refused for its time and o where one
// was accepted.
func (h History) Rows(width int) []string {
	columns := h.fitted(width)
	if len(columns) == 0 {
		return nil
	}
	highest, lowest := h.bounds()
	var lines []string
	for row := historyHeight; row >= -historyHeight; row-- {
		switch {
		case row > 0 && highest == 0, row < 0 && lowest == 0:
		case row == 0:
			lines = append(lines, drawRow(columns, func(c LogColumn) byte { return pick(c.Empty, '.', '-') }))
		case row > 0:
			lines = append(lines, drawRow(columns, func(c LogColumn) byte {
				return pick(!c.Empty && c.Most > highest*float64(row-1)/historyHeight, '#', ' ')
			}))
		default:
			lines = append(lines, drawRow(columns, func(c LogColumn) byte {
				return pick(!c.Empty && c.Least < lowest*float64(-row-1)/historyHeight, '#', ' ')
			}))
		}
	}
	return append(lines, drawRow(columns, func(c LogColumn) byte {
		return pick(c.Refused, 'x', pick(c.Accepted, 'o', ' '))
	}))
}

// Words say how the chart is read.
func (h History) Words(width int) []say.Text {
	columns := h.fitted(width)
	if len(columns) == 0 {
		return nil
	}
	var list []say.Text
	highest, lowest := h.bounds()
	if highest > 0 {
		list = append(list, say.T("up: behind, at most %s", Span(span(highest))))
	}
	if lowest < 0 {
		list = append(list, say.T("down: ahead, at most %s", Span(span(lowest))))
	}
	first, last := columns[0].From, columns[len(columns)-1].From
	each := last.Sub(first) / time.Duration(max(1, len(columns)-1))
	return append(list, say.T("from %s on; a column is %s", first.UTC().Format("2006-01-02 15:04 UTC"), Span(each)),
		say.T("x: refused for its time; o: accepted"))
}

func drawRow(columns []LogColumn, sign func(LogColumn) byte) string {
	row := make([]byte, len(columns))
	for i, c := range columns {
		row[i] = sign(c)
	}
	return string(row)
}

func pick(yes bool, one, other byte) byte {
	if yes {
		return one
	}
	return other
}

// span is a size in seconds, as long as a duration can be.
func span(seconds float64) time.Duration {
	return time.Duration(min(max(seconds, -seconds), 9e9) * float64(time.Second))
}

// LogBlocks are the history of the log that is evidence, on the page of the OS clock
// and in the report; nil where it tells of fewer than two moments.
func LogBlocks(s Session) []Block {
	log := s.Log()
	if log == nil || len(log.History) == 0 {
		return nil
	}
	blocks := []Block{Prose{Lines: []say.Text{say.T("The clock over the time of the log:")}}, History{Columns: log.History}}
	if !log.Began.IsZero() {
		blocks = append(blocks, Prose{Lines: []say.Text{say.Join(" ", log.Began, log.Ended)}})
	}
	return blocks
}
