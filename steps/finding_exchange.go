package steps

import (
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// exchangeRefused is the refusal of the request with the OS clock's time, or of
// the one that was sent because of it, by its class.
func exchangeRefused(f facts) *Finding {
	latest := roundOf(f.now.attempts)
	attempt := latest.osClock
	if attempt == nil || attempt.Outcome == exchange.Accepted || attempt.Class == "" {
		return nil
	}
	if latest.reference != nil && latest.reference.Outcome == exchange.Refused && !refusedForTime(latest.reference) {
		attempt = latest.reference
	}
	words := meaningOf(attempt.Class)
	severity := Problem
	if attempt.Class == exchange.ClassRateLimited {
		severity = Warning
	}
	detail := words.next
	if timeSuspect(attempt) && f.judged.Relation == Beyond {
		detail = say.T("That follows from this machine's clock.")
	}
	return &Finding{
		Code: "exchange." + string(attempt.Class), Severity: severity, Step: StepToken,
		Title:  say.T("The token request failed: %s", words.title),
		Detail: detail,
	}
}

// exchangeTimeFree tells a person who suspects the clock that this exchange
// cannot suffer from it.
func exchangeTimeFree(f facts) *Finding {
	if target := targetOf(f.session); target == nil || !target.TimeFree {
		return nil
	}
	return &Finding{
		Code: "exchange.time-free", Severity: Info, Step: StepToken,
		Title:  say.T("This kind of token request carries no time: a wrong clock cannot cause its refusal."),
		Detail: say.T("If \"JWT has expired\" shows up on this machine all the same, another integration on it still uses a JWT."),
	}
}

func exchangeUntested(f facts) *Finding {
	target := targetOf(f.session)
	if target == nil || target.Credential || len(f.proofs.Endpoint) == 0 {
		return nil
	}
	detail := say.T("No credential was at hand, so only the token service's own clock was read.")
	if target.Problem != "" {
		detail = say.Verbatim(target.Problem)
	}
	return &Finding{
		Code: "exchange.untested", Severity: Info, Step: StepToken,
		Title:  say.T("The token exchange itself was not tested."),
		Detail: detail,
	}
}
