package steps

import (
	"testing"
	"time"

	"unskew/diagnostics/credential"
	"unskew/diagnostics/exchange"
)

// TestCredentialFindings: the dates are held against the reference, on a host
// whose own clock is 60 days off and would say the opposite.
func TestCredentialFindings(t *testing.T) {
	const day = 24 * time.Hour
	pair := func(match credential.Match) *credential.Certificate {
		return &credential.Certificate{Subject: "CN=x", SHA1: "ab12", Match: match}
	}
	cases := []struct {
		name   string
		behind time.Duration
		left   time.Duration // from the reference; 0: the file says nothing
		target Target
		want   string
	}{
		{"a year", 0, 365 * day, Target{}, ""},
		{"31 days", 0, 31 * day, Target{}, ""},
		{"29 days", 0, 29 * day, Target{}, "credential.expiring"},
		{"an hour", 0, time.Hour, Target{}, "credential.expiring"},
		{"yesterday", 0, -day, Target{}, "credential.expired"},
		{"31 days, the clock ahead", -60 * day, 45 * day, Target{}, ""},
		{"10 days, the clock behind", 60 * day, 10 * day, Target{}, "credential.expiring"},
		{"yesterday, the clock behind", 60 * day, -day, Target{}, "credential.expired"},
		{"in a year, the clock far ahead", -600 * day, 365 * day, Target{}, ""},
		{"unknown", 0, 0, Target{}, ""},
		{"no certificate takes part", 0, -day, Target{TimeFree: true}, ""},
		{"another's certificate", 0, 0, Target{Certificate: pair(credential.Mismatches)}, "credential.mismatch"},
		{"its own certificate", 0, 365 * day, Target{Certificate: pair(credential.Matches)}, ""},
		{"no key to compare", 0, 365 * day, Target{Certificate: pair("")}, ""},
	}
	for _, c := range cases {
		m := made(c.behind, Settings{})
		for _, name := range []string{"a", "b", "c"} {
			m.reading(name, time.Millisecond)
		}
		target := c.target
		target.Profile = "ims-jwt"
		if c.left != 0 {
			target.CertificateExpires = truthAt().Add(c.left)
		}
		m.observe(StepToken, Observation{Target: &target})
		var got []string
		a := Assess(m.session)
		for _, code := range []string{"credential.mismatch", "credential.expired", "credential.expiring"} {
			if finding(a, code) != nil {
				got = append(got, code)
			}
		}
		if c.want == "" && got != nil || c.want != "" && (len(got) != 1 || got[0] != c.want) {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
	}
	if len(cases) != 14 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// TestCredentialWithoutReference: with nothing but the OS clock there is nothing
// to hold the dates against.
func TestCredentialWithoutReference(t *testing.T) {
	m := made(0, Settings{}).observe(StepToken, Observation{Target: &Target{Profile: "ims-jwt", CertificateExpires: truthAt().Add(-time.Hour)}})
	if finding(Assess(m.session), "credential.expired") != nil {
		t.Error("judged by the OS clock")
	}
}

// TestCredentialExplainsTheSignature: a refused signature follows from the
// certificate, and is not told beside it.
func TestCredentialExplainsTheSignature(t *testing.T) {
	for _, target := range []Target{
		{Profile: "ims-jwt", CertificateExpires: truthAt().Add(-time.Hour)},
		{Profile: "ims-jwt", Certificate: &credential.Certificate{Match: credential.Mismatches}},
	} {
		m := made(0, Settings{})
		for _, name := range []string{"a", "b", "c"} {
			m.reading(name, time.Millisecond)
		}
		m.observe(StepToken, Observation{Target: &target})
		m.observe(StepToken, Observation{Attempt: &exchange.Attempt{Stamp: exchange.StampOSClock, Outcome: exchange.Refused, Class: exchange.ClassSignature, HTTPStatus: 400}})
		refused := finding(Assess(m.session), "exchange.signature")
		if refused == nil || len(refused.BecauseOf) != 1 {
			t.Errorf("%+v", refused)
		}
	}
}
