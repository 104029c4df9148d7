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

// maxEpochs bounds what is drawn: the newest, and the one to compare with.
const maxEpochs = 40

// epoch is a part of the record in which the clock was not moved.
type epoch struct {
	entries []steps.Entry
	judged  steps.Judged
	move    *steps.Move   // by which it began, nil where it began otherwise
	since   time.Duration // raw time of that: not later than the first answer after it
	end     int           // how many entries of the record lie before its end
	until   time.Duration // raw time at its end: the movement that ended it, or its last entry
}

// stretch is a part of the chart before its words are in a language.
type stretch struct {
	chart.Part
	name   say.Text
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
// clock; where the session was taken up again, a new stretch begins.
func stretchesOf(c content) []stretch {
	var out []stretch
	var begin time.Duration
	resumed := map[int]steps.Resumption{}
	for _, one := range c.session.Resumptions() {
		resumed[one.At.N] = one
	}
	for _, one := range epochsOf(c) {
		first := one.entries[0]
		again, isAgain := resumed[first.N]
		if len(out) == 0 || isAgain || one.move == nil {
			begin = first.At.Raw
			out = append(out, stretch{name: partName(len(out), again, isAgain)})
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
	for _, one := range stretches {
		part := one.Part
		part.Name = translate(one.name)
		if len(stretches) == 1 {
			part.Name = translate(say.T("time since the beginning"))
		}
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

func partName(number int, again steps.Resumption, isAgain bool) say.Text {
	switch {
	case number == 0:
		return say.T("beginning")
	case isAgain && again.AwayKnown:
		return say.T("%s later", steps.Span(again.Away.Round(time.Second)))
	}
	return say.T("later")
}

// epochsOf cuts the record where the judge does: the newest epochs, and the one
// that the report compares with, in their order.
func epochsOf(c content) []epoch {
	var out []epoch
	part, judged := c.session, c.now.Offset
	for !part.Empty() {
		one := epoch{entries: part.Epoch(), judged: judged, end: len(part.Entries())}
		older := part.Before()
		if at := one.end - len(one.entries); at > 0 && c.session.Entries()[at-1].Move != nil {
			one.move, one.since = c.session.Entries()[at-1].Move, movedAt(c.session.Entries()[at-1], one.entries)
		}
		one.until = part.Last().At.Raw
		if len(out) > 0 && out[0].move != nil {
			one.until = out[0].since
		}
		compared := c.before != nil && one.end == len(c.before.session.Entries())
		if len(one.entries) > 0 && (len(out) < maxEpochs || compared) {
			out = append([]epoch{one}, out...)
		}
		if part = older; !part.Empty() && len(out) < 2*maxEpochs {
			judged = c.judge(part).Offset
		}
	}
	return out
}

// movedAt is when the clock was moved, by raw time: an answer that shows it may be
// older than the entry that tells it.
func movedAt(moved steps.Entry, after []steps.Entry) time.Duration {
	at := moved.At.Raw
	for _, entry := range after {
		if reading := entry.Reading; reading != nil && reading.Outcome == diagnostics.Measured {
			at = min(at, reading.At.Raw)
		}
	}
	return at
}

// pointsOf are the answers of an epoch: of time servers, each by itself, and of the
// token service. Of an AEM elsewhere, whose clock is judged, only the judgement is
// drawn: the servers' answers are about this machine.
func pointsOf(one epoch, begin time.Duration) []chart.Point {
	var out []chart.Point
	if one.judged.Away != "" {
		if last := one.entries[len(one.entries)-1]; one.judged.Known {
			out = append(out, pointOf(last.At.Raw-begin, one.judged.Offset, one.judged.Uncertainty, chart.Used))
		}
		return out
	}
	used := map[string]bool{}
	for _, reading := range one.judged.Readings {
		used[string(reading.Source)+" "+reading.Server] = reading.Used
	}
	for _, entry := range one.entries {
		if reading := entry.Reading; reading != nil && reading.Outcome == diagnostics.Measured {
			kind := chart.Unused
			if used[string(reading.Source)+" "+reading.Server] {
				kind = chart.Used
			}
			if offset, err := reading.Offset(); err == nil {
				out = append(out, pointOf(reading.At.Raw-begin, offset, reading.Anchor.Uncertainty, kind))
			}
		}
		if attempt := entry.Attempt; attempt != nil && attempt.Server != nil && !attempt.At.Wall.IsZero() {
			if offset, err := attempt.Server.Offset(attempt.At); err == nil {
				out = append(out, pointOf(attempt.At.Raw-begin, offset, attempt.Server.Uncertainty, chart.Service))
			}
		}
	}
	return out
}

// pointOf turns an offset (reference minus clock) into a skew (clock minus truth).
func pointOf(at time.Duration, offset diagnostics.Offset, uncertainty time.Duration, kind chart.Kind) chart.Point {
	return chart.Point{At: at.Seconds(), Skew: -offset.Seconds(), Uncertainty: uncertainty.Seconds(), Kind: kind}
}

// samplesOf is the skew over an epoch: from its first measurement through the
// minutes that were watched to what is judged at its end.
func samplesOf(one epoch, begin time.Duration) []chart.Sample {
	if !one.judged.Known {
		return nil
	}
	var out []chart.Sample
	add := func(raw time.Duration, least, most, last float64) {
		at := (raw - begin).Seconds()
		if len(out) == 0 || at >= out[len(out)-1].At {
			out = append(out, chart.Sample{At: at, Skew: -last, Least: -most, Most: -least})
		}
	}
	if one.move != nil {
		after := one.move.After.Seconds()
		add(one.since, after, after, after)
	}
	judged := one.judged.Offset.Seconds()
	end := judged
	straddles := one.move != nil // the first minute still holds what was before
	for _, entry := range one.entries {
		switch bucket, reading := entry.Bucket, entry.Reading; {
		case bucket != nil && straddles:
			add(entry.At.Raw, bucket.Last, bucket.Last, bucket.Last)
			straddles, end = false, bucket.Last
		case bucket != nil:
			add(entry.At.Raw, bucket.Least, bucket.Most, bucket.Last)
			end = bucket.Last
		case reading != nil && reading.Outcome == diagnostics.Measured:
			if end = judged; len(out) == 0 {
				add(reading.At.Raw, judged, judged, judged)
			}
		}
	}
	add(one.until, end, end, end)
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
