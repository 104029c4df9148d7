package author

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

const canary = "CANARY-p4ssw0rd"

// began is when a test's clock started: raw zero.
type testClock struct{ began time.Time }

func (c testClock) Wall() time.Time    { return time.Now() }
func (c testClock) Raw() time.Duration { return time.Since(c.began) }

func newClient() *Client {
	return &Client{Network: diagnostics.HostNetwork{}, Clock: testClock{time.Now()}, User: "admin", Password: diagnostics.NewSecret(canary)}
}

// serve answers every request alike, and notes them.
func serve(t *testing.T, handler http.HandlerFunc) (address string, seen *[]*http.Request) {
	t.Helper()
	seen = &[]*http.Request{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*seen = append(*seen, r)
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, seen
}

// page writes lines as the test page's HTML.
func page(lines ...string) string {
	var out strings.Builder
	out.WriteString("<html><head><title>Replication test</title></head><body><code>")
	for _, line := range lines {
		out.WriteString(html.EscapeString(line) + "<br>\n")
	}
	return out.String() + "</code></body></html>"
}

const (
	stamped = "28.02.2017 18:39:51 - "
	failure = stamped + "INFO - mp_x : Replication (TEST) of /content not successful."
	token   = stamped + "INFO - mp_x : * OAuth 2.0 Token: '*****' initialized"
	noToken = stamped + "ERROR - mp_x : Failed to get an access token for user: mac-x-replication msg: "
)

func TestPagesAreToldApart(t *testing.T) {
	transcript, err := os.ReadFile("../testdata/expired.txt")
	if err != nil {
		t.Fatal(err)
	}
	sent := func(status string) string { return stamped + "INFO - mp_x : sent. Response: " + status }
	conversation := stamped + "ERROR - mp_x : Replication (TEST) of /content not successful. Conversation follows"
	cases := []struct {
		name    string
		status  int
		header  map[string]string
		body    string
		outcome Outcome
		class   exchange.Class
	}{
		{"expired", 200, nil, page(strings.Split(string(transcript), "\n")...), TokenRefused, exchange.ClassExpired},
		{"signature", 200, nil, page(noToken+`failed to get access token from authorization server status: 400 response: {"error":"invalid_token","error_description":"Could not match JWT signature to any of the bindings"}`, sent("401 Unauthorized"), failure), TokenRefused, exchange.ClassSignature},
		{"passed", 200, nil, page(token, sent("200 OK"), stamped+"INFO - mp_x : Replication (TEST) of /content successful.", "Replication test succeeded"), Passed, exchange.ClassAccepted},
		{"passed, old shape", 200, nil, page("06.07.2017 21:36:14 - Replication (TEST) of /content successful.", "Replication test succeeded"), Passed, exchange.ClassAccepted},
		{"401 with a token", 200, nil, page(token, sent("401 Unauthorized"), conversation, failure), Unauthorised, exchange.ClassOther},
		{"401, token cached and not named", 200, nil, page(sent("401 Unauthorized"), conversation, failure), Unauthorised, exchange.ClassOther},
		{"403 of the target", 200, nil, page(token, sent("403 Forbidden"), conversation, failure), TargetOther, exchange.ClassOther},
		{"login of the target", 200, nil, page(token, sent("302 Found"), conversation, stamped+"ERROR - mp_x : << Location: /libs/granite/core/content/login.html", failure), TargetOther, exchange.ClassOther},
		{"no name", 200, nil, page(noToken+"java.net.UnknownHostException: ims-na1.adobelogin.com", failure), NetworkFault, exchange.ClassDNS},
		{"refused", 200, nil, page(stamped+"ERROR - mp_x : Error while replicating: java.net.ConnectException: Connection refused", failure), NetworkFault, exchange.ClassRefused},
		{"time-out", 200, nil, page(stamped+"ERROR - mp_x : java.net.SocketTimeoutException: Read timed out", failure), NetworkFault, exchange.ClassTimeout},
		{"certificate expired", 200, nil, page(noToken+"PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed", failure), TLSFault, exchange.ClassTLSTime},
		{"no key store", 200, nil, page(noToken+"com.adobe.granite.keystore.KeyStoreNotInitialisedException: Uninitialised key store for user mac-x", failure), KeyStore, exchange.ClassOther},
		{"key not readable", 200, nil, page(noToken+"java.security.UnrecoverableKeyException: Could not decrypt key: Could not decrypt data", failure), KeyStore, exchange.ClassOther},
		{"no token", 200, nil, page(stamped+"ERROR - mp_x : No OAuth token available. OAuth not initialized", sent("401 Unauthorized"), failure), KeyStore, exchange.ClassOther},
		{"login page", 200, nil, `<html><form action="/libs/granite/core/content/login.html/j_security_check">`, SignIn, ""},
		{"way to the login page", 302, map[string]string{"Location": "/libs/granite/core/content/login.html?resource=%2Fetc"}, "", SignIn, ""},
		{"way elsewhere", 301, map[string]string{"Location": "https://www.example/"}, "", SignIn, ""},
		{"password refused", 401, map[string]string{"WWW-Authenticate": `Basic realm="Sling (Development)"`}, "", Credentials, ""},
		{"CSRF filter", 403, nil, "isValidRequest: empty CSRF token - rejecting", Forbidden, ""},
		{"Referrer filter", 403, nil, "Referrer not allowed", Forbidden, ""},
		{"no rights", 403, nil, "Forbidden", Forbidden, ""},
		{"no such agent", 404, nil, "No resource found", Absent, ""},
		{"dispatcher without AEM", 502, nil, "Bad Gateway", Unreached, ""},
		{"some page", 200, nil, "<html><body>Welcome</body></html>", NoVerdict, ""},
		{"empty", 200, nil, "", NoVerdict, ""},
	}
	for _, c := range cases {
		address, seen := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			for name, value := range c.header {
				w.Header().Set(name, value)
			}
			w.Header().Set("Date", "Wed, 01 Mar 2017 02:39:52 GMT")
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		})
		got := newClient().Test(t.Context(), address, Agent{Name: "mp_x", Enabled: true})
		if got.Outcome != c.outcome || got.Class != c.class {
			t.Errorf("%s: %s, class %q (%s), want %s, %q", c.name, got.Outcome, got.Class, got.Said.FirstError, c.outcome, c.class)
		}
		if len(*seen) != 1 {
			t.Fatalf("%s: %d requests: nothing may be followed", c.name, len(*seen))
		}
		request := (*seen)[0]
		if user, password, ok := request.BasicAuth(); !ok || user != "admin" || password != canary || request.Method != http.MethodGet || request.UserAgent() != "unskew" || request.URL.Path != "/etc/replication/agents.author/mp_x.test.html" {
			t.Errorf("%s: asked %s %s as %s by %q", c.name, request.Method, request.URL, user, request.UserAgent())
		}
	}
	if len(cases) != 26 {
		t.Fatalf("%d cases, want 26", len(cases))
	}
}

// TestThreeClocks: the page's Date, the stamps inside and the Date that was received
// give the JVM's zone, and with it the skew to the second.
func TestThreeClocks(t *testing.T) {
	transcript, err := os.ReadFile("../testdata/expired.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		date  string
		zone  time.Duration
		known bool
	}{
		{"Tue, 28 Feb 2017 18:39:51 GMT", 0, true},
		{"Tue, 28 Feb 2017 13:09:52 GMT", 5*time.Hour + 30*time.Minute, true},
		{"Wed, 01 Mar 2017 02:39:51 GMT", -8 * time.Hour, true},
		{"Wed, 01 Mar 2017 02:32:51 GMT", 0, false}, // seven minutes are no zone's
		{"Fri, 03 Mar 2017 04:29:05 GMT", 0, false}, // two days neither
		{"", 0, false},
	}
	for _, c := range cases {
		address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Date"] = nil
			if c.date != "" {
				w.Header().Set("Date", c.date)
			}
			fmt.Fprint(w, page(strings.Split(string(transcript), "\n")...))
		})
		got := newClient().Test(t.Context(), address, Agent{Name: "mp_x", Enabled: true})
		if got.ZoneKnown != c.known || c.known && got.ZoneOffset != c.zone {
			t.Errorf("%s: zone %v, %v; want %v, %v", c.date, got.ZoneOffset, got.ZoneKnown, c.zone, c.known)
		}
		if got.Server == nil || !got.Said.ServerDate.Equal(time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC)) || got.AtAEM.IsZero() != (c.date == "") {
			t.Errorf("%s: server's clock %v, AEM's %v", c.date, got.Said.ServerDate, got.AtAEM)
		}
	}
	if len(cases) != 6 {
		t.Fatalf("%d cases", len(cases))
	}
}

const tree = `{"jcr:primaryType":"cq:Page","jcr:content":{"jcr:title":"Agents on Author"},
 "publish":{"jcr:primaryType":"cq:Page","jcr:content":{"enabled":"true","transportUri":"http://publish:4503/bin/receive?sling:authRequestLogin=1","transportPassword":"{` + canary + `}","jcr:title":"Default Agent","sling:resourceType":"cq/replication/components/agent"}},
 "mp_replication_b":{"jcr:content":{"enabled":"false","transportUri":"https://t.example/bin/receive","jcr:title":"B"}},
 "mp_replication_a":{"jcr:content":{"enabled":true,"transportUri":"https://t.example/bin/receive","jcr:title":"A"}}}`

func TestAgentsAreListed(t *testing.T) {
	cases := []struct {
		name    string
		named   []string
		answer  func(path string) (int, string)
		outcome Outcome
		agents  string
		asked   int
	}{
		{"all of Brand Portal's", nil, func(string) (int, string) { return 200, tree }, Listed, "mp_replication_a on, mp_replication_b off", 1},
		{"a named one", []string{"publish"}, func(string) (int, string) { return 200, tree }, Listed, "publish on", 1},
		{"one that is not listed", []string{"other"}, func(string) (int, string) { return 200, tree }, Listed, "other on", 1},
		{"only a shallow tree", nil, func(path string) (int, string) {
			if strings.HasSuffix(path, ".2.json") {
				return 200, tree
			}
			return 300, `["/etc/replication/agents.author.1.json"]`
		}, Listed, "mp_replication_a on, mp_replication_b off", 3},
		{"none", nil, func(string) (int, string) { return 200, `{"jcr:primaryType":"cq:Page"}` }, NoAgents, "", 1},
		{"not an author", nil, func(string) (int, string) { return 404, "" }, Absent, "", 3},
		{"not an author, one named", []string{"other"}, func(string) (int, string) { return 404, "" }, Absent, "other on", 3},
		{"no password", []string{"other"}, func(string) (int, string) { return 401, "" }, Credentials, "", 1},
		{"login page", nil, func(string) (int, string) { return 200, "<form action='/j_security_check'>" }, SignIn, "", 1},
		{"nonsense", nil, func(string) (int, string) { return 200, "[1, 2" }, NoVerdict, "", 3},
	}
	for _, c := range cases {
		address, seen := serve(t, func(w http.ResponseWriter, r *http.Request) {
			status, body := c.answer(r.URL.Path)
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		})
		got := newClient().List(t.Context(), address, c.named)
		var agents []string
		for _, agent := range got.Agents {
			agents = append(agents, agent.Name+map[bool]string{true: " on", false: " off"}[agent.Enabled])
		}
		if got.Outcome != c.outcome || strings.Join(agents, ", ") != c.agents || len(*seen) != c.asked {
			t.Errorf("%s: %s (%s), %v, %d requests; want %s, %s, %d", c.name, got.Outcome, got.Why, agents, len(*seen), c.outcome, c.agents, c.asked)
		}
		if data, _ := json.Marshal(got); strings.Contains(string(data), canary) {
			t.Errorf("%s: a password is kept: %s", c.name, data)
		}
	}
	if len(cases) != 10 {
		t.Fatalf("%d cases", len(cases))
	}
	cloud := newClient().List(context.Background(), "https://author-p1-e2.adobeaemcloud.com", nil)
	if cloud.Outcome != Cloud {
		t.Errorf("a Cloud Service: %+v", cloud)
	}
}

func TestNothingIsTestedThatIsOff(t *testing.T) {
	address, seen := serve(t, func(http.ResponseWriter, *http.Request) {})
	if got := newClient().Test(t.Context(), address, Agent{Name: "mp_x"}); got.Outcome != Disabled || len(*seen) != 0 {
		t.Errorf("%+v, %d requests", got, len(*seen))
	}
	if got := newClient().Test(t.Context(), "http://127.0.0.1:1", Agent{Name: "mp_x", Enabled: true}); got.Outcome != Unreached || !strings.Contains(got.Why, "nothing listens") {
		t.Errorf("%+v", got)
	}
}

// TestThePasswordIsNotKept: whatever a server says with it.
func TestThePasswordIsNotKept(t *testing.T) {
	address, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, page(noToken+"you sent "+canary+" and "+r.Header.Get("Authorization"), failure))
	})
	got := newClient().Test(t.Context(), address, Agent{Name: "mp_x", Enabled: true})
	data, err := json.Marshal(got)
	if err != nil || got.Said.FirstError == "" || strings.Contains(string(data), canary) || strings.Contains(string(data), "YWRtaW46") {
		t.Errorf("kept: %s, %v", data, err)
	}
}

func TestLookReadsTheClockAndWhoAnswers(t *testing.T) {
	past := time.Now().Add(-time.Hour).UTC()
	cases := []struct {
		header map[string]string
		signs  string
	}{
		{nil, ""},
		{map[string]string{"Server": "Day-Servlet-Engine/4.1.52"}, ""},
		{map[string]string{"Server": "Apache/2.4.10 (Unix)"}, "Server: Apache/2.4.10 (Unix)"},
		{map[string]string{"Via": "1.1 varnish", "X-Dispatcher": "d1"}, "Via: 1.1 varnish, X-Dispatcher: d1"},
		{map[string]string{"Server": "nginx", "Age": "0"}, "Server: nginx, Age: 0"},
	}
	for _, c := range cases {
		address, seen := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			for name, value := range c.header {
				w.Header().Set(name, value)
			}
			w.Header().Set("Date", past.Format(http.TimeFormat))
		})
		got := newClient().Look(t.Context(), address, false, nil)
		offset, err := got.Reading.Offset()
		if got.Reading.Outcome != diagnostics.Measured || err != nil || offset.Seconds() > -3590 || offset.Seconds() < -3610 || !got.Same {
			t.Errorf("%v: %+v, %v", c.header, got, offset)
		}
		if strings.Join(got.Between, ", ") != c.signs {
			t.Errorf("%v: signs %q, want %q", c.header, got.Between, c.signs)
		}
		if request := (*seen)[0]; request.Header.Get("Authorization") != "" {
			t.Error("a credential was sent for a Date")
		}
	}
	if len(cases) != 5 {
		t.Fatalf("%d cases", len(cases))
	}
}

func TestParseURL(t *testing.T) {
	good := []string{"http://aem:4502", "https://author.example", "http://127.0.0.1:4502/", "http://host/context", "http://[::1]:4502"}
	bad := []string{"", "aem:4502", "ftp://aem", "http://", "http://admin:" + canary + "@aem:4502", "http://aem/?x=1", "http://aem/#x"}
	for _, text := range good {
		if target, err := ParseURL(text); err != nil || strings.HasSuffix(target.Path, "/") {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range bad {
		if _, err := ParseURL(text); err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if len(good) != 5 || len(bad) != 7 {
		t.Fatal("cases are missing")
	}
}

func FuzzAgents(f *testing.F) {
	f.Add([]byte(tree))
	f.Add([]byte(`{"a":{"jcr:content":null},"b":[],"c":{"jcr:content":{"enabled":[]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		agents, err := readAgents(data)
		for _, agent := range agents {
			if err != nil || diagnostics.Clean(agent.Name, 121) != agent.Name || diagnostics.Clean(agent.Title, 121) != agent.Title {
				t.Errorf("%+v, %v", agent, err)
			}
		}
	})
}
