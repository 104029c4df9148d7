package report

import (
	"slices"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps"
	"unskew/steps/say"
)

// aemInShort says whether an AEM was found on the machine.
func aemInShort(s steps.Session) say.Text {
	if _, source := s.Patient(); source != "local" {
		return say.T("by the date of its AEM")
	}
	switch found := s.AEM(); {
	case found == nil || len(found.List) == 0 && found.NotLooked != "":
		return say.T("AEM was not looked for")
	case len(found.List) == 0:
		return say.T("no AEM was found here")
	}
	return say.T("AEM runs here")
}

// shortOffset is how a clock is, and by whom it was measured.
func shortOffset(judged steps.Judged) say.Text {
	if !judged.Known {
		return say.T("not measured")
	}
	return say.T("%s, %s", judged.Words, referenceWords(judged))
}

// shortRequests are what the token service answered to whom.
func shortRequests(sh *short, c content) {
	proofs := c.now.Exchange
	sent := 0
	add := func(most int, label say.Text, attempt *exchange.Attempt) {
		if attempt != nil && attempt.Outcome != exchange.Skipped {
			sh.row(most, label, shortAttempt(*attempt))
			sent++
		}
	}
	if c.before != nil {
		add(1, say.T("request before"), c.before.Exchange.OSClock)
	}
	add(2, say.T("request with its time"), proofs.OSClock)
	add(1, say.T("request with true time"), proofs.Reference)
	if sent == 0 && proofs.Endpoint != "" {
		sh.row(1, say.T("requests"), say.T("none with an assertion was sent"))
	}
}

func shortAttempt(attempt exchange.Attempt) say.Text {
	parts := someOf(outcomeWords(attempt), answerWords(attempt))
	if attempt.RequestID != "" {
		parts = append(parts, say.T("(request id %s)", attempt.RequestID))
	}
	return say.Join(" ", parts...)
}

// shortCauses are the causes, or the first problem where none is known.
func shortCauses(c content) say.Text {
	var told []say.Text
	for _, cause := range causesFound(c) {
		told = append(told, say.T("%s [%s]", cause.Title, cause.Code))
	}
	if len(told) > 0 {
		return say.Join(" ", told...)
	}
	at := slices.IndexFunc(c.now.Findings, func(found steps.Finding) bool {
		return found.Severity == steps.Problem && found.Code != "clock.behind" && found.Code != "clock.ahead"
	})
	if at < 0 {
		return say.Text{}
	}
	return say.T("%s [%s]", c.now.Findings[at].Title, c.now.Findings[at].Code)
}

// codesOf are the codes of the findings, each once.
func codesOf(found []steps.Finding) []string {
	var codes []string
	for _, finding := range found {
		if !slices.Contains(codes, finding.Code) {
			codes = append(codes, finding.Code)
		}
	}
	return codes
}

// shortAsked is who was asked for the time, and which way.
func shortAsked(c content) say.Text {
	var told []say.Text
	if count := measuredBy(c.now.Offset, diagnostics.SourceNTP); count > 0 {
		told = append(told, say.T("time servers (NTP): %s", say.Number(count)))
	}
	if count := measuredBy(c.now.Offset, diagnostics.SourceHTTPS); count > 0 {
		told = append(told, say.T("web servers: %s", say.Number(count)))
	}
	if endpoint := withoutUser(c.now.Exchange.Endpoint); endpoint != "" {
		told = append(told, say.T("token service: %s", endpoint))
	}
	if via := firstProxy(c); via != "" {
		told = append(told, say.T("through the proxy %s", via))
	}
	if len(told) == 0 {
		return say.T("nobody")
	}
	return say.Join("; ", told...)
}

func firstProxy(c content) string {
	for _, attempt := range c.session.AllAttempts() {
		if attempt.Via != "" {
			return attempt.Via
		}
	}
	for _, reading := range c.now.Offset.Readings {
		if reading.Via != "" {
			return reading.Via
		}
	}
	return ""
}

// shortSession is which session it is, when it began, and by which program.
func shortSession(c content, number int) say.Text {
	began := say.T("began %s by the OS clock", utc(c.startedAt))
	if !c.startedIn.IsZero() {
		began = say.T("began %s", utc(c.startedIn))
	}
	told := []say.Text{c.session.State().Words(), began, say.T("unskew %s", c.session.Start().Tool)}
	if number > 0 {
		told = append([]say.Text{say.Verbatim(say.Number(number))}, told...)
	}
	return say.Join(", ", told...)
}
