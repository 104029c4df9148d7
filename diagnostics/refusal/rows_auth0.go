package refusal

import "unskew/diagnostics/exchange"

func auth0() []Row {
	return []Row{{
		ID: "auth0.lifetime", Vendor: "Auth0", Context: "client assertion (private_key_jwt)",
		Match: Match{Words: []string{"'exp' claim must specify a time that is no more than 5 minutes after 'iat'"}}, Class: exchange.ClassLifetimeTooLong, Clock: Never,
		Cause:  "The assertion's lifetime is longer than 5 minutes. Both its times are the client's own, so the clock has no part in it.",
		Remedy: "Make exp at most 5 minutes later than iat.",
		Source: "Auth0 documentation, Authenticate with Private Key JWT", Certainty: Medium,
		Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"'exp' claim must specify a time that is no more than 5 minutes after 'iat'"}`},
	}}
}
