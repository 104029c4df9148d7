package steps

import (
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
)

// TestRefusalDetail: what a finding says beside the class of a refused request.
func TestRefusalDetail(t *testing.T) {
	refused := func(class exchange.Class, err, description string) exchange.Attempt {
		return exchange.Attempt{Outcome: exchange.Refused, HTTPStatus: 400, Error: err, Description: description, Class: class}
	}
	judged := func(offset time.Duration, relation Relation) Judged {
		return Judged{Known: true, Offset: diagnostics.OffsetOf(offset), Relation: relation}
	}
	far := judged(time.Hour, Beyond)
	ahead := judged(-time.Hour, Beyond)
	right := judged(0, Within)
	expired := refused(exchange.ClassExpired, "invalid_grant", "JWT has expired")
	retired := refused(exchange.ClassRetired, "invalid_client", "")
	early := refused(exchange.ClassNotYetValid, "invalid_client", "AADSTS700024: Client assertion is not within its valid time range.")
	cases := []struct {
		name    string
		attempt exchange.Attempt
		judged  Judged
		profile string
		want    string
	}{
		{"expired, behind", expired, far, "", "That follows from this machine's clock."},
		{"expired, ahead", expired, ahead, "", "This is a contradiction: a clock that is ahead"},
		{"expired, right", expired, right, "", "The JWT's exp was in the past when it arrived."},
		{"expired, unknown words", refused(exchange.ClassExpired, "invalid_grant", "token has expired"), ahead, "", "This is a contradiction"},
		{"early, behind", refused(exchange.ClassNotYetValid, "invalid_grant", "The token is not valid yet"), far, "", "This is a contradiction: a clock that is behind"},
		{"early, ahead", refused(exchange.ClassNotYetValid, "invalid_grant", "The token is not valid yet"), ahead, "", "That follows from this machine's clock."},
		{"either way", early, ahead, "", "That follows from this machine's clock."},
		{"either way, right", early, right, "", "Entra's time does not lie between"},
		{"retired, behind", retired, far, "ims-jwt", "Correcting the clock does not help"},
		{"retired, with its steps", retired, right, "ims-jwt", "(5) In AEM open Tools, Security, Adobe IMS Configurations"},
		{"a known secret", refused(exchange.ClassClient, "invalid_client", "AADSTS7000222: The provided client secret keys for app 'x' are expired."), right, "", "has reached its end date"},
		{"an unknown client", refused(exchange.ClassClient, "invalid_grant", "unknown user"), right, "", meaningOf(exchange.ClassClient).next.String()},
		{"no answer", exchange.Attempt{Outcome: exchange.Failed, Class: exchange.ClassDNS}, right, "", meaningOf(exchange.ClassDNS).next.String()},
	}
	for _, c := range cases {
		f := facts{judged: c.judged}
		f.session = f.session.With(Entry{Observation: Observation{Target: &Target{Profile: c.profile}}})
		got := refusalDetail(f, &c.attempt, meaningOf(c.attempt.Class)).String()
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if len(cases) != 13 {
		t.Errorf("ran %d cases", len(cases))
	}
}

// TestMessageRemedy: a pasted message whose words are known gets their remedy.
func TestMessageRemedy(t *testing.T) {
	cases := []struct{ text, want string }{
		{`{"error":"invalid_token","error_description":"Could not match JWT signature to any of the bindings"}`, "Compare the certificate in Adobe's developer console"},
		{"28.02.2017 18:39:51 - ERROR - mp_x : No OAuth token available. OAuth not initialized", "In AEM open the agent's user, Keystore"},
		{`{"error":"invalid_grant","error_description":"unknown user"}`, meaningOf(exchange.ClassClient).next.String()},
		{`{"error":"invalid_grant"}`, meaningOf(exchange.ClassRefusedWithoutWords).next.String()},
	}
	for _, c := range cases {
		transcript := aem.ReadTranscript(c.text)
		if got := messageRemedy(&transcript, meaningOf(transcript.Class)).String(); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
	if len(cases) != 4 {
		t.Errorf("ran %d cases", len(cases))
	}
}
