package exchange

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParseClaim(t *testing.T) {
	cases := []struct {
		text  string
		name  string
		value any
	}{
		{"tenant=acme", "tenant", "acme"},
		{"n=7", "n", json.Number("7")},
		{"n=12345678901234567890", "n", json.Number("12345678901234567890")},
		{"on=true", "on", true},
		{"on=false", "on", false},
		{`groups=["a","b"]`, "groups", []any{"a", "b"}},
		{`n="7"`, "n", "7"},
		{"nothing=", "nothing", ""},
		{"null=null", "null", "null"},
		{`object={"a":1}`, "object", `{"a":1}`},
		{"two=1 2", "two", "1 2"},
		{"date=2026-11-23", "date", "2026-11-23"},
		{"equation=a=b", "equation", "a=b"},
		{"https://ims.example/s/ent=true", "https://ims.example/s/ent", true},
		{"token_type=bearer", "token_type", "bearer"},
	}
	for _, c := range cases {
		name, value, err := ParseClaim(c.text)
		if err != nil || name != c.name || !reflect.DeepEqual(value, c.value) {
			t.Errorf("%s: %q = %#v, %v", c.text, name, value, err)
		}
	}
	if len(cases) != 15 {
		t.Errorf("%d cases ran", len(cases))
	}
}

// TestExtraIsRefused: no time, no secret, and no error that quotes the value.
func TestExtraIsRefused(t *testing.T) {
	claim := func(text string) error { _, _, err := ParseClaim(text); return err }
	field := func(text string) error { _, _, err := ParseField(text); return err }
	const canary = "CANARY"
	jwt := "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJDQU5BUlkifQ.c2ln"
	cases := []struct {
		parse      func(string) error
		text, says string
	}{
		{claim, "exp=1", "times are what is tested"},
		{claim, "iat=" + canary, "times are what is tested"},
		{claim, " nbf =1", "times are what is tested"},
		{claim, "jti=" + canary, "another one in each"},
		{claim, "client_secret=" + canary, "a file brings it"},
		{claim, "noValue", "NAME=VALUE"},
		{claim, "=value", "NAME=VALUE"},
		{claim, "x=" + jwt, "looks like a secret"},
		{field, "client_secret=" + canary, "a file brings it"},
		{field, "Client-Secret=" + canary, "a file brings it"},
		{field, "assertion=" + canary, "a file brings it"},
		{field, "client_assertion=" + canary, "a file brings it"},
		{field, "jwt_token=" + canary, "a file brings it"},
		{field, "access_token=" + canary, "a file brings it"},
		{field, "refresh_token=" + canary, "a file brings it"},
		{field, "subject_token=" + canary, "a file brings it"},
		{field, "password=" + canary, "a file brings it"},
		{field, "code=" + canary, "a file brings it"},
		{field, "code_verifier=" + canary, "a file brings it"},
		{field, "private_key=" + canary, "a file brings it"},
		{field, "api-key=" + canary, "a file brings it"},
		{field, "client_assertion_type=x", "the profile sets it"},
		{field, "client_id=x", "--client-id"},
		{field, "scope=x", "--scope"},
		{field, "x=-----BEGIN PRIVATE KEY-----" + canary, "looks like a secret"},
		{field, "x=a\nb", "control characters"},
		{field, "x=" + strings.Repeat("a", 5000), "shorten"},
	}
	for _, c := range cases {
		err := c.parse(c.text)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%.40s: %v", c.text, err)
		} else if strings.Contains(err.Error(), canary) || strings.Contains(err.Error(), "eyJ") {
			t.Errorf("the error quotes the value: %v", err)
		}
	}
	if len(cases) != 27 {
		t.Errorf("%d cases ran", len(cases))
	}
}

// TestExtraIsSent: claims go into the assertion, fields into the form, in the place
// of what the profile would have put there.
func TestExtraIsSent(t *testing.T) {
	r := request("private-key-jwt")
	r.Claims = []string{"tenant=acme", "level=3", "aud=https://issuer.example/"}
	r.Fields = []string{"audience=https://api.example", "grant_type=urn:example", "resource=a", "resource=b"}
	target, err := r.Target()
	if err != nil {
		t.Fatal(err)
	}
	claims, _ := r.claims(target, time.Unix(1790000000, 0))
	if claims["tenant"] != "acme" || claims["level"] != json.Number("3") || claims["aud"] != "https://issuer.example/" {
		t.Errorf("claims %v", claims)
	}
	assertion, _, err := r.mint(target, time.Unix(1790000000, 0))
	if err != nil {
		t.Fatal(err)
	}
	form := r.form(assertion)
	want := url.Values{
		"grant_type": {"urn:example"}, "client_id": {"client-1"}, "scope": {"ent_brand_portal_sdk second"},
		"audience": {"https://api.example"}, "resource": {"a", "b"},
		"client_assertion": {assertion.Reveal()}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	}
	if !reflect.DeepEqual(form, want) {
		t.Error("the form is another one")
	}
}

// TestCheck refuses what no time would mend.
func TestCheck(t *testing.T) {
	with := func(id string, change func(*Request)) Request { r := request(id); change(&r); return r }
	cases := []struct {
		r    Request
		says string // "" is fine
	}{
		{request("private-key-jwt"), ""},
		{request("github-app"), ""},
		{with("github-app", func(r *Request) { r.Lifetime = 10 * time.Minute }), ""},
		{with("github-app", func(r *Request) { r.Lifetime = 11 * time.Minute }), "--lifetime: the profile github-app takes 10 minutes at most"},
		{with("google-sa", func(r *Request) { r.Lifetime = time.Hour }), ""},
		{with("google-sa", func(r *Request) { r.Lifetime = 61 * time.Minute }), "--lifetime: the profile google-sa takes 60 minutes at most"},
		{with("github-app", func(r *Request) { r.Fields = []string{"a=b"} }), "--field: the profile github-app sends no form"},
		{with("ims-oauth", func(r *Request) { r.Claims = []string{"a=b"} }), "--claim: the profile ims-oauth sends no assertion"},
		{with("ims-oauth", func(r *Request) { r.Fields = []string{"a=b"} }), ""},
		{with("jwt-bearer", func(r *Request) { r.Claims = []string{"exp=1"} }), "--claim: exp is a time"},
		{with("jwt-bearer", func(r *Request) { r.Fields = []string{"assertion=1"} }), "--field: "},
	}
	for i, c := range cases {
		err := c.r.Check()
		if (err == nil) != (c.says == "") || err != nil && !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("case %d, %s: %v", i, c.r.Profile.ID, err)
		}
	}
	if len(cases) != 11 {
		t.Errorf("%d cases ran", len(cases))
	}
}

func FuzzExtra(f *testing.F) {
	for _, seed := range []string{"a=b", "a=[1,2", "exp=1", "=", "client_secret=x", `a="\ud800"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if name, value, err := ParseClaim(text); err == nil {
			if name == "exp" || name == "iat" || name == "nbf" || carriesSecret(name) {
				t.Errorf("%q was taken", name)
			}
			if _, err := json.Marshal(value); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
		if name, value, err := ParseField(text); err == nil && (carriesSecret(name) || RemoveSecrets(value) != value) {
			t.Errorf("%q was taken", name)
		}
	})
}
