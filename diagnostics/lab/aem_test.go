package lab

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/exchange"
)

// aemWorld is a host that is behind by half an hour, with an AEM on it.
const aemWorld = `
title = "t"
about = "a"
true_time = 2026-01-01T10:00:00Z
[host]
name = "h"
zone = "Asia/Kolkata"
zone_offset = "5h30m"
behind = "30m"
[server]
token_url = "https://login.example/token"
profile = "jwt-bearer"
dialect = "granite"
issuer = "i"
subject = "s"
client_id = "c"
lifetime = "5m"
credential = "none"
[[aem]]
url = "http://aem:4502"
disabled = ["mp_replication_agent_third_example"]
[aem.trouble]
mp_replication_agent_second_example = "key-store"
[fix]
how = "step"
[expect]
verdict = "clock-caused"
proof = "measured"
certainty = "likely"
class = "expired"
after_fix = "fixed"
`

func authorOf(l *Lab) *author.Client {
	access := l.AEM()
	return &author.Client{Network: l.Network(), Clock: l.Clock(), Roots: l.Roots(), Built: l.Built(), User: access.User, Password: access.Password}
}

// TestAgentsAskForTheirTokens: by the host's clock, at the world's own server.
func TestAgentsAskForTheirTokens(t *testing.T) {
	sc, err := Decode("aem", aemWorld)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		l := begin(t, Memory(), sc)
		client := authorOf(l)
		listing := client.List(t.Context(), "http://aem:4502", nil)
		if listing.Outcome != author.Listed || len(listing.Agents) != 4 || listing.Others != 1 {
			t.Fatalf("%+v", listing)
		}
		run := func(want [4]author.Outcome) {
			t.Helper()
			for i, agent := range listing.Agents {
				got := client.Test(t.Context(), "http://aem:4502", agent)
				if got.Outcome != want[i] {
					t.Errorf("%s: %s (%s), want %s", agent.Name, got.Outcome, got.Said.FirstError, want[i])
				}
				if got.Outcome.Tested() && (!got.ZoneKnown || got.ZoneOffset != 5*time.Hour+30*time.Minute || got.Server == nil) {
					t.Errorf("%s: zone %v %v", agent.Name, got.ZoneOffset, got.ZoneKnown)
				}
				if got.Outcome == author.TokenRefused && got.Class != exchange.ClassExpired {
					t.Errorf("%s: class %s", agent.Name, got.Class)
				}
			}
		}
		run([4]author.Outcome{author.TokenRefused, author.TokenRefused, author.KeyStore, author.Disabled})
		l.Fix()
		run([4]author.Outcome{author.Passed, author.Passed, author.KeyStore, author.Disabled})
		assertions := 0
		for _, request := range l.Seen() {
			assertions += request.Assertions
		}
		if assertions != 4 {
			t.Errorf("the server saw %d assertions, want 4", assertions)
		}
		sight := client.Look(t.Context(), "http://aem:4502", true, nil)
		if off, err := sight.Reading.Offset(); err != nil || off.Abs() > time.Second || !sight.Same {
			t.Errorf("AEM's clock: %v, %+v", off, sight)
		}
	})
}

// TestDoorsOfAEM: who comes without a password, with a wrong one, or as a browser that
// posts, is kept out as AEM does it.
func TestDoorsOfAEM(t *testing.T) {
	sc, err := Decode("aem", aemWorld)
	if err != nil {
		t.Fatal(err)
	}
	l := begin(t, Loopback(), sc)
	access := l.AEM()
	transport := &http.Transport{DialContext: l.Network().DialContext, DisableKeepAlives: true}
	cases := []struct {
		name, method, path string
		header             map[string]string
		user, password     string
		status             int
		words              string
	}{
		{"right", "GET", "/etc/replication/agents.author.-1.json", nil, access.User, access.Password.Reveal(), 200, "mp_replication"},
		{"nobody", "GET", "/etc/replication/agents.author.-1.json", nil, "", "", 302, ""},
		{"wrong password", "GET", "/etc/replication/agents.author.-1.json", nil, access.User, "no", 401, ""},
		{"sign-in page", "GET", "/libs/granite/core/content/login.html", nil, "", "", 200, "j_security_check"},
		{"browser that posts", "POST", "/etc/replication/agents.author/publish.test.html", map[string]string{"User-Agent": "Mozilla/5.0"}, access.User, access.Password.Reveal(), 403, "Referrer"},
		{"browser without a token", "POST", "/etc/replication/agents.author/publish.test.html", map[string]string{"User-Agent": "Mozilla/5.0", "Referer": "http://aem:4502/"}, access.User, access.Password.Reveal(), 403, "CSRF"},
		{"browser that reads", "GET", "/etc/replication/agents.author/publish.test.html", map[string]string{"User-Agent": "Mozilla/5.0"}, access.User, access.Password.Reveal(), 200, "Replication test succeeded"},
		{"no such agent", "GET", "/etc/replication/agents.author/other.test.html", nil, access.User, access.Password.Reveal(), 404, ""},
	}
	for _, c := range cases {
		request, err := http.NewRequestWithContext(t.Context(), c.method, "http://aem:4502"+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range c.header {
			request.Header.Set(name, value)
		}
		if c.user != "" {
			request.SetBasicAuth(c.user, c.password)
		}
		response, err := transport.RoundTrip(request)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		date, err := http.ParseTime(response.Header.Get("Date"))
		if response.StatusCode != c.status || !strings.Contains(string(body), c.words) || err != nil || date.Sub(sc.True.Add(-30*time.Minute)).Abs() > time.Minute {
			t.Errorf("%s: %d, dated %v: %s", c.name, response.StatusCode, date, body)
		}
	}
	if len(cases) != 8 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestPagesInBothOutcomes: the pages that this AEM writes are read like a pasted one.
func TestPagesInBothOutcomes(t *testing.T) {
	troubles := map[string]author.Outcome{
		"cached-token": author.Unauthorised, "key-store": author.KeyStore, "no-name": author.NetworkFault, "not-verified": author.TLSFault,
	}
	for trouble, want := range troubles {
		sc, err := Decode("aem", strings.ReplaceAll(strings.Replace(aemWorld, `behind = "30m"`, "", 1), `"key-store"`, `"`+trouble+`"`))
		if err != nil {
			t.Fatal(err)
		}
		synctest.Test(t, func(t *testing.T) {
			l := begin(t, Memory(), sc)
			got := authorOf(l).Test(t.Context(), "http://aem:4502", author.Agent{Name: "mp_replication_agent_second_example", Enabled: true})
			if got.Outcome != want {
				t.Errorf("%s: %s (%+v)", trouble, got.Outcome, got.Said)
			}
		})
	}
	if len(troubles) != 4 {
		t.Fatal("cases are missing")
	}
	for _, wrong := range []string{`behaviour = "sulking"`, `store = "paper"`, `disabled = ["nobody"]`} {
		text := strings.Replace(aemWorld, `disabled = ["mp_replication_agent_third_example"]`, wrong, 1)
		if _, err := Decode("aem", text); err == nil {
			t.Errorf("taken: %s", wrong)
		}
	}
}
