package refusal

import "unskew/diagnostics/exchange"

func twilio() []Row {
	const vendor, context, doc = "Twilio", "access token (JWT)", "Twilio documentation, error dictionary"
	return []Row{
		{
			ID: "twilio.expired", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"access token expired or expiration date invalid"}}, Class: exchange.ClassExpired, Clock: Behind,
			Cause:  "The token's exp is in the past by Twilio's time, or more than 24 h ahead. A clock that is behind does the first.",
			Remedy: measure + " If it is right, fetch a new token before the old one ends.",
			Source: doc + ", 20104", Certainty: Medium,
			Example: Example{Status: 401, Body: `{"code":20104,"message":"Access Token expired or expiration date invalid"}`},
		},
		{
			ID: "twilio.not-yet", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"access token not yet valid"}}, Class: exchange.ClassNotYetValid, Clock: Ahead,
			Cause:  "The token's nbf is in the future by Twilio's time. A clock that is ahead does that.",
			Remedy: measure + " If it is right, leave nbf out, or set it to now.",
			Source: doc + ", 20105", Certainty: Medium,
			Example: Example{Status: 401, Body: `{"code":20105,"message":"Access Token not yet valid"}`},
		},
		{
			ID: "twilio.expiration", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"expired or invalid expiration in token"}}, Class: exchange.ClassExpired, Clock: Behind,
			Cause:  "The token's exp is in the past by Twilio's time, or no valid time. Twilio's own first guess is the clock of the machine that made it.",
			Remedy: measure + " If it is right, check how exp is worked out.",
			Source: doc + ", 20156", Certainty: Medium,
			Example: Example{Status: 401, Body: `{"code":20156,"message":"Expired or Invalid Expiration in Token"}`},
		},
	}
}
