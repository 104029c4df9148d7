package steps

import (
	"context"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// LogExchange is the last exchange that a log tells of.
type LogExchange struct {
	Agent       string         `json:"agent,omitempty"`
	Class       exchange.Class `json:"class"`
	HTTPStatus  int            `json:"http_status,omitempty"`
	Error       string         `json:"error,omitempty"`
	Description string         `json:"error_description,omitempty"`

	Stamp string    `json:"stamp,omitempty"` // of its last line, as it is written
	Date  time.Time `json:"date,omitzero"`   // the answer's own; zero: the log has none
	// Least and Most bound the offset of then, true time minus the log's clock, in
	// seconds; nil where it is not known. They are equal where the zone is known, and a
	// whole number of quarters of an hour is between them where it is not.
	Least *float64 `json:"least,omitempty"`
	Most  *float64 `json:"most,omitempty"`
}

const (
	// maxLogAge is how old a log's last refusal may be: before that the clock may have
	// been corrected, and have gone wrong again.
	maxLogAge = 14 * 24 * time.Hour
	// logNoise is how far a log's two clocks may be from the measured skew: the time
	// that a slow exchange takes. With what a crystal drifts in maxLogAge it is well
	// under half of zoneStep, or any skew would fit some zone.
	logNoise = time.Minute
)

// aboutThisClock reports whether the exchange is about the clock that was measured: it
// is not too old, and its own two clocks are apart by the measured skew; where the zone
// of its stamps is not known, by that and a zone.
func (e LogExchange) aboutThisClock(now Judged) bool {
	if e.Date.IsZero() || e.Least == nil || e.Most == nil || !now.Known {
		return false
	}
	age := now.Reference.Sub(e.Date)
	if age < -logNoise || age > maxLogAge {
		return false
	}
	noise := (logNoise + now.Uncertainty + time.Duration(float64(age)*diagnostics.MaxDrift)).Seconds()
	measured := now.Offset.Seconds()
	if measured < *e.Least-noise || measured > *e.Most+noise {
		return false
	}
	if *e.Least == *e.Most {
		return true
	}
	quarters := (measured - *e.Least) / zoneStep.Seconds()
	apart := (quarters - float64(int64(quarters+0.5))) * zoneStep.Seconds()
	return max(apart, -apart) <= noise
}

// since reports whether the exchange came after the epoch began. Where the log has no
// date beside it, it is enough that it was not in the log before: earlier is what it
// told last then.
func (e LogExchange) since(part epoch, earlier *LogExchange) bool {
	if earlier == nil || e.Stamp == earlier.Stamp && e.Date.Equal(earlier.Date) {
		return false
	}
	if e.Date.IsZero() || part.offset.Reference.IsZero() {
		return true
	}
	began := part.offset.Reference.Add(part.entries[0].At.Raw - part.offset.ReferenceRaw)
	return e.Date.Add(time.Second).After(began)
}

// withLog adds to the epochs what a pasted test or a log's last exchange says, where
// nobody tested the exchange in any of them: refused for its time by the measured clock
// is the first half of a proof, and what is told of the same agent after the correction
// the second.
func withLog(s Session, history []epoch) []epoch {
	for _, part := range history {
		if len(part.tests) > 0 || resultOf(roundOf(part.attempts)) != untested {
			return history
		}
	}
	var before *LogExchange
	for i := range history {
		part := &history[i]
		at, latest := logIn(part.entries)
		pastedAt, pasted := pasteIn(s, part.entries)
		if pasted != nil { // a person's word goes before what happens to be in a log
			at, latest, part.pasted = pastedAt, pasted, pasted
		}
		switch {
		case latest == nil:
		case before != nil && latest.Agent == before.Agent && latest.since(*part, before):
			part.addLog(*latest, at)
		case part.offset.Relation == Beyond && latest.Class.Time() && latest.aboutThisClock(part.offset):
			part.addLog(*latest, at)
			before = latest
		}
	}
	return history
}

// logIn is the last exchange of the newest log among entries.
func logIn(entries []Entry) (at diagnostics.Instant, latest *LogExchange) {
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Log != nil {
			return entries[i].At, entries[i].Log.Latest
		}
	}
	return at, nil
}

// addLog adds what was told to an epoch's attempts. It was sent when AEM's clock showed
// its stamp, which is known where the stamp's zone is; at is when it was told.
func (e *epoch) addLog(said LogExchange, at diagnostics.Instant) {
	at.Wall = time.Time{}
	if said.Least != nil && said.Most != nil && *said.Least == *said.Most {
		at.Wall = said.Date.Add(-time.Duration(*said.Least * float64(time.Second)))
	}
	attempt := exchange.Attempt{
		Stamp: exchange.StampOSClock, Outcome: exchange.Refused, Class: said.Class, HTTPStatus: said.HTTPStatus,
		Error: said.Error, Description: said.Description, AtServer: said.Date, At: at,
	}
	switch {
	case said.Class == exchange.ClassAccepted:
		attempt.Outcome = exchange.Accepted
	case !said.Class.Reached():
		attempt.Outcome = exchange.Failed
	}
	e.attempts = append(e.attempts[:len(e.attempts):len(e.attempts)], attempt)
	e.byAEM, e.byLog = true, true
}

// tellLog puts a verdict into the terms of a log.
func tellLog(s Session, now epoch, verdict Verdict) Verdict {
	if verdict.Certainty == Proved {
		verdict.Certainty = Likely // the log tells what was refused, and not by whom else
	}
	if now.offset.Relation != Beyond || !explained(now) {
		return verdict
	}
	if now.pasted != nil {
		return Verdict{
			ClockCaused, ByMeasuring, Likely,
			say.T("The clock is the cause, as AEM's own test shows: its token request was refused for its time, and the two clocks in that answer are as far apart as was measured here. The clock is %s.", now.offset.Words),
			say.Join(" ", comeBack(s, now), say.T("The same test, passing then, is the second half of the proof.")),
		}
	}
	return Verdict{
		ClockCaused, ByMeasuring, Likely,
		say.T("The clock is the cause, as AEM's log shows: its last token request was refused for its time, and the two clocks in that answer are as far apart as was measured here. The clock is %s.", now.offset.Words),
		say.Join(" ", comeBack(s, now), say.T("Then press Test Connection in AEM: its log, read again, is the second half of the proof.")),
	}
}

// awaitsLog reports whether the clock is right again, and the log has not told yet
// that AEM gets its token now.
func awaitsLog(history []epoch) bool {
	now := history[len(history)-1]
	if len(history) < 2 || now.offset.Relation != Within || now.byLog && resultOf(roundOf(now.attempts)) == accepted {
		return false
	}
	for _, earlier := range history[:len(history)-1] {
		if earlier.byLog {
			return earlier.pasted == nil
		}
	}
	return false
}

// logEvery is how often a log is read again for the second half of the proof.
const logEvery = 30 * time.Second

// watchLog reads the log again while the last page is open and it is waited for.
func (e *Engine) watchLog(ctx context.Context, run *runner, at diagnostics.Instant) {
	if run.busy() || e.world.Log == nil || at.Raw-e.logRead < logEvery {
		return
	}
	s := e.Session()
	place := Next(e.flow, s)
	if place.Index != len(e.flow)-1 || place.Phase != Waiting && place.Phase != Showing || !awaitsLog(epochsOf(s)) {
		return
	}
	e.logRead = at.Raw
	run.start(ctx, "", &Task{Name: taskPoll, Run: func(ctx context.Context, b *Bench) {
		_, known := logIn(b.Session().Epoch())
		said := b.logsNow(ctx)
		if said != nil && said.Latest != nil && (known == nil || known.Stamp != said.Latest.Stamp || !known.Date.Equal(said.Latest.Date)) {
			b.Observe(Observation{Log: said})
		}
	}})
}
