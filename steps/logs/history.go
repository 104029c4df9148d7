package logs

import (
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// EpisodeWords says what the clock was in an episode.
func (a Account) EpisodeWords(e Episode) say.Text {
	switch e.State {
	case Refused:
		return say.T("not told: no answer with a date")
	case Passed:
		return say.T("right enough: a token came")
	case Failed:
		return say.T("not told")
	case Right:
		return say.T("right, as far as the log tells")
	}
	for i := e.Last; i >= e.First; i-- {
		if a.Points[i].State == e.State {
			return SkewOf(a.Points[i])
		}
	}
	return say.Text{}
}

// Span says when the last wrong time began, and since when it is gone. Both are
// empty where nothing was wrong.
func (a Account) Span() (began, ended say.Text) {
	bad := a.lastBad()
	if bad < 0 {
		return say.Text{}, say.Text{}
	}
	first := a.Points[a.Episodes[bad].First]
	began = say.T("It began at or before %s by the machine's clock%s.", first.First.Text, trueTime(first.FirstDate))
	if bad > 0 {
		before := a.Points[a.Episodes[bad-1].Last]
		began = say.T("It began between %s and %s by the machine's clock%s.", before.Last.Text, first.First.Text, trueTime(first.FirstDate))
	}
	if gone, ok := a.Gone(); ok {
		right := a.Points[gone]
		return began, say.T("It is gone since %s by the machine's clock%s, at the latest.", right.First.Text, trueTime(right.FirstDate))
	}
	last := a.Points[a.Episodes[bad].Last]
	return began, say.T("It was still so at the last exchange, %s by the machine's clock%s.", last.Last.Text, trueTime(last.Date))
}

// trueTime is the answer's own time beside a stamp, where there is one.
func trueTime(date time.Time) say.Text {
	if date.IsZero() {
		return say.Verbatim("")
	}
	return say.T(" (%s by the server's)", date.UTC().Format("2006-01-02 15:04:05 UTC"))
}

// ChartColumns is the width of a chart in a text report.
const ChartColumns = 60

// Chart puts the history into columns of equal time. It is empty where fewer than
// two moments are measured.
func (a Account) Chart(columns int) []steps.LogColumn {
	var first, last time.Time
	for _, p := range a.Points {
		if !p.Bounded {
			continue
		}
		if first.IsZero() || p.FirstDate.Before(first) {
			first = p.FirstDate
		}
		if p.Date.After(last) {
			last = p.Date
		}
	}
	total := last.Sub(first)
	if columns < 1 || total <= 0 {
		return nil
	}
	list := make([]steps.LogColumn, columns)
	for i := range list {
		list[i] = steps.LogColumn{From: first.Add(total / time.Duration(columns) * time.Duration(i)), Empty: true}
	}
	place := func(at time.Time) int {
		return max(0, min(columns-1, int(float64(at.Sub(first))/float64(total)*float64(columns))))
	}
	for _, p := range a.Points {
		if !p.Bounded {
			continue
		}
		for i := place(p.FirstDate); i <= place(p.Date); i++ {
			addTo(&list[i], p)
		}
	}
	return list
}

func addTo(c *steps.LogColumn, p Point) {
	value := p.drawn()
	if c.Empty {
		c.Least, c.Most = value, value
	}
	c.Empty = false
	c.Least, c.Most = min(c.Least, value), max(c.Most, value)
	c.Refused = c.Refused || p.Class.Time()
	c.Accepted = c.Accepted || p.Accepted()
}

// drawn is what is certain of a point's offset, in seconds.
func (p Point) drawn() float64 {
	switch {
	case p.Known:
		return p.Offset.Seconds()
	case p.State == Behind:
		return p.Least.Seconds()
	case p.State == Ahead:
		return p.Most.Seconds()
	}
	return 0
}
