package exchange

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
)

const seedSkew = 2*day + 9*time.Hour + 49*time.Minute + 14*time.Second

// The proof: refused with the OS clock's time, accepted with the reference's.
func TestProvesTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &verifier{field: "assertion", audience: tokenURL, delay: 300 * time.Millisecond}
		w := newWorld(t, seedSkew, server)
		r := request("jwt-bearer")
		first := w.client.Try(context.Background(), r, StampOSClock, w.os(), w.os())
		if first.Outcome != Refused || first.Class != ClassExpired || !first.Class.Time() || !first.Reached() ||
			first.HTTPStatus != 400 || first.Error != "invalid_grant" || first.Description != "JWT has expired" || first.RequestID != "req-1" {
			t.Errorf("with the OS clock's time: %+v", first)
		}
		second := w.client.Try(context.Background(), r, StampReference, w.reference(), w.reference())
		if second.Outcome != Accepted || second.Class != ClassAccepted || second.HTTPStatus != 200 || second.TokenExpiresIn != 86399999*time.Second {
			t.Errorf("with the reference's time: %+v", second)
		}
		for _, a := range []Attempt{first, second} {
			if a.Stamped.IsZero() || a.Expires.Sub(a.Stamped) > 5*time.Minute || a.Expires.Sub(a.Stamped) <= 5*time.Minute-time.Second {
				t.Errorf("stamped %v, expires %v", a.Stamped, a.Expires)
			}
			if a.RTT != 300*time.Millisecond || a.VerifiedAt.IsZero() || a.Issuer != "Example Root CA" || a.Address == "" || a.Via != "" || a.TLSTime {
				t.Errorf("connection: %+v", a)
			}
			w.checkServerClock(t, a, 0)
		}
		if len(server.sent) != 2 || server.sent[0]["jti"] == server.sent[1]["jti"] || server.sent[0]["jti"] == "" {
			t.Errorf("the server saw %v", server.sent)
		}
		if server.sent[1]["iat"] == nil || server.sent[1]["sub"] != "tech@techacct.example" || server.forms[1].Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
			t.Errorf("the server saw %v %v", server.sent[1], server.forms[1])
		}
		if server.forms[1].Has("client_secret") || server.forms[1].Get("scope") != "ent_brand_portal_sdk second" {
			t.Errorf("the form is %v", server.forms[1])
		}
	})
}

// checkServerClock checks that the endpoint's clock lies where it is said to.
func (w *world) checkServerClock(t *testing.T, a Attempt, offset time.Duration) {
	t.Helper()
	if a.Server == nil {
		t.Fatalf("no server clock: %+v", a)
	}
	raw := w.clock.Raw()
	truth := time.Now().Add(offset)
	if off := a.Server.At(raw).Sub(truth).Abs(); off > a.Server.Uncertainty {
		t.Errorf("the server's clock is said to be %v off its own, uncertainty %v", off, a.Server.Uncertainty)
	}
	if want := time.Second/2 + a.RTT/2; a.Server.Uncertainty != want {
		t.Errorf("uncertainty %v, want %v", a.Server.Uncertainty, want)
	}
	if a.At.Wall.IsZero() || a.At.Raw > raw {
		t.Errorf("sent at %+v, now %v", a.At, raw)
	}
}

func TestIMSExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &verifier{field: "jwt_token", audience: "https://auth.example/c/client-1", leeway: 30 * time.Second}
		w := newWorld(t, 10*time.Minute, server)
		r := request("ims-jwt")
		if a := w.client.Try(context.Background(), r, StampOSClock, w.os(), w.os()); a.Class != ClassExpired {
			t.Errorf("ten minutes behind: %+v", a)
		}
		a := w.client.Try(context.Background(), r, StampReference, w.reference(), w.reference())
		if a.Outcome != Accepted || a.TokenExpiresIn != 86399999*time.Millisecond {
			t.Errorf("in time: %+v", a)
		}
		form, claims := server.forms[1], server.sent[1]
		if form.Get("client_id") != "client-1" || form.Get("client_secret") != secretValue || len(form) != 3 {
			t.Errorf("the form has %d fields", len(form))
		}
		if claims["https://auth.example/s/ent_brand_portal_sdk"] != true || claims["https://auth.example/s/second"] != true || claims["iat"] != nil || len(claims) != 7 {
			t.Errorf("the claims are %v", claims)
		}
	})
}

func TestServerToServerCarriesNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &verifier{}
		w := newWorld(t, seedSkew, server)
		r := request("ims-oauth")
		r.Credential.Key = nil
		a := w.client.Try(context.Background(), r, StampOSClock, w.os(), w.os())
		if a.Outcome != Accepted || !a.Stamped.IsZero() || !a.Expires.IsZero() || !r.Profile.TimeFree {
			t.Errorf("got %+v", a)
		}
		form := server.forms[0]
		if form.Get("grant_type") != "client_credentials" || form.Get("scope") != "ent_brand_portal_sdk,second" || form.Get("client_secret") != secretValue || len(form) != 4 {
			t.Errorf("the form has %d fields", len(form))
		}
	})
}

// What flags say wins over what the credential says.
func TestFlagsWin(t *testing.T) {
	r := request("ims-jwt")
	r.Issuer, r.Subject, r.ClientID, r.Scope, r.Lifetime = "ABC@AdobeOrg-2", "s2", "c2", "one, two", time.Minute
	target, err := r.Target()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1488515345, 999)
	claims, expires := r.claims(target, now)
	if claims["iss"] != "ABC@AdobeOrg-2" || claims["sub"] != "s2" || claims["aud"] != "https://auth.example/c/c2" || claims["https://auth.example/s/two"] != true || claims["exp"] != int64(1488515405) {
		t.Errorf("claims %v", claims)
	}
	if expires.Unix() != 1488515405 {
		t.Errorf("expires %v", expires)
	}
	r.Audience = "urn:else"
	if claims, _ = r.claims(target, now); claims["aud"] != "urn:else" {
		t.Errorf("audience %v", claims["aud"])
	}
	r.Credential.IMSHost, r.Endpoint, r.Audience = "", "", ""
	if target, err = r.Target(); err != nil || target.String() != "https://ims-na1.adobelogin.com/ims/exchange/jwt" {
		t.Errorf("target %v, %v", target, err)
	}
	if claims, _ = r.claims(target, now); claims["aud"] != "https://ims-na1.adobelogin.com/c/c2" {
		t.Errorf("audience %v", claims["aud"])
	}
}

// A clock ahead makes exp look too far away: that is the time, not the lifetime.
func TestTooFarAheadIsTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &verifier{field: "jwt_token", audience: "https://auth.example/c/client-1", maxAhead: 10 * time.Minute}
		w := newWorld(t, -time.Hour, server)
		r := request("ims-jwt")
		if a := w.client.Try(context.Background(), r, StampOSClock, w.os(), w.os()); a.Class != ClassNotYetValid {
			t.Errorf("an hour ahead: %+v", a)
		}
		r.Lifetime = time.Hour
		if a := w.client.Try(context.Background(), r, StampReference, w.reference(), w.reference()); a.Class != ClassLifetimeTooLong {
			t.Errorf("a lifetime of an hour: %+v", a)
		}
	})
}

// The endpoint's own clock is wrong: stamped with it, the assertion passes.
func TestEndpointsOwnClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &verifier{field: "assertion", audience: tokenURL, offset: 3 * time.Hour, leeway: time.Second}
		w := newWorld(t, 0, server)
		r := request("jwt-bearer")
		a := w.client.Try(context.Background(), r, StampReference, w.reference(), w.reference())
		if a.Class != ClassExpired {
			t.Fatalf("got %+v", a)
		}
		w.checkServerClock(t, a, 3*time.Hour)
		b := w.client.Try(context.Background(), r, StampServer, a.Server.At(w.clock.Raw()), w.reference())
		if b.Outcome != Accepted || b.Stamp != StampServer {
			t.Errorf("got %+v", b)
		}
	})
}

func TestAskSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []*http.Request
		headers := http.Header{}
		w := newWorld(t, seedSkew, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			seen = append(seen, r)
			rw.Header().Set("Date", time.Now().UTC().Format(http.TimeFormat))
			for name, values := range headers {
				rw.Header()[name] = values
			}
			rw.WriteHeader(http.StatusMethodNotAllowed)
		}))
		a := w.client.Ask(context.Background(), tokenURL, w.reference())
		if a.Outcome != Skipped || a.Class != "" || a.AtServer.IsZero() || a.HTTPStatus != 405 {
			t.Errorf("got %+v", a)
		}
		w.checkServerClock(t, a, 0)
		if len(seen) != 1 || seen[0].Method != "HEAD" || seen[0].ContentLength > 0 || seen[0].Header.Get("Authorization") != "" {
			t.Errorf("the endpoint saw %+v", seen)
		}
		offset, err := a.Server.Offset(a.At)
		if err != nil || (offset.Duration()-seedSkew).Abs() > a.Server.Uncertainty {
			t.Errorf("offset %v (%v)", offset, err)
		}
		headers["Age"] = []string{"7"}
		if a := w.client.Ask(context.Background(), tokenURL, w.reference()); a.Outcome != Failed || a.Class != ClassNotAnOAuthAnswer || a.Server != nil {
			t.Errorf("a cache's answer: %+v", a)
		}
		headers["Age"], headers["Date"] = nil, nil
		if a := w.client.Ask(context.Background(), tokenURL, w.reference()); a.Outcome != Failed || a.Server != nil {
			t.Errorf("no Date: %+v", a)
		}
		if a := w.client.Ask(context.Background(), "http://auth.example/", w.reference()); a.Outcome != Skipped || a.Why == "" || len(seen) != 3 {
			t.Errorf("plain HTTP: %+v", a)
		}
	})
}

// A server that sends 103 at once and its answer later stamps Date in between:
// the uncertainty must cover the whole wait.
func TestInterimAnswerDoesNotTightenTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 0, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(http.StatusEarlyHints)
			time.Sleep(4 * time.Second)
			rw.Header().Set("Date", time.Now().UTC().Format(http.TimeFormat))
			rw.WriteHeader(http.StatusBadRequest)
		}))
		a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
		if a.RTT != 4*time.Second {
			t.Errorf("round trip %v", a.RTT)
		}
		w.checkServerClock(t, a, 0)
	})
}

func TestMissing(t *testing.T) {
	find := func(id string) Profile { p, _ := Find(id); return p }
	full := func(id string) Request { return request(id) }
	without := func(id string, change func(*Request)) Request { r := request(id); change(&r); return r }
	cases := []struct {
		name string
		r    Request
		want []string
	}{
		{"ims-jwt, nothing", Request{Profile: find("ims-jwt")}, []string{"--credentials"}},
		{"ims-oauth, nothing", Request{Profile: find("ims-oauth")}, []string{"--credentials"}},
		{"jwt-bearer, nothing", Request{Profile: find("jwt-bearer")}, []string{"--token-url", "--issuer", "--subject", "--key"}},
		{"ims-jwt, all", full("ims-jwt"), nil},
		{"ims-oauth, all", full("ims-oauth"), nil},
		{"jwt-bearer, all", full("jwt-bearer"), nil},
		{"no key", without("ims-jwt", func(r *Request) { r.Credential.Key = nil }), []string{"--key"}},
		{"no secret", without("ims-jwt", func(r *Request) { r.Credential.ClientSecret = diagnostics.Secret{} }), []string{"--credentials"}},
		{"no metascope", without("ims-jwt", func(r *Request) { r.Credential.Scopes = nil }), []string{"--scope"}},
		{"scope by flag", without("ims-jwt", func(r *Request) { r.Credential.Scopes, r.Scope = nil, "x" }), nil},
		{"no endpoint", without("ims-jwt", func(r *Request) { r.Endpoint = "" }), nil},
		{"issuer by flag", without("jwt-bearer", func(r *Request) { r.Credential.Issuer, r.Issuer = "", "x" }), nil},
	}
	for _, c := range cases {
		if got := c.r.Missing(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if len(cases) != 12 {
		t.Fatalf("ran %d cases", len(cases))
	}
	a := (&Client{Clock: skewedClock{start: time.Now()}}).Try(context.Background(), cases[2].r, StampOSClock, time.Now(), time.Now())
	if a.Outcome != Skipped || a.Why != "still needed: --token-url, --issuer, --subject, --key" {
		t.Errorf("got %+v", a)
	}
}

func TestTarget(t *testing.T) {
	cases := []struct {
		endpoint string
		ok       bool
	}{
		{"https://auth.example/t", true},
		{" https://auth.example:8443/t?x=1 ", true},
		{"http://127.0.0.1:8080/t", true},
		{"http://127.9.9.9/t", true},
		{"http://[::1]/t", true},
		{"http://localhost/t", true},
		{"http://auth.example/t", false},
		{"http://127.0.0.1.example/t", false},
		{"http://0x7f000001/t", false},
		{"ftp://auth.example/t", false},
		{"auth.example", false},
		{"https://", false},
		{"https:///t", false},
		{"mailto:x@y", false},
		{"https://user:CANARY@auth.example/t", false},
		{"https://CANARY\x7f:%zz@auth.example/t", false},
	}
	for _, c := range cases {
		_, err := Request{Endpoint: c.endpoint}.Target()
		if (err == nil) != c.ok {
			t.Errorf("%q: %v", c.endpoint, err)
		}
		if err != nil && containsCanary(err.Error()) {
			t.Errorf("%q: the error quotes it: %v", c.endpoint, err)
		}
	}
	if len(cases) != 16 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

func TestProfiles(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Profiles() {
		found, ok := Find(p.ID)
		if !ok || found != p || p.Title == "" || seen[p.ID] || p.TimeFree == p.Assertion() {
			t.Errorf("profile %+v", p)
		}
		seen[p.ID] = true
	}
	if len(seen) != 6 || !seen["ims-jwt"] || !seen["jwt-bearer"] || !seen["ims-oauth"] || !seen["private-key-jwt"] || !seen["google-sa"] || !seen["github-app"] {
		t.Errorf("profiles %v", seen)
	}
	if _, ok := Find("none"); ok {
		t.Error("found a profile that is none")
	}
}

func TestTokenLifetime(t *testing.T) {
	cases := []struct {
		in   float64
		ms   bool
		want time.Duration
	}{
		{86399999, true, 86399999 * time.Millisecond},
		{86399, false, 86399 * time.Second},
		{0, false, 0},
		{86399999, false, 86399999 * time.Second},
		{1e300, false, 0},
		{1e300, true, 0},
		{1e9, false, 0},
	}
	for _, c := range cases {
		if got := tokenLifetime(c.in, c.ms); got != c.want {
			t.Errorf("%v %v: %v, want %v", c.in, c.ms, got, c.want)
		}
	}
	if len(cases) != 7 {
		t.Fatalf("ran %d cases", len(cases))
	}
}
