package refusal

import "unskew/diagnostics/exchange"

func entra() []Row {
	const vendor, context, doc = "Microsoft Entra", "client assertion (private_key_jwt)", "Microsoft Entra documentation, authentication and authorization error codes"
	return []Row{
		{
			ID: "entra.assertion-time", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"aadsts700024"}}, Class: exchange.ClassExpired, Clock: Either,
			Cause:  "Entra's time does not lie between the assertion's nbf and exp. The answer itself holds Entra's time and both dates. Either the clock is wrong, or an old assertion was sent again, as some caches do.",
			Remedy: measure + " If it is right, look for code that keeps an assertion instead of making one for each request, or that works out its times in local time instead of UTC.",
			Source: doc + "; AzureAD/microsoft-authentication-library-for-dotnet issue 4951", Certainty: High,
			Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"AADSTS700024: Client assertion is not within its valid time range. Current time: 2017-03-03T04:29:05.1234567Z, assertion valid from 2017-02-28T18:39:51.0000000Z, expiry time of assertion 2017-02-28T18:44:51.0000000Z. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."}`},
		},
		{
			ID: "entra.assertion-time-old", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"assertion is not within its valid time range"}, Not: []string{"aadsts700024"}}, Class: exchange.ClassExpired, Clock: Either,
			Cause:  "Entra's time does not lie between the assertion's nbf and exp (an older number of the same error).",
			Remedy: measure + " If it is right, look for an assertion that is kept and sent again.",
			Source: "AzureAD/azure-activedirectory-library-for-java issue 46", Certainty: High,
			Example: Example{Status: 401, Body: `{"error_description":"AADSTS70002: Error validating credentials. AADSTS50012: Client assertion is not within its valid time range.\r\nTrace ID: 80ad7758-a570-42f0-97b7-ae2dded006c7\r\nTimestamp: 2015-07-30 17:18:47Z","error":"invalid_client"}`},
		},
		{
			ID: "entra.secret-expired", Vendor: vendor, Context: "client secret",
			Match: Match{Words: []string{"aadsts7000222"}}, Class: exchange.ClassClient, Clock: Never,
			Cause:  "The application's client secret has reached its end date, by Entra's own clock.",
			Remedy: "Make a new secret in the app registration, and enter it where the old one is used. " + notClock,
			Source: doc, Certainty: High,
			Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys for app '00000000-0000-0000-0000-000000000000' are expired."}`},
		},
		{
			ID: "entra.secret-wrong", Vendor: vendor, Context: "client secret",
			Match: Match{Words: []string{"aadsts7000215"}}, Class: exchange.ClassClient, Clock: Never,
			Cause:  "The client secret is not one of the application's; often its id was copied instead of its value.",
			Remedy: "Copy the secret's value, not its id, from the app registration. " + notClock,
			Source: doc, Certainty: High,
			Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID."}`},
		},
		{
			ID: "entra.signature", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"aadsts700027"}}, Class: exchange.ClassSignature, Clock: Never,
			Cause:  "The assertion's signature fits no certificate of the application, or that certificate has run out by Entra's clock.",
			Remedy: "Compare the certificate's thumbprint in the app registration with the key that signs. " + notClock,
			Source: doc, Certainty: High,
			Example: Example{Status: 401, Body: `{"error":"invalid_client","error_description":"AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application."}`},
		},
	}
}
