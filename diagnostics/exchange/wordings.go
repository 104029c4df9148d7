package exchange

// sense says how far the words of a refusal go.
type sense int

const (
	settled   sense = iota // the words name the reason
	eitherWay              // too early or too late: the words do not say which
	tooFar                 // exp is too far ahead of the server's now: long lifetime, or a clock ahead
)

// wording is one row of the table. All that it asks for must hold.
type wording struct {
	err   string   // the error, lower case
	words []string // they occur in "error: description", lower case; of a timeless row, in the description

	blames   []string // the description says that one of these is at fault
	timeless bool     // the description does not mention time
	vague    bool     // the description is about the assertion as a whole, or about time

	class Class
	sense sense
}

// wordings is the table of what servers say; the first row that fits decides.
// What runs out but is no assertion comes first, then the vendors' own texts,
// then time in the words that most libraries share, and what is not time last:
// a server that says both is asked with another time before it is believed.
func wordings() []wording {
	var all []wording
	for _, part := range [][]wording{elsewhere(), vendors(), notTime(), libraries(), retirements(), reasons(), codes()} {
		all = append(all, part...)
	}
	return all
}

// elsewhere lists what holds words of time without being about an assertion.
func elsewhere() []wording {
	return []wording{
		// TLS seen by the client: OpenSSL, Java (PKIX), Go. Both directions are dates.
		{words: []string{"certificatenotyetvalid"}, class: ClassTLSTime},
		{words: []string{"certificateexpiredexception"}, class: ClassTLSTime},
		{words: []string{"certificate has expired or is not yet valid"}, class: ClassTLSTime},
		{words: []string{"certificate is not yet valid"}, class: ClassTLSTime},
		{words: []string{"certificate has expired"}, class: ClassTLSTime},
		{words: []string{"pkix path", "validity check failed"}, class: ClassTLSTime},
		{words: []string{"pkix path building failed"}, class: ClassTLSInspected},
		{words: []string{"unable to find valid certification path"}, class: ClassTLSInspected},
		{words: []string{"certificate signed by unknown authority"}, class: ClassTLSInspected},
		{words: []string{"unable to get local issuer certificate"}, class: ClassTLSInspected},
		{words: []string{"self-signed certificate"}, class: ClassTLSInspected},
		{words: []string{"self signed certificate"}, class: ClassTLSInspected},
		{words: []string{"trustanchors parameter must be non-empty"}, class: ClassTLS},
		{words: []string{"sslhandshakeexception"}, class: ClassTLS},
		// Java and the C library on names and connections.
		{words: []string{"unknownhostexception"}, class: ClassDNS},
		{words: []string{"no such host"}, class: ClassDNS},
		{words: []string{"could not resolve host"}, class: ClassDNS},
		{words: []string{"sockettimeoutexception"}, class: ClassTimeout},
		{words: []string{"connecttimeoutexception"}, class: ClassTimeout},
		{words: []string{"connection refused"}, class: ClassRefused},
		{words: []string{"connectexception"}, class: ClassRefused},
		{words: []string{"nohttpresponseexception"}, class: ClassRefused},
		{words: []string{"proxy authentication required"}, class: ClassProxyAuth},
		// Secrets and accounts run out too, and no clock of ours has a part in it.
		// Whole phrases: a pasted line holds "user" and "client_secret" anyway.
		{words: []string{"aadsts7000222"}, class: ClassClient},
		{words: []string{"client secret has expired"}, class: ClassClient},
		{words: []string{"client secret is expired"}, class: ClassClient},
		{words: []string{"client_secret has expired"}, class: ClassClient},
		{words: []string{"client_secret is expired"}, class: ClassClient},
		{words: []string{"password has expired"}, class: ClassClient},
		{words: []string{"password expired"}, class: ClassClient},
		{words: []string{"account has expired"}, class: ClassClient},
		{words: []string{"account is expired"}, class: ClassClient},
		// A certificate registered for the key, judged by the server's clock.
		{words: []string{"certificate is expired"}, class: ClassSignature},
		{words: []string{"certificate expired"}, class: ClassSignature},
		{words: []string{"public key has expired"}, class: ClassSignature},
		{words: []string{"public key is expired"}, class: ClassSignature},
	}
}

// retirements lists explicit words that a credential's type has been ended. No
// text of Adobe's is known; these are the words that any vendor would use.
func retirements() []wording {
	var rows []wording
	for _, what := range []string{"jwt", "credential"} {
		for _, end := range []string{"deprecated", "end of life", "retired", "no longer supported"} {
			rows = append(rows, wording{words: []string{what, end}, timeless: true, class: ClassRetired})
		}
	}
	return append(rows, wording{words: []string{"migrate", "server-to-server"}, timeless: true, class: ClassRetired})
}

// vendors lists texts that one vendor is known by. Sources: the vendors' own
// documentation of their token endpoints and their error references.
func vendors() []wording {
	return []wording{
		// Google service accounts: at most 60 minutes, and within reach of now.
		{words: []string{"short-lived token", "reasonable timeframe"}, class: ClassExpired, sense: eitherWay},
		// GitHub Apps: at most 10 minutes ahead of the server's now.
		{words: []string{"'expiration time' claim ('exp') is too far in the future"}, class: ClassLifetimeTooLong, sense: tooFar},
		{words: []string{"'expiration time' claim ('exp') must be a numeric value"}, class: ClassExpired},
		{words: []string{"'issued at' claim ('iat') must be an integer"}, class: ClassNotYetValid},
		// Microsoft Entra: not within its valid range, older numbers included.
		{words: []string{"aadsts700024"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"not within its valid time range"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"aadsts7000215"}, class: ClassClient},
		{words: []string{"aadsts700027"}, class: ClassSignature},
		// Salesforce says this of a JWT bearer assertion too.
		{err: "invalid_grant", words: []string{"expired authorization code"}, class: ClassExpired},
		// Okta: at most an hour ahead of the server's now.
		{words: []string{"client_assertion", "expiration too far into the future"}, class: ClassLifetimeTooLong, sense: tooFar},
		// Auth0 and Box compare exp with iat, both ours: the clock has no part in it.
		{words: []string{"no more than", "after 'iat'"}, class: ClassLifetimeTooLong},
		{words: []string{"exceeds the maximum value of", "beyond the issue time"}, class: ClassLifetimeTooLong},
		{words: []string{"current date/time must be before the expiration date/time"}, class: ClassExpired},
		// Snowflake answers with numbers; 390144 is the same for every reason.
		{err: "394302", class: ClassExpired, sense: eitherWay},
		{words: []string{"jwt_token_invalid_issue_time"}, class: ClassExpired, sense: eitherWay},
		{err: "394303", class: ClassExpired},
		{words: []string{"jwt_token_invalid_expiration_time"}, class: ClassExpired},
		{err: "394300", class: ClassClient},
		{err: "394301", class: ClassMalformed},
		{err: "394304", class: ClassSignature},
		{err: "394305", class: ClassSignature},
		{err: "394306", class: ClassSignature},
		{err: "394307", class: ClassClient},
		{err: "390144", class: ClassRefusedWithoutWords},
		{words: []string{"jwt token is invalid"}, class: ClassRefusedWithoutWords},
		// AWS: the signature of a request, not an assertion, with the same cause.
		{words: []string{"requesttimetooskewed"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"difference between the request time and the current time is too large"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"signature not yet current"}, class: ClassNotYetValid},
		{words: []string{"signature expired"}, class: ClassExpired},
		// Kerberos (KRB_AP_ERR_SKEW).
		{words: []string{"clock skew too great"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"krb_ap_err_skew"}, class: ClassExpired, sense: eitherWay},
		// Adobe IMS, texts seen verbatim; the one for an expired assertion is not
		// published and falls to "expired" below.
		{words: []string{"could not match jwt signature to any of the bindings"}, class: ClassSignature},
		{words: []string{"metascopes in the jwt are not a subset"}, class: ClassScope},
		{words: []string{"incorrectly formatted"}, class: ClassMalformed},
		{words: []string{"invalid client_id parameter"}, class: ClassClient},
		{words: []string{"invalid client_secret parameter"}, class: ClassClient},
		// oidc-provider gives one text for every failed client assertion, an expired
		// one included: its words say nothing.
		{err: "invalid_client", words: []string{"client authentication failed"}, class: ClassRefusedWithoutWords},
	}
}
