package refusal

import (
	"os"
	"strings"
	"testing"

	"unskew/diagnostics/exchange"
)

// pasted is what people paste, and the row that it must lead to; "" is none.
func pasted() map[string][2]string {
	transcript, _ := os.ReadFile("../aem/testdata/expired.txt")
	succeeded, _ := os.ReadFile("../aem/testdata/succeeded.txt")
	line := func(answer string) string {
		return "02.11.2026 18:39:51.123 *ERROR* [qtp-1] com.day.cq.replication.Agent.mp_replication_agent Failed to get an access token for user: mac-x-replication msg: failed to get access token from authorization server status: 400 response: " + answer +
			"\n02.11.2026 18:39:52.001 *ERROR* [qtp-1] com.day.cq.replication.Agent.mp_replication_agent Replication (TEST) of /content not successful."
	}
	return map[string][2]string{
		"AEM log, gateway":     {line(`{"error":"invalid_grant"}`), "adobe.gateway-grant"},
		"AEM log, IMS":         {line(`{"error":"invalid_token"}`), "adobe.jwt-token"},
		"AEM log, either":      {line(`{"error":"invalid_client"}`), "oauth.invalid-client"},
		"AEM log, wiki":        {line(`Unknown macro: {"error"} :"invalid_grant","error_description":"JWT has expired"}`), "adobe.gateway-expired"},
		"transcript":           {string(transcript), "adobe.gateway-expired"},
		"transcript, passed":   {string(succeeded), "aem.token-initialized"},
		"bare words":           {"JWT has expired", "class.expired"},
		"JSON":                 {`{"error":"invalid_grant","error_description":"JWT has expired"}`, "adobe.gateway-expired"},
		"JSON in a log line":   {`2026-11-02 ERROR token call failed: 401 {"error":"invalid_client","error_description":"The client_assertion token is expired."} (retrying)`, "okta.expired"},
		"Python dictionary":    {"okta - ERROR - {'message': \"HTTP 401 {'error': 'invalid_client', 'error_description': \n'The client_assertion token has an expiration too far into the future.'}\"}", "okta.exp-far"},
		"wrapped by a mail":    {"> Invalid JWT: Token must be a short-lived\ntoken (60 minutes) and in a reasonable timeframe. Check your iat and exp", "google.timeframe"},
		"HTTP conversation":    {"POST /ims/exchange/jwt HTTP/1.1\r\nHost: ims-na1.adobelogin.com\r\n\r\nHTTP/1.1 400 Bad Request\r\nDate: Mon, 02 Nov 2026 08:00:00 GMT\r\nContent-Type: application/json\r\n\r\n{\"error\":\"invalid_client\"}", "adobe.jwt-retired"},
		"before the end":       {"POST /ims/exchange/jwt\n\nHTTP/1.1 400 Bad Request\nDate: Fri, 03 Mar 2017 04:29:05 GMT\n\n{\"error\":\"invalid_client\"}", "adobe.jwt-client"},
		"curl -v":              {"> POST /ims/token/v3 HTTP/2\n>\n< HTTP/2 400\n< date: Mon, 02 Nov 2026 08:00:00 GMT\n< content-type: application/json\n<\n{\"error\":\"unsupported_grant_type\"}", "adobe.oauth-grant-type"},
		"WWW-Authenticate":     {"HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"The access token expired\"\n\n", "class.expired"},
		"stack trace":          {"javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed\n\tat sun.security.ssl.Alert.createSSLException(Alert.java:131)\nCaused by: java.security.cert.CertificateNotYetValidException: NotBefore: Fri Mar 03 04:29:05 UTC 2017", "tls.java-early"},
		"trace, cause cut off": {"PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed", "class.tls-time"},
		"AWS SDK":              {"com.amazonaws.AmazonServiceException: Signature expired: 20151130T204723Z is now earlier than 20160119T133514Z (20160119T135014Z - 15 min.) (Service: AmazonSQS; Status Code: 403)", "aws.signature-expired"},
		"AWS CLI":              {"An error occurred (RequestTimeTooSkewed) when calling the ListBuckets operation: The difference between the request time and the current time is too large.", "aws.request-time"},
		"AWS XML":              {"<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message></Error>", "aws.request-time"},
		"Kerberos":             {"kinit: Clock skew too great while getting initial credentials", "kerberos.skew"},
		"Go":                   {`Post "https://x/token": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2017-02-28T18:39:51Z is before 2026-01-01T00:00:00Z`, "tls.go-early"},
		"openssl":              {"SSL-Session:\n    Verify return code: 9 (certificate is not yet valid)\n---", "tls.openssl-early"},
		"the first decides":    {"{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}\n{\"error\":\"invalid_client\",\"error_description\":\"AADSTS700024: Client assertion is not within its valid time range.\"}", "google.signature"},
		"unknown words":        {`{"error":"invalid_grant","error_description":"das Token wurde abgewiesen"}`, "class.refused-without-words"},
		"code alone":           {"invalid_grant", "oauth.invalid-grant"},
		"a mere mention":       {"assertion for audience https://x was rejected", ""},
		"a question":           {"why is my computer slow?", ""},
		"nothing":              {"", ""},
		"bytes":                {"\x00\xff\xfe{\"", ""},
		"a token alone":        {"eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl", ""},
	}
}

func TestExplain(t *testing.T) {
	cases := pasted()
	for name, c := range cases {
		got := Explain(c[0])
		if got.Row.ID != c[1] || got.Known != (c[1] != "") {
			t.Errorf("%s: led to %q (known %v, class %q, %q), want %q", name, got.Row.ID, got.Known, got.Class, got.Quote, c[1])
		}
		if got.Known && got.Class != got.Row.Class {
			t.Errorf("%s: class %q and row of class %q", name, got.Class, got.Row.Class)
		}
	}
	if len(cases) != 31 {
		t.Errorf("ran %d cases", len(cases))
	}
}

// TestEveryAnswerIsExplainedAsPasted: what a row is known by is also found where
// its answer is pasted whole, with the place that only it has.
func TestEveryAnswerIsExplainedAsPasted(t *testing.T) {
	addresses := map[Place]string{
		AdobeJWT: "POST https://ims-na1.adobelogin.com/ims/exchange/jwt", AdobeOAuth: "POST https://ims-na1.adobelogin.com/ims/token/v3",
		LegacyGateway: "POST https://legacy-oauth.cloud.adobe.io/oauth/token", BrandPortal: "https://x.brand-portal.adobe.com/bin/receive",
		Salesforce: "https://login.salesforce.com/services/oauth2/token", Snowflake: "https://x.snowflakecomputing.com/",
	}
	count := 0
	for _, row := range Rows() {
		count++
		text := row.Example.Body
		if row.Example.Status != 0 {
			kind := row.Example.Type
			if kind == "" {
				kind = "application/json"
			}
			text = "HTTP/1.1 " + statusText(row.Example.Status) + "\nContent-Type: " + kind + "\nDate: " + row.Example.Date + "\n\n" + text
		}
		if at := addresses[row.Example.At]; at != "" {
			text = at + "\n\n" + text
		}
		if got := Explain(text); got.Row.ID != row.ID {
			t.Errorf("%s: pasted, its answer leads to %q (%q)", row.ID, got.Row.ID, got.Quote)
		}
	}
	if count < 100 {
		t.Errorf("ran %d cases", count)
	}
}

func statusText(status int) string {
	digits := []byte{byte('0' + status/100), byte('0' + status/10%10), byte('0' + status%10)}
	return string(digits) + " X"
}

// TestExplainKeepsNoSecret: what is shown again of a text holds none of it.
func TestExplainKeepsNoSecret(t *testing.T) {
	const canary = "CANARY5up3rs3cr3t"
	shapes := []string{
		"client_secret=" + canary + "&x=y", `"client_secret":"` + canary + `"`, "Authorization: Bearer " + canary,
		"eyJhbGciOiJSUzI1NiJ9.eyJ4IjoiQ0FOQVJZIn0." + canary, "jwt_token: " + canary, "https://user:" + canary + "@x.example/",
		"aws_secret_access_key=" + canary, "-----BEGIN PRIVATE KEY-----\n" + canary + "\n-----END PRIVATE KEY-----", "password='" + canary + "'",
	}
	count := 0
	for _, secret := range shapes {
		for _, text := range []string{
			"invalid_grant: JWT has expired " + secret, secret + " invalid_grant: JWT has expired", "JWT has expired\n" + secret,
			`{"error":"invalid_grant","error_description":"JWT has expired ` + strings.NewReplacer(`"`, `\"`, "\n", `\n`).Replace(secret) + `"}`,
			"HTTP/1.1 401 X\n\n" + secret, secret,
		} {
			count++
			got := Explain(text)
			if strings.Contains(got.Quote, canary) || got.Transcript != nil && strings.Contains(got.Transcript.FirstError+got.Transcript.Text, canary) {
				t.Errorf("a secret came out of %q: %q", text, got.Quote)
			}
		}
	}
	if count != len(shapes)*6 || count == 0 {
		t.Errorf("ran %d cases", count)
	}
}

func TestExplainIsBounded(t *testing.T) {
	got := Explain(strings.Repeat("x", MaxText) + "\nJWT has expired")
	if !got.Cut || got.Known {
		t.Errorf("what is behind the limit was read: %+v", got)
	}
	long := Explain("JWT has expired " + strings.Repeat("and so on ", 1000))
	if long.Class != exchange.ClassExpired || len(long.Quote) > 2*maxQuote {
		t.Errorf("quoted %d bytes of class %q", len(long.Quote), long.Class)
	}
}

func FuzzExplain(f *testing.F) {
	for _, c := range pasted() {
		f.Add(c[0])
	}
	for _, row := range Rows() {
		f.Add(row.Example.Body)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Explain(text)
		if got.Known && (got.Row.ID == "" || got.Class != got.Row.Class) {
			t.Errorf("known without a row: %+v", got)
		}
		if strings.ContainsAny(got.Quote, "\n\r\x1b") || len([]rune(got.Quote)) > maxQuote+1 {
			t.Errorf("quote %q", got.Quote)
		}
		if skew, told := got.Times.Skew(); told && skew.By <= 0 {
			t.Errorf("a skew of %v by %+v", skew.By, got.Times)
		}
	})
}
