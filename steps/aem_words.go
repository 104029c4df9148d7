package steps

import (
	"unskew/diagnostics/aem/author"
	"unskew/steps/say"
)

// agentMeaning says what came of an agent's test, and the next move.
func agentMeaning(test author.Test) meaning {
	switch test.Outcome {
	case author.TokenRefused:
		return meaningOf(test.Class)
	case author.Passed:
		return meaning{say.T("the test passed."), say.T("Nothing has to be done.")}
	case author.TokenFailed:
		return meaning{say.T("AEM got no token: %s", test.Said.FirstError), say.T("Check the agent's user and its OAuth settings in AEM.")}
	case author.Unauthorised:
		return meaning{
			say.T("AEM has a token, and the target does not take it (401)."),
			say.T("AEM may be using a token that it got while the clock was wrong. Save the cloud configuration in AEM again, or wait until the token has run out, and test again. If it stays: the key of the agent's user, or the tenant, does not fit."),
		}
	case author.KeyStore:
		return meaning{say.T("AEM cannot use the key of the agent's user: %s", test.Said.FirstError), say.T("Open the agent's user under Security > Users in AEM, and check its key store.")}
	case author.TLSFault:
		return meaning{say.T("AEM could make no secure connection: %s", test.Said.FirstError), say.T("Certificate dates depend on the clock. If the clock is right, check the trust store of AEM and any proxy in between.")}
	case author.NetworkFault:
		return meaning{say.T("AEM does not reach the other side: %s", test.Said.FirstError), say.T("Check name servers, firewall and proxy settings of AEM.")}
	case author.TargetOther:
		return meaning{say.T("the agent's test failed: %s", test.Said.FirstError), say.T("Open the agent in AEM and press Test Connection: its page has the whole conversation.")}
	case author.Disabled:
		return meaning{say.T("the agent is switched off in AEM."), say.T("If it is needed, enable it in AEM, then test again.")}
	}
	return meaning{Reason(test.Why), say.T("Press Test Connection in AEM yourself, and paste what it says on the first page of this program.")}
}

// agentWords is an agent's outcome in a word or two.
func agentWords(outcome author.Outcome) (words say.Text, tone Tone) {
	switch outcome {
	case author.Passed:
		return say.T("passed"), Good
	case author.TokenRefused:
		return say.T("token refused"), Caution
	case author.TokenFailed:
		return say.T("no token"), Caution
	case author.Unauthorised:
		return say.T("401, with a token"), Caution
	case author.KeyStore:
		return say.T("key store"), Caution
	case author.TLSFault:
		return say.T("no secure connection"), Caution
	case author.NetworkFault:
		return say.T("not reached"), Caution
	case author.TargetOther:
		return say.T("failed"), Caution
	case author.Disabled:
		return say.T("switched off"), Faint
	case author.SignIn, author.Credentials:
		return say.T("AEM wants to be signed in to"), Caution
	case author.Forbidden:
		return say.T("forbidden"), Caution
	case author.Absent:
		return say.T("not there"), Caution
	case author.Unreached:
		return say.T("AEM did not answer"), Caution
	}
	return say.T("no verdict"), Caution
}

// agentNote is what the other side said in a test.
func agentNote(test author.Test) say.Text {
	switch {
	case test.Outcome == author.Passed:
		return say.Text{}
	case test.Said.Description != "":
		return say.Verbatim(test.Said.Error + ": " + test.Said.Description)
	case test.Why != "":
		return Reason(test.Why)
	case test.Said.FirstError != "":
		return say.Verbatim(test.Said.FirstError)
	}
	return say.Text{}
}
