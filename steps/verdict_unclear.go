package steps

import "unskew/steps/say"

// judgeCircular is the verdict where nobody independent confirmed the time.
func judgeCircular(now epoch, outcome result) Verdict {
	verdict := Verdict{
		Inconclusive, NoProof, Unsure,
		say.T("Not decided: the clock agrees, but only with the servers that this machine follows anyway."),
		say.T("Start again with --ntp and a time server that this machine does not follow, or with --https and a web server."),
	}
	if !now.offset.Circular {
		verdict.Title = say.T("The clock agrees with a watch, which is too coarse to call it right.")
	}
	if outcome == notByTime || outcome == timeFreeRefuse {
		verdict.Next = meaningOf(refusalClass(now)).next
	}
	return verdict
}

// notAsked reports whether the person left before any server was asked for the time:
// that none answered is then no news.
func notAsked(s Session, now epoch) bool {
	status := statusOf(s, StepNTP)
	return s.Start().Attended && len(now.offset.Readings) == 0 && !status.ended && !status.skipped
}

func judgeUnclear(now epoch, outcome result) Verdict {
	verdict := Verdict{
		Inconclusive, NoProof, Unsure,
		say.T("Not decided: the clock could not be compared with a time that can be trusted."),
		say.T("Find out which time server this machine can reach and start again with --ntp and its name, or start again with --now and the time by your watch."),
	}
	if now.offset.Known {
		verdict.Title = say.T("Not decided: the measurement is too coarse (%s, %s).", now.offset.Words, PlusMinus(now.offset.Uncertainty))
		verdict.Next = say.T("Start again with --ntp and the name of a nearer time server.")
	}
	switch outcome {
	case undecided, serversOwn, timeAlways:
		verdict.Title = say.T("Refused for its time, but there is no trusted time to compare this clock with.")
	case notByTime, timeFreeRefuse:
		verdict.Next = meaningOf(refusalClass(now)).next
	}
	return verdict
}
