package lab

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"
)

// replicationUser is the user in whose name the agents replicate.
const replicationUser = "mac-example-replication"

// title is an agent's title.
func title(name string) string {
	return "example MP Replication Agent " + strings.Fields(strings.ReplaceAll(strings.TrimPrefix(name, "mp_replication_agent_"), "_", " "))[0]
}

// target is where an agent sends what it replicates.
func (a *aemServer) target(name string) string {
	host := "https://" + tenant
	if name == "publish" {
		host = "http://publish.example:4503"
	}
	return host + "/bin/receive?sling:authRequestLogin=1"
}

// page is the result of a test while it is written: each line with the JVM's time.
type page struct {
	author *aemServer
	agent  string
	lines  []string
}

func (p *page) line(level, format string, values ...any) {
	zone := time.FixedZone("", int(time.Duration(p.author.ZoneOffset)/time.Second))
	stamp := p.author.now().In(zone).Format("02.01.2006 15:04:05")
	p.lines = append(p.lines, fmt.Sprintf("%s - %s - %s : %s", stamp, level, p.agent, fmt.Sprintf(format, values...)))
}

// test makes an agent's test, and writes the page that AEM would: with status 200,
// whatever it comes to.
func (a *aemServer) test(ctx context.Context, agent string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := &page{author: a, agent: agent}
	p.line("INFO", "Using user %s for building content.", replicationUser)
	p.line("INFO", "Creating content for path /content")
	p.line("INFO", "Create new HttpClient for %s", title(agent))
	p.line("INFO", "* HTTP Version: 1.1")
	token := true
	if agent != "publish" {
		p.line("INFO", "* Using OAuth 2.0 Authorization Grants")
		p.line("INFO", "* OAuth 2.0 User: %s", replicationUser)
		token = p.token(ctx)
	}
	p.send(token)
	var out strings.Builder
	out.WriteString("<html><head><title>Replication test</title></head><body><h3>Replication test to " + html.EscapeString(a.target(agent)) + "</h3><code>\n")
	for _, line := range p.lines {
		out.WriteString(html.EscapeString(line) + "<br>\n")
	}
	out.WriteString("</code>\n")
	if token && a.reaches(agent) {
		out.WriteString("<p>Replication test succeeded</p>\n")
	}
	return out.String() + "</body></html>\n"
}

// reaches reports whether the target takes what an agent with a token sends.
func (a *aemServer) reaches(agent string) bool { return a.Trouble[agent] == "" }

// token asks for a token as the agent's user, or says why there is none.
func (p *page) token(ctx context.Context) bool {
	failed := "Failed to get an access token for user: " + replicationUser + " msg: "
	switch p.author.Trouble[p.agent] {
	case keyStore:
		p.line("ERROR", "%s", failed+"com.adobe.granite.keystore.KeyStoreNotInitialisedException: Uninitialised key store for user "+replicationUser)
		return false
	case cachedToken:
		p.line("INFO", "* OAuth 2.0 Token: '*****' initialized")
		return true
	}
	if why := p.author.ask(ctx); why != "" {
		p.line("ERROR", "%s", failed+why)
		return false
	}
	p.line("INFO", "* OAuth 2.0 Token: '*****' initialized")
	return true
}

// send is the agent's own request. It goes out without a token too, and is then
// refused for that.
func (p *page) send(token bool) {
	p.line("INFO", "Sending POST request to %s", p.author.target(p.agent))
	switch p.author.Trouble[p.agent] {
	case noTarget:
		p.line("ERROR", "Error while replicating: java.net.UnknownHostException: %s", tenant)
		p.line("INFO", "Replication (TEST) of /content not successful.")
		return
	case notVerified:
		p.line("ERROR", "Error while replicating: javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed")
		p.line("INFO", "Replication (TEST) of /content not successful.")
		return
	}
	good := token && p.author.reaches(p.agent)
	status, level := "401 Unauthorized", "ERROR"
	if good {
		status, level = "200 OK", "INFO"
	}
	p.line("INFO", "sent. Response: %s", status)
	if !good {
		p.line("ERROR", "Replication (TEST) of /content not successful. Conversation follows")
	}
	p.conversation(level, status, good)
	result := "not successful."
	if good {
		result = "successful."
	}
	p.line("INFO", "Replication (TEST) of /content %s", result)
}

func (p *page) conversation(level, status string, good bool) {
	const rule = "------------------------------------------------"
	lines := []string{
		rule, "Sending message to " + tenant + ":-1", ">> POST /bin/receive HTTP/1.0", ">> Action: Test", ">> Path: /content",
		">> Handle: /content", ">> Referer: about:blank", ">> Content-Length: 0", ">> Content-Type: application/octet-stream", "--",
		"<< HTTP/1.1 " + status, "<< Date: " + p.author.server().UTC().Format(http.TimeFormat), "<< Server: Apache/2.4.10 (Unix) Communique/4.2.1",
	}
	if good {
		lines = append(lines, "<< Content-Type: text/plain;charset=UTF-8", "<<", "<< ReplicationAction TEST ok.")
	} else {
		lines = append(lines, `<< WWW-Authenticate: Basic realm="Sling (Development)"`, "<< Content-Length: 0", "<<")
	}
	for _, line := range append(lines, "Message sent.", rule) {
		p.line(level, "%s", line)
	}
}
