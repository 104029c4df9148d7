package steps

import (
	"net/url"
	"slices"
	"strings"

	"unskew/diagnostics/httpdate"
	"unskew/diagnostics/ntp"
)

// PublicNTP are the time servers that are asked where nobody named any: one
// each of several operators, so that no single mistake decides. The pool's zone
// names are not among them: its operators ask programs not to build them in.
func PublicNTP() []ntp.Server {
	return []ntp.Server{
		{Name: "time.cloudflare.com", Operator: "Cloudflare"},
		{Name: "time.apple.com", Operator: "Apple"},
		{Name: "time.google.com", Operator: "Google"},
		{Name: "time.nist.gov", Operator: "NIST"},
	}
}

// PublicHTTPS are the web servers whose Date is read where nobody named any.
func PublicHTTPS() []httpdate.Host {
	return []httpdate.Host{
		{Name: "www.cloudflare.com", URL: "https://www.cloudflare.com/", Operator: "Cloudflare"},
		{Name: "www.apple.com", URL: "https://www.apple.com/", Operator: "Apple"},
		{Name: "www.google.com", URL: "https://www.google.com/", Operator: "Google"},
		{Name: "www.microsoft.com", URL: "https://www.microsoft.com/", Operator: "Microsoft"},
	}
}

// maxOwnSources bounds how many of the host's configured servers are asked.
const maxOwnSources = 8

// ntpServers returns the servers that a session asks over NTP: those named, or
// else the host's own and, where the person agreed, public ones.
func ntpServers(s Session, world World) []ntp.Server {
	named := s.Settings().NTP
	if off(named) {
		return nil
	}
	var servers []ntp.Server
	followed := map[string]bool{}
	for _, configured := range configuredOf(s) {
		followed[configured.Name] = true
	}
	for _, name := range named {
		servers = append(servers, ntp.Server{Name: name, Vouched: true, OwnSource: followed[name]})
	}
	if len(servers) > 0 {
		return servers
	}
	own := map[string]bool{}
	for _, configured := range configuredOf(s) {
		if len(servers) == maxOwnSources || own[configured.Name] {
			continue
		}
		own[configured.Name] = true
		servers = append(servers, ntp.Server{Name: configured.Name, Operator: operatorOf(configured.Name, world.PublicNTP), OwnSource: true})
	}
	for _, public := range world.PublicNTP {
		if publicAllowed(s) && !own[public.Name] {
			servers = append(servers, public)
		}
	}
	return servers
}

// operatorOf knows a public server's operator by the server's domain, so that a
// host which follows time1.google.com is not confirmed by time.google.com.
func operatorOf(name string, public []ntp.Server) string {
	for _, known := range public {
		if _, domain, found := strings.Cut(known.Name, "."); found && strings.HasSuffix(name, "."+domain) {
			return known.Operator
		}
	}
	return ""
}

// httpsHosts returns the web servers whose Date a session reads.
func httpsHosts(s Session, world World) []httpdate.Host {
	named := s.Settings().HTTPS
	if off(named) {
		return nil
	}
	var hosts []httpdate.Host
	for _, address := range named {
		name := address
		if parsed, err := url.Parse(address); err == nil && parsed.Host != "" {
			name = parsed.Host
		}
		// The token endpoint never vouches for itself.
		itself := slices.ContainsFunc(endpointHost(s), func(h httpdate.Host) bool { return h.URL == "https://"+name+"/" })
		hosts = append(hosts, httpdate.Host{Name: name, URL: address, Vouched: !itself, Endpoint: itself})
	}
	if len(hosts) > 0 || !publicAllowed(s) {
		return hosts
	}
	return append(slices.Clone(world.PublicHTTPS), endpointHost(s)...)
}

// endpointHost is the web server of the token endpoint, where that is known
// already. Its clock is shown beside the others and is never a witness.
func endpointHost(s Session) []httpdate.Host {
	parsed, err := url.Parse(exchangePlan(s).endpoint)
	if err != nil || parsed.Scheme != "https" || parsed.Hostname() == "" {
		return nil
	}
	root := url.URL{Scheme: "https", Host: parsed.Host, Path: "/"}
	return []httpdate.Host{{Name: parsed.Hostname(), URL: root.String(), Operator: parsed.Hostname(), Endpoint: true}}
}

// off reports whether a list of servers is the single word none.
func off(named []string) bool {
	return len(named) == 1 && strings.EqualFold(named[0], None)
}

// Answers to the question whether public servers may be asked.
const (
	askPublic = "public"

	PublicYes = "yes"
	PublicNo  = "no"
)

// publicAllowed reports whether servers that nobody named may be asked. An
// unattended check was told so by being started; a person is asked first.
func publicAllowed(s Session) bool {
	if s.Settings().KeptInside != "" {
		return false
	}
	answer, answered := s.Value(StepNTP, askPublic)
	start := s.Start()
	if !answered {
		return !start.Attended || start.Simulated != ""
	}
	return answer == PublicYes
}
