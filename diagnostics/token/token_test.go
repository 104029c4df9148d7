package token

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const signature = "CANARY-s1gnature"

// made is a JWT of these parts.
func made(header, claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(header)) + "." + encode([]byte(claims)) + "." + signature
}

func now() time.Time { return time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC) }

// claims is an assertion of 5 minutes that begins so long after now.
func claims(after time.Duration, more string) string {
	iat := now().Add(after).Unix()
	return fmt.Sprintf(`{"iss":"me","sub":"me","aud":"https://as.example/token","iat":%d,"exp":%d%s}`, iat, iat+300, more)
}

const rs256 = `{"alg":"RS256","kid":"0123456789"}`

func TestCheck(t *testing.T) {
	at := now().Unix()
	adobe := `{"iss":"x@AdobeOrg","sub":"y@techacct.adobe.com","aud":%q,"exp":%d}`
	cases := []struct {
		name, text string
		state      State
		faults     []Fault
	}{
		{"right", made(rs256, claims(-10*time.Second, "")), Valid, nil},
		{"expired", made(rs256, claims(-time.Hour*57-26*time.Minute, "")), Expired, nil},
		{"early", made(rs256, claims(7*time.Minute, "")), NotYetValid, []Fault{IssueFuture}},
		{"nbf early", made(rs256, claims(-10*time.Second, fmt.Sprintf(`,"nbf":%d`, at+60))), NotYetValid, []Fault{BeginFuture}},
		{"local time, east", made(rs256, claims(8*time.Hour, "")), NotYetValid, []Fault{IssueFuture, WholeHours}},
		{"local time, half an hour", made(rs256, claims(5*time.Hour+30*time.Minute, "")), NotYetValid, []Fault{IssueFuture, WholeHours}},
		{"local time, west", made(rs256, claims(-8*time.Hour-5*time.Second, "")), Expired, []Fault{WholeHoursPast}},
		{"milliseconds", made(rs256, fmt.Sprintf(`{"iss":"me","iat":%d,"exp":%d000}`, at, at+300)), Valid, []Fault{ExpiryMilliseconds}},
		{"both in milliseconds", made(rs256, fmt.Sprintf(`{"iss":"me","iat":%d000,"exp":%d000}`, at, at+300)), Valid, []Fault{ExpiryMilliseconds, IssueMilliseconds}},
		{"text", made(rs256, fmt.Sprintf(`{"iss":"me","iat":"%d","exp":"%d"}`, at, at+300)), Valid, []Fault{ExpiryText, IssueText}},
		{"a date", made(rs256, `{"iss":"me","sub":"x","exp":"2017-03-03T04:40:00Z"}`), Valid, []Fault{ExpiryText}},
		{"no time", made(rs256, `{"iss":"me","sub":"x","exp":"soon"}`), Unbounded, []Fault{ExpiryNoTime}},
		{"an object", made(rs256, `{"iss":"me","sub":"x","exp":{"a":1}}`), Unbounded, []Fault{ExpiryNoTime}},
		{"no exp", made(rs256, `{"iss":"me","sub":"x"}`), Unbounded, []Fault{NoExpiry}},
		{"exp before iat", made(rs256, fmt.Sprintf(`{"iss":"me","sub":"x","iat":%d,"exp":%d}`, at, at-60)), Expired, []Fault{ExpiryBeforeIssue}},
		{"short", made(rs256, fmt.Sprintf(`{"iss":"me","sub":"x","iat":%d,"exp":%d}`, at, at+10)), Valid, []Fault{VeryShort}},
		{"fractions", made(rs256, fmt.Sprintf(`{"iss":"me","sub":"x","iat":%d.5,"exp":%d.25}`, at-1, at+300)), Valid, nil},
		{"alg none", made(`{"alg":"none"}`, claims(0, "")), Valid, []Fault{Unsigned}},
		{"no signature at all", strings.TrimSuffix(made(`{"alg":"none"}`, claims(0, "")), "."+signature), Valid, []Fault{Unsigned}},
		{"Adobe", made(rs256, fmt.Sprintf(adobe, "https://ims-na1.adobelogin.com/c/abc", at+300)), Valid, nil},
		{"Adobe, aud", made(rs256, fmt.Sprintf(adobe, "https://ims-na1.adobelogin.com", at+300)), Valid, []Fault{WrongAudience}},
		{"Google, two hours", made(rs256, fmt.Sprintf(`{"iss":"a@b.iam.gserviceaccount.com","aud":"https://oauth2.googleapis.com/token","iat":%d,"exp":%d}`, at, at+7200)), Valid, []Fault{TooLong}},
		{"GitHub, 11 minutes", made(rs256, fmt.Sprintf(`{"iss":"12345","iat":%d,"exp":%d}`, at-60, at+600)), Valid, []Fault{TooLong}},
		{"Google, no aud", made(rs256, fmt.Sprintf(`{"iss":"a@b.iam.gserviceaccount.com","iat":%d,"exp":%d}`, at, at+300)), Valid, []Fault{NoAudience}},
		{"Adobe's access token", made(rs256, fmt.Sprintf(`{"type":"access_token","as":"ims-na1","created_at":"%d000","expires_in":"86400000"}`, at-10)), Valid, nil},
	}
	for _, c := range cases {
		got, err := Read(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if state := got.At(now()); state != c.state {
			t.Errorf("%s: %s, want %s (%+v)", c.name, state, c.state, got)
		}
		if faults := Check(got, now()); !slices.Equal(faults, c.faults) {
			t.Errorf("%s: %v, want %v", c.name, faults, c.faults)
		}
	}
	if len(cases) != 25 {
		t.Errorf("ran %d cases", len(cases))
	}
}

// TestReadInEveryDress: however it was copied, it is the same token.
func TestReadInEveryDress(t *testing.T) {
	bare := made(rs256, claims(0, `,"jti":"0123456789abcdef","scope":["a","b"]`))
	want, err := Read(bare)
	if err != nil || want.ID != "01234567…" || want.Key != "01234567…" || want.Scope != "a b" || want.Lifetime() != 5*time.Minute {
		t.Fatalf("%+v, %v", want, err)
	}
	wrapped := ""
	for i, c := range []byte(bare) {
		if wrapped += string(c); i%64 == 63 {
			wrapped += "\r\n  "
		}
	}
	dresses := []string{
		bare + "\n", "\uFEFF" + bare, `{"access_token":"` + bare + `","expires_in":86399}`, "assertion=" + bare + "&grant_type=x",
		"Authorization: Bearer " + bare, `{"ok":true,"accessToken":"` + bare + `"}`, wrapped, "curl -d jwt_token=" + bare + " https://x",
	}
	for _, text := range dresses {
		got, err := Read(text)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%.40q: %+v, %v", text, got, err)
		}
	}
	two, err := Read(bare + "\n" + bare)
	if err != nil || two.Others != 1 {
		t.Errorf("two tokens: %+v, %v", two, err)
	}
	if len(dresses) != 8 {
		t.Errorf("ran %d cases", len(dresses))
	}
}

func TestReadRefuses(t *testing.T) {
	encrypted := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RSA-OAEP","enc":"A256GCM"}`)) + ".a.b.c.d"
	cases := map[string]error{
		"": ErrNoToken, "hello": ErrNoToken, "eyJ": ErrNoToken, "eyJhbGciOi.eyJ.x": ErrNoToken, `{"error":"invalid_grant"}`: ErrNoToken,
		encrypted: ErrEncrypted, `{"access_token":"2YotnFZFEjr1zCsicMWpAA"}`: ErrOpaque, made(`[1]`, `{}`): ErrNoToken, made(rs256, `"x"`): ErrNoToken,
	}
	for text, want := range cases {
		if _, err := Read(text); !errors.Is(err, want) {
			t.Errorf("%.40q: %v, want %v", text, err, want)
		}
	}
	if len(cases) != 9 {
		t.Errorf("ran %d cases", len(cases))
	}
}

// TestReadShowsNoMoreThanItsList: a claim that is not on the list, or that holds a
// token, does not come out, and never the signature.
func TestReadShowsNoMoreThanItsList(t *testing.T) {
	const canary = "CANARY-cl41m"
	inner := made(rs256, `{"x":"`+canary+`"}`)
	text := made(`{"alg":"RS256","x5c":["`+canary+`"]}`, claims(0, `,"email":"`+canary+`","client_secret":"`+canary+`","jti":"01234567`+canary+`","act":{"x":"`+canary+`"},"scope":"a `+inner+`"`))
	got, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{canary, signature, strings.Split(inner, ".")[1], strings.Split(text, ".")[1]} {
		if strings.Contains(string(data), secret) {
			t.Errorf("%q stands in %s", secret, data)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(made(rs256, claims(0, "")))
	f.Add(`{"access_token":"eyJhbGciOiJub25lIn0.eyJleHAiOiIxIn0."}`)
	f.Add(made(rs256, `{"exp":1e400,"iat":-1,"nbf":9007199254740993}`))
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Read(text)
		if err != nil {
			return
		}
		for _, at := range []time.Time{{}, now(), time.Unix(1<<40, 0)} {
			got.At(at)
			Check(got, at)
		}
		for _, shown := range append(got.Audience, got.Algorithm, got.Type, got.Key, got.Issuer, got.Subject, got.Scope, got.ID) {
			if strings.ContainsAny(shown, "\n\r\x1b") || compact.MatchString(shown) {
				t.Errorf("shown: %q", shown)
			}
		}
	})
}

// TestAdobesKinds: an assertion of a public service account and one of AEM as a Cloud
// Service differ by their scope alone, and neither is called retired for certain.
func TestAdobesKinds(t *testing.T) {
	const adobe = `{"iss":"x@AdobeOrg","sub":"y@techacct.adobe.com","aud":"https://ims-na1.adobelogin.com/c/abc","exp":%d%s}`
	cases := []struct {
		name, more string
		kind       Kind
		note       Note
	}{
		{"Brand Portal", `,"https://ims-na1.adobelogin.com/s/ent_brand_portal_sdk":true`, AdobeService, LikelyRetired},
		{"no scope", "", AdobeService, LikelyRetired},
		{"a Cloud Service", `,"https://ims-na1.adobelogin.com/s/ent_aem_cloud_api":true`, AdobeCloud, CloudService},
		{"a Cloud Service of the stage", `,"https://ims-na1-stg1.adobelogin.com/s/ent_aem_cloud_api":true`, AdobeCloud, CloudService},
		{"switched off", `,"https://ims-na1.adobelogin.com/s/ent_aem_cloud_api":false`, AdobeService, LikelyRetired},
	}
	for _, c := range cases {
		got, err := Read(made(rs256, fmt.Sprintf(adobe, now().Unix()+300, c.more)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if notes := Notes(got); got.Kind != c.kind || len(notes) != 1 || notes[0] != c.note || len(Check(got, now())) != 0 {
			t.Errorf("%s: %s, %v, %v", c.name, got.Kind, notes, Check(got, now()))
		}
	}
	if len(cases) != 5 {
		t.Errorf("%d cases", len(cases))
	}
	if plain, err := Read(made(rs256, claims(0, ""))); err != nil || Notes(plain) != nil {
		t.Errorf("%v, %v", Notes(plain), err)
	}
}
