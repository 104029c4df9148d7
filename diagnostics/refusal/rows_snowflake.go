package refusal

import "unskew/diagnostics/exchange"

// snowflake answers 390144 for every reason. The numbers after 3943 are what its
// administrator reads for the id in the brackets.
func snowflake() []Row {
	const vendor, context, doc = "Snowflake", "key-pair authentication", "Snowflake documentation, Key-pair authentication: troubleshooting"
	row := func(id, code, body string, class exchange.Class, clock Clock, cause, remedy string) Row {
		return Row{
			ID: "snowflake." + id, Vendor: vendor, Context: context,
			Match: Match{Words: []string{code}}, Class: class, Clock: clock,
			Cause: cause, Remedy: remedy, Source: doc, Certainty: High,
			Example: Example{Body: body},
		}
	}
	return []Row{
		{
			ID: "snowflake.invalid", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"jwt token is invalid"}}, Class: exchange.ClassRefusedWithoutWords, Clock: Open,
			Cause:  "Snowflake gives this answer for every fault of the JWT: a wrong clock (iat must be within 60 s), another key, another user or account.",
			Remedy: measure + " If it is right, have a Snowflake administrator look up the id in the brackets with SYSTEM$GET_LOGIN_FAILURE_DETAILS: that names the reason.",
			Source: doc, Certainty: High,
			Example: Example{At: Snowflake, Status: 401, Body: `{"data":null,"code":"390144","message":"JWT token is invalid. [0ce9eb56-821d-4ca9-a774-04ae89a0cf5a]","success":false,"headers":null}`},
		},
		row("user", "394300", `{"errorCode":"394300"}`, exchange.ClassClient, Never,
			"The user in iss or sub is not known to Snowflake.", "Compare iss and sub (ACCOUNT.USER, in capitals) with the user. "+notClock),
		row("times-missing", "394301", `{"errorCode":"394301"}`, exchange.ClassMalformed, Never,
			"The JWT has no iat.", "Set iat and exp. "+notClock),
		row("issue-time", "394302", `{"errorCode":"394302","message":"JWT_TOKEN_INVALID_ISSUE_TIME"}`, exchange.ClassExpired, Either,
			"The JWT arrived more than 60 s after its iat, or before it. A clock that is behind or ahead by a minute does that.", measure+" If it is right, make the JWT just before it is sent."),
		row("expired", "394303", `{"errorCode":"394303","message":"JWT_TOKEN_INVALID_EXPIRATION_TIME"}`, exchange.ClassExpired, Behind,
			"The JWT's exp was in the past, or no valid time. A clock that is behind does that.", measure),
		row("fingerprint", "394304", `{"errorCode":"394304"}`, exchange.ClassSignature, Never,
			"The key's fingerprint in iss is not that of the user's public key.", "Compare RSA_PUBLIC_KEY_FP of the user with the key that signs. "+notClock),
		row("algorithm", "394305", `{"errorCode":"394305"}`, exchange.ClassSignature, Never,
			"The JWT is not signed with RS256.", "Sign with RS256. "+notClock),
		row("signature", "394306", `{"errorCode":"394306"}`, exchange.ClassSignature, Never,
			"The signature does not fit the user's public key.", "Register the public key that belongs to the key that signs. "+notClock),
		row("account", "394307", `{"errorCode":"394307","message":"JWT_TOKEN_ACCOUNT_MISMATCH"}`, exchange.ClassClient, Never,
			"The account in the JWT is not the one in the address.", "Use one account's name in both, with - in the place of a dot. "+notClock),
	}
}
