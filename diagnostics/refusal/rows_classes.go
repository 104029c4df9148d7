package refusal

import "unskew/diagnostics/exchange"

// classes is what can be said of words that no other row knows, by their class
// alone.
func classes() []Row {
	const hedge = "by what the words have in common with those that are known"
	row := func(class exchange.Class, clock Clock, source, cause, remedy string, example Example) Row {
		return Row{
			ID: "class." + string(class), Vendor: "any", Context: "any", Class: class, Clock: clock,
			Cause: cause, Remedy: remedy, Source: source + "; " + hedge, Certainty: Medium, Example: example,
		}
	}
	const jwt = "RFC 7519 section 4.1"
	return []Row{
		row(exchange.ClassExpired, Behind, jwt+".4", "The assertion or token had ended by the clock of the service that checked it. The clock of the machine that made it may be behind.",
			measure+" "+shortLived, Example{Status: 401, Body: `{"error":"invalid_grant","error_description":"token has expired"}`}),
		row(exchange.ClassNotYetValid, Ahead, jwt+".5", "The assertion or token was not valid yet by the clock of the service that checked it. The clock of the machine that made it may be ahead.",
			measure+" If it is right, set iat and nbf some seconds back.", Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"The token is not valid yet"}`}),
		row(exchange.ClassLifetimeTooLong, Ahead, "RFC 7523 section 3", "The assertion lasts longer than the service allows. With a lifetime close to the limit, a clock that is ahead does the same.",
			"Shorten the lifetime to 5 minutes. "+measure, Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"exp is unreasonably far in the future"}`}),
		row(exchange.ClassSignature, Never, "RFC 7515 section 5.2", "The signature does not fit the key or certificate that is registered at the service.",
			"Compare the key on this machine with the one that is registered. "+notClock, Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"signature verification failed: invalid signature"}`}),
		row(exchange.ClassClient, Never, "RFC 6749 section 5.2", "The service does not accept the client or user that the request names, or its secret.",
			"Compare client id, secret, issuer and subject with the service's settings. "+notClock, Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"unknown user"}`}),
		row(exchange.ClassAudience, Never, jwt+".3", "The assertion is made out to another service (aud).",
			"Set aud to what the service documents, mostly the token endpoint's address. "+notClock, Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"Invalid audience"}`}),
		row(exchange.ClassScope, Never, "RFC 6749 section 3.3", "The client may not have what it asks for.",
			"Correct the scope, or add the permission at the service. "+notClock, Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"insufficient scope"}`}),
		row(exchange.ClassMalformed, Never, "RFC 6749 section 5.2", "The service could not read the request or the assertion.",
			"Make it anew, and compare each field with the service's documentation. "+notClock, Example{Status: 400, Body: `{"error":"invalid_request","error_description":"malformed assertion"}`}),
		row(exchange.ClassRetired, Never, "the words themselves", "The service has ended this kind of credential.",
			"Make a credential of the kind that the service offers in its place. Correcting the clock does not help.", Example{Status: 400, Body: `{"error":"invalid_client","error_description":"JWT credentials are deprecated: migrate to OAuth Server-to-Server"}`}),
		row(exchange.ClassRateLimited, Never, "RFC 6585 section 4", "The service wants fewer requests.",
			"Wait some minutes, then try again. "+notClock, Example{Status: 429, Body: `{"message":"Too many requests"}`}),
		row(exchange.ClassServerError, Never, "RFC 9110 section 15.6", "The service itself is failing.",
			"Look at the service's status page, and try again later. "+notClock, Example{Status: 500, Body: `{"error":"server_error"}`}),
		row(exchange.ClassNotAnOAuthAnswer, Never, "RFC 6585 section 6", "Something else answered in the place of the token service, such as a sign-in page, a proxy or another path.",
			"Check the address of the token endpoint, and whether a proxy or portal stands in between. "+notClock, Example{Status: 200, Type: "text/html", Body: `<!DOCTYPE html><html><body>Sign in</body></html>`}),
		row(exchange.ClassProxyAuth, Never, "RFC 9110 section 15.5.8", "The proxy wants a user name and password.",
			"Give them to the program that asks. "+notClock, Example{Body: "HTTP/1.1 407 Proxy Authentication Required"}),
		row(exchange.ClassTLSTime, Either, "RFC 5280 section 4.1.2.5", "A certificate's dates do not fit the clock of the machine that asked. The words do not say on which side.",
			measure+" If it is right, the certificate is at fault.", Example{Body: "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed"}),
		row(exchange.ClassTLSInspected, Never, "RFC 5280 section 6", "The server's certificate is signed by nobody whom this machine trusts, mostly a proxy that opens TLS.",
			"Find out who signed it, and trust that root where it is right to do so. "+notClock, Example{Body: "curl: (60) SSL certificate problem: unable to get local issuer certificate"}),
		row(exchange.ClassTLS, Never, "RFC 8446 section 6", "No secure connection came about.",
			"Check the address; another name in the certificate or an old TLS version are common. "+notClock, Example{Body: "javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure"}),
		row(exchange.ClassDNS, Never, "RFC 1035", "The service's name is not known to that machine (DNS).",
			"Check the name, then the machine's name servers. "+notClock, Example{Body: "curl: (6) Could not resolve host: legacy-oauth.example"}),
		row(exchange.ClassRefused, Never, "RFC 9293 section 3.10.7", "The service took no connection.",
			"Check address and port, and the firewall. "+notClock, Example{Body: "dial tcp 192.0.2.1:443: connect: connection refused"}),
		row(exchange.ClassTimeout, Never, "the words themselves", "No answer came in time.",
			"Check the firewall, and whether a proxy is needed. "+notClock, Example{Body: "org.apache.http.conn.ConnectTimeoutException: Connect to legacy-oauth.example:443 timed out"}),
		row(exchange.ClassRefusedWithoutWords, Open, "RFC 7523 section 3.1", "The service refused and did not say why in words that are known. It may be the time.",
			measure+" If it is right, ask the operator of the service what its log says.", Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"das Token wurde abgewiesen"}`}),
	}
}
