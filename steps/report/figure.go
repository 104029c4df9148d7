package report

import (
	"slices"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
	"unskew/steps/report/chart"
	"unskew/steps/say"
)

// illustration is the chart of the skew, and what is said under it. Words says in words
// what the chart shows.
type illustration struct {
	Title  say.Text
	Words  say.Text
	Legend []legend
	draw   func(translate func(say.Text) string) chart.Chart
}

// legend names one kind of sign of a chart.
type legend struct {
	Kind chart.Kind
	Text say.Text
}

// stretch is a part of the chart before its words are in a language.
type stretch struct {
	chart.Part
	name   say.Text
	then   bool       // it begins with a movement that ended the one before
	labels []say.Text // of its lines
}

// illustrationOf gathers the skew of a session; nil where none was measured.
func illustrationOf(c content) *illustration {
	stretches := stretchesOf(c)
	kinds, empty := map[chart.Kind]bool{}, true
	for _, one := range stretches {
		empty = empty && (chart.Chart{Parts: []chart.Part{one.Part}}).Empty()
		for _, point := range one.Points {
			kinds[point.Kind] = true
		}
	}
	if empty {
		return nil
	}
	return &illustration{
		Title: say.T("How far the clock was off"), Words: figureWords(c), Legend: legendOf(kinds),
		draw: func(translate func(say.Text) string) chart.Chart { return chartOf(c, stretches, translate) },
	}
}

// stretchesOf puts epochs together that follow one another by a movement of the
// clock. A new stretch begins where the session was taken up again, and where one
// side of a movement would be too short to be seen beside the other: each stretch has
// a scale of time of its own.
func stretchesOf(c content) []stretch {
	var out []stretch
	var begin time.Duration
	resumed := map[int]steps.Resumption{}
	for _, one := range c.session.Resumptions() {
		resumed[one.At.N] = one
	}
	epochs := epochsOf(c)
	for i, one := range epochs {
		again, isAgain := resumed[one.entries[0].N]
		switch {
		case len(out) == 0 || isAgain || one.move == nil:
			begin = one.entries[0].At.Raw
			out = append(out, stretch{name: laterName(again, isAgain)})
		case lopsided(one.since-begin, lastMoved(epochs[i:]).until-one.since):
			begin = one.since
			out = append(out, stretch{then: true})
		}
		part := &out[len(out)-1]
		part.Length = (one.until - begin).Seconds()
		if one.move != nil {
			part.Marks = append(part.Marks, chart.Mark{At: (one.since - begin).Seconds()})
		}
		part.Points = append(part.Points, pointsOf(one, begin)...)
		if samples := samplesOf(one, begin); len(samples) > 0 {
			part.Lines = append(part.Lines, chart.Line{Samples: samples})
			part.labels = append(part.labels, epochLabel(c, one))
		}
	}
	return out
}

// lopsided reports whether of two times the shorter one would hardly be seen.
func lopsided(before, after time.Duration) bool {
	const share = 8
	return before > 0 && after > 0 && max(before, after) > share*min(before, after)
}

// lastMoved is the last of the epochs that follow one another by movements.
func lastMoved(epochs []epoch) epoch {
	last := epochs[0]
	for _, one := range epochs[1:] {
		if one.move == nil {
			break
		}
		last = one
	}
	return last
}

// laterName names a stretch by how long after the one before it began.
func laterName(again steps.Resumption, isAgain bool) say.Text {
	if isAgain && again.AwayKnown {
		return say.T("%s later", steps.Span(again.Away.Round(time.Second)))
	}
	return say.T("later")
}

// partName is what stands under a stretch, of so many.
func (one stretch) partName(number, of int) say.Text {
	long := steps.Span(time.Duration(one.Length * float64(time.Second)).Round(time.Second))
	switch {
	case of == 1:
		return say.T("time since the beginning")
	case number == 0:
		return say.T("first %s", long)
	case one.then:
		return say.T("then %s", long)
	}
	return one.name
}

// epochLabel is the skew in words for the epochs that the report compares.
func epochLabel(c content, one epoch) say.Text {
	if c.before != nil && one.end == len(c.before.session.Entries()) || one.end == len(c.session.Entries()) {
		return one.judged.Words
	}
	return say.Text{}
}

// chartOf puts the words of a language on the chart.
func chartOf(c content, stretches []stretch, translate func(say.Text) string) chart.Chart {
	out := chart.Chart{
		Title: translate(say.T("How far the clock was off")), Describe: translate(figureWords(c)),
		Tolerance: c.session.Settings().Tolerance.Seconds(),
		Tick:      func(skew float64) string { return translate(tickWords(skew)) },
		Span: func(seconds float64) string {
			if seconds == 0 {
				return "0"
			}
			return steps.Span(time.Duration(seconds * float64(time.Second)))
		},
	}
	for i, one := range stretches {
		part := one.Part
		part.Name = translate(one.partName(i, len(stretches)))
		part.Marks, part.Lines = slices.Clone(part.Marks), slices.Clone(part.Lines)
		for i := range part.Marks {
			part.Marks[i].Label = translate(say.T("the clock was moved"))
		}
		for i := range part.Lines {
			part.Lines[i].Label = translate(one.labels[i])
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}

func tickWords(skew float64) say.Text {
	size, err := diagnostics.OffsetSeconds(-skew)
	if skew == 0 || err != nil {
		return say.T("true time")
	}
	return steps.Skew(size)
}

func legendOf(kinds map[chart.Kind]bool) []legend {
	var out []legend
	for _, one := range []legend{
		{chart.Used, say.T("a time server that was used")},
		{chart.Unused, say.T("a time server that was not used")},
		{chart.Service, say.T("the token service's own clock")},
	} {
		if kinds[one.Kind] {
			out = append(out, one)
		}
	}
	return out
}

// figureWords says what the chart shows.
func figureWords(c content) say.Text {
	var said []say.Text
	if c.before != nil && c.before.Offset.Known {
		said = append(said, say.T("Before the clock was moved it was %s (%s).", c.before.Offset.Words, steps.PlusMinus(c.before.Offset.Uncertainty)))
	}
	if c.now.Offset.Known {
		said = append(said, say.T("At the end of this session it is %s (%s).", c.now.Offset.Words, steps.PlusMinus(c.now.Offset.Uncertainty)))
	} else {
		said = append(said, say.T("At the end of this session it is not known how far it is off."))
	}
	said = append(said, say.T("Inside the shaded band, up to %s either way, the clock counts as right.", steps.Span(c.session.Settings().Tolerance)))
	return say.Join(" ", said...)
}
