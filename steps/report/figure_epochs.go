package report

import (
	"time"

	"unskew/diagnostics"
	"unskew/steps"
	"unskew/steps/report/chart"
)

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
