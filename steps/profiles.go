package steps

import (
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// profileWords says in plain words which kind of integration a profile is.
func profileWords(id string) (label, note say.Text) {
	switch id {
	case "jwt-bearer":
		return say.T("AEM to Brand Portal (before 2020), or another service with a signed JWT"), say.T("jwt-bearer: the message says \"JWT has expired\" and invalid_grant")
	case "ims-jwt":
		return say.T("Adobe service account with a certificate (JWT)"), say.T("ims-jwt: the request goes to …/ims/exchange/jwt")
	case "ims-oauth":
		return say.T("Adobe OAuth Server-to-Server"), say.T("ims-oauth: a client secret; the clock cannot cause its refusal")
	case "private-key-jwt":
		return say.T("Microsoft Entra, Okta, Auth0: client assertion"), say.T("private-key-jwt: the message says invalid_client, or begins with AADSTS")
	case "google-sa":
		return say.T("Google service account"), say.T("google-sa: the message says \"Token must be a short-lived token\"")
	case "github-app":
		return say.T("GitHub App"), say.T("github-app: the message blames 'Expiration time' or 'Issued at'")
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
	question.Options = append(question.Options, Option{
		Value: profilePaste, Label: say.T("I press Test Connection in AEM, and paste what it says"), Note: say.T("neither key nor user is needed"),
	})
	for _, id := range []string{"jwt-bearer", "ims-jwt", "ims-oauth", "private-key-jwt", "google-sa", "github-app"} {
		if _, known := exchange.Find(id); known {
			label, note := profileWords(id)
			question.Options = append(question.Options, Option{Value: id, Label: label, Note: note})
		}
	}
	question.Options = append(question.Options, Option{
		Value: profileNone, Label: say.T("I do not know, or none of these"), Note: say.T("the clock alone is judged"),
	})
	question.Default = question.Options[0].Value
	if !aem { // nobody is asked to go to AEM first who has none
		question.Default = question.Options[1].Value
	}
	return question
}

// needQuestion asks for one claim or field of the request, by its flag's name.
func needQuestion(profile, name string) *Question {
	question := &Question{ID: name, Kind: EnterLine}
	switch name {
	case "--issuer":
		question.Prompt = issuerPrompt(profile)
	case "--subject":
		question.Prompt = say.T("Subject (sub): the account that the token is for")
	case "--audience":
		question.Prompt = say.T("Audience (aud): who the assertion is for, as the endpoint expects it")
	case "--client-id":
		question.Prompt = say.T("Client id, as the service is registered")
		if profile == "private-key-jwt" {
			question.Prompt = say.T("Client id of the application (Entra calls it application id)")
		}
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

func issuerPrompt(profile string) say.Text {
	switch profile {
	case "google-sa":
		return say.T("E-mail address of the service account (client_email)")
	case "github-app":
		return say.T("Client id or App ID of the GitHub App, from its settings page")
	}
	return say.T("Issuer (iss): who signs, as the service is registered")
}

// helpfulQuestion asks for what some services want and others do not.
func helpfulQuestion(name string) *Question {
	question := &Question{ID: name, Kind: EnterLine, Optional: true}
	switch name {
	case askScope:
		question.Prompt = say.T("Scope, as the service asks for it (empty: none)")
		question.Help = []say.Text{say.T("Entra wants one, such as https://graph.microsoft.com/.default. Okta wants one that is granted to the application.")}
	case askKeyID:
		question.Prompt = say.T("Key id (kid) under which the service knows the key (empty: none)")
		question.Help = []say.Text{say.T("It stands beside the key or certificate on the application's page. Services that know only one key do not need it.")}
	default:
		question.Prompt = say.T("Value of %s (empty: none)", name)
	}
	return question
}
