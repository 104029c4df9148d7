package steps

import (
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// exchangeRefusals has a rule for each class of a failed exchange. It looks at
// the request with the OS clock's time, or at the one that was sent because of it.
func exchangeRefusals() []rule {
	var list []rule
	for _, class := range exchange.Classes() {
		if class == exchange.ClassAccepted {
			continue
		}
		told := say.T("The token service's answer, or what came instead of it, is of this class.")
		if class.Time() {
			told = say.T("The token service's answer says so; whether it is right is then proved with the reference's time.")
		}
		list = append(list, rule{
			Code: "exchange." + string(class), Step: StepToken, Class: class, Told: told,
			Look: func(f facts) *Finding { return lookRefused(f, class) },
		})
	}
	return list
}

func lookRefused(f facts, class exchange.Class) *Finding {
	latest := roundOf(f.now.attempts)
	attempt := latest.osClock
	if attempt == nil || attempt.Outcome == exchange.Accepted {
		return nil
	}
	if f.now.byAEM && !timeSuspect(attempt) {
		return nil // aem.agent-failed tells it, in AEM's own words
	}
	if latest.reference != nil && latest.reference.Outcome == exchange.Refused && !refusedForTime(latest.reference) {
		attempt = latest.reference
	}
	if attempt.Class != class {
		return nil
	}
	words := meaningOf(class)
	severity := Problem
	if class == exchange.ClassRateLimited {
		severity = Warning
	}
	return &Finding{Severity: severity, Title: say.T("The token request failed: %s", words.title), Detail: refusalDetail(f, attempt, words)}
}

// exchangeTimeFree tells a person who suspects the clock that this exchange
// cannot suffer from it.
func exchangeTimeFree() rule {
	return rule{
		Code: "exchange.time-free", Step: StepToken,
		Means: say.T("This kind of token request carries no time, so a wrong clock cannot cause its refusal."),
		Told:  say.T("The profile sends a client id and secret, and no assertion."),
		Mend:  say.T("Look for another integration on the machine that still uses a JWT."),
		Look: func(f facts) *Finding {
			if target := targetOf(f.session); target == nil || !target.TimeFree {
				return nil
			}
			return &Finding{
				Severity: Info,
				Title:    say.T("This kind of token request carries no time: a wrong clock cannot cause its refusal."),
				Detail:   say.T("If \"JWT has expired\" shows up on this machine all the same, another integration on it still uses a JWT."),
			}
		},
	}
}

func exchangeUntested() rule {
	return rule{
		Code: "exchange.untested", Step: StepToken,
		Means: say.T("The token exchange was not tested; only the service's own clock was read."),
		Told:  say.T("No credential was at hand, or no request could be made of it."),
		Mend:  say.T("Give a credential with --credentials, or test in the service itself."),
		Look: func(f facts) *Finding {
			target := targetOf(f.session)
			if target == nil || target.Credential || len(f.proofs.Endpoint) == 0 || f.proofs.By == byAEM {
				return nil
			}
			detail := say.T("No credential was at hand, so only the token service's own clock was read.")
			if target.Problem != "" {
				detail = say.Verbatim(target.Problem)
			}
			return &Finding{
				Severity: Info,
				Title:    say.T("The token exchange itself was not tested."),
				Detail:   detail,
			}
		},
	}
}
