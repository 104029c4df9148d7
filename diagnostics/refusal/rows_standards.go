package refusal

import "unskew/diagnostics/exchange"

// standards is what an error alone says, by RFC 6749 section 5.2 and RFC 7523.
func standards() []Row {
	const vendor, context = "any", "OAuth token request"
	const errors, grants, clients = "RFC 6749 section 5.2", "RFC 7523 section 3.1", "RFC 7523 section 3.2"
	row := func(id, err string, class exchange.Class, clock Clock, source, cause, remedy string) Row {
		return Row{
			ID: "oauth." + id, Vendor: vendor, Context: context, Match: Match{Errors: []string{err}, Bare: true}, Class: class, Clock: clock,
			Cause: cause, Remedy: remedy, Source: source, Certainty: High, Example: Example{Status: 400, Body: `{"error":"` + err + `"}`},
		}
	}
	return []Row{
		row("invalid-grant", "invalid_grant", exchange.ClassRefusedWithoutWords, Open, grants,
			"invalid_grant stands for everything that can be wrong with an assertion: expired, not yet valid, another key, another audience. This answer does not say which.",
			measure+" If it is right, compare key, issuer, subject and audience with the service's settings, and ask its operator for the reason."),
		row("invalid-client", "invalid_client", exchange.ClassClient, Never, errors+"; "+clients,
			"The client is not known, or its secret is wrong. Only with a client assertion (a JWT in the place of a secret) can the same error mean that the assertion had expired.",
			"Compare client id and secret with the service's settings. If the client signs a JWT, measure the clock of its machine as well."),
		row("invalid-request", "invalid_request", exchange.ClassMalformed, Never, errors,
			"A field of the request is missing, there twice, or malformed.", "Compare the request with the service's documentation. "+notClock),
		row("unauthorized-client", "unauthorized_client", exchange.ClassClient, Never, errors,
			"The client may not use this kind of grant.", "Allow the grant in the service's settings of this client. "+notClock),
		row("unsupported-grant", "unsupported_grant_type", exchange.ClassMalformed, Never, errors,
			"The service does not know this kind of grant, or the field is missing.", "Check the token endpoint's address and grant_type. "+notClock),
		row("invalid-scope", "invalid_scope", exchange.ClassScope, Never, errors,
			"A scope that was asked for is not known, or is more than the client may have.", "Correct the scope, or add the permission at the service. "+notClock),
	}
}
