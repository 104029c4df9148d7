package aem

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"unskew/diagnostics/exchange"
)

func fixture(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// asPage writes a transcript as the page's own HTML.
func asPage(text string) string {
	var out strings.Builder
	out.WriteString("<html><head><title>Test</title></head><body><div>")
	for line := range strings.Lines(text) {
		out.WriteString("<code>" + html.EscapeString(strings.TrimSuffix(line, "\n")) + "</code><br>")
	}
	return out.String() + "</div></body></html>"
}

func TestExpiredTranscriptInEveryDress(t *testing.T) {
	plain := fixture(t, "expired.txt")
	dresses := map[string]string{
		"as copied":    plain,
		"page source":  asPage(plain),
		"escaped":      html.EscapeString(plain),
		"CR LF, BOM":   "\uFEFF" + strings.ReplaceAll(plain, "\n", "\r\n"),
		"within prose": "Hello support,\nwe see this since Monday:\n\n" + plain + "\nRegards",
		"indented":     "   " + strings.ReplaceAll(plain, "\n", "\n   "),
		"broken line":  strings.Replace(plain, `"error_description"`, "\n\"error_descrip\ntion\"", 1),
	}
	for name, text := range dresses {
		got := ReadTranscript(text)
		want := Transcript{
			Text: got.Text, FirstError: got.FirstError,
			Class: exchange.ClassExpired, Error: "invalid_grant", Description: "JWT has expired",
			Refused: true, Status: 400, Agent: "mp_replication_agent_default_example", Lines: 23,
			ServerDate: time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC), LocalStamp: "28.02.2017 18:39:51",
		}
		if got != want {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
		if !strings.HasPrefix(got.FirstError, "Failed to get an access token for user: mac-example-replication") {
			t.Errorf("%s: first error is %q", name, got.FirstError)
		}
	}
	if len(dresses) != 7 {
		t.Fatalf("ran %d cases", len(dresses))
	}
}

func TestSucceededTranscript(t *testing.T) {
	got := ReadTranscript(fixture(t, "succeeded.txt"))
	if !got.Passed || got.Refused || got.Class != exchange.ClassAccepted || got.FirstError != "" || got.Status != 200 || got.Lines != 17 {
		t.Errorf("got %+v", got)
	}
	if want := time.Date(2017, 7, 7, 4, 36, 14, 0, time.UTC); !got.ServerDate.Equal(want) || got.LocalStamp != "06.07.2017 21:36:14" {
		t.Errorf("date %v beside %q", got.ServerDate, got.LocalStamp)
	}
}

func TestOutcomes(t *testing.T) {
	const stamp = "28.02.2017 18:39:51 - "
	const token = stamp + "INFO - mp_x : * OAuth 2.0 Token: '*****' initialized\n"
	const unsuccessful = stamp + "ERROR - mp_x : Replication (TEST) of /content not successful.\n"
	failed := func(rest string) string {
		return stamp + "ERROR - mp_x : Failed to get an access token for user: mac-x-replication msg: " + rest + "\n" + unsuccessful
	}
	const answered = "failed to get access token from authorization server status: "
	cases := []struct {
		name, text      string
		class           exchange.Class
		passed, refused bool
		status          int
	}{
		{"empty", "", "", false, false, 0},
		{"prose", "it does not work", "", false, false, 0},
		{"a sign-in page", `<html><body><form action="/libs/granite/core/content/login/j_security_check">Sign in</form></body></html>`, "", false, false, 0},
		{"bare words", "JWT has expired", exchange.ClassExpired, false, true, 0},
		{"bare answer", `{"error":"invalid_grant","error_description":"JWT has expired"}`, exchange.ClassExpired, false, true, 0},
		{"bare answer over lines", "{\n  \"error\": \"invalid_grant\",\n  \"error_description\": \"JWT has expired\"\n}", exchange.ClassExpired, false, true, 0},
		{"bare error alone", `{"error":"invalid_grant"}`, exchange.ClassRefusedWithoutWords, false, true, 0},
		{"bare code", "invalid_grant: JWT has expired", exchange.ClassExpired, false, true, 0},
		{"words after a code", "Error: invalid_grant\nReason: JWT has expired", exchange.ClassExpired, false, true, 0},
		{"bare signature", "invalid_token: Could not match JWT signature to any of the bindings", exchange.ClassSignature, false, true, 0},
		{"bare early", "The token is not valid yet", exchange.ClassNotYetValid, false, true, 0},
		{"wiki artefact", failed(answered + `400 response: Unknown macro: {"error"}`), exchange.ClassRefusedWithoutWords, false, true, 400},
		{"wiki artefact with the rest", failed(answered + `400 response: Unknown macro: {"error"} :"invalid_grant","error_description":"JWT has expired"}`), exchange.ClassExpired, false, true, 400},
		{"wiki artefact, bare", `Unknown macro: {"error"}`, exchange.ClassRefusedWithoutWords, false, true, 0},
		{"signature", failed(answered + `400 response: {"error":"invalid_token","error_description":"Could not match JWT signature to any of the bindings"}`), exchange.ClassSignature, false, true, 400},
		{"cut off answer", failed(answered + `400 response: {"error":"invalid_grant","error_description":"JWT has exp`), exchange.ClassRefusedWithoutWords, false, true, 400},
		{"server down", failed(answered + `503 response: <html><body>Service Unavailable</body></html>`), exchange.ClassServerError, false, false, 503},
		{"captive portal", failed(answered + `403 response: <html><body>Please sign in</body></html>`), exchange.ClassNotAnOAuthAnswer, false, false, 403},
		{"rate", failed(answered + `429 response: `), exchange.ClassRateLimited, false, false, 429},
		{"certificate dates", failed("PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed"), exchange.ClassTLSTime, false, false, 0},
		{"no name", failed("java.net.UnknownHostException: legacy-oauth.example"), exchange.ClassDNS, false, false, 0},
		{"a log with its trace", "28.02.2017 18:39:51.123 *ERROR* [pool-1] com.example.Other something else\n" +
			"28.02.2017 18:39:51.200 *ERROR* [pool-2] com.day.cq.replication.Agent.mp_x Failed to get an access token for user: mac-x-replication\njava.io.IOException: x\n\tat a.b.C\nCaused by: java.security.cert.CertificateNotYetValidException: NotBefore: Fri", exchange.ClassTLSTime, false, false, 0},
		{"a log", `28.02.2017 18:39:51.200 *ERROR* [pool-2] com.day.cq.replication.Agent.mp_x.queue failed to get access token from authorization server status: 400 response: {"error":"invalid_grant","error_description":"JWT has expired"}`, exchange.ClassExpired, false, true, 400},
		{"token came", token + stamp + "INFO - mp_x : Replication (TEST) of /content successful.\n", exchange.ClassAccepted, true, false, 0},
		{"token alone", token, exchange.ClassAccepted, true, false, 0},
		{"token came, then 401", token + stamp + "INFO - mp_x : sent. Response: 401 Unauthorized\n" + unsuccessful, exchange.ClassAccepted, false, false, 401},
		{"no key store", stamp + "ERROR - mp_x : No OAuth token available. OAuth not initialized\n" + unsuccessful, exchange.ClassOther, false, true, 0},
		{"401 without a token error", stamp + "INFO - mp_x : sent. Response: 401 Unauthorized\n" + unsuccessful, exchange.ClassOther, false, false, 401},
		{"not successful without level", stamp + "Replication (TEST) of /content not successful.", exchange.ClassOther, false, false, 0},
	}
	for _, c := range cases {
		got := ReadTranscript(c.text)
		if got.Class != c.class || got.Passed != c.passed || got.Refused != c.refused || got.Status != c.status {
			t.Errorf("%s: class %q passed %v refused %v status %d, want %q %v %v %d (first error %q)", c.name,
				got.Class, got.Passed, got.Refused, got.Status, c.class, c.passed, c.refused, c.status, got.FirstError)
		}
	}
	if len(cases) != 29 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

func TestTranscriptKeepsNoSecret(t *testing.T) {
	const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJDQU5BUlkifQ.U2lnbmF0dXJlQ0FOQVJZ"
	const stamp = "28.02.2017 18:39:51 - ERROR - mp_x : "
	text := stamp + "Failed to get an access token for user: mac-x-replication msg: failed to get access token from authorization server status: 400 response: " +
		`{"error":"invalid_grant","error_description":"JWT has expired: ` + jwt + ` client_secret=CANARY-1"}` + "\n" +
		stamp + ">> Authorization: Bearer CANARY-2\n" + stamp + ">> Authorization: Basic CANARY3=\n" +
		stamp + "grant_type=x&assertion=CANARY-4&client_secret=CANARY-5&jwt_token=" + jwt + "\n" +
		stamp + `{"access_token":"CANARY-6","client_secret":"CANARY \"7"}` + "\n" +
		stamp + "&quot;client_secret&quot;:&quot;CANARY-8&quot;\n" +
		stamp + "<< Set-Cookie: login=CANARY-9\n" +
		stamp + "proxy http://user:CANARY-10@proxy.example:3128\n" +
		"-----BEGIN RSA PRIVATE KEY-----\nCANARY11\n-----END RSA PRIVATE KEY-----\n" +
		stamp + "\x1b]0;title\x07\x1b[31mred\u202e\n" +
		strings.Repeat(stamp+"filler line to be cut away in the end\n", 2000) + "assertion=CANARY-12"
	got := ReadTranscript(text)
	if got.Class != exchange.ClassExpired || !strings.Contains(got.FirstError, "[secret]") {
		t.Errorf("class %q, first error %q", got.Class, got.FirstError)
	}
	if len(got.Text) > maxTranscriptKept {
		t.Errorf("kept %d bytes", len(got.Text))
	}
	encoded, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{string(encoded), fmt.Sprintf("%+v", got), fmt.Sprintf("%#v", got)} {
		if i := strings.Index(form, "CANARY"); i >= 0 {
			t.Errorf("a secret is kept: %q", form[max(0, i-60):min(len(form), i+20)])
		}
		if strings.ContainsAny(form, "\x1b\u202e") {
			t.Error("a control character is kept")
		}
	}
}

func FuzzReadTranscript(f *testing.F) {
	f.Add(fixture(f, "expired.txt"))
	f.Add(fixture(f, "succeeded.txt"))
	f.Add(asPage(fixture(f, "expired.txt")))
	f.Add(`Unknown macro: {"error"}`)
	f.Add("28.02.2017 18:39:51 - ERROR - a : {{{")
	f.Fuzz(func(t *testing.T, text string) {
		got := ReadTranscript(text)
		if len(got.Text) > maxTranscriptKept+4 || len(got.FirstError) > 4*(maxMessage+1) {
			t.Errorf("kept %d and %d bytes", len(got.Text), len(got.FirstError))
		}
		if !utf8.ValidString(got.Text + got.FirstError + got.Description) {
			t.Error("kept invalid UTF-8")
		}
		if got.Passed && (got.Refused || got.Class != exchange.ClassAccepted) {
			t.Errorf("passed, and yet %+v", got)
		}
		if got.Refused && got.Class == "" {
			t.Error("refused without a class")
		}
	})
}
