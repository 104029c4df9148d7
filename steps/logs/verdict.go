package logs

import (
	"unskew/steps"
	"unskew/steps/say"
)

// Verdict is what an account comes to. It speaks of the time of the log.
func (a Account) Verdict() steps.Verdict {
	if a.Main < 0 {
		return nothingFound(a)
	}
	main := a.Points[a.Main]
	if gone, ok := a.Gone(); ok {
		return wasWrong(main, a.Points[gone])
	}
	switch {
	case main.State.Off() && !main.Class.Time() && main.Token && !main.Accepted() && main.Class.Reached() && main.Class != "refused-without-words":
		return steps.Verdict{
			Code: steps.ClockAndOther, Proof: steps.ByMeasuring, Certainty: steps.MeasuredOne,
			Title: say.T("%s And the token was refused for another reason than time (%s).", skewWords(main), string(main.Class)),
			Next:  say.T("Correct the clock, and mend what the answer names: %s", reason(main)),
		}
	case main.State == Ahead && main.Class == "expired":
		return steps.Verdict{
			Code: steps.ClockWrong, Proof: steps.ByMeasuring, Certainty: steps.MeasuredOne,
			Title: say.T("%s Yet a clock that is ahead does not make a token expire: the two do not fit together.", skewWords(main)),
			Next:  say.T("Check that the log is of the machine that sent the request, and that --zone is its zone. Then run unskew on that machine."),
		}
	case main.State.Off():
		return steps.Verdict{Code: steps.ClockWrong, Proof: steps.ByMeasuring, Certainty: certainty(main), Title: skewWords(main), Next: correct()}
	case main.State == Unclear:
		return unclear(main)
	case main.State == Refused:
		return steps.Verdict{
			Code: steps.Inconclusive, Proof: steps.NoProof, Certainty: steps.Likely,
			Title: say.T("A token was refused for its time (%s), but the log has no answer with a date beside it: it does not tell the skew.", string(main.Class)),
			Next:  say.T("Run unskew on the machine that wrote the log: it measures the clock. Or give it the whole Test Connection, with the lines that begin with <<."),
		}
	case main.Accepted():
		return steps.Verdict{
			Code: steps.Inconclusive, Proof: steps.NoProof, Certainty: steps.Unsure,
			Title: say.T("Every token exchange in the log was accepted. No skew shows in it."),
			Next:  say.T("If it fails now, give the newest log, or run unskew on the machine itself."),
		}
	}
	return notTheClock(main)
}

func nothingFound(a Account) steps.Verdict {
	next := say.T("Give error.log and replication.log of the time when it failed, or paste the text of Test Connection: unskew logs -")
	if len(a.Others) > 0 {
		next = say.T("The replication found is of agents that get no token.")
	}
	return steps.Verdict{
		Code: steps.Inconclusive, Proof: steps.NoProof, Certainty: steps.Unsure,
		Title: say.T("No token exchange was found."), Next: next,
	}
}

func wasWrong(main, right Point) steps.Verdict {
	title := say.T("A token was refused for its time; since %s it is accepted again.", right.First.Text)
	if main.State.Off() {
		title = say.T("The clock was wrong (%s); since %s it is right, or a token is accepted again.", SkewOf(main), right.First.Text)
	}
	return steps.Verdict{
		Code: steps.Inconclusive, Proof: steps.ByMeasuring, Certainty: certainty(main), Title: title,
		Next: say.T("Run unskew on that machine: it measures whether the clock is right now, and whether something keeps it so."),
	}
}

// skewWords says what is certain of the skew.
func skewWords(p Point) say.Text {
	if p.State == Wrong {
		return say.T("The clock of the machine that wrote the log was wrong: no time zone explains the difference. It was off by %s at least; whether behind or ahead is not certain without the zone.", steps.Span(p.AtLeast()))
	}
	return say.T("The clock of the machine that wrote the log was %s.", SkewOf(p))
}

// SkewOf says a point's skew, as far as it is certain.
func SkewOf(p Point) say.Text {
	switch {
	case p.Known:
		return steps.Skew(p.Offset)
	case p.Repeated && p.State == Behind:
		return say.T("behind, by %s or %s: the zone had that hour twice", steps.Span(p.Least.Abs()), steps.Span(p.Most.Abs()))
	case p.Repeated && p.State == Ahead:
		return say.T("ahead, by %s or %s: the zone had that hour twice", steps.Span(p.Most.Abs()), steps.Span(p.Least.Abs()))
	case p.State == Behind:
		return say.T("behind, whatever its time zone: by %s at least, %s at most", steps.Span(p.Least.Abs()), steps.Span(p.Most.Abs()))
	case p.State == Ahead:
		return say.T("ahead, whatever its time zone: by %s at least, %s at most", steps.Span(p.Most.Abs()), steps.Span(p.Least.Abs()))
	case p.State == Wrong:
		return say.T("wrong by %s at least, whatever its time zone", steps.Span(p.AtLeast()))
	case p.Bounded && p.Explained:
		return say.T("not certain without the zone; right in %s", Offset(p.Candidates[0].East))
	case p.Bounded:
		return say.T("not certain")
	}
	return say.Text{}
}

func certainty(p Point) steps.Certainty {
	switch {
	case p.Known && p.Zone != ZoneHost, p.State == Behind, p.State == Ahead:
		return steps.MeasuredOne
	}
	return steps.Likely
}

func correct() say.Text {
	return say.T("Run unskew on that machine. It measures the clock as it is now, says what keeps it wrong, and what to type. When it is right, press Test Connection on every agent.")
}

func unclear(p Point) steps.Verdict {
	title := say.T("The two clocks in the log are apart as a time zone is: without the zone a skew is not certain.")
	if p.Repeated {
		title = say.T("The stamp is of the hour that the zone had twice, so a skew is not certain.")
	}
	next := say.T("Give the zone of the machine that wrote the log: --zone AREA/CITY. Or run unskew on that machine.")
	if p.Repeated {
		next = say.T("Look at another exchange, or run unskew on that machine.")
	}
	return steps.Verdict{Code: steps.Inconclusive, Proof: steps.NoProof, Certainty: steps.Unsure, Title: title, Next: next}
}

func notTheClock(p Point) steps.Verdict {
	v := steps.Verdict{Code: steps.Inconclusive, Proof: steps.NoProof, Certainty: steps.Unsure}
	switch {
	case p.State == Right && p.Class.Time():
		v.Title = say.T("By the log the clock was right, and yet a token was refused for its time (%s).", string(p.Class))
		v.Next = say.T("Check --zone, and that the log is of the machine that sent the request. Then run unskew there.")
	case p.State == Right && p.Token && p.Class.Reached() && p.Class != "refused-without-words":
		v.Code, v.Proof, v.Certainty = steps.OtherCause, steps.ByMeasuring, steps.Likely
		v.Title = say.T("By the log the clock was right, and the token was refused for another reason (%s).", string(p.Class))
		v.Next = say.T("Mend what the answer names: %s", reason(p))
	case p.Token:
		v.Title = say.T("No token came (%s). The log does not tell the skew.", string(p.Class))
		v.Next = say.T("Mend what the first error names: %s", reason(p))
	default:
		v.Title = say.T("The agent's own request failed, with no error about a token before it.")
		v.Next = say.T("Look at the agent's settings and user. A clock is seldom the cause of that.")
	}
	return v
}

// reason is what the answer itself says.
func reason(p Point) string {
	switch {
	case p.Description != "":
		return p.Description
	case p.Error != "":
		return p.Error
	}
	return p.FirstError
}
