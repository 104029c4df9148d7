package steps

import (
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// meaning is what a class of answer means for the person, and the next move.
type meaning struct{ title, next say.Text }

// meaningOf explains a class. Only expired and not-yet-valid speak of time.
func meaningOf(class exchange.Class) meaning {
	if words, found := refusals()[class]; found {
		return words
	}
	if words, found := unreachable()[class]; found {
		return words
	}
	if class == "" {
		return meaning{say.T("nothing about a token request was found in it."), say.T("Go back and paste the whole output of Test Connection, from its first line on.")}
	}
	return meaning{say.T("the answer is of a kind that this program does not know."), say.T("Send the report to second-line support.")}
}

// refusals are the classes in which the endpoint itself answered.
func refusals() map[exchange.Class]meaning {
	return map[exchange.Class]meaning{
		exchange.ClassAccepted:            {say.T("the exchange was accepted."), say.T("Nothing has to be done.")},
		exchange.ClassExpired:             {say.T("the request had expired when it arrived. A clock that is behind does that."), say.T("Measure the clock of the machine that sent it.")},
		exchange.ClassNotYetValid:         {say.T("the request was not valid yet when it arrived. A clock that is ahead does that."), say.T("Measure the clock of the machine that sent it.")},
		exchange.ClassLifetimeTooLong:     {say.T("the request is valid for longer than the service allows."), say.T("Shorten its lifetime (--lifetime), and in the service's own settings.")},
		exchange.ClassSignature:           {say.T("the signature does not match the key that is registered."), say.T("Compare the key or certificate on this machine with the one registered at the service; the certificate there may have run out or been replaced.")},
		exchange.ClassClient:              {say.T("the client id or its secret is not accepted."), say.T("Compare client id and secret with the integration's page at the service; a secret may have been replaced by a new one.")},
		exchange.ClassAudience:            {say.T("the request is made out to another service (aud)."), say.T("Correct the audience in the integration's settings.")},
		exchange.ClassScope:               {say.T("the integration may not have the scope that it asks for."), say.T("Correct the scope, or add the permission (in Adobe's console: the product profile).")},
		exchange.ClassMalformed:           {say.T("the service could not read the request."), say.T("Check issuer, subject and the other fields against the integration's page.")},
		exchange.ClassRefusedWithoutWords: {say.T("the service refused and did not say why."), say.T("Ask the operator of the service what its log says for the request id in the report.")},
		exchange.ClassRetired:             {say.T("the service no longer accepts this kind of credential."), say.T("Move the integration to OAuth Server-to-Server.")},
		exchange.ClassRateLimited:         {say.T("the service wants fewer requests."), say.T("Wait some minutes, then test again.")},
		exchange.ClassServerError:         {say.T("the service itself is failing."), say.T("Look at the service's status page, and test again later.")},
		exchange.ClassOther:               {say.T("the service refused for a reason of its own."), say.T("Look up its words, which are in the report, in the service's documentation.")},
	}
}

// unreachable are the classes in which something else answered, or nothing.
func unreachable() map[exchange.Class]meaning {
	return map[exchange.Class]meaning{
		exchange.ClassNotAnOAuthAnswer: {say.T("something else answered in the place of the token service, such as a sign-in page."), say.T("Check the address of the token endpoint, and whether a proxy or portal stands in between.")},
		exchange.ClassProxyAuth:        {say.T("the proxy wants a user name and password."), say.T("Put them into HTTPS_PROXY, or name another proxy with --proxy.")},
		exchange.ClassProxyBlocked:     {say.T("the proxy does not let us through to the token endpoint."), say.T("Ask whoever runs the proxy to allow it.")},
		exchange.ClassTLSTime:          {say.T("the certificate's dates do not fit this machine's clock."), say.T("Have the clock corrected.")},
		exchange.ClassTLSInspected:     {say.T("the connection is opened by a proxy on the way, whose certificate is not trusted here."), say.T("Give the proxy's root certificate with --ca-file.")},
		exchange.ClassTLS:              {say.T("no secure connection could be made."), say.T("Check the address; a certificate for another name, or an old TLS version, are common reasons.")},
		exchange.ClassDNS:              {say.T("the name of the token endpoint is not known here (DNS)."), say.T("Check the address for typing errors, then the name servers of this machine.")},
		exchange.ClassRefused:          {say.T("the token endpoint takes no connection."), say.T("Check address and port; a firewall may be in between.")},
		exchange.ClassTimeout:          {say.T("the token endpoint did not answer in time."), say.T("Check whether this machine needs a proxy to get out (--proxy), and the firewall.")},
	}
}

// judgeMessage is the verdict where only a message is at hand.
func judgeMessage(s Session) Verdict {
	verdict := Verdict{Inconclusive, NoProof, Unsure, say.T("Only a message was given; nothing was measured."), say.T("Run this program on the machine that logged it.")}
	transcript := s.Transcript()
	if transcript == nil {
		return verdict
	}
	words := meaningOf(transcript.Class)
	verdict.Title = say.T("By the message alone: %s", words.title)
	skew, certain := messageSkewWords(transcript)
	if !skew.IsZero() {
		verdict.Title = say.Join(" ", verdict.Title, skew)
	}
	switch {
	case certain && (transcript.Class.Time() || transcript.Class == ""):
		verdict.Next = say.T("Have the clock of that machine corrected. To prove it, run this program there.")
	case !transcript.Class.Time():
		verdict.Next = messageRemedy(transcript, words)
	}
	if transcript.Class.Time() {
		verdict.Certainty = Likely
	}
	return verdict
}

// elsewhere keeps a verdict honest where the failing service runs on another
// machine than the one that was measured.
func elsewhere(s Session, verdict Verdict) Verdict {
	if where(s) != WhereElsewhere {
		return verdict
	}
	address, _ := s.Value(StepWhere, askAddress)
	if verdict.Code == Healthy {
		verdict.Code, verdict.Proof, verdict.Certainty = Inconclusive, NoProof, Unsure
	}
	if address == "" { // a restricted session does not ask for it
		verdict.Title = say.T("This measured %s, not the machine on which the service runs. %s", s.Start().Host, verdict.Title)
		verdict.Next = say.T("Log in to that machine and run this program there.")
		return verdict
	}
	verdict.Title = say.T("This measured %s, not %s. %s", s.Start().Host, address, verdict.Title)
	verdict.Next = say.T("Log in to %s and run this program there.", address)
	if settings := s.Settings(); len(settings.AEM) > 0 {
		verdict.Next = say.T("Leave, and run: unskew check --aem %s. It judges AEM's own clock from here.", settings.AEM[0])
	}
	return verdict
}
