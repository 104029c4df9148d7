package refusal

import "unskew/diagnostics/exchange"

// adobeClients is what Adobe's own client libraries say before anything was sent,
// or of what came back.
func adobeClients() []Row {
	const vendor = "Adobe"
	row := func(id, library string, words []string, clock Clock, cause, remedy, example string) Row {
		return Row{
			ID: "adobe." + id, Vendor: vendor, Context: library, Match: Match{Words: words}, Class: exchange.ClassOther, Clock: clock,
			Cause: cause, Remedy: remedy, Source: library + ", its list of errors", Certainty: High, Example: Example{Body: example},
		}
	}
	const sdk, auth = "adobe/aio-lib-ims-jwt", "adobe/jwt-auth"
	return []Row{
		row("sdk-key", sdk, []string{"imsjwtsdk", "invalid_key"}, Never,
			"The library could not read the private key, so no request was sent: it is encrypted, cut off, or not a private key.",
			"Check the key file, and its passphrase. "+notClock, "[IMSJWTSDK:INVALID_KEY] the private key is not valid"),
		row("sdk-properties", sdk, []string{"imsjwtsdk", "missing_properties"}, Never,
			"The configuration lacks something that the assertion needs, so no request was sent.",
			"Add what the message names. "+notClock, "[IMSJWTSDK:MISSING_PROPERTIES] JWT not supported due to some missing properties: client_id"),
		row("auth-params", auth, []string{"missing_params"}, Never,
			"A parameter is missing, so no request was sent.", "Add what the message names. "+notClock, "Error: missing_params: Required parameter(s) privateKey are missing"),
		row("auth-sign", auth, []string{"sign_failed"}, Never,
			"The library could not sign with this key, so no request was sent.", "Check the private key and its passphrase. "+notClock, "Error: sign_failed: Cannot sign the JWT, the private key or the passphrase is invalid"),
		row("auth-request", auth, []string{"request_failed"}, Open,
			"The request was sent and no answer came that could be read as one: the network, a proxy, or TLS, where a wrong clock can have a part.",
			"Look at the error behind it, and explain that one.", "Error: request_failed: Request failed while swapping the jwt token"),
		row("auth-body", auth, []string{"invalid_response_body"}, Never,
			"The answer was no JSON: mostly a proxy's or portal's page, or an empty one with status 429.",
			"Check the address, and what stands in between. "+notClock, "Error: invalid_response_body: Unable to parse JSON response body"),
	}
}
