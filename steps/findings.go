package steps

import (
	"slices"

	"unskew/steps/say"
)

// facts is what a rule looks at.
type facts struct {
	session Session
	history []epoch
	now     epoch
	judged  Judged
	proofs  Proofs
}

// rule looks for one thing. It returns nil where that is not so, or where it
// cannot be told.
type rule func(facts) *Finding

// rules is the visible list of all that can be found out. The order is the
// order on the screen: causes before what follows from them.
func rules() []rule {
	return []rule{
		elsewhereMeasured, movedBack, clockBeforeRelease, upstreamWrong,
		serviceNone, serviceStopped, serviceSlews, serviceUnselected, serviceDisabled, servicesTwo,
		clockBehind, clockAhead, clockUnclear,
		serverClockOff, referenceDoubted, referenceChanged, referenceContradictory, referenceNone, referenceCircular,
		exchangeRefused, exchangeTimeFree, exchangeUntested,
		ntpBlocked, sourceSilent, ntpFalseticker, ntpTooDistant, ntpUnsynchronised, ntpKissOfDeath, ntpRefused, nameNotFound,
		tlsInspected, proxyAuth, proxyBlocked, proxyClock,
		keepingUnknown, hostContainer, clockMoved,
	}
}

// findingsOf applies all rules.
func findingsOf(s Session, history []epoch, a Assessment) []Finding {
	now := history[len(history)-1]
	known := facts{session: s, history: history, now: now, judged: now.offset, proofs: a.Exchange}
	var found []Finding
	for _, look := range rules() {
		if finding := look(known); finding != nil {
			found = append(found, *finding)
		}
	}
	linkCauses(found)
	return found
}

// causes says which finding explains which, where both are there.
func causes() map[string][]string {
	return map[string][]string{
		"exchange.expired":           {"clock.behind", "server.clock-off"},
		"exchange.not-yet-valid":     {"clock.ahead", "server.clock-off"},
		"exchange.tls-time":          {"clock.before-release", "clock.behind", "clock.ahead"},
		"clock.behind":               {"timeservice.upstream-wrong", "timeservice.none", "timeservice.stopped", "timeservice.only-slews"},
		"clock.ahead":                {"timeservice.upstream-wrong", "timeservice.none", "timeservice.stopped", "timeservice.only-slews"},
		"reference.none":             {"reference.contradictory"},
		"reference.circular":         {"ntp.blocked"},
		"exchange.proxy-auth":        {"proxy.auth"},
		"exchange.proxy-blocked":     {"proxy.blocked"},
		"exchange.tls-inspected":     {"https.inspected"},
		"exchange.retired":           nil,
		"keeping.unknown":            {"host.container"},
		"clock.before-release":       nil,
		"exchange.lifetime-too-long": {"clock.ahead"},
	}
}

func linkCauses(found []Finding) {
	present := func(code string) bool {
		return slices.ContainsFunc(found, func(f Finding) bool { return f.Code == code })
	}
	known := causes()
	for i := range found {
		for _, cause := range known[found[i].Code] {
			if present(cause) {
				found[i].BecauseOf = append(found[i].BecauseOf, cause)
			}
		}
	}
}

// finding returns the finding of that code, or nil.
func finding(a Assessment, code string) *Finding {
	for i := range a.Findings {
		if a.Findings[i].Code == code {
			return &a.Findings[i]
		}
	}
	return nil
}

// findingNotes are the findings of a step as lines for its page. What follows
// from another finding is left to the report, and so is what the page says
// already.
func findingNotes(a Assessment, step StepID, said ...string) []say.Text {
	var notes []say.Text
	for _, found := range a.Findings {
		if found.Step == step && len(found.BecauseOf) == 0 && !slices.Contains(said, found.Code) {
			notes = append(notes, say.Join(" ", found.Title, found.Detail))
		}
	}
	return notes
}

// resultsOf is the outcome of each of the four steps.
func resultsOf(s Session, a Assessment) []StepResult {
	var results []StepResult
	for _, id := range []StepID{StepOSTime, StepNTP, StepToken, StepConfirm} {
		results = append(results, resultOfStep(s, a, id))
	}
	return results
}

func resultOfStep(s Session, a Assessment, id StepID) StepResult {
	result := StepResult{ID: id}
	now := statusOf(s, id)
	for _, found := range a.Findings {
		if found.Step == id {
			result.Findings = append(result.Findings, found.Code)
		}
	}
	switch {
	case now.skipped:
		result.Outcome, result.Why = StepSkipped, whySkipped(s, id)
	case !now.ended:
		result.Outcome = ""
	default:
		result.Outcome = outcomeOf(a, id)
	}
	return result
}

func whySkipped(s Session, id StepID) string {
	why := ""
	for _, entry := range s.Entries() {
		if entry.Kind == Skipped && entry.Step == id {
			why = entry.Why
		}
	}
	return why
}

func outcomeOf(a Assessment, id StepID) StepOutcome {
	outcome := StepOK
	for _, found := range a.Findings {
		switch {
		case found.Step != id:
		case found.Severity == Problem:
			return StepProblem
		case found.Severity == Warning:
			outcome = StepWarning
		}
	}
	if id == StepNTP && !a.Offset.Known {
		return StepUnknown
	}
	if id == StepToken && finding(a, "exchange.untested") != nil {
		return StepUnknown
	}
	if id == StepConfirm && a.Verdict.Code == Inconclusive {
		return StepUnknown
	}
	if id == StepConfirm && a.Verdict.Code != Fixed && a.Verdict.Code != Healthy && outcome == StepOK {
		return StepProblem
	}
	return outcome
}
