package steps

import (
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// profileWords says in plain words which kind of integration a profile is.
func profileWords(id string) (label, note say.Text) {
	switch id {
	case "jwt-bearer":
		return say.T("AEM to Brand Portal, set up before 2020, or another service that sends a signed JWT"), say.T("jwt-bearer: the message says \"JWT has expired\" and invalid_grant")
	case "ims-jwt":
		return say.T("Adobe service account with a certificate (JWT)"), say.T("ims-jwt: the request goes to …/ims/exchange/jwt")
	case "ims-oauth":
		return say.T("Adobe OAuth Server-to-Server"), say.T("ims-oauth: a client secret, no certificate; the clock cannot cause its refusal")
	}
	return say.Verbatim(id), say.Text{}
}

// profileQuestion asks what was refused; aem offers AEM's own test, first.
func profileQuestion(aem bool) *Question {
	question := &Question{
		ID: askProfile, Kind: Choose,
		Prompt: say.T("Which kind of integration was refused?"),
		Help:   []say.Text{say.T("If you cannot tell, take the last choice: the clock is judged all the same.")},
	}
	if aem {
		question.Options = append(question.Options, Option{
			Value: profileAEM, Label: say.T("Let AEM make its own test (Test Connection)"), Note: say.T("no key is needed; the first choice where AEM was refused"),
		})
	}
	for _, id := range []string{"jwt-bearer", "ims-jwt", "ims-oauth"} {
		if _, known := exchange.Find(id); known {
			label, note := profileWords(id)
			question.Options = append(question.Options, Option{Value: id, Label: label, Note: note})
		}
	}
	question.Options = append(question.Options, Option{
		Value: profileNone, Label: say.T("I do not know, or none of these"), Note: say.T("the clock alone is judged"),
	})
	question.Default = question.Options[0].Value
	return question
}

// needQuestion asks for one claim or field of the request, by its flag's name.
func needQuestion(name string) *Question {
	question := &Question{ID: name, Kind: EnterLine}
	switch name {
	case "--issuer":
		question.Prompt = say.T("Issuer (iss): who signs, as the service is registered")
	case "--subject":
		question.Prompt = say.T("Subject (sub): the account that the token is for")
	case "--audience":
		question.Prompt = say.T("Audience (aud): who the assertion is for, as the endpoint expects it")
	case "--client-id":
		question.Prompt = say.T("Client id, as the service is registered")
	case "--key":
		question.Kind = EnterPath
		question.Prompt = say.T("Private key file that belongs to this credential file")
	case "--credentials":
		question.Kind = EnterPath
		question.Prompt = say.T("Credential file that holds the client secret")
	default:
		question.Prompt = say.T("Value of %s", name)
	}
	return question
}
