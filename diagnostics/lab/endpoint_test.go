package lab

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// bearerWorld and imsWorld are token endpoints with a right clock and all
// checks; keys are added to the server's table.
const bearerWorld = `
[server]
token_url = "https://login.example/oauth/token"
profile = "jwt-bearer"
dialect = "granite"
issuer = "me"
subject = "you"
client_id = "app"
scope = "read,write"
lifetime = "5m"
leeway = "30s"
`

const imsWorld = `
[server]
token_url = "https://ims.example/ims/exchange/jwt"
audience = "https://ims.example/c/app"
profile = "ims-jwt"
dialect = "ims"
issuer = "org@ExampleOrg"
subject = "me@techacct.example"
client_id = "app"
scope = "ent_one,ent_two"
lifetime = "5m"
leeway = "30s"
`

const oauthWorld = `
[server]
token_url = "https://ims.example/ims/token/v3"
profile = "ims-oauth"
dialect = "ims"
client_id = "app"
scope = "openid,read"
lifetime = "5m"
`

const shortLived = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."

const entraWorld = `
[server]
token_url = "https://login.example/tenant/oauth2/v2.0/token"
profile = "private-key-jwt"
dialect = "entra"
client_id = "app"
scope = "api/.default"
lifetime = "5m"
leeway = "5m"
`

const googleWorld = `
[server]
token_url = "https://oauth2.example/token"
profile = "google-sa"
dialect = "google"
issuer = "me@project.example"
scope = "drive,mail"
lifetime = "5m"
max_lifetime = "1h"
checks_ahead = true
`

const gitHubWorld = `
[server]
token_url = "https://api.example/app"
profile = "github-app"
dialect = "github"
issuer = "420042"
client_id = "Iv23app"
lifetime = "5m"
max_lifetime = "10m"
checks_ahead = true
`

func TestEndpoint(t *testing.T) {
	at := func(claim string, from time.Duration) func(*attempt) {
		return func(a *attempt) { a.claims[claim] = a.now.Add(from).Unix() }
	}
	put := func(claim string, value any) func(*attempt) { return func(a *attempt) { a.claims[claim] = value } }
	drop := func(claim string) func(*attempt) { return func(a *attempt) { delete(a.claims, claim) } }
	field := func(name, value string) func(*attempt) { return func(a *attempt) { a.form.Set(name, value) } }
	fine := func(*attempt) {}
	const grant, token = "invalid_grant", "invalid_token"

	cases := []struct {
		name, world string
		change      func(*attempt)
		status      int
		code, words string
	}{
		{"right", bearerWorld, fine, 200, "", ""},
		{"expired", bearerWorld, at("exp", -31*time.Second), 400, grant, "JWT has expired"},
		{"within the leeway", bearerWorld, at("exp", -25*time.Second), 200, "", ""},
		{"iat ahead, not checked", bearerWorld, at("iat", time.Hour), 200, "", ""},
		{"iat ahead, checked", bearerWorld + "checks_ahead = true\n", at("iat", time.Hour), 400, grant, "JWT is not yet valid: its times are in the future"},
		{"nbf ahead", bearerWorld, at("nbf", time.Hour), 400, grant, "JWT is not yet valid: its times are in the future"},
		{"lives too long", bearerWorld + "max_lifetime = \"10m\"\n", at("exp", time.Hour), 400, grant, "JWT lifetime is too long"},
		{"no exp", bearerWorld, drop("exp"), 400, grant, "JWT is malformed"},
		{"exp as text", bearerWorld, put("exp", "tomorrow"), 400, grant, "JWT is malformed"},
		{"another key", bearerWorld + "credential = \"stranger\"\n", fine, 400, grant, "JWT has an invalid signature"},
		{"another key, and expired", bearerWorld + "credential = \"stranger\"\n", at("exp", -time.Hour), 400, grant, "JWT has an invalid signature"},
		{"the same, times first", bearerWorld + "credential = \"stranger\"\ntime_first = true\n", at("exp", -time.Hour), 400, grant, "JWT has expired"},
		{"another key, times first", bearerWorld + "credential = \"stranger\"\ntime_first = true\n", fine, 400, grant, "JWT has an invalid signature"},
		{"unsigned", bearerWorld, field("assertion", unsigned()), 400, grant, "JWT has an invalid signature"},
		{"no assertion", bearerWorld, field("assertion", ""), 400, grant, "JWT is malformed"},
		{"no JWT", bearerWorld, field("assertion", "aaa.bbb.ccc"), 400, grant, "JWT is malformed"},
		{"audience", bearerWorld, put("aud", "https://elsewhere.example/"), 400, grant, "JWT has an invalid audience"},
		{"audience, one of several", bearerWorld, put("aud", []string{"x", "https://login.example/oauth/token"}), 200, "", ""},
		{"issuer", bearerWorld, put("iss", "nobody"), 400, grant, "JWT issuer or subject is not known"},
		{"subject", bearerWorld, put("sub", "nobody"), 400, grant, "JWT issuer or subject is not known"},
		{"grant type", bearerWorld, field("grant_type", "password"), 400, "unsupported_grant_type", "this grant type is not served here"},
		{"client", bearerWorld, field("client_id", "other"), 401, "invalid_client", "unknown client"},
		{"scope", bearerWorld, field("scope", "read admin"), 400, "invalid_scope", "the scope is not granted to this client"},
		{"ims right", imsWorld, fine, 200, "", ""},
		{"ims expired", imsWorld, at("exp", -time.Minute), 400, token, "The JWT token has expired."},
		{"ims signature", imsWorld + "credential = \"stranger\"\n", fine, 400, token, "Could not match JWT signature to any of the bindings"},
		{"ims secret", imsWorld, field("client_secret", "guess"), 400, "invalid_client", "invalid client_secret parameter"},
		{"ims client", imsWorld, field("client_id", "other"), 400, "invalid_client", "invalid client_id parameter"},
		{"ims metascope", imsWorld, put("https://ims.example/s/ent_three", true), 400, "invalid_scope", "The metascopes in the JWT are not a subset of the metascopes in the binding."},
		{"ims malformed", imsWorld, field("jwt_token", "{}"), 400, token, "JWT token is incorrectly formatted, and can not be decoded."},
		{"silent, expired", strings.Replace(bearerWorld, "granite", "silent", 1), at("exp", -time.Hour), 400, grant, ""},
		{"retired", strings.Replace(imsWorld, `dialect = "ims"`, `dialect = "retired"`, 1), fine, 400, "invalid_client", "service account (JWT) credentials have been retired; use OAuth Server-to-Server credentials"},
		{"oauth right", oauthWorld, fine, 200, "", ""},
		{"oauth secret", oauthWorld, field("client_secret", "guess"), 400, "invalid_client", "invalid client_secret parameter"},
		{"oauth scope", oauthWorld, field("scope", "admin"), 400, "invalid_scope", "a scope was asked for that is not granted"},
		{"entra right", entraWorld, fine, 200, "", ""},
		{"entra expired", entraWorld, func(a *attempt) {
			a.claims["exp"], a.claims["nbf"] = int64(1767224700), int64(1767224400)
		}, 401, "invalid_client", "AADSTS700024: Client assertion is not within its valid time range. Current time: now, assertion valid from 2025-12-31T23:40:00Z, expiry time of assertion 2025-12-31T23:45:00Z."},
		{"entra within the leeway", entraWorld, at("exp", -4*time.Minute), 200, "", ""},
		{"entra other key", entraWorld + "credential = \"stranger\"\n", fine, 401, "invalid_client", "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application."},
		{"entra audience", entraWorld, put("aud", "https://elsewhere.example/"), 401, "invalid_client", "AADSTS700023: Client assertion audience claim does not match Realm issuer."},
		{"entra issuer", entraWorld, put("iss", "other"), 401, "invalid_client", "AADSTS700021: Client assertion application identifier doesn't match 'client_id' parameter."},
		{"entra subject", entraWorld, put("sub", "other"), 401, "invalid_client", "AADSTS700021: Client assertion application identifier doesn't match 'client_id' parameter."},
		{"entra no jti", entraWorld, drop("jti"), 401, "invalid_client", "AADSTS50027: JWT token is invalid or malformed."},
		{"entra assertion type", entraWorld, field("client_assertion_type", "x"), 401, "invalid_client", "AADSTS50027: JWT token is invalid or malformed."},
		{"entra client", entraWorld, field("client_id", "other"), 400, "unauthorized_client", "AADSTS700016: Application with this identifier was not found in the directory."},
		{"entra scope", entraWorld, field("scope", "admin"), 400, "invalid_scope", "AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid."},
		{"entra grant", entraWorld, field("grant_type", "password"), 400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type."},
		{"google right", googleWorld, fine, 200, "", ""},
		{"google expired", googleWorld, at("exp", -time.Second), 400, grant, shortLived},
		{"google ahead", googleWorld, at("iat", time.Minute), 400, grant, shortLived},
		{"google too long", googleWorld, at("exp", 2*time.Hour), 400, grant, shortLived},
		{"google other key", googleWorld + "credential = \"stranger\"\n", fine, 400, grant, "Invalid JWT Signature."},
		{"google account", googleWorld, put("iss", "nobody"), 400, grant, "Not a valid email."},
		{"google subject", googleWorld, put("sub", "boss@project.example"), 400, grant, "Not a valid email."},
		{"google audience", googleWorld, put("aud", "x"), 400, grant, "Invalid JWT: Failed audience check."},
		{"google scope", googleWorld, put("scope", "drive admin"), 400, "invalid_scope", "Invalid OAuth scope or ID token audience provided."},
		{"google without scope", googleWorld, drop("scope"), 400, "invalid_scope", "Invalid OAuth scope or ID token audience provided."},
		{"google grant", googleWorld, field("grant_type", "x"), 400, "unsupported_grant_type", "Invalid grant_type"},
		{"github right", gitHubWorld, fine, 200, "", ""},
		{"github by number", gitHubWorld, put("iss", "420042"), 200, "", ""},
		{"github expired", gitHubWorld, at("exp", -time.Second), 401, "", "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"},
		{"github ahead", gitHubWorld, at("iat", time.Minute), 401, "", "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"},
		{"github too long", gitHubWorld, at("exp", 11*time.Minute), 401, "", "'Expiration time' claim ('exp') is too far in the future"},
		{"github other key", gitHubWorld + "credential = \"stranger\"\n", fine, 401, "", "A JSON web token could not be decoded"},
		{"github app", gitHubWorld, put("iss", "1"), 404, "", "Integration not found"},
		{"busy", bearerWorld + "behaviour = \"rate-limited\"\n", fine, 429, "", ""},
		{"broken", bearerWorld + "behaviour = \"server-error\"\n", fine, 503, "", ""},
		{"sign-in page", bearerWorld + "behaviour = \"html\"\n", fine, 200, "", ""},
		{"by its own clock", bearerWorld + "ahead = \"20m\"\n", fine, 400, grant, "JWT has expired"},
		{"stamped with its clock", bearerWorld + "ahead = \"20m\"\n", at("exp", 25*time.Minute), 200, "", ""},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, transport Transport) {
				l := world(t, transport, c.world)
				got := try(t, l, c.change)
				said := regexp.MustCompile(`Current time: 2026-01-01T00:00:\d\dZ`).ReplaceAllString(got.description, "Current time: now")
				if got.status != c.status || got.code != c.code || said != c.words {
					t.Errorf("%d %q %q", got.status, got.code, got.description)
				}
				html := strings.HasPrefix(got.header.Get("Content-Type"), "text/html")
				if (got.token != "") != (c.status == 200 && !html) {
					t.Error("a token came, or none, against the status")
				}
				if got.header.Get("Date") == "" || got.header.Get("X-Request-Id") != "lab-0001" || got.header.Get("Cache-Control") != "no-store" {
					t.Errorf("header: %v", got.header)
				}
				ran++
			})
		})
	}
	if ran != 2*70 {
		t.Errorf("%d cases ran, want 140", ran)
	}
}

// unsigned is an assertion with "alg": "none".
func unsigned() string {
	text, err := jwt.NewWithClaims(jwt.SigningMethodNone, jwt.MapClaims{"exp": 4e9}).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		return err.Error()
	}
	return text
}

func TestReplay(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		l := world(t, transport, bearerWorld)
		same := func(a *attempt) { a.claims["jti"] = "once" }
		late := func(a *attempt) { same(a); a.claims["exp"] = a.now.Add(-time.Hour).Unix() }
		for i, c := range []struct {
			change func(*attempt)
			words  string
		}{{late, "JWT has expired"}, {same, ""}, {same, "JWT was used before"}, {func(a *attempt) { delete(a.claims, "jti") }, ""}} {
			if got := try(t, l, c.change); got.description != c.words {
				t.Errorf("request %d: %q, want %q", i+1, got.description, c.words)
			}
		}
	})
}

// TestLifetimeUnits: the IMS exchange says milliseconds, the others seconds.
func TestLifetimeUnits(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		for _, c := range []struct {
			world string
			want  float64
		}{{bearerWorld, 3600}, {imsWorld, 86399999}, {oauthWorld, 86399}} {
			sc, err := Decode("units", minimal+c.world)
			if err != nil {
				t.Fatal(err)
			}
			l, err := Start(sc, transport)
			if err != nil {
				t.Fatal(err)
			}
			if got := try(t, l, func(*attempt) {}); got.expiresIn != c.want {
				t.Errorf("%s: expires in %v, want %v", sc.Server.Profile, got.expiresIn, c.want)
			}
			_ = l.Close()
		}
	})
}

// TestSeen: requests are counted and their outcome kept, but no secret of them.
func TestSeen(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		l := world(t, transport, imsWorld)
		var sent []string
		keep := func(a *attempt) { sent = append(sent, a.form.Get("client_secret")) }
		accepted := try(t, l, keep)
		try(t, l, func(a *attempt) { keep(a); a.claims["exp"] = 1 })
		r, err := webClient(t, l).Head(l.Exchange().TokenURL)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if behind := dateBehind(t, l, r); r.StatusCode != 405 || behind < 0 || behind > 2*time.Second {
			t.Errorf("HEAD: %d, Date %v behind", r.StatusCode, behind)
		}
		if _, err := post(t, l, "https://ims.example/ims/elsewhere", url.Values{}, l.Now()); err != nil {
			t.Fatal(err)
		}
		seen := l.Seen()
		want := []Request{
			{Method: "POST", Path: "/ims/exchange/jwt", Assertions: 1, Status: 200, Outcome: "accepted"},
			{Method: "POST", Path: "/ims/exchange/jwt", Assertions: 1, Status: 400, Outcome: "expired"},
			{Method: "HEAD", Path: "/ims/exchange/jwt", Status: 405},
			{Method: "POST", Path: "/ims/elsewhere", Status: 404},
		}
		if len(seen) != len(want) {
			t.Fatalf("%d requests seen, want %d", len(seen), len(want))
		}
		for i, got := range seen {
			if got.At.Before(l.Scenario().True) || got.At.After(l.Now()) {
				t.Errorf("request %d at %v", i+1, got.At)
			}
			got.At = time.Time{}
			if got != want[i] {
				t.Errorf("request %d: %+v, want %+v", i+1, got, want[i])
			}
		}
		kept := fmt.Sprintf("%+v", seen)
		for _, text := range append(sent, accepted.token, "eyJ") {
			if text == "" || strings.Contains(kept, text) {
				t.Errorf("%d bytes of a secret were kept", len(text))
			}
		}
	})
}
