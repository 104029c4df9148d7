package refusal

import "unskew/diagnostics/exchange"

// adobeAgents is what a replication agent's log says around the token step.
func adobeAgents() []Row {
	const vendor, context = "Adobe", "AEM replication agent"
	const doc = "Adobe documentation, Configuring Dynamic Media (troubleshooting; the same replication code)"
	return []Row{
		{
			ID: "aem.token-initialized", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"oauth 2.0 token:", "initialized"}, Not: []string{"not initialized"}}, Class: exchange.ClassAccepted, Clock: Never,
			Cause:  "AEM got its token: the token step passed.",
			Remedy: "What fails after this line is not the token request. Look at the answer to the replication request itself.",
			Source: doc, Certainty: High,
			Example: Example{Body: "28.02.2017 18:39:51 - INFO - mp_replication_agent : * OAuth 2.0 Token: '*****' initialized"},
		},
		{
			ID: "aem.no-token", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"no oauth token available"}}, Class: exchange.ClassOther, Clock: Never,
			Cause:  "The agent's user has no key store, or not the right one, so AEM could make no assertion and sent its request without a token. The 401 that follows is the consequence.",
			Remedy: "In AEM open the agent's user, Keystore, and upload the key again; or delete the Brand Portal configuration and make it anew. " + notClock,
			Source: doc, Certainty: High,
			Example: Example{Body: "28.02.2017 18:39:51 - ERROR - mp_replication_agent : No OAuth token available. OAuth not initialized"},
		},
		{
			ID: "aem.key-undecryptable", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"unrecoverablekeyexception", "could not decrypt"}}, Class: exchange.ClassOther, Clock: Never,
			Cause:  "The password of the key in the user's key store is not the key store's own, or the instance's crypto keys changed since it was stored.",
			Remedy: "Upload the key again to the user's key store, with the key store's password. " + notClock,
			Source: doc, Certainty: High,
			Example: Example{Body: "java.security.UnrecoverableKeyException: Could not decrypt key: Could not decrypt data"},
		},
		{
			ID: "aem.no-keystore", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"keystorenotinitialisedexception"}}, Class: exchange.ClassOther, Clock: Never,
			Cause:  "The user that the agent works as has no key store.",
			Remedy: "In AEM open Tools, Security, Users, the user that the line names, Keystore, create it and upload the key. " + notClock,
			Source: doc, Certainty: High,
			Example: Example{Body: "com.adobe.granite.keystore.KeyStoreNotInitialisedException: Uninitialised key store for user mac-example-replication"},
		},
		{
			ID: "aem.unauthorized", Vendor: vendor, Context: context,
			Match: Match{At: []Place{BrandPortal}, Words: []string{"401 unauthorized"}, Not: []string{"access token"}}, Class: exchange.ClassOther, Clock: Behind,
			Cause:  "Brand Portal refused the replication request. With no token error before this line: the replication user lacks the newest key, the tenant is another one, access was revoked, or AEM presents a cached token that has ended. A clock that is behind makes AEM keep such a token too long.",
			Remedy: "Look for an earlier error about the token: if there is one, explain that instead. Else measure the clock, save the Brand Portal configuration again so that a new token is fetched, and test each agent.",
			Source: doc + "; the cache by inference from the open sibling of AEM's code", Certainty: Medium,
			Example: Example{At: BrandPortal, Body: "28.02.2017 18:39:52 - INFO - mp_replication_agent : sent. Response: 401 Unauthorized\n28.02.2017 18:39:52 - ERROR - mp_replication_agent : Replication (TEST) of /content not successful. Conversation follows"},
		},
	}
}
