package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"unskew/diagnostics/credential"
)

// TestClaimsOfProfiles: each assertion carries what its documentation asks for, and
// nothing else.
func TestClaimsOfProfiles(t *testing.T) {
	const now, email = 1790000000, "robot@project.iam.example"
	google := credential.Credential{Kind: credential.KindGoogle, Issuer: email, TokenURL: "https://oauth2.example/token", KeyID: "k1", Key: signingKey()}
	alone := credential.Credential{Kind: credential.KindPrivateKey, Key: signingKey()}
	find := func(id string) Profile { p, _ := Find(id); return p }
	cases := []struct {
		name   string
		r      Request
		target string
		want   jwt.MapClaims
		form   []string
	}{
		{
			"client assertion",
			Request{Profile: find("private-key-jwt"), Endpoint: tokenURL, ClientID: "c1", Credential: alone},
			tokenURL,
			jwt.MapClaims{"iss": "c1", "sub": "c1", "aud": tokenURL, "exp": int64(now + 300), "iat": int64(now), "nbf": int64(now)},
			[]string{"client_assertion", "client_assertion_type", "client_id", "grant_type"},
		},
		{
			"client assertion, made out to the issuer",
			Request{Profile: find("private-key-jwt"), Endpoint: tokenURL, ClientID: "c1", Scope: "a", Audience: "https://tenant.example/", Credential: alone},
			tokenURL,
			jwt.MapClaims{"iss": "c1", "sub": "c1", "aud": "https://tenant.example/", "exp": int64(now + 300), "iat": int64(now), "nbf": int64(now)},
			[]string{"client_assertion", "client_assertion_type", "client_id", "grant_type", "scope"},
		},
		{
			"google",
			Request{Profile: find("google-sa"), Credential: google},
			"https://oauth2.example/token",
			jwt.MapClaims{"iss": email, "aud": "https://oauth2.example/token", "exp": int64(now + 300), "iat": int64(now), "scope": "https://www.googleapis.com/auth/userinfo.email"},
			[]string{"assertion", "grant_type"},
		},
		{
			"google, for somebody else",
			Request{Profile: find("google-sa"), Endpoint: tokenURL, Subject: "boss@example.com", Scope: "one,two", Credential: google},
			tokenURL,
			jwt.MapClaims{"iss": email, "sub": "boss@example.com", "aud": tokenURL, "exp": int64(now + 300), "iat": int64(now), "scope": "one two"},
			[]string{"assertion", "grant_type"},
		},
		{
			"google, a key alone",
			Request{Profile: find("google-sa"), Issuer: email, Credential: alone},
			"https://oauth2.googleapis.com/token",
			jwt.MapClaims{"iss": email, "aud": "https://oauth2.googleapis.com/token", "exp": int64(now + 300), "iat": int64(now), "scope": "https://www.googleapis.com/auth/userinfo.email"},
			[]string{"assertion", "grant_type"},
		},
		{
			"github",
			Request{Profile: find("github-app"), Issuer: "420042", Credential: alone},
			"https://api.github.com/app",
			jwt.MapClaims{"iss": "420042", "exp": int64(now + 300), "iat": int64(now - 60)},
			nil,
		},
		{
			"github enterprise",
			Request{Profile: find("github-app"), Endpoint: "https://git.example/api/v3/app", ClientID: "Iv1", Credential: alone},
			"https://git.example/api/v3/app",
			jwt.MapClaims{"iss": "Iv1", "exp": int64(now + 300), "iat": int64(now - 60)},
			nil,
		},
	}
	for _, c := range cases {
		if missing := c.r.Missing(); len(missing) > 0 {
			t.Errorf("%s: still needed: %v", c.name, missing)
		}
		target, err := c.r.Target()
		if err != nil || target.String() != c.target {
			t.Fatalf("%s: target %v, %v", c.name, target, err)
		}
		claims, _ := c.r.claims(target, time.Unix(now, 0))
		if c.r.Profile.ID == "private-key-jwt" {
			if claims["jti"] == "" {
				t.Errorf("%s: no jti", c.name)
			}
			delete(claims, "jti")
		}
		if !reflect.DeepEqual(claims, c.want) {
			t.Errorf("%s: %v, want %v", c.name, claims, c.want)
		}
		assertion, _, err := c.r.mint(target, time.Unix(now, 0))
		if err != nil {
			t.Fatal(err)
		}
		var fields []string
		for field := range c.r.form(assertion) {
			fields = append(fields, field)
		}
		if slices.Sort(fields); !slices.Equal(fields, c.form) {
			t.Errorf("%s: the form has %v", c.name, fields)
		}
	}
	if len(cases) != 7 {
		t.Errorf("%d cases ran", len(cases))
	}
}

func TestMissingOfProfiles(t *testing.T) {
	find := func(id string) Profile { p, _ := Find(id); return p }
	cases := []struct {
		id, clientID, issuer string
		missing, helpful     []string
	}{
		{"private-key-jwt", "", "", []string{"--token-url", "--client-id", "--key"}, []string{"--scope", "--kid"}},
		{"private-key-jwt", "c1", "", []string{"--token-url", "--key"}, []string{"--scope", "--kid"}},
		{"google-sa", "", "", []string{"--issuer", "--key"}, nil},
		{"github-app", "", "", []string{"--issuer", "--key"}, nil},
		{"github-app", "Iv1", "", []string{"--key"}, nil},
		{"github-app", "", "42", []string{"--key"}, nil},
	}
	for _, c := range cases {
		r := Request{Profile: find(c.id), ClientID: c.clientID, Issuer: c.issuer}
		if got := r.Missing(); !slices.Equal(got, c.missing) {
			t.Errorf("%+v: missing %v", c, got)
		}
		if got := r.Helpful(); !slices.Equal(got, c.helpful) {
			t.Errorf("%+v: helpful %v", c, got)
		}
	}
	if len(cases) != 6 {
		t.Errorf("%d cases ran", len(cases))
	}
}

// TestAppsJWTIsTheToken: it goes out once, in the header of a GET without a body,
// never through a redirect; no token comes back, and an echo of it is not kept.
func TestAppsJWTIsTheToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []*http.Request
		w := newWorld(t, seedSkew, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			seen = append(seen, r)
			rw.Header().Set("Date", time.Now().UTC().Format(http.TimeFormat))
			rw.Header().Set("Content-Type", "application/json")
			token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			_, err := jwt.NewParser(jwt.WithTimeFunc(time.Now), jwt.WithExpirationRequired(), jwt.WithIssuedAt()).Parse(token, func(*jwt.Token) (any, error) { return signingKey().Public(), nil })
			switch {
			case errors.Is(err, jwt.ErrTokenExpired):
				rw.WriteHeader(http.StatusUnauthorized)
				_ = json.NewEncoder(rw).Encode(map[string]string{"message": "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires: " + token})
			case err != nil:
				rw.WriteHeader(http.StatusUnauthorized)
			default:
				_ = json.NewEncoder(rw).Encode(map[string]any{"id": 1, "slug": "app"})
			}
		}))
		r := request("github-app")
		first := w.client.Try(context.Background(), r, StampOSClock, w.os(), w.os())
		second := w.client.Try(context.Background(), r, StampReference, w.reference(), w.reference())
		if first.Class != ClassExpired || first.HTTPStatus != 401 || strings.Contains(first.Description, "eyJ") || !strings.Contains(first.Description, "[secret]") {
			t.Errorf("behind: %+v", first)
		}
		if second.Outcome != Accepted || !second.NoToken || second.TokenExpiresIn != 0 {
			t.Errorf("right: %+v", second)
		}
		for _, sent := range seen {
			if sent.Method != http.MethodGet || sent.ContentLength > 0 || sent.URL.RawQuery != "" || sent.Header.Get("Content-Type") != "" {
				t.Errorf("sent %s %s %v", sent.Method, sent.URL, sent.Header)
			}
		}
		if len(seen) != 2 {
			t.Errorf("%d requests", len(seen))
		}
	})
}
