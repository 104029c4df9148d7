package refusal

import "unskew/diagnostics/exchange"

func okta() []Row {
	const vendor, context, doc = "Okta", "client assertion (private_key_jwt)", "okta/okta-sdk-python issue 382"
	return []Row{
		{
			ID: "okta.exp-far", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"client_assertion token has an expiration too far into the future"}}, Class: exchange.ClassLifetimeTooLong, Clock: Ahead,
			Cause:  "exp is more than an hour after Okta's time. With a lifetime of just one hour a clock that is a second ahead is enough.",
			Remedy: measure + " Make the lifetime 5 minutes.",
			Source: doc, Certainty: High,
			Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"The client_assertion token has an expiration too far into the future."}`},
		},
		{
			ID: "okta.expired", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"the client_assertion token is expired"}}, Class: exchange.ClassExpired, Clock: Behind,
			Cause:  "The assertion's exp was in the past by Okta's time. A clock that is behind by more than the lifetime does that.",
			Remedy: measure + " " + shortLived,
			Source: "Okta Developer Community; the exact words were not verified", Certainty: Medium,
			Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"The client_assertion token is expired."}`},
		},
		{
			ID: "okta.signature", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"the client_assertion signature is invalid"}}, Class: exchange.ClassSignature, Clock: Never,
			Cause:  "The key that signed the assertion is not among the application's public keys.",
			Remedy: "Compare the public key (JWKS) in the application's settings with the key that signs. " + notClock,
			Source: "Okta Developer documentation, client authentication methods", Certainty: Medium,
			Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"The client_assertion signature is invalid."}`},
		},
		{
			ID: "okta.audience", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"audience claim for client_assertion must be the endpoint"}}, Class: exchange.ClassAudience, Clock: Never,
			Cause:  "aud is not the address of the token endpoint that was asked.",
			Remedy: "Set aud to the token endpoint's full address. " + notClock,
			Source: "zitadel/oidc issue 635; Okta Developer documentation", Certainty: Medium,
			Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"The audience claim for client_assertion must be the endpoint invoked for the request."}`},
		},
	}
}
