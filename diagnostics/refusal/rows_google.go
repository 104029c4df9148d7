package refusal

import "unskew/diagnostics/exchange"

func google() []Row {
	const vendor, context, doc = "Google", "service account (JWT bearer grant)", "Google Identity documentation, Using OAuth 2.0 for Server to Server Applications"
	return []Row{
		{
			ID: "google.timeframe", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"invalid jwt: token must be a short-lived token"}}, Class: exchange.ClassExpired, Clock: Either,
			Cause:  "iat and exp do not lie around Google's time, or are more than 60 minutes apart. A clock that is behind or ahead does that.",
			Remedy: measure + " If it is right, make exp at most 60 minutes later than iat, both in whole seconds of UTC.",
			Source: doc, Certainty: High,
			Example: Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."}`},
		},
		{
			ID: "google.signature", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"invalid jwt signature."}}, Class: exchange.ClassSignature, Clock: Never,
			Cause:  "The key that signed the assertion is not (or no longer) a key of this service account.",
			Remedy: "Make a new key for the service account, and use its JSON file. " + notClock,
			Source: doc, Certainty: High,
			Example: Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"Invalid JWT Signature."}`},
		},
	}
}
