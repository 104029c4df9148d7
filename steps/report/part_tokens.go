package report

import (
	"time"

	"unskew/diagnostics/exchange"
	"unskew/steps"
	"unskew/steps/say"
)

// tokensSection tells what the probes left behind: an accepted request grants a
// real token, and an assertion stays valid until it expires.
func tokensSection(c content) section {
	var lines []say.Text
	sent := 0
	var latest time.Time
	for number, attempt := range c.session.AllAttempts() {
		if attempt.Stamp == unstamped || attempt.Outcome == exchange.Skipped {
			continue
		}
		sent++
		if attempt.Expires.After(latest) {
			latest = attempt.Expires
		}
		if attempt.Outcome == exchange.Accepted {
			lines = append(lines, tokenWords(number+1, attempt))
		}
	}
	if sent == 0 {
		return section{}
	}
	if len(lines) == 0 {
		lines = append(lines, say.T("No token was granted."))
	}
	if !latest.IsZero() {
		lines = append(lines, say.T("Assertions sent: %s. The last of them expires at %s.", say.Number(sent), utc(latest)))
	}
	lines = append(lines, say.T("Tokens and assertions were not kept and stand nowhere in this report."))
	return section{Title: say.T("What stays valid"), Blocks: []steps.Block{steps.Prose{Lines: lines}}}
}

// tokenWords tells until when a granted token is valid, by the service's clock.
func tokenWords(number int, attempt exchange.Attempt) say.Text {
	if attempt.NoToken {
		return say.T("Request %s was accepted. Requests of this kind grant no token.", say.Number(number))
	}
	if attempt.TokenExpiresIn <= 0 {
		return say.T("Request %s was granted a token. How long it stays valid was not said.", say.Number(number))
	}
	if until := tokenUntil(attempt); !until.IsZero() {
		return say.T("Request %s was granted a token. It stays valid until %s by the service's clock (%s).",
			say.Number(number), utc(until), steps.Span(attempt.TokenExpiresIn))
	}
	return say.T("Request %s was granted a token. It stays valid for %s.", say.Number(number), steps.Span(attempt.TokenExpiresIn))
}

func tokenUntil(attempt exchange.Attempt) time.Time {
	switch {
	case !attempt.AtServer.IsZero():
		return attempt.AtServer.Add(attempt.TokenExpiresIn)
	case attempt.Server != nil:
		return attempt.Server.At(attempt.At.Raw).Add(attempt.TokenExpiresIn)
	}
	return time.Time{}
}
