package exchange

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
)

// vendorAnswer is an answer as a vendor documents it, or as it was reported with its words.
type vendorAnswer struct {
	profile, source string
	status          int
	body            string
	class           Class         // where the stamp agrees with the server's clock
	ahead           time.Duration // how far the stamp was ahead of the server's clock
}

const (
	entraErrors  = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
	entraFlow    = "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"
	entraReport  = "https://github.com/AzureAD/microsoft-authentication-library-for-java/issues/984"
	entraAncient = "https://github.com/AzureAD/azure-activedirectory-library-for-java/issues/46"
	oktaFuture   = "https://github.com/okta/okta-sdk-python/issues/382"
	oktaKid      = "https://github.com/okta/okta-sdk-python/issues/289"
	auth0        = "https://community.auth0.com/t/invalid-client-error-with-private-key-jwt-authentication-when-requesting-an-access-token/191217"
	googleDoc    = "https://developers.google.com/identity/protocols/oauth2/service-account (JWT error codes)"
	gitHubFuture = "https://github.com/rocq-prover/bot/issues/204"
	gitHubPast   = "https://github.com/sigmavirus24/github3.py/issues/1050"
	googleMail   = "https://github.com/googleapis/google-api-php-client/issues/783"
	googleGone   = "https://github.com/googleapis/google-cloud-php/issues/3622"
	googleRobot  = "https://github.com/googleapis/google-api-ruby-client/issues/720"
	gitHubApps   = "https://github.com/issc29/probot-prevent-public-repos/issues/4"
	gitHubKey    = "https://github.com/octokit/octokit.rb/issues/1080"
	gitHubDecode = "https://github.com/octokit/request.js/issues/505"
	gitHubDoc    = "https://docs.github.com/rest/apps/apps#get-the-authenticated-app"
	panva        = "oidc-provider 8, lib/shared/token_auth.js"
	authlib      = "Authlib 1.2, oauth2/rfc7523/client.py"
	rfc7523      = "RFC 7523 section 3.2"
)

func vendorAnswers() []vendorAnswer {
	const (
		entra  = "private-key-jwt"
		google = "google-sa"
		gitHub = "github-app"
		behind = -48 * time.Hour
		ahead  = 48 * time.Hour
	)
	entraTime := `{"error":"invalid_client","error_description":"AADSTS700024: Client assertion is not within its valid time range. Current time: 2025-08-29T05:47:32.1501147Z, assertion valid from 1970-01-01T00:00:00.0000000Z, expiry time of assertion 2025-08-29T00:30:05.0000000Z. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials . Trace ID: 7a84b74b-1889-494f-b408-66e8b36c7400 Correlation ID: d75bd923-d9ca-4d18-b80e-b13851840fa9 Timestamp: 2025-08-29 05:47:32Z","error_codes":[700024],"timestamp":"2025-08-29 05:47:32Z"}`
	googleTime := `{"error":"invalid_grant","error_description":"Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."}`
	return []vendorAnswer{
		{entra, entraReport, 401, entraTime, ClassExpired, behind},
		{entra, entraReport, 401, entraTime, ClassNotYetValid, ahead},
		{entra, entraAncient, 401, `{"error_description":"AADSTS70002: Error validating credentials. AADSTS50012: Client assertion is not within its valid time range.\r\nTrace ID: 80ad7758-a570-42f0-97b7-ae2dded006c7\r\nCorrelation ID: 986a6c2c-a596-4189-b5b5-3a1b1a9a17e2\r\nTimestamp: 2015-07-30 17:18:47Z","error":"invalid_client"}`, ClassExpired, behind},
		{entra, entraErrors, 401, `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret is provided."}`, ClassClient, 0},
		{entra, entraErrors, 401, `{"error":"invalid_client","error_description":"AADSTS700027: Client assertion failed signature validation."}`, ClassSignature, 0},
		{entra, entraErrors, 401, `{"error":"invalid_client","error_description":"AADSTS700023: Client assertion audience claim does not match Realm issuer."}`, ClassAudience, 0},
		{entra, entraErrors, 400, `{"error":"unauthorized_client","error_description":"AADSTS700016: Application with identifier '11111111-2222-3333-4444-555555555555' was not found in the directory 'Contoso'."}`, ClassClient, 0},
		{entra, entraFlow, 400, `{"error":"invalid_scope","error_description":"AADSTS70011: The provided value for the input parameter 'scope' is not valid. The scope https://foo.microsoft.com/.default is not valid.\r\nTrace ID: 255d1aef-8c98-452f-ac51-23d051240864\r\nCorrelation ID: fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7\r\nTimestamp: 2016-01-09 02:02:12Z","error_codes":[70011],"timestamp":"2016-01-09 02:02:12Z"}`, ClassScope, 0},
		{entra, oktaFuture, 401, `{"error":"invalid_client","error_description":"The client_assertion token has an expiration too far into the future."}`, ClassLifetimeTooLong, 0},
		{entra, oktaFuture, 401, `{"error":"invalid_client","error_description":"The client_assertion token has an expiration too far into the future."}`, ClassNotYetValid, ahead},
		{entra, oktaKid, 401, `{"error":"invalid_client","error_description":"The client_assertion JWT kid is invalid."}`, ClassSignature, 0},
		{entra, auth0, 401, `{"error":"invalid_client","error_description":"'exp' claim must specify a time that is no more than 5 minutes after 'iat'"}`, ClassLifetimeTooLong, 0},
		{entra, panva, 401, `{"error":"invalid_client","error_description":"client authentication failed"}`, ClassRefusedWithoutWords, behind},
		{entra, authlib, 400, `{"error":"invalid_client"}`, ClassRefusedWithoutWords, behind},
		{entra, rfc7523, 401, `{"error":"invalid_client","error_description":"The client could not be authenticated"}`, ClassRefusedWithoutWords, behind},
		{entra, rfc7523, 401, `{"error":"invalid_client","error_description":"Client not found"}`, ClassClient, 0},
		{entra, rfc7523, 401, `{"error":"invalid_client","error_description":"Unknown client"}`, ClassClient, 0},
		{"ims-jwt", rfc7523, 401, `{"error":"invalid_client"}`, ClassClient, 0},

		{google, googleDoc, 400, googleTime, ClassExpired, behind},
		{google, googleDoc, 400, googleTime, ClassNotYetValid, ahead},
		{google, googleDoc, 400, `{"error":"invalid_grant","error_description":"Invalid JWT Signature."}`, ClassSignature, 0},
		{google, googleRobot, 400, `{"error" : "invalid_grant","error_description" : "Robot is disabled."}`, ClassClient, 0},
		{google, googleMail, 400, `{"error": "invalid_grant","error_description": "Not a valid email."}`, ClassClient, 0},
		{google, googleGone, 400, `{"error":"invalid_grant","error_description":"Invalid grant: account not found"}`, ClassClient, 0},
		{google, googleDoc, 401, `{"error":"unauthorized_client","error_description":"Unauthorized client or scope in request."}`, ClassClient, 0},
		{google, googleDoc, 401, `{"error":"unauthorized_client","error_description":"Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."}`, ClassClient, 0},
		{google, googleDoc, 401, `{"error":"access_denied","error_description":"Requested client not authorized."}`, ClassOther, 0},
		{google, googleDoc, 400, `{"error":"invalid_scope","error_description":"Invalid OAuth scope or ID token audience provided."}`, ClassScope, 0},
		{google, googleDoc, 401, `{"error":"disabled_client","error_description":"The OAuth client was disabled."}`, ClassClient, 0},

		{gitHub, gitHubFuture, 401, `{"message":"'Expiration time' claim ('exp') is too far in the future","documentation_url":"https://docs.github.com/rest"}`, ClassLifetimeTooLong, 0},
		{gitHub, gitHubFuture, 401, `{"message":"'Expiration time' claim ('exp') is too far in the future","documentation_url":"https://docs.github.com/rest"}`, ClassNotYetValid, ahead},
		{gitHub, gitHubPast, 401, `{"message":"'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires","documentation_url":"https://docs.github.com/rest"}`, ClassExpired, behind},
		{gitHub, gitHubPast, 401, `{"message":"'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued","documentation_url":"https://docs.github.com/rest"}`, ClassNotYetValid, ahead},
		{gitHub, gitHubDecode, 401, `{"message":"A JSON web token could not be decoded","documentation_url":"https://docs.github.com/rest"}`, ClassMalformed, 0},
		{gitHub, gitHubApps, 404, `{"message":"Integration not found","documentation_url":"https://docs.github.com/rest"}`, ClassClient, 0},
		{gitHub, gitHubKey, 401, `{"message":"Integration must generate a public key","documentation_url":"https://docs.github.com/rest"}`, ClassSignature, 0},
		{gitHub, gitHubDoc, 401, `{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest"}`, ClassRefusedWithoutWords, 0},
		{gitHub, gitHubDoc, 200, `{"id":1,"slug":"octoapp","node_id":"MDExOkludGVncmF0aW9uMQ==","name":"Octocat App","owner":{"login":"github","id":1}}`, ClassAccepted, 0},
		{gitHub, gitHubDoc, 200, `{"current_user_url":"https://api.github.com/user"}`, ClassNotAnOAuthAnswer, 0},
		{entra, gitHubDoc, 200, `{"id":1,"slug":"octoapp","name":"Octocat App"}`, ClassNotAnOAuthAnswer, 0},
	}
}

// TestVendorAnswers reads what the vendors' servers say, as an exchange would: with
// the profile, and the server's own clock.
func TestVendorAnswers(t *testing.T) {
	ran := 0
	for _, c := range vendorAnswers() {
		ran++
		if !strings.HasPrefix(c.source, "https://") && !strings.HasPrefix(c.source, "RFC") && c.source != panva && c.source != authlib {
			t.Errorf("%s: no source", c.body)
		}
		profile, known := Find(c.profile)
		if !known {
			t.Fatalf("no profile %s", c.profile)
		}
		at := time.Unix(1790000000, 0)
		attempt := Attempt{Stamped: at.Add(c.ahead)}
		attempt.Server = &diagnostics.Anchor{True: at, Uncertainty: time.Second}
		header := http.Header{"Content-Type": {"application/json"}}
		Request{Profile: profile}.judge(&attempt, readAnswer(c.status, header, []byte(c.body)), newScrubber())
		if attempt.Class != c.class {
			t.Errorf("%s, %s:\n%s\nis %q, want %q", c.profile, c.source, c.body, attempt.Class, c.class)
		}
		if attempt.Class == ClassAccepted && attempt.NoToken != profile.Bearer {
			t.Errorf("%s: no token: %v", c.profile, attempt.NoToken)
		}
	}
	if ran != 40 {
		t.Errorf("%d answers were read", ran)
	}
}
