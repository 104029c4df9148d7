package plain

import (
	"math"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// tellClocks prints the live panel: the skew in words and the three clocks.
func (f *front) tellClocks(v steps.View) {
	live := v.Live
	f.tellSkew(live)
	var rows []steps.Fact
	switch {
	case live.OS.IsZero() && live.Away == "":
		return
	case live.OS.IsZero():
		rows = []steps.Fact{{Label: say.T("AEM's clock"), Value: say.T("not known yet"), Note: say.Verbatim(live.Away)}}
	case live.Away != "":
		rows = []steps.Fact{{Label: say.T("AEM's clock"), Value: utc(live.OS), Note: say.T("%s, by its own Date", live.Away)}}
	default:
		rows = []steps.Fact{{Label: say.T("OS clock"), Value: utc(live.OS), Note: localNote(live)}}
	}
	if !live.Reference.IsZero() {
		rows = append(rows, steps.Fact{Label: say.T("true time"), Value: utc(live.Reference), Note: live.ReferenceBy})
	}
	if !live.Server.IsZero() {
		rows = append(rows, steps.Fact{Label: live.ServerName, Value: utc(live.Server), Note: say.T("its own answers, %s", steps.PlusMinus(live.ServerUncertainty))})
	}
	if !live.Band.IsZero() {
		rows = append(rows, steps.Fact{Label: say.T("a request is"), Value: live.Band})
	}
	f.out.lines(f.layout.Block(steps.Facts{Rows: rows})...)
}

func utc(t time.Time) say.Text {
	return say.Verbatim(t.UTC().Format("2006-01-02 15:04:05 UTC"))
}

// localNote gives the OS clock's time in the host's zone and the viewer's.
func localNote(live steps.Live) say.Text {
	const form = "2006-01-02 15:04:05 -07:00"
	var notes []say.Text
	if _, east := live.OS.In(orUTC(live.Zone)).Zone(); east != 0 {
		notes = append(notes, say.T("local %s", live.OS.In(live.Zone).Format(form)))
	}
	if live.Viewer != nil {
		notes = append(notes, say.T("yours %s", live.OS.In(live.Viewer).Format(form)))
	}
	return say.Join("; ", notes...)
}

func orUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// tellSkew prints the skew as one line and remembers it.
func (f *front) tellSkew(live steps.Live) {
	f.live, f.liveTold, f.ticks = live, true, 0
	f.say(say.T("Clock: %s", skewWords(live)))
}

func skewWords(live steps.Live) say.Text {
	switch {
	case live.Motion.Jumped:
		return say.T("it has just been moved; being measured afresh.")
	case live.Relation == steps.Unmeasured || live.Relation == "":
		if live.Skew.IsZero() {
			return say.T("not measured yet.")
		}
		return say.T("%s.", live.Skew)
	}
	text := say.T("%s, %s, %s.", live.Skew, steps.PlusMinus(live.Uncertainty), relationWords(live))
	if live.Motion.Slewing {
		return say.T("%s %s", text, slewWords(live.Motion))
	}
	return text
}

func relationWords(live steps.Live) say.Text {
	switch {
	case live.Relation == steps.Within && live.Circular:
		return say.T("not confirmed by anybody but the servers that this machine follows")
	case live.Relation == steps.Within:
		return say.T("within tolerance")
	case live.Relation == steps.Beyond:
		return say.T("beyond tolerance")
	}
	return say.T("too coarse to compare with the tolerance")
}

func slewWords(motion steps.Motion) say.Text {
	if motion.Left > 0 {
		return say.T("It is being slewed: at this rate it is right in %s.", steps.Span(motion.Left))
	}
	return say.T("It is being slewed.")
}

// watch tells the skew again where it has changed in more than its last place:
// at once where the clock was moved or measured for the first time, else at
// most every ten seconds.
func (f *front) watch(v steps.View) {
	if !f.liveTold || v.Finished {
		return
	}
	was, now := f.live, v.Live
	atOnce := was.Motion.Jumped != now.Motion.Jumped || was.Motion.Slewing != now.Motion.Slewing ||
		unmeasured(was) != unmeasured(now) || leapt(was, now)
	switch {
	case atOnce && f.layout.Text(skewWords(was)) == f.layout.Text(skewWords(now)):
		f.live = now // other numbers, the same words
	case atOnce || (f.ticks >= newsEvery && drifted(was, now)):
		f.tellSkew(now)
	}
}

func unmeasured(live steps.Live) bool {
	return live.Relation == steps.Unmeasured || live.Relation == ""
}

// drifted reports whether two measured skews differ by more than the last place
// that their words show, and by more than is known.
func drifted(was, now steps.Live) bool {
	if unmeasured(now) {
		return false
	}
	change := math.Abs(now.Offset.Seconds() - was.Offset.Seconds())
	return change > lastPlace(now.Offset.Abs()).Seconds() && change > now.Uncertainty.Seconds()
}

// leapt reports whether the skew changed by more than any slewing does in ten
// seconds: somebody set the clock.
func leapt(was, now steps.Live) bool {
	const leap = 1.5
	return drifted(was, now) && math.Abs(now.Offset.Seconds()-was.Offset.Seconds()) > leap
}

// lastPlace is the unit of the last place of steps.Span.
func lastPlace(size time.Duration) time.Duration {
	switch {
	case size >= time.Minute:
		return time.Second
	case size >= time.Second:
		return 100 * time.Millisecond
	}
	return 10 * time.Millisecond
}
