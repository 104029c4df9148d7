package steps

import (
	"slices"
	"strings"
	"time"

	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// byAEM is who made the exchange where AEM did.
const byAEM = "aem"

// gravest is the order in which agents' outcomes speak for all of them: what says
// most of the token goes first, and all have to pass for a pass.
func gravest() []author.Outcome {
	return []author.Outcome{
		author.TokenRefused, author.TLSFault, author.TokenFailed, author.KeyStore,
		author.Unauthorised, author.NetworkFault, author.TargetOther, author.Passed,
	}
}

// spokesman is the test that speaks for all, nil where none came to a word of its
// own. A refusal for time goes before any other.
func spokesman(tests []author.Test) *author.Test {
	for i := range tests {
		if tests[i].Outcome == author.TokenRefused && tests[i].Class.Time() {
			return &tests[i]
		}
	}
	for _, outcome := range gravest() {
		for i := range tests {
			if tests[i].Outcome == outcome {
				return &tests[i]
			}
		}
	}
	return nil
}

// aemAttempt is what AEM's own tests come to, as an exchange: AEM stamped the
// assertion by its own clock. Nil where no test came to a word.
func aemAttempt(tests []author.Test) *exchange.Attempt {
	test := spokesman(tests)
	if test == nil {
		return nil
	}
	attempt := exchange.Attempt{
		Stamp: exchange.StampOSClock, Outcome: exchange.Refused, Class: test.Class,
		HTTPStatus: test.Said.Status, Error: test.Said.Error, Description: test.Said.Description,
		AtServer: test.Said.ServerDate, Server: test.Server, At: test.At, RTT: test.RTT,
	}
	switch {
	case test.Outcome == author.Passed:
		attempt.Outcome = exchange.Accepted
	case !test.Class.Reached():
		attempt.Outcome, attempt.HTTPStatus = exchange.Failed, 0
	}
	if attempt.Outcome != exchange.Accepted && attempt.Description == "" {
		attempt.Why = test.Said.FirstError
	}
	return &attempt
}

// withAEM adds to an epoch what AEM's own tests say where this program sent no
// assertion of its own in it.
func withAEM(part epoch) epoch {
	part.tests = testsOf(part.entries)
	for _, attempt := range part.attempts {
		if attempt.Stamp != "" && attempt.Outcome != exchange.Skipped {
			return part
		}
	}
	if attempt := aemAttempt(part.tests); attempt != nil {
		part.attempts = append(slices.Clone(part.attempts), *attempt)
		part.byAEM = true
	}
	return part
}

// failing are the tests that ran and did not pass.
func failing(tests []author.Test) []author.Test {
	return slices.DeleteFunc(slices.Clone(tests), func(t author.Test) bool { return t.Outcome == author.Passed || !t.Outcome.Tested() })
}

// passing counts the tests that passed.
func passing(tests []author.Test) int {
	count := 0
	for _, test := range tests {
		if test.Outcome == author.Passed {
			count++
		}
	}
	return count
}

// agentNames lists the agents of tests, in the order in which they were tested.
func agentNames(tests []author.Test) string {
	var names []string
	for _, test := range tests {
		names = append(names, test.Agent)
	}
	return strings.Join(names, ", ")
}

// agentsBefore are the newest tests that came to a word before the clock was last
// moved, one an agent.
func agentsBefore(history []epoch) []author.Test {
	var tests []author.Test
	for i := len(history) - 2; i >= 0; i-- {
		for _, test := range history[i].tests {
			known := slices.ContainsFunc(tests, func(t author.Test) bool { return sameAgent(t, test) })
			if test.Outcome.Tested() && !known {
				tests = append(tests, test)
			}
		}
	}
	return tests
}

// missingAgents are the agents that were tested before the clock was moved and have
// not passed since.
func missingAgents(history []epoch) []string {
	now := history[len(history)-1]
	var names []string
	for _, before := range agentsBefore(history) {
		passed := slices.ContainsFunc(now.tests, func(t author.Test) bool { return sameAgent(t, before) && t.Outcome == author.Passed })
		if !passed {
			names = append(names, before.Agent)
		}
	}
	return names
}

// unrepeated is an agent whose test was tried again after the clock was moved and
// did not come to a word, nil where there is none.
func unrepeated(history []epoch) *author.Test {
	now := history[len(history)-1]
	for _, before := range agentsBefore(history) {
		for i, test := range now.tests {
			if sameAgent(test, before) && !test.Outcome.Tested() {
				return &now.tests[i]
			}
		}
	}
	return nil
}

// leeway is the skew below which no authorization server is known to call an
// assertion expired that is made for minutes: IMS itself allows 30 s.
const leeway = 30 * time.Second

// explained reports whether the clock's error explains that AEM was refused for
// time: behind makes it expired, ahead not yet valid.
func explained(now epoch) bool {
	first := roundOf(now.attempts).osClock
	off := now.offset.Offset
	if first == nil || off.Abs() <= leeway {
		return false
	}
	return first.Class == exchange.ClassExpired && off.Behind() || first.Class == exchange.ClassNotYetValid && !off.Behind()
}

// tellAEM puts a verdict into AEM's terms where AEM made the exchange. Nothing was
// stamped with the reference's time, so a refusal is half of a proof: the other half
// is the same test, passing after the fix.
func tellAEM(s Session, now epoch, outcome result, verdict Verdict) Verdict {
	if now.byLog {
		return tellLog(s, now, verdict)
	}
	test := spokesman(now.tests)
	if len(failing(now.tests)) == 0 || test == nil {
		return verdict
	}
	if !now.byAEM {
		return tellBeside(now, verdict)
	}
	words := agentMeaning(*test)
	beyond := now.offset.Relation == Beyond
	switch {
	case beyond && explained(now):
		return Verdict{
			ClockCaused, ByMeasuring, Likely,
			say.T("The clock is the cause, as AEM's own test shows: its token request was refused for its time, and the clock is %s.", now.offset.Words),
			say.Join(" ", comeBack(s, now), say.T("The same test, passing then, is the second half of the proof.")),
		}
	case beyond && test.Outcome == author.Unauthorised:
		return Verdict{
			ClockWrong, ByMeasuring, Likely,
			say.T("The clock is wrong: %s. AEM's own test fails: %s", now.offset.Words, words.title),
			say.Join(" ", comeBack(s, now), words.next),
		}
	case beyond && outcome == unreached:
		verdict.Title = say.T("The clock is wrong: %s. AEM's own test fails: %s", now.offset.Words, words.title)
		verdict.Next = say.T("Two things have to be done. First: have the clock corrected. Second: %s", words.next)
	case verdict.Code == ClockAndOther:
		verdict.Certainty = Likely
		verdict.Title = say.T("The clock is wrong (%s), and it is not the only fault: %s", now.offset.Words, words.title)
		verdict.Next = say.T("Two things have to be done. First: have the clock corrected. Second: %s", words.next)
	case verdict.Code == OtherCause:
		verdict.Certainty = Likely
		verdict.Title = say.T("Not the clock: %s", words.title)
		verdict.Next = say.T("%s Leave this machine's clock alone.", words.next)
	case now.offset.Relation == Within && outcome == undecided && verdict.Code == Inconclusive:
		verdict.Title = say.T("AEM's own test was refused for its time, although the measured clock is right.")
		verdict.Next = say.T("Make sure that the AEM that was tested runs on the measured machine, then repeat the token step.")
	}
	return verdict
}

// tellBeside is for an exchange of this program's own that was accepted, while AEM's
// own test fails: the clock and the key are fine, AEM is not.
func tellBeside(now epoch, verdict Verdict) Verdict {
	if verdict.Code != Healthy {
		return verdict
	}
	failed := failing(now.tests)
	words := agentMeaning(*spokesman(failed))
	return Verdict{
		OtherCause, ByMeasuring, Likely,
		say.T("The clock is right and a token was given to this program, but AEM's own test fails on %s: %s", agentNames(failed), words.title), words.next,
	}
}

// failingStill is the verdict where the clock is right again and agents fail.
func failingStill(now epoch, verdict Verdict) Verdict {
	failed := failing(now.tests)
	words := agentMeaning(*spokesman(failed))
	verdict.Title = say.T("The clock is right again, but Test Connection still fails on %s: %s", agentNames(failed), words.title)
	verdict.Next = words.next
	return verdict
}
