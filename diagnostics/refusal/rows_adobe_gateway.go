package refusal

import "unskew/diagnostics/exchange"

// adobeGateway is what Adobe's legacy OAuth gateway says, which Brand Portal was
// reached through before the Developer Console.
func adobeGateway() []Row {
	const vendor, context = "Adobe", "legacy OAuth gateway of Brand Portal (RFC 7523 grant)"
	at := []Place{LegacyGateway}
	return []Row{
		{
			ID: "adobe.gateway-expired", Vendor: vendor, Context: context,
			Match: Match{Errors: []string{"invalid_grant"}, Words: []string{"jwt has expired"}}, Class: exchange.ClassExpired, Clock: Behind,
			Cause:  "The JWT's exp was in the past when it arrived. AEM makes a new one for each request, so the clock of AEM's machine is behind by more than the JWT's lifetime.",
			Remedy: measure + " A 401 from Brand Portal that follows this error is only its consequence.",
			Source: "Adobe knowledge base, article KA-10565", Certainty: High,
			Example: Example{At: LegacyGateway, Status: 400, Body: `{"error":"invalid_grant","error_description":"JWT has expired"}`},
		},
		{
			ID: "adobe.gateway-grant", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_grant"}}, Class: exchange.ClassRefusedWithoutWords, Clock: Open,
			Cause:  "invalid_grant means no more than that the assertion is no good: expired, signed with another key, or made for a user or application that the gateway does not know.",
			Remedy: measure + " If the clock is right, compare the public key in the gateway's application with the one that AEM shows, and the application's id.",
			Source: "RFC 7523 section 3.1", Certainty: Medium,
			Example: Example{At: LegacyGateway, Status: 400, Body: `{"error":"invalid_grant"}`},
		},
		{
			ID: "adobe.gateway-signature", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_grant"}}, Class: exchange.ClassSignature, Clock: Never,
			Cause:  "The public key in the gateway's application is not that of AEM's key pair.",
			Remedy: "In AEM choose Display Public Key in the Brand Portal configuration, and paste it into the gateway's application. " + notClock,
			Source: "Adobe documentation, Configure AEM Assets with Brand Portal (older edition)", Certainty: Low,
			Example: Example{At: LegacyGateway, Status: 400, Body: `{"error":"invalid_grant","error_description":"invalid signature"}`},
		},
		{
			ID: "adobe.gateway-client", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_client"}}, Class: exchange.ClassClient, Clock: Never,
			Cause:  "The gateway does not know the application id that AEM sent.",
			Remedy: "Compare the client id in AEM's Brand Portal configuration with the application's id. " + notClock,
			Source: "RFC 6749 section 5.2; Adobe documentation, Configure AEM Assets with Brand Portal (older edition)", Certainty: Medium,
			Example: Example{At: LegacyGateway, Status: 401, Body: `{"error":"invalid_client"}`},
		},
		{
			ID: "adobe.gateway-gone", Vendor: vendor, Context: context,
			Match: Match{At: at}, Class: exchange.ClassNotAnOAuthAnswer, Clock: Never,
			Cause:  "The legacy gateway takes no new configurations since 2020-04-06 and may not answer any more under this address.",
			Remedy: "Update AEM (6.5.4, 6.4.8 or 6.3.3.8 at least) and set Brand Portal up with the Developer Console; below that, ask Adobe's support. " + notClock,
			Source: "Adobe documentation, Configure AEM Assets with Brand Portal; Brand Portal FAQ", Certainty: Medium,
			Example: Example{At: LegacyGateway, Status: 404, Type: "text/html", Body: `<html><body><h1>404 Not Found</h1></body></html>`},
		},
		{
			ID: "adobe.gateway-failing", Vendor: vendor, Context: context,
			Match: Match{At: at}, Class: exchange.ClassServerError, Clock: Never,
			Cause:  "The legacy gateway, or something in front of it, is failing. It is old, and may be on its way out.",
			Remedy: "Test again later. If it stays so, update AEM and set Brand Portal up with the Developer Console. " + notClock,
			Source: "Brand Portal FAQ", Certainty: Medium,
			Example: Example{At: LegacyGateway, Status: 502, Type: "text/html", Body: `<html><body>Bad Gateway</body></html>`},
		},
	}
}

// adobeOAuth is what IMS says to OAuth Server-to-Server. No row of it can come
// from a clock: the request holds no time.
func adobeOAuth() []Row {
	const vendor, context = "Adobe", "IMS OAuth Server-to-Server (/ims/token/v3)"
	const timeless = "This request carries no time, so a wrong clock cannot be the cause."
	at := []Place{AdobeOAuth}
	return []Row{
		{
			ID: "adobe.oauth-grant-type", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"unsupported_grant_type"}}, Class: exchange.ClassMalformed, Clock: Never,
			Cause:  "An AEM 6.5 with SP11 to SP20 sends this request in a form that Adobe does not take, unless a compatibility package is installed. " + timeless,
			Remedy: "Install ims-jwt-compatibility-package-6.5-1.0.zip (article KA-24660), or update to SP21 or later.",
			Source: "Adobe knowledge base, article KA-24660", Certainty: High,
			Example: Example{At: AdobeOAuth, Status: 400, Body: `{"error":"unsupported_grant_type"}`},
		},
		{
			ID: "adobe.oauth-client", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_client"}, Not: []string{"client_id parameter", "client_secret parameter"}}, Class: exchange.ClassClient, Clock: Never,
			Cause:  "Client id and secret are not accepted together. " + timeless,
			Remedy: "Compare both with the credential's page in Adobe's developer console; a secret may have been replaced.",
			Source: "RFC 6749 section 5.2", Certainty: Medium,
			Example: Example{At: AdobeOAuth, Status: 401, Body: `{"error":"invalid_client"}`},
		},
		{
			ID: "adobe.oauth-scope", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_scope"}}, Class: exchange.ClassScope, Clock: Never,
			Cause:  "The credential does not have one of the scopes that were asked for. " + timeless,
			Remedy: "Copy the scopes from the credential's page in Adobe's developer console, separated by commas.",
			Source: "RFC 6749 section 5.2; AdobeDocs/adobe-dev-console, ims.md", Certainty: Medium,
			Example: Example{At: AdobeOAuth, Status: 400, Body: `{"error":"invalid_scope"}`},
		},
		{
			ID: "adobe.oauth-request", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_request"}}, Class: exchange.ClassMalformed, Clock: Never,
			Cause:  "A field of the request is missing or has the wrong form. " + timeless,
			Remedy: "Compare grant_type, client_id, client_secret and scope with the credential's page.",
			Source: "RFC 6749 section 5.2", Certainty: Medium,
			Example: Example{At: AdobeOAuth, Status: 400, Body: `{"error":"invalid_request","error_description":"missing parameter"}`},
		},
		{
			ID: "adobe.rate-limited", Vendor: vendor, Context: "IMS token requests",
			Match: Match{At: []Place{AdobeJWT, AdobeOAuth}}, Class: exchange.ClassRateLimited, Clock: Never,
			Cause:  "Adobe wants fewer token requests from this client.",
			Remedy: "Wait as long as Retry-After says, or some minutes. Keep a token until shortly before it ends. " + notClock,
			Source: "AdobeDocs/analytics-2.0-apis issue 318", Certainty: Medium,
			Example: Example{At: AdobeJWT, Status: 429, Body: ``},
		},
		{
			ID: "adobe.server-error", Vendor: vendor, Context: "IMS token requests",
			Match: Match{At: []Place{AdobeJWT, AdobeOAuth}}, Class: exchange.ClassServerError, Clock: Never,
			Cause:  "Adobe's identity service, or something in front of it, is failing.",
			Remedy: "Look at https://status.adobe.com, and test again later. " + notClock,
			Source: "adobe/aio-lib-ims, which repeats such requests three times", Certainty: High,
			Example: Example{At: AdobeOAuth, Status: 503, Type: "text/html", Body: `<html><body>Service Unavailable</body></html>`},
		},
	}
}
