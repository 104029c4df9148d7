package refusal

import "unskew/diagnostics/exchange"

func salesforce() []Row {
	return []Row{{
		ID: "salesforce.expired", Vendor: "Salesforce", Context: "JWT bearer flow",
		Match: Match{Errors: []string{"invalid_grant"}, Words: []string{"expired authorization code"}}, Class: exchange.ClassExpired, Clock: Behind,
		Cause:  "In the JWT bearer flow Salesforce says this of an assertion whose exp has passed, or lies more than some minutes ahead. A clock that is behind does that. In the web server flow it is a login code that was used too late or twice.",
		Remedy: measure + " If it is right, make exp about 3 minutes from now.",
		Source: "newrelic/newrelic-salesforce-exporter issue 31; Salesforce Help, OAuth 2.0 JWT Bearer Flow", Certainty: Medium,
		Example: Example{At: Salesforce, Status: 400, Body: `{"error":"invalid_grant","error_description":"expired authorization code"}`},
	}}
}
