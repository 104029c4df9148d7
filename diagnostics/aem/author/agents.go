package author

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"unskew/diagnostics"
)

// Outcome is what came of asking for agents, or of testing one.
type Outcome string

// The outcomes. Those up to TargetOther are the agent's own word; the others say why
// there is none.
const (
	Passed       Outcome = "passed"
	TokenRefused Outcome = "token-refused" // the authorization server said no
	TokenFailed  Outcome = "token-failed"  // no token came, for a reason of AEM's own
	Unauthorised Outcome = "unauthorised"  // the target said 401 although no token failed
	NetworkFault Outcome = "network"
	TLSFault     Outcome = "tls"
	KeyStore     Outcome = "key-store"
	TargetOther  Outcome = "failed" // another failure

	Disabled    Outcome = "disabled"    // the agent is switched off: not tested
	SignIn      Outcome = "sign-in"     // a login page came, or the way to one
	Credentials Outcome = "credentials" // AEM refused user and password
	Forbidden   Outcome = "forbidden"   // 403: rights, or a filter against forged requests
	Absent      Outcome = "absent"      // 404
	NoVerdict   Outcome = "no-verdict"  // a page that says neither
	Unreached   Outcome = "unreached"   // AEM itself gave no answer
	Listed      Outcome = "listed"      // of a listing: it came
	NoAgents    Outcome = "no-agents"   // of a listing: it holds none of these
	Cloud       Outcome = "cloud"       // of a listing: a Cloud Service has no such agents
)

// Tested reports whether an agent's test ran and came to a word of its own.
func (o Outcome) Tested() bool {
	switch o {
	case Passed, TokenRefused, TokenFailed, Unauthorised, NetworkFault, TLSFault, KeyStore, TargetOther:
		return true
	}
	return false
}

// Agent is a replication agent of an author.
type Agent struct {
	Name    string `json:"name"`
	Title   string `json:"title,omitempty"`
	Target  string `json:"target,omitempty"` // host of its transport URI
	Enabled bool   `json:"enabled"`
}

// Listing is an author's replication agents, as far as they were asked for.
type Listing struct {
	URL     string  `json:"url"`
	Outcome Outcome `json:"outcome"`
	Why     string  `json:"why,omitempty"` // of an outcome that is no listing
	Agents  []Agent `json:"agents,omitempty"`
	Others  int     `json:"others,omitempty"` // agents that were not asked for
}

const (
	agentsPath = "/etc/replication/agents.author"
	// BrandPortal is how the names of Brand Portal's agents begin.
	BrandPortal = "mp_replication"
	maxAgents   = 40
)

// List asks for the agents of an author: those named, else all of Brand Portal's.
// A named one that the author does not list is there as enabled: its test will tell.
func (c *Client) List(ctx context.Context, address string, named []string) Listing {
	listing := Listing{URL: diagnostics.Clean(address, 200)}
	base, err := ParseURL(address)
	if err != nil {
		listing.Outcome, listing.Why = Unreached, err.Error()
		return listing
	}
	if isCloud(base.Hostname()) {
		listing.Outcome, listing.Why = Cloud, "AEM as a Cloud Service has no replication agents, and Adobe keeps its clock"
		return listing
	}
	all, outcome, why := c.list(ctx, base)
	listing.Outcome, listing.Why = outcome, why
	wanted := func(agent Agent) bool {
		if len(named) > 0 {
			return slices.Contains(named, agent.Name)
		}
		return strings.HasPrefix(agent.Name, BrandPortal)
	}
	for _, agent := range all {
		if wanted(agent) && len(listing.Agents) < maxAgents {
			listing.Agents = append(listing.Agents, agent)
		} else {
			listing.Others++
		}
	}
	for _, name := range named {
		if !slices.ContainsFunc(listing.Agents, func(a Agent) bool { return a.Name == name }) && len(listing.Agents) < maxAgents && (outcome == Listed || outcome == Absent || outcome == Forbidden) {
			listing.Agents = append(listing.Agents, Agent{Name: diagnostics.Clean(name, 120), Enabled: true})
		}
	}
	if listing.Outcome == Listed && len(listing.Agents) == 0 {
		listing.Outcome, listing.Why = NoAgents, "none of its replication agents is named "+BrandPortal+"…"
	}
	return listing
}

// list reads the tree of agents. How deep a tree may be asked for is limited by its
// size, so a shallower one is the last try: names and properties lie two deep.
func (c *Client) list(ctx context.Context, base *url.URL) ([]Agent, Outcome, string) {
	outcome, why := NoVerdict, "its list of agents could not be read"
	for _, depth := range []string{".-1.json", ".infinity.json", ".2.json"} {
		got, err := c.get(ctx, base, agentsPath+depth, listTimeout)
		if err != nil {
			return nil, Unreached, unreached(err)
		}
		if outcome, why = doors(got); outcome != "" && outcome != Absent {
			return nil, outcome, why
		}
		if agents, err := readAgents([]byte(got.body)); err == nil && got.status == http.StatusOK {
			return agents, Listed, ""
		}
		if outcome == "" {
			outcome, why = NoVerdict, "its list of agents could not be read"
		}
	}
	return nil, outcome, why
}

// readAgents takes the JSON of the agents' folder apart: every child that is a page
// with the properties of an agent.
func readAgents(data []byte) ([]Agent, error) {
	var children map[string]json.RawMessage
	if err := json.Unmarshal(data, &children); err != nil {
		return nil, errors.New("this is no list of agents")
	}
	var agents []Agent
	for name, raw := range children {
		var node struct {
			Content *struct {
				Enabled   any    `json:"enabled"` // "true", or true
				Title     string `json:"jcr:title"`
				Transport string `json:"transportUri"`
				Type      string `json:"sling:resourceType"`
			} `json:"jcr:content"`
		}
		// A property of the folder is no object; the folder's own content is no agent.
		if json.Unmarshal(raw, &node) != nil || node.Content == nil {
			continue
		}
		content := node.Content
		if content.Transport == "" && content.Enabled == nil && !strings.Contains(content.Type, "agent") {
			continue
		}
		agent := Agent{Name: diagnostics.Clean(name, 120), Title: diagnostics.Clean(content.Title, 120), Enabled: content.Enabled == true || content.Enabled == "true"}
		if target, err := url.Parse(content.Transport); err == nil {
			agent.Target = diagnostics.Clean(target.Host, 120)
		}
		agents = append(agents, agent)
	}
	slices.SortFunc(agents, func(a, b Agent) int { return strings.Compare(a.Name, b.Name) })
	return agents, nil
}

// doors names the answers by which AEM, or its door keepers, keep somebody out; ""
// for none of them.
func doors(got answer) (Outcome, string) {
	location, err := url.Parse(got.header.Get("Location"))
	redirected := got.status >= 300 && got.status < 400 && got.status != http.StatusMultipleChoices
	switch {
	case got.status == http.StatusUnauthorized:
		return Credentials, "AEM does not take this user and password"
	case redirected && err == nil && strings.Contains(path.Base(location.Path), "login"), isLogin(got.body):
		return SignIn, "a login page came instead: AEM does not take this user and password, or Basic authentication is switched off"
	case redirected:
		return SignIn, "AEM sends elsewhere: give the address of the author itself"
	case got.status == http.StatusForbidden:
		return Forbidden, forbidden(got)
	case got.status == http.StatusNotFound:
		return Absent, "there is no such page: wrong address, or this user may not read it"
	case got.status == http.StatusBadGateway || got.status == http.StatusServiceUnavailable || got.status == http.StatusGatewayTimeout:
		return Unreached, "something in front of AEM answered that AEM does not"
	}
	return "", ""
}

// isLogin reports whether a page is AEM's form to sign in with. A test's page may
// quote the way to the form of the server that it talked to.
func isLogin(body string) bool {
	if strings.Contains(body, "Replication (TEST)") || strings.Contains(body, "Replication test") {
		return false
	}
	return strings.Contains(body, "j_security_check") || strings.Contains(body, "/libs/granite/core/content/login")
}

// forbidden tells AEM's filters apart, as far as their words do.
func forbidden(got answer) string {
	lower := strings.ToLower(got.body)
	switch {
	case strings.Contains(lower, "csrf"):
		return "AEM's CSRF filter keeps this program out: let its User-Agent (" + userAgent + ") pass there, or press Test Connection yourself"
	case strings.Contains(lower, "referrer") || strings.Contains(lower, "referer"):
		return "AEM's Referrer filter keeps this program out: allow this host there, or press Test Connection yourself"
	}
	return "this user may not do that, or a filter in front of AEM forbids it"
}
