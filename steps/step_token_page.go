package steps

import (
	"strconv"
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

func tokenShow(s Session, a Assessment) Page {
	page := Page{
		Step: StepToken, Number: 3, Title: say.T("Is the clock the cause?"),
		About: []say.Text{say.T("A request is sent as the service would send it, stamped with this machine's time. If it is refused for its time, the same one is sent with the true time.")},
	}
	if s.Settings().NoExchange && s.Start().Simulated == "" {
		page.About = []say.Text{say.T("No token request is sent: that was switched off (--no-exchange). Only the clock of the token service is read, from the date of its answers.")}
	}
	proofs := a.Exchange
	target := targetOf(s)
	if target == nil && !testsAEM(s) {
		return untestedPage(s, a, page)
	}
	page = tokenAbout(s, proofs, target, page)
	if statusOf(s, StepToken).ended {
		page.About = append(page.About, say.T("Press Enter: the next page says what to do."))
	}
	if proofs.By != byAEM && target != nil {
		page.Blocks = append(page.Blocks, Facts{Rows: append(attemptRows(proofs, a.Offset.Away != ""), certificateRows(target)...)})
	}
	page.Blocks = append(page.Blocks, AgentBlocks(s)...)
	if margin := marginWords(proofs, target); !margin.IsZero() && a.Offset.Away == "" {
		page.Blocks = append(page.Blocks, Prose{Lines: []say.Text{margin}})
	}
	said := saidByStory(proofs)
	if proofs.OSClock != nil && (a.Verdict.Code == Healthy || a.Verdict.Code == Fixed) {
		said = append(said, "credential.expiring") // in the verdict below
	}
	if notes := findingNotes(a, StepToken, said...); len(notes) > 0 {
		page.Blocks = append(page.Blocks, Prose{Lines: notes})
	}
	if proofs.OSClock != nil {
		tone := Strong
		if a.Verdict.Certainty == Proved && a.Verdict.Code != ClockAndOther {
			tone = Good
		}
		page.Blocks = append(page.Blocks, Prose{Tone: tone, Lines: []say.Text{a.Verdict.Title}})
	}
	if left := tokensLeft(s); !left.IsZero() {
		page.Blocks = append(page.Blocks, Prose{Tone: Faint, Lines: []say.Text{left}})
	}
	return page
}

// tokenAbout says on the page what came of the exchange, or why there was none.
func tokenAbout(s Session, proofs Proofs, target *Target, page Page) Page {
	switch clock := endpointClock(s); {
	case proofs.By == byAEM && len(s.AgentTests()) == 0:
		page.About = []say.Text{toldStory()}
		page.Blocks = append(page.Blocks, Facts{Rows: attemptRows(proofs, true)[1:]})
	case proofs.By == byAEM, target == nil:
		page.About = []say.Text{aemStory(s)}
	case proofs.OSClock != nil && remotePatient(s) && !target.TimeFree:
		page.About = []say.Text{awayStory(proofs)}
	case proofs.OSClock != nil:
		page.About = []say.Text{tokenStory(proofs, target)}
	case clock != nil:
		page.About = []say.Text{clockStory(clock)}
	case target.Locked:
		page.About = []say.Text{say.T("The key of this credential is protected by a passphrase. Without it no request can be signed; the clock is judged all the same.")}
	case target.Problem != "" && s.Settings().Kiosk:
		page.About = []say.Text{say.T("No request was sent, because it could not be prepared: %s. Tell the administrator of this machine; the clock is judged all the same.", target.Problem)}
	case target.Problem != "":
		page.About = []say.Text{say.T("No request was sent, because it could not be prepared: %s. Go back and correct the answer; without it the clock is judged all the same.", target.Problem)}
	}
	return page
}

// toldStory introduces what a log or a pasted test says.
func toldStory() say.Text {
	return say.T("Nothing was sent from here. AEM stamps its requests by its own clock, and what its last one came to stands below.")
}

// untestedPage is for a step in which there is nothing to test with, or not yet.
func untestedPage(s Session, a Assessment, page Page) Page {
	if profile, _ := s.Value(StepToken, askProfile); profile == profileAEM || profile == profilePaste {
		page.About = []say.Text{say.T("AEM makes the test itself: its agents ask for a token as they always do. No key is needed, and no content moves.")}
	}
	if !statusOf(s, StepToken).ended {
		return page
	}
	if a.Exchange.By == byAEM {
		page.About = []say.Text{toldStory(), say.T("Press Enter: the next page says what to do.")}
		page.Blocks = append(page.Blocks, Facts{Rows: attemptRows(a.Exchange, true)[1:]}, Prose{Tone: Strong, Lines: []say.Text{a.Verdict.Title}})
		return page
	}
	page.About = []say.Text{
		say.T("Nothing was tested here: there was neither a key nor a user of AEM. The clock is judged all the same."),
		say.T("Press Enter: the next page says what to do."),
	}
	if notes := findingNotes(a, StepToken, "exchange.untested"); len(notes) > 0 {
		page.Blocks = append(page.Blocks, Prose{Lines: notes})
	}
	return page
}

// saidByStory are the findings that the page's own sentences tell.
func saidByStory(proofs Proofs) []string {
	said := []string{"exchange.untested", "exchange.time-free"}
	if proofs.By == byAEM {
		said = append(said, "aem.token-refused")
	}
	for _, attempt := range []*exchange.Attempt{proofs.OSClock, proofs.Reference} {
		if attempt != nil {
			said = append(said, "exchange."+string(attempt.Class))
		}
	}
	return said
}

// endpointClock is the newest look at the endpoint's clock without an
// assertion, nil where there was none.
func endpointClock(s Session) *exchange.Attempt {
	attempts := s.AllAttempts()
	for i := len(attempts) - 1; i >= 0; i-- {
		if attempts[i].Stamp == "" {
			return &attempts[i]
		}
	}
	return nil
}

// clockStory tells what came of asking without a credential.
func clockStory(clock *exchange.Attempt) say.Text {
	if clock.Server == nil {
		return say.T("No request was sent, because no credential was at hand. The token service's own clock could not be read either: %s", meaningOf(clock.Class).title)
	}
	return say.T("No request was sent, because no credential was at hand. Only the token service's own clock was read.")
}

// tokenStory tells what was sent and what came of it.
func tokenStory(proofs Proofs, target *Target) say.Text {
	switch {
	case proofs.OSClock.Outcome == exchange.Accepted && target.TimeFree:
		return say.T("We sent a request, and it was accepted. This kind of request carries no time, so a wrong clock cannot cause its refusal. If \"JWT has expired\" shows up on this machine all the same, another integration on it still uses a JWT.")
	case target.TimeFree:
		return say.T("We sent a request. It failed: %s This kind of request carries no time, so a wrong clock cannot cause its refusal.", meaningOf(proofs.OSClock.Class).title)
	case proofs.OSClock.Outcome == exchange.Accepted:
		return say.T("We sent a request stamped with this machine's clock, and it was accepted.")
	case proofs.Reference == nil:
		return say.T("We sent a request stamped with this machine's clock. It failed: %s", meaningOf(proofs.OSClock.Class).title)
	case proofs.Server != nil:
		return say.T("We sent a request stamped with this machine's clock: it failed. The same one with the true time failed too. So we sent it once more with the service's own time. Nothing on this machine was changed.")
	}
	return say.T("We sent a request stamped with this machine's clock: it failed. So we sent the same one stamped with the true time. Nothing on this machine was changed.")
}

func attemptRows(proofs Proofs, away bool) []Fact {
	made := say.T("this machine's clock")
	if away {
		made = say.T("AEM's clock")
	}
	rows := []Fact{{Label: say.T("token endpoint"), Value: say.Verbatim(diagnostics.Clean(proofs.Endpoint, 200))}}
	for _, tried := range []struct {
		label   say.Text
		attempt *exchange.Attempt
	}{
		{made, proofs.OSClock}, {say.T("true time"), proofs.Reference}, {say.T("the service's own time"), proofs.Server},
	} {
		if tried.attempt == nil {
			continue
		}
		tone := Bad
		if tried.attempt.Outcome == exchange.Accepted {
			tone = Good
		}
		rows = append(rows, Fact{Label: tried.label, Value: attemptWords(tried.attempt), Note: answerWords(tried.attempt), Tone: tone})
	}
	return rows
}

// attemptWords is the outcome of an attempt in a word.
func attemptWords(attempt *exchange.Attempt) say.Text {
	switch attempt.Outcome {
	case exchange.Accepted:
		return say.T("accepted")
	case exchange.Refused:
		return say.T("refused")
	case exchange.Failed:
		return say.T("not reached")
	}
	return say.T("not sent")
}

// answerWords is what the endpoint said, in its own words.
func answerWords(attempt *exchange.Attempt) say.Text {
	switch {
	case attempt.Outcome == exchange.Accepted && attempt.NoToken:
		return say.T("the service took it")
	case attempt.Outcome == exchange.Accepted:
		return say.T("a token came back (not shown)")
	}
	if attempt.HTTPStatus == 0 && attempt.Why != "" {
		return Reason(attempt.Why)
	}
	text := string(attempt.Class)
	if attempt.HTTPStatus > 0 {
		text = strconv.Itoa(attempt.HTTPStatus) + " " + attempt.Error
		switch {
		case attempt.Error == "": // some services have words alone, and some none at all
			text = strings.TrimSpace(text + attempt.Description)
		case attempt.Description != "":
			text += ": " + attempt.Description
		}
	}
	return say.Verbatim(diagnostics.Clean(text, 160))
}

// marginWords is the arithmetic of when an assertion is accepted.
func marginWords(proofs Proofs, target *Target) say.Text {
	if proofs.Margin == nil || target.TimeFree {
		return say.Text{}
	}
	lifetime := Span(proofs.Lifetime)
	refused := timeSuspect(proofs.OSClock)
	switch behind := proofs.ServerOffset.Behind(); {
	case proofs.OSClock != nil && proofs.OSClock.Outcome != exchange.Accepted && !refused:
		return say.Text{}
	case refused && proofs.MarginAhead != nil && !behind:
		return say.T("By the token service's clock, this machine is %s ahead: a request that it stamps is not valid yet when it arrives.", Span(proofs.ServerOffset.Abs()))
	case proofs.Margin.Behind() || proofs.Margin.Abs() == 0:
		return say.T("A request is valid for %s. This clock may fall behind by another %s before its requests arrive expired.", lifetime, Span(proofs.Margin.Abs()))
	}
	return say.T("By the token service's clock, this machine is %s behind. A request is valid for %s, so it expires %s before it arrives.", Span(proofs.ServerOffset.Abs()), lifetime, Span(proofs.Margin.Abs()))
}

// tokensLeft says what a success leaves behind.
func tokensLeft(s Session) say.Text {
	count := 0
	var longest *exchange.Attempt
	for _, attempt := range s.AllAttempts() {
		if attempt.Outcome != exchange.Accepted || attempt.NoToken {
			continue
		}
		count++
		if longest == nil || attempt.TokenExpiresIn > longest.TokenExpiresIn {
			longest = &attempt
		}
	}
	switch {
	case count == 0:
		return say.Text{}
	case longest.TokenExpiresIn == 0:
		return say.T("Tokens received and thrown away: %s. How long they stay valid at the service is not known.", say.Number(count))
	}
	return say.T("Tokens received and thrown away: %s. They stay valid at the service for up to %s.", say.Number(count), Span(longest.TokenExpiresIn))
}
