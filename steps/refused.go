package steps

import (
	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/refusal"
	"unskew/steps/say"
)

// Leaning is what two clocks in a text say of the one that sent the request.
type Leaning string

// The leanings.
const (
	LeansNowhere Leaning = "" // not told, or not certain
	LeansBehind  Leaning = "behind"
	LeansAhead   Leaning = "ahead"
)

// RefusalClock says whether a clock can be the cause of an answer.
func RefusalClock(clock refusal.Clock) say.Text {
	switch clock {
	case refusal.Behind:
		return say.T("Yes: a clock that is behind can cause this.")
	case refusal.Ahead:
		return say.T("Yes: a clock that is ahead can cause this.")
	case refusal.Either:
		return say.T("Yes: a clock that is behind or ahead can cause this.")
	case refusal.Open:
		return say.T("Perhaps: these words leave it open.")
	}
	return say.T("No: this is not the clock.")
}

// RefusalSkew says what the times within an answer come to.
func RefusalSkew(times refusal.Times) (say.Text, Leaning) {
	skew, told := times.Skew()
	if !told {
		return say.Text{}, LeansNowhere
	}
	leaning := LeansAhead
	if skew.Behind {
		leaning = LeansBehind
	}
	by := Span(skew.By)
	switch {
	case times.Local && skew.Behind:
		return say.T("This clock stood %s before the day on which the certificate begins. If the certificate is in order, the clock was behind by that much at least.", by), leaning
	case times.Local:
		return say.T("This clock stood %s past the day on which the certificate ends. If the certificate is in order, the clock was ahead by that much at least.", by), leaning
	case skew.Exact && skew.Behind:
		return say.T("By the server's own words this clock was %s behind.", by), leaning
	case skew.Exact:
		return say.T("By the server's own words this clock was %s ahead.", by), leaning
	case skew.Behind && skew.Likely > 0:
		return say.T("By the server's own words the assertion had ended %s before it arrived, and had begun %s before. If it was made just before it was sent, this clock was %s behind.", by, Span(skew.Likely), Span(skew.Likely)), leaning
	case skew.Behind:
		return say.T("By the server's own words the assertion had ended %s before it arrived. If it was made just before it was sent, this clock was behind by that and its lifetime.", by), leaning
	}
	return say.T("By the server's own words the assertion begins %s after it arrived. If it was made just before it was sent, this clock was %s ahead at least.", by, by), leaning
}

// TranscriptSkew says what the two clocks of AEM's own lines come to.
func TranscriptSkew(transcript *aem.Transcript) (say.Text, Leaning) {
	words, certain := messageSkewWords(transcript)
	skew, known := messageSkew(transcript)
	switch {
	case !known || !certain:
		return words, LeansNowhere
	case skew.Duration()+westernmost > stampNoise:
		return words, LeansBehind
	case skew.Duration()+easternmost < -stampNoise:
		return words, LeansAhead
	}
	return words, LeansNowhere
}

// RefusalContradiction says that what an answer needs and what a clock was do not
// go together: a clock that is ahead makes exp later, never earlier. Empty where
// they do, and where a clock on either side can be the cause.
func RefusalContradiction(needs refusal.Clock, leaning Leaning) say.Text {
	switch {
	case needs == refusal.Behind && leaning == LeansAhead:
		return say.T("This is a contradiction: a clock that is ahead cannot make a token expire early. The refusal may be from another machine, or from before the clock was changed; an old token may have been sent again; or the time that this clock was compared with is itself wrong.")
	case needs == refusal.Ahead && leaning == LeansBehind:
		return say.T("This is a contradiction: a clock that is behind cannot make a token begin too late. The refusal may be from another machine, or from before the clock was changed; or the time that this clock was compared with is itself wrong.")
	}
	return say.Text{}
}

// refusalDetail is what a finding says beside the class of a refused request:
// where the answer is in the catalogue, its cause, and its remedy where that is
// not to measure the clock, which was done already.
func refusalDetail(f facts, attempt *exchange.Attempt, words meaning) say.Text {
	leaning := LeansNowhere
	if f.judged.Relation == Beyond {
		leaning = LeansAhead
		if f.judged.Offset.Behind() {
			leaning = LeansBehind
		}
	}
	row, known := refusedRow(f.session, attempt)
	if against := RefusalContradiction(neededClock(row, known, attempt.Class), leaning); !against.IsZero() {
		return against
	}
	if timeSuspect(attempt) && leaning != LeansNowhere && f.judged.Away != "" {
		return say.T("That follows from AEM's clock.")
	}
	if timeSuspect(attempt) && leaning != LeansNowhere {
		return say.T("That follows from this machine's clock.")
	}
	if timeSuspect(attempt) && f.judged.Relation == Within && serverDisagrees(f.now) {
		return say.T("That follows from the token service's own clock.")
	}
	switch {
	case !known || row.ByClass():
		return words.next
	case row.Clock == refusal.Never:
		detail := say.T("%s %s", say.T(row.Cause), say.T(row.Remedy))
		for i, step := range row.Steps {
			detail = say.T("%s (%s) %s", detail, say.Number(i+1), say.T(step))
		}
		return detail
	}
	return say.T("%s %s", say.T(row.Cause), words.next)
}

// messageRemedy is the remedy for a pasted message that is not about time: the
// catalogue's where its very words are known.
func messageRemedy(transcript *aem.Transcript, words meaning) say.Text {
	said, found := refusal.Transcript(transcript)
	if !found {
		return words.next
	}
	if row, known := refusal.Find(said); known && !row.ByClass() && row.Clock == refusal.Never && row.Class != exchange.ClassAccepted {
		return say.T(row.Remedy)
	}
	return words.next
}

// refusedRow is the catalogue's row for an attempt of this session.
func refusedRow(s Session, attempt *exchange.Attempt) (refusal.Row, bool) {
	profile, endpoint := "", ""
	if target := targetOf(s); target != nil {
		profile, endpoint = target.Profile, target.Endpoint
	}
	return refusal.Find(refusal.Attempt(*attempt, profile, endpoint))
}

// neededClock is what a clock would have to be for such an answer.
func neededClock(row refusal.Row, known bool, class exchange.Class) refusal.Clock {
	switch {
	case known && !row.ByClass():
		return row.Clock
	case class == exchange.ClassExpired:
		return refusal.Behind
	case class == exchange.ClassNotYetValid:
		return refusal.Ahead
	}
	return refusal.Open
}
