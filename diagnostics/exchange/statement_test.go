package exchange

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

// Words that mention a thing, or echo the request, are no reason: the clock may
// be behind every one of these refusals.
func TestMentionIsNoReason(t *testing.T) {
	descriptions := []string{
		"Assertion for audience https://x was rejected",
		"Assertion for audience https://x is invalid",
		"Assertion audience https://x was rejected",
		"Assertion with signature algorithm RS256 was rejected",
		"Assertion with signature algorithm RS256 is not acceptable",
		"Assertion rejected for client_id=abc",
		"Assertion rejected for client_id abc",
		"Assertion rejected for client id abc with scope dam-read",
		"The token for issuer abc, audience https://x is invalid",
		"The token for issuer abc and audience https://x is invalid",
		"Invalid assertion. Audience: https://x, issuer: abc",
		"Invalid assertion, audience https://x",
		"Invalid grant: client_id abc, scope x",
		"bad request: grant_type=urn:x&assertion=abc&client_id=abc&scope=a+b",
		"client_id=abc",
		"Invalid request client_id=abc&scope=x",
		`Invalid request {"client_id": "abc", "scope": "x", "aud": "https://x"}`,
		`Invalid request "client_id":"abc","client_secret":"x"`,
		`Invalid claims: {"iss":"a","aud":"https://x","exp":1488307791}`,
		"Invalid claims: map[aud:https://x exp:1.488307791e+09 iss:abc]",
		"Invalid claims {iss=abc, aud=https://x, exp=1488307791}",
		"invalid claims {aud",
		"Invalid client assertion",
		"Invalid user assertion",
		"Invalid audience or expiration",
		"Issuer, audience or lifetime is invalid",
		"Invalid signature, or the token's time is out of range",
		"The signature is valid, but the token was not accepted",
		"signature verification passed, assertion not accepted",
		"Audience https://x; the assertion is not acceptable",
		"Checking audience, issuer and signature. Not accepted",
		"The audience was checked. The assertion is not valid",
		"failed to authenticate user abc",
		"Not accepted for user: abc not found in cache of valid times",
		"https://x/invalid/audience",
		"client_secret",
		"metascope ent_brand_portal_sdk",
		"audience",
		"signature: invalid_grant",
	}
	for _, err := range []string{"invalid_grant", "invalid_token"} {
		for _, description := range descriptions {
			if got := ClassifyWords(err, description); got != ClassRefusedWithoutWords {
				t.Errorf("%s %q: %q", err, description, got)
			}
		}
	}
	if len(descriptions) != 39 {
		t.Fatalf("ran %d cases", len(descriptions))
	}
}

// A fault that is stated is the reason, in the words of many libraries.
func TestStatedFaultIsTheReason(t *testing.T) {
	cases := []struct {
		description string
		want        Class
	}{
		{"Invalid token audience", ClassAudience},
		{"jwt audience invalid. expected: https://x", ClassAudience},
		{`unexpected "aud" claim value`, ClassAudience},
		{`Invalid claim: aud`, ClassAudience},
		{"The Claim 'aud' value doesn't contain the required audience.", ClassAudience},
		{"The aud claim is not valid", ClassAudience},
		{"token has invalid claims: token has invalid audience", ClassAudience},
		{"Audience validation failed. Audiences: 'x'. Did not match: 'y'", ClassAudience},
		{"JWT audience rejected: [https://x]", ClassAudience},
		{"Expected aud claim to be: https://x, but was: https://y.", ClassAudience},
		{"Invalid JWT: Failed audience check", ClassAudience},
		{"Audience doesn't match", ClassAudience},
		{"Audience mismatch", ClassAudience},
		{"The audience https://x is not allowed", ClassAudience},
		{"Audience must be the token endpoint", ClassAudience},
		{"JWT has an invalid audience", ClassAudience},
		{"The value of the aud claim does not match", ClassAudience},
		{"Unknown audience/issuer", ClassAudience},
		{"Signature verification failed", ClassSignature},
		{"Signature does not match", ClassSignature},
		{"token signature is invalid: verification error", ClassSignature},
		{"Client assertion failed signature validation", ClassSignature},
		{"OAuth JWT signature verification failed", ClassSignature},
		{"JWT signature does not match locally computed signature.", ClassSignature},
		{"Could not verify the JWT's signature", ClassSignature},
		{"unable to verify signature", ClassSignature},
		{"Verification of the signature failed", ClassSignature},
		{"The signature of the JWT is invalid", ClassSignature},
		{"No valid signature", ClassSignature},
		{"not a valid signature", ClassSignature},
		{"Bad signature", ClassSignature},
		{"The scope is not granted to this client", ClassScope},
		{"Invalid scope", ClassScope},
		{"JWT issuer or subject is not known", ClassClient},
		{"Invalid issuer", ClassClient},
		{"Unknown client_id", ClassClient},
		{"client id not found", ClassClient},
		{"wrong client secret", ClassClient},
		{"User not found", ClassClient},
		{"JWT is malformed", ClassMalformed},
		{"This credential type is no longer supported", ClassRetired},
		{"jti was already used", ClassOther},
	}
	for _, c := range cases {
		for _, err := range []string{"invalid_grant", "invalid_token"} {
			if got := ClassifyWords(err, c.description); got != c.want {
				t.Errorf("%s %q: %q, want %q", err, c.description, got, c.want)
			}
		}
	}
	if len(cases) != 42 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// What is said about time goes before all else that is said with it.
func TestTimeGoesFirst(t *testing.T) {
	cases := []struct {
		err, description string
		want             Class
	}{
		{"invalid_grant", "JWT has expired. JWT credentials are deprecated: migrate to OAuth Server-to-Server", ClassExpired},
		{"invalid_grant", "The assertion or refresh token has expired", ClassExpired},
		{"invalid_grant", "Token was used before its nbf", ClassNotYetValid},
		{"invalid_grant", "JWT was used before its valid time", ClassRefusedWithoutWords},
		{"invalid_grant", "invalid audience; the token has expired", ClassExpired},
		{"invalid_client", "Client assertion rejected", ClassRefusedWithoutWords},
		{"invalid_client", "Invalid audience or expiration", ClassRefusedWithoutWords},
		{"unauthorized_client", "Client authentication with signed JWT failed", ClassRefusedWithoutWords},
		{"unauthorized_client", "Client authentication with signed JWT failed: Token is not active", ClassExpired},
		{"invalid_request", "The JWT is not acceptable", ClassRefusedWithoutWords},
		{"invalid_request", "The assertion parameter is missing", ClassMalformed},
		{"invalid_client", "invalid client_id parameter", ClassClient},
		{"invalid_client", "Unknown client", ClassClient},
		{"invalid_signature", "", ClassSignature},
		{"invalid_grant", "The provided access grant is invalid, expired, or revoked (e.g. invalid assertion)", ClassRefusedWithoutWords},
		{"The audience is invalid", "", ClassAudience},
	}
	for _, c := range cases {
		if got := ClassifyWords(c.err, c.description); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.err, c.description, got, c.want)
		}
	}
	if len(cases) != 16 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// An error that only repeats the status, or that nobody defined, is no reason.
func TestUnknownErrorIsNoReason(t *testing.T) {
	cases := []struct {
		status int
		body   string
		want   Class
	}{
		{400, `{"status":400,"error":"Bad Request","path":"/token"}`, ClassRefusedWithoutWords},
		{401, `{"status":401,"error":"Unauthorized","message":"Unauthorized"}`, ClassRefusedWithoutWords},
		{401, `{"code":401,"message":"Unauthorized"}`, ClassRefusedWithoutWords},
		{400, `{"error":"assertion_rejected","error_description":"no"}`, ClassRefusedWithoutWords},
		{403, `{"error":"assertion_rejected"}`, ClassRefusedWithoutWords},
		{400, `{"error":"invalid_assertion"}`, ClassRefusedWithoutWords},
		{400, `{"error":"access_denied"}`, ClassOther},
		{404, `{"error":"not_found"}`, ClassNotAnOAuthAnswer},
		{500, `{"message":"client_id lookup failed: audience is invalid"}`, ClassServerError},
		{500, `{"message":"exp is too far in the future"}`, ClassLifetimeTooLong},
		{503, `{"message":"JWT not active"}`, ClassNotYetValid},
	}
	for _, c := range cases {
		header := http.Header{"Content-Type": {"application/json"}}
		if got := Classify(readAnswer(c.status, header, []byte(c.body))); got != c.want {
			t.Errorf("%d %s: %q, want %q", c.status, c.body, got, c.want)
		}
	}
	if len(cases) != 11 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// Whatever stands in a description, a fault that was never stated is not found,
// and taking it apart ends.
func FuzzStatement(f *testing.F) {
	f.Add("Assertion for audience https://x was rejected")
	f.Add(`Invalid claims: {"aud":{"x":[1]}} map[ '' “x” (,;: client id`)
	f.Fuzz(func(t *testing.T, text string) {
		s := readStatement(text)
		for _, word := range s {
			if word == "" || strings.ContainsAny(word, " \t\n") {
				t.Errorf("a word %q", word)
			}
		}
		if !utf8.ValidString(text) {
			return
		}
		if echo := readStatement("rejected: {" + strings.NewReplacer("{", "", "}", "").Replace(text)); echo.blames(audiences()) || echo.mentionsTime() {
			t.Errorf("an echo is taken for words: %q", echo)
		}
	})
}
