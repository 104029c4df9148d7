package lab

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/process"
)

// AEM is an author instance, with replication agents that ask the world's
// authorization server for a token, by the clock of the machine that it runs on.
type AEM struct {
	URL     string `toml:"url"`     // http://host:4502
	Address string `toml:"address"` // of the host itself where it is left out and no skew is named
	Skew           // of a machine of its own; without one it runs on the host and has its clock
	Path
	User       string   `toml:"user"`   // default: diagnostics
	Agents     []string `toml:"agents"` // default: four of Brand Portal's, and one that publishes
	Disabled   []string `toml:"disabled"`
	ZoneOffset Span     `toml:"zone_offset"` // of its JVM, east of UTC; zero: the host's
	Store      string   `toml:"store"`       // tar (default), mongo: of one that runs on the host
	Proxies    []string `toml:"proxies"`     // host:port: what one that runs on the host is set to use
	Behaviour  string   `toml:"behaviour"`
	Dispatcher bool     `toml:"dispatcher"` // answers come through one
	// Trouble is what is wrong with an agent besides the clock: cached-token,
	// key-store, no-name, not-verified.
	Trouble map[string]string `toml:"trouble"`
}

// How an AEM behaves, besides Open, Silent and Refused.
const (
	SignInOnly = "sign-in"   // Basic authentication is off: the login page answers
	Agentless  = "no-agents" // nothing lies below /etc/replication
)

// The troubles of an agent.
const (
	cachedToken = "cached-token" // the target refuses the token that AEM has kept
	keyStore    = "key-store"    // the agent's user has none
	noTarget    = "no-name"      // the target's name is not found
	notVerified = "not-verified" // the target's certificate is outside its dates
)

// elsewhere reports whether it runs on a machine of its own.
func (a AEM) elsewhere() bool { return a.Skew != Skew{} }

// tenant is where the agents of the world replicate to.
const tenant = "example.brand-portal.example"

func fourAgents() []string {
	return []string{
		"mp_replication_agent_default_example", "mp_replication_agent_first_example",
		"mp_replication_agent_second_example", "mp_replication_agent_third_example", "publish",
	}
}

// AEMElsewhere reports whether the world's AEMs all run on machines of their own, so
// that a person would name one by its address.
func (l *Lab) AEMElsewhere() bool {
	for _, a := range l.scenario.AEM {
		if !a.elsewhere() {
			return false
		}
	}
	return len(l.scenario.AEM) > 0
}

// AEMAccess is how the world's AEMs are asked.
type AEMAccess struct {
	URLs     []string
	User     string
	Password diagnostics.Secret
}

// AEM returns the addresses of the world's AEMs, and their user.
func (l *Lab) AEM() AEMAccess {
	var access AEMAccess
	for _, a := range l.scenario.AEM {
		access.URLs = append(access.URLs, a.URL)
		access.User, access.Password = a.User, l.password
	}
	return access
}

// AEMHere are the AEMs that the host's list of processes shows.
func (l *Lab) AEMHere() process.Found {
	var found process.Found
	for _, a := range l.scenario.AEM {
		if a.elsewhere() {
			continue
		}
		target, err := hostPort(a.URL)
		if err != nil {
			continue
		}
		_, text, _ := net.SplitHostPort(target)
		port, _ := strconv.Atoi(text)
		store := map[string]process.Store{"tar": process.StoreTar, "mongo": process.StoreDocument}[a.Store]
		found.List = append(found.List, process.Instance{
			PID: 1400 + len(found.List), Folder: "/opt/aem/author", RunModes: []string{"author", "crx3", "crx3" + a.Store}, Port: port,
			Store: store, StoreBy: "run mode crx3" + a.Store, Logs: "/opt/aem/author/crx-quickstart/logs",
			Proxies: a.Proxies,
			ZoneBy:  "TZ", ZoneOffset: time.Duration(a.ZoneOffset), ZoneKnown: true,
		})
	}
	return found
}

func (l *Lab) startAEM(t Transport) error {
	if len(l.scenario.AEM) == 0 {
		return nil
	}
	l.password = diagnostics.NewSecret("lab-canary-" + rand.Text())
	for _, a := range l.scenario.AEM {
		now := l.clock.Wall
		if a.elsewhere() {
			now = func() time.Time {
				if l.Fixed() { // there, in this case
					return l.Now()
				}
				return l.Now().Add(-a.behind())
			}
		}
		handler := &aemServer{AEM: a, now: now, password: l.password, ask: l.tokenRequest(now), server: l.serverNow}
		if strings.HasPrefix(a.URL, "https:") {
			if err := l.serveTLS(t, a.URL, a.Address, a.Behaviour, now, handler); err != nil {
				return err
			}
			continue
		}
		target, err := hostPort(a.URL)
		if err != nil {
			return err
		}
		place := l.site("tcp", target, a.Address)
		if !place.listens() {
			continue
		}
		if err := l.serve(t, place, nil, handler); err != nil {
			return err
		}
	}
	return nil
}

// serverNow is the clock of the cloud in which the authorization server stands.
func (l *Lab) serverNow() time.Time {
	if l.scenario.Server == nil {
		return l.Now()
	}
	return l.Now().Add(-l.scenario.Server.behind())
}

// aemServer answers as an author does, as far as its agents are asked for.
type aemServer struct {
	AEM
	now      func() time.Time // of the JVM
	server   func() time.Time // of the target
	password diagnostics.Secret
	ask      tokenRequest

	mu sync.Mutex // one test after the other
}

func (a *aemServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pass(r.Context(), time.Duration(a.Forth))
	if a.Dispatcher {
		w.Header().Set("Server", "Apache/2.4.10 (Unix)")
		w.Header().Set("X-Dispatcher", "dispatcher1")
	}
	status, body, kind := a.answer(w, r)
	stamp(w, a.now())
	pass(r.Context(), time.Duration(a.Back))
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// answer goes through the doors in the order in which AEM has them: the Referrer
// filter, the CSRF filter, authentication.
func (a *aemServer) answer(w http.ResponseWriter, r *http.Request) (status int, body, kind string) {
	const text, page = "text/plain;charset=UTF-8", "text/html;charset=UTF-8"
	changing := slices.Contains([]string{"POST", "PUT", "DELETE", "COPY", "MOVE"}, r.Method)
	browser := strings.Contains(r.UserAgent(), "Mozilla") || strings.Contains(r.UserAgent(), "Opera")
	switch {
	case changing && browser && r.Referer() == "":
		return http.StatusForbidden, "Referrer not allowed", text
	case changing && browser && r.Header.Get("CSRF-Token") == "":
		return http.StatusForbidden, "isValidRequest: empty CSRF token - rejecting", text
	case r.URL.Path == "/libs/granite/core/content/login.html":
		return http.StatusOK, loginForm, page
	}
	user, password, given := r.BasicAuth()
	right := user == a.User && subtle.ConstantTimeCompare([]byte(password), []byte(a.password.Reveal())) == 1
	switch {
	case a.Behaviour == SignInOnly || !given:
		w.Header().Set("Location", "/libs/granite/core/content/login.html?resource=%2F&$$login$$=%24%24login%24%24")
		return http.StatusFound, "", page
	case !right:
		w.Header().Set("WWW-Authenticate", `Basic realm="Sling (Development)"`)
		return http.StatusUnauthorized, "", page
	case a.Behaviour == Agentless || !strings.HasPrefix(r.URL.Path, "/etc/replication/agents.author"):
		return http.StatusNotFound, "No resource found", page
	}
	rest := strings.TrimPrefix(r.URL.Path, "/etc/replication/agents.author")
	name, isTest := strings.CutSuffix(strings.TrimPrefix(rest, "/"), ".test.html")
	switch {
	case rest == ".-1.json" || rest == ".infinity.json":
		return http.StatusOK, a.tree(), "application/json"
	case isTest && slices.Contains(a.Agents, name):
		return http.StatusOK, a.test(r.Context(), name), page
	}
	return http.StatusNotFound, "No resource found", page
}

// loginForm is as much of the form as tells it: where it sends the password.
const loginForm = `<!DOCTYPE html><html><head><title>Sign in</title></head><body>` +
	`<form method="POST" action="/libs/granite/core/content/login.html/j_security_check"></form></body></html>`

// tree is the folder of the agents as Sling writes it.
func (a *aemServer) tree() string {
	tree := map[string]any{
		"jcr:primaryType": "sling:Folder",
		"jcr:content":     map[string]any{"jcr:primaryType": "nt:unstructured", "jcr:title": "Agents on Author"},
	}
	for _, name := range a.Agents {
		enabled := "true"
		if slices.Contains(a.Disabled, name) {
			enabled = "false"
		}
		tree[name] = map[string]any{
			"jcr:primaryType": "cq:Page",
			"jcr:content": map[string]any{
				"jcr:primaryType": "nt:unstructured", "jcr:title": title(name), "enabled": enabled,
				"transportUri": a.target(name), "serializationType": "durbo", "logLevel": "info", "retryDelay": "60000",
				"userId": replicationUser, "transportUser": replicationUser, "transportPassword": "{lab-canary-0a1b2c}",
				"sling:resourceType": "cq/replication/components/agent",
			},
		}
	}
	data, err := json.Marshal(tree)
	if err != nil {
		return "{}"
	}
	return string(data)
}
