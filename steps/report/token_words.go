package report

import (
	"unskew/diagnostics/token"
	"unskew/steps"
	"unskew/steps/say"
)

// faultWords says a fault, and the next move.
func faultWords(fault token.Fault, t token.Token, c TokenClocks) say.Text {
	switch fault {
	case token.IssueFuture, token.BeginFuture, token.WholeHours, token.WholeHoursPast:
		return futureWords(fault, t, c)
	case token.NoExpiry:
		return say.T("It has no exp. An assertion must have one (RFC 7523 section 3); services refuse it.")
	case token.ExpiryMilliseconds:
		return say.T("exp is in milliseconds. It must be in seconds (RFC 7519 section 2): read as that, it lies tens of thousands of years ahead, and most services refuse it.")
	case token.ExpiryText:
		return say.T("exp is text. It must be a number of seconds without quotes (RFC 7519 section 2).")
	case token.ExpiryNoTime:
		return say.T("exp is no time at all. It must be a number of seconds since 1970, in UTC.")
	case token.ExpiryBeforeIssue:
		return say.T("exp is before iat: it had ended before it began. One of the two was worked out wrongly, perhaps in local time.")
	case token.IssueMilliseconds:
		return say.T("iat is in milliseconds. It must be in seconds.")
	case token.IssueText:
		return say.T("iat is text. It must be a number of seconds without quotes.")
	case token.TooLong:
		limits := token.LimitsOf(t.Kind)
		return say.T("It lasts longer than the service allows, which is %s (%s).", steps.Span(limits.Longest), limits.Source)
	case token.VeryShort:
		return say.T("Its lifetime is %s. A small difference of clocks is enough to have it refused; 5 minutes are usual.", steps.Span(t.Lifetime()))
	}
	return nameFaultWords(fault)
}

// futureWords says what is wrong by a clock. Without a reference that clock is this
// machine's own, which may be the wrong one.
func futureWords(fault token.Fault, t token.Token, c TokenClocks) say.Text {
	var words say.Text
	switch fault {
	case token.IssueFuture:
		words = say.T("iat is %s in the future. The clock of the machine that made it is ahead, or iat was worked out in local time. Some services refuse that.", steps.Span(t.Issued.At.Sub(c.best())))
	case token.BeginFuture:
		words = say.T("nbf is %s in the future. The clock of the machine that made it is ahead; a service must refuse it until then.", steps.Span(t.NotBefore.At.Sub(c.best())))
	case token.WholeHours:
		words = say.T("Its time of issue is off by whole hours (or half of one), as a time zone is: it looks like local time that was written as if it were UTC. That is for the code that makes it to correct.")
	default:
		words = say.T("Its time of issue is whole hours in the past. If it was made just now, that looks like local time that was written as if it were UTC.")
	}
	if c.Known {
		return words
	}
	return say.Join(" ", words, say.T("All this is by this machine's clock, which was not measured and may itself be wrong."))
}

// nameFaultWords says the faults that are not about time.
func nameFaultWords(fault token.Fault) say.Text {
	switch fault {
	case token.Unsigned:
		return say.T("It is not signed (alg is none or missing). No service may accept it.")
	case token.NoAudience:
		return say.T("It has no aud: it does not say for which service it is.")
	case token.WrongAudience:
		return say.T("aud does not have the form that Adobe wants: https://HOST/c/CLIENT_ID.")
	case token.NoIssuer:
		return say.T("It has no iss: it does not say who made it.")
	}
	return say.Verbatim(string(fault))
}

// noteWords says what is worth knowing of a token.
func noteWords(note token.Note) say.Text {
	switch note {
	case token.LikelyRetired:
		return say.T("It is an assertion of an Adobe service account (JWT). Adobe's public developer console ended these on 2026-03-01 at the latest. If its credential came from there, the service most likely takes it no longer, whatever the clock: move to OAuth Server-to-Server. If it came from AEM as a Cloud Service, or goes to a gateway of your own, it may still be good.")
	case token.CloudService:
		return say.T("By its scope it is for AEM as a Cloud Service, whose technical accounts still use this form. The end of Adobe's service accounts (JWT) is not about it.")
	}
	return say.Verbatim(string(note))
}

func kindWords(kind token.Kind) say.Text {
	switch kind {
	case token.AdobeService:
		return say.T("assertion of an Adobe Service Account (JWT)")
	case token.AdobeCloud:
		return say.T("assertion of a technical account of AEM as a Cloud Service")
	case token.AdobeAccess:
		return say.T("access token of Adobe IMS")
	case token.Google:
		return say.T("assertion of a Google service account")
	case token.GitHub:
		return say.T("token of a GitHub App, by its shape")
	case token.Entra:
		return say.T("client assertion for Microsoft Entra")
	case token.Okta:
		return say.T("client assertion for Okta")
	case token.Auth0:
		return say.T("client assertion for Auth0")
	case token.Box:
		return say.T("assertion for Box")
	case token.Salesforce:
		return say.T("assertion for Salesforce")
	case token.Snowflake:
		return say.T("token for Snowflake")
	}
	return say.T("a JWT")
}
