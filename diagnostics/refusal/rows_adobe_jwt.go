package refusal

import "unskew/diagnostics/exchange"

// What several rows say in the same words.
const (
	measure    = "Measure the clock of the machine that sent the request: run unskew there."
	notClock   = "Leave the clock alone: it has no part in this."
	imsDoc     = "AdobeDocs/adobeio-auth, JWT/JWT.md"
	migrateDoc = "AdobeDocs/adobe-dev-console, guides on migration from Service Account (JWT) to OAuth Server-to-Server"
	shortLived = "If the clock is right to within 30 s, look for an assertion that was made once and is sent again, for a lifetime of seconds, or for an exp that was worked out in local time instead of UTC (the error is then whole hours)."
)

// adobeJWT is what Adobe IMS says to an assertion of a service account, to its
// times and its signature.
func adobeJWT() []Row {
	const vendor, context = "Adobe", "IMS JWT exchange (/ims/exchange/jwt)"
	at := []Place{AdobeJWT}
	return []Row{
		{
			ID: "adobe.jwt-expired", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_token"}, Words: []string{"expired"}}, Class: exchange.ClassExpired, Clock: Behind,
			Cause:  "The assertion's exp was in the past when it arrived at Adobe, which allows 30 s. The usual reason is a clock that is behind by more than the assertion's lifetime.",
			Remedy: measure + " " + shortLived,
			Source: imsDoc + " (status and error; the description is not published word for word)", Certainty: Medium,
			Example: Example{At: AdobeJWT, Status: 400, Body: `{"error":"invalid_token","error_description":"JWT token expired"}`},
		},
		{
			ID: "adobe.jwt-format", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"jwt token is incorrectly formatted"}}, Class: exchange.ClassMalformed, Clock: Never,
			Cause:  "Adobe could not decode the assertion: it was cut off when it was pasted, or exp is a date or a string instead of a whole number of seconds.",
			Remedy: "Make the assertion anew, with exp as a number. " + notClock,
			Source: "Adobe-Consulting-Services/acs-aem-commons pull request 2860; ServiceNow KB1001921", Certainty: High,
			Example: Example{At: AdobeJWT, Status: 400, Body: `{"error":"invalid_token","error_description":"JWT token is incorrectly formatted, and can not be decoded."}`},
		},
		{
			ID: "adobe.jwt-bindings", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"could not match jwt signature to any of the bindings"}}, Class: exchange.ClassSignature, Clock: Never,
			Cause:  "No certificate that is registered at Adobe fits the key that signed the assertion: another key pair, none uploaded, or a certificate that was deleted or has run out (Adobe's clock judges that).",
			Remedy: "Compare the certificate in Adobe's developer console with the key on this machine. Since certificates can no longer be renewed there, move to OAuth Server-to-Server. " + notClock,
			Source: "AdobeDocs/adobeio-auth issue 67; ServiceNow KB1446558", Certainty: High,
			Example: Example{At: AdobeJWT, Status: 400, Body: `{"error":"invalid_token","error_description":"Could not match JWT signature to any of the bindings"}`},
		},
		{
			ID: "adobe.jwt-signature", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_signature"}}, Class: exchange.ClassSignature, Clock: Never,
			Cause:  "The assertion is not signed with RS256, or no registered certificate fits the key.",
			Remedy: "Sign with RS256 and with the key whose certificate is registered. " + notClock,
			Source: imsDoc, Certainty: High,
			Example: Example{At: AdobeJWT, Status: 400, Body: `{"error":"invalid_signature"}`},
		},
		{
			ID: "adobe.jwt-token", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_token"}}, Class: exchange.ClassRefusedWithoutWords, Clock: Open,
			Cause:  "Adobe says this of an assertion that has expired, whose exp or jti is no integer, or whose jti was used before. This answer does not say which.",
			Remedy: measure + " If the clock is right, send a new assertion with a fresh jti and a whole number in exp.",
			Source: imsDoc, Certainty: High,
			Example: Example{At: AdobeJWT, Status: 400, Body: `{"error":"invalid_token"}`},
		},
	}
}

// adobeJWTNames is what it says to the names and permissions in one.
func adobeJWTNames() []Row {
	const vendor, context = "Adobe", "IMS JWT exchange (/ims/exchange/jwt)"
	at := []Place{AdobeJWT}
	return []Row{
		{
			ID: "adobe.client-id", Vendor: vendor, Context: "IMS token requests",
			Match: Match{Words: []string{"invalid client_id parameter"}}, Class: exchange.ClassClient, Clock: Never,
			Cause:  "Adobe does not know this client id, or it is not the one in the assertion's aud.",
			Remedy: "Compare the client id with the integration's page in Adobe's developer console, and with the end of aud. " + notClock,
			Source: imsDoc + "; reports of users", Certainty: Medium,
			Example: Example{At: AdobeJWT, Status: 400, Body: `{"error":"invalid_client","error_description":"invalid client_id parameter"}`},
		},
		{
			ID: "adobe.client-secret", Vendor: vendor, Context: "IMS token requests",
			Match: Match{Words: []string{"invalid client_secret parameter"}}, Class: exchange.ClassClient, Clock: Never,
			Cause:  "The client secret is wrong or was replaced. In AEM it may also be one that cannot be decrypted any more, because the instance's crypto keys changed (an upgrade or a copy).",
			Remedy: "Enter the secret again in AEM's IMS or cloud configuration. After a copy of an instance, bring the old crypto keys along instead. " + notClock,
			Source: "AEM 6.4 upgrade notes; answers of token/v3", Certainty: High,
			Example: Example{At: AdobeOAuth, Status: 401, Body: `{"error":"invalid_client","error_description":"invalid client_secret parameter"}`},
		},
		{
			ID: "adobe.jwt-client", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"invalid_client"}, Bare: true}, Class: exchange.ClassClient, Clock: Never,
			Cause:  "Client id and secret do not belong together, the client may not exchange assertions, or, since 2026-03-01, this kind of credential is no longer served.",
			Remedy: "Look at the integration in Adobe's developer console: if it is a Service Account (JWT), move it to OAuth Server-to-Server. " + notClock,
			Source: imsDoc, Certainty: Medium,
			Example: Example{At: AdobeJWT, Status: 401, Date: "Fri, 03 Mar 2017 04:29:05 GMT", Body: `{"error":"invalid_client"}`},
		},
		{
			ID: "adobe.jwt-metascopes", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"the metascopes in the jwt are not a subset of the metascopes in the binding"}}, Class: exchange.ClassScope, Clock: Never,
			Cause:  "The assertion asks for a permission (metascope) that the integration does not have: the claim is wrong, or a product profile is missing.",
			Remedy: "For Brand Portal use ent_brand_portal_sdk, and add the product profile to the integration in Adobe's developer console. " + notClock,
			Source: "adobe/jwt-auth issue 6; AdobeDocs/adobe-dev-console issue 54", Certainty: High,
			Example: Example{At: AdobeJWT, Status: 400, Body: `{"error":"invalid_scope","error_description":"The metascopes in the JWT are not a subset of the metascopes in the binding."}`},
		},
		{
			ID: "adobe.jwt-bad-request", Vendor: vendor, Context: context,
			Match: Match{At: at, Errors: []string{"bad_request"}}, Class: exchange.ClassMalformed, Clock: Never,
			Cause:  "A claim has the wrong shape: sub, iss, exp or jti, such as an organization id without @AdobeOrg.",
			Remedy: "Compare each claim with the integration's page in Adobe's developer console. " + notClock,
			Source: imsDoc, Certainty: High,
			Example: Example{At: AdobeJWT, Status: 400, Body: `{"error":"bad_request"}`},
		},
		adobeRetired(),
	}
}

// adobeRetired is a credential of a type that has ended: the remedy is another
// credential, not another clock.
func adobeRetired() Row {
	return Row{
		ID: "adobe.jwt-retired", Vendor: "Adobe", Context: "IMS JWT exchange (/ims/exchange/jwt)",
		Match: Match{At: []Place{AdobeJWT}}, Class: exchange.ClassRetired, Clock: Never,
		Cause:  "Adobe no longer serves Service Account (JWT) credentials: none could be made since 2024-06-03, and the last were converted to OAuth Server-to-Server by 2026-03-01.",
		Remedy: "Move the integration to OAuth Server-to-Server. Correcting the clock does not help: " + "the new credential sends no time, so a wrong clock cannot break it either.",
		Steps:  migration(),
		Source: migrateDoc + "; the answer's own words are not published, so this is told by the date and the error", Certainty: Medium,
		Example: Example{At: AdobeJWT, Status: 400, Date: "Mon, 02 Nov 2026 08:00:00 GMT", Body: `{"error":"invalid_client"}`},
	}
}

// migration is the way from a service account (JWT) to OAuth Server-to-Server, by
// AEM's version.
func migration() []string {
	return []string{
		"In Adobe's developer console open the project and add the credential OAuth Server-to-Server, with the same product profiles; note client id, client secret, organization id and scopes.",
		"Find AEM's version. 6.5 with SP21 or later, and 6.5 LTS, can use the new credential as they are.",
		"AEM 6.5 with SP11 to SP20: install the package ims-jwt-compatibility-package-6.5-1.0.zip first (article KA-24660). Without it the answer is unsupported_grant_type.",
		"AEM 6.5 before SP11, and 6.4, 6.3 or older: update first; there is no way for them.",
		"In AEM open Tools, Security, Adobe IMS Configurations, choose the configuration, Properties, set Authentication type to OAuth, enter the new values, Save & Close.",
		"Press Check Health there: it must say that the token is retrieved successfully.",
		"Run Test Connection on each of the tenant's agents (mp_replication*).",
		"AEM as a Cloud Service needs none of this: Adobe keeps its credential.",
	}
}
