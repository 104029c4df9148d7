package names

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"unskew/steps/report/standin"
)

// What looks like a name in words that are not ours.
var (
	links     = regexp.MustCompile(`(?i)\bhttps?://[^\s"'<>\\]+`)
	addresses = regexp.MustCompile(`[0-9A-Fa-f:.]*[0-9A-Fa-f:]+[:.][0-9A-Fa-f:.]*[0-9A-Fa-f]`)
	mailboxes = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9][A-Za-z0-9.-]*`)
	homes     = regexp.MustCompile(`(?i)(?:/home/|/Users/|\\Users\\|/export/home/|/var/home/)([^\s/\\"':,;]+)`)
	tenants   = regexp.MustCompile(`(?i)\bmac-([A-Za-z0-9_-]+?)-replication\b`)
	portals   = regexp.MustCompile(`(?i)\b([A-Za-z0-9-]+)\.brand-portal\.adobe\.com\b`)
	agents    = regexp.MustCompile(`(?i)\bmp_replication[A-Za-z0-9_-]*`)
	uuids     = regexp.MustCompile(`(?i)(\b(?:trace|correlation|request)[ _-]?id["']?\s*[:=]?\s*["']?)?\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})\b`)
	signed    = regexp.MustCompile(`(?i)\bsigned by ["']([^"']+)["']`)
	dotted    = regexp.MustCompile(`[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.[A-Za-z]{2,}\b`)
	// called is a word that says what the next one names.
	called = regexp.MustCompile(`(?i)\b(client[_ -]?id|client|application|app|tenant|directory|organi[sz]ation|org|user(?:name)?|account|issuer|subject|identifier|host(?:name)?|machine|computer|agent|realm|domain|server)\b["']?(?:\s+(?:with|id|named|called|name|identifier))*\s*[:=]?\s*(?:'([^']{2,80})'|"([^"]{2,80})"|([A-Za-z0-9][A-Za-z0-9._@-]*))`)
)

// listen finds names in words.
func (f *finder) listen(heard []string) {
	for _, text := range heard {
		for _, link := range links.FindAllString(text, -1) {
			f.place(strings.TrimRight(link, ".,;:)]}"))
		}
		f.listenForAddresses(text)
		for _, mailbox := range mailboxes.FindAllString(text, -1) {
			f.account(strings.TrimRight(mailbox, ".-"))
		}
		for kind, shape := range []*regexp.Regexp{homes, tenants, portals} {
			for _, found := range shape.FindAllStringSubmatch(text, -1) {
				f.table.Add([]standin.Kind{standin.User, standin.Tenant, standin.Tenant}[kind], found[1])
			}
		}
		for _, found := range dotted.FindAllString(text, -1) {
			if !ofSoftware(found) {
				f.host(found)
			}
		}
		for _, found := range signed.FindAllStringSubmatch(text, -1) {
			f.table.Add(standin.Issuer, found[1])
		}
		for _, found := range agents.FindAllString(text, -1) {
			f.table.Add(standin.Agent, found)
		}
		for _, found := range uuids.FindAllStringSubmatch(text, -1) {
			if found[1] == "" { // what a vendor looks a request up by stays
				f.table.Add(standin.ID, found[2])
			}
		}
		f.listenForCalled(text)
		f.listenForSayings(text)
		f.listenForDomains(text)
	}
}

func (f *finder) listenForAddresses(text string) {
	for _, found := range addresses.FindAllString(text, -1) {
		candidates := []string{found}
		if at := strings.LastIndexByte(found, ':'); at > 0 && strings.Contains(found, ".") {
			candidates = append(candidates, found[:at]) // with a port
		}
		for _, candidate := range candidates {
			if address, err := netip.ParseAddr(candidate); err == nil && !publicAddress(address) {
				f.table.Add(standin.Address, candidate)
				break
			}
		}
	}
}

// listenForCalled finds what the words say to be a name: "client 'acme'", "client
// acme-7". Without quotes it must hold what no ordinary word holds.
func (f *finder) listenForCalled(text string) {
	for _, found := range called.FindAllStringSubmatch(text, -1) {
		name := found[2] + found[3]
		if bare := strings.TrimRight(found[4], "."); strings.ContainsAny(bare, "0123456789-._@") {
			name = bare
		}
		what := strings.ToLower(found[1])
		if name == "" || public(name) || ordinary(name) {
			continue
		}
		switch {
		case strings.HasPrefix(what, "host") || slices.Contains([]string{"machine", "computer", "server"}, what):
			f.host(name)
		case strings.Contains(name, "@"):
			f.account(name)
		case what == "tenant":
			f.table.Add(standin.Tenant, name)
		case strings.HasPrefix(what, "org") || what == "directory" || what == "realm" || what == "domain":
			f.table.Add(standin.Org, name)
		case what == "account" || strings.HasPrefix(what, "user") || what == "subject":
			f.table.Add(standin.User, name)
		case what == "agent":
			f.table.Add(standin.Agent, name)
		default:
			f.table.Add(standin.Client, name)
		}
	}
}

// ordinary reports whether what looks like a name is a word of the protocols.
func ordinary(name string) bool {
	lower := strings.ToLower(name)
	return strings.Trim(lower, "0123456789.") == "" || slices.Contains([]string{
		"client_id", "client-id", "client_secret", "invalid_client", "invalid_grant", "invalid_request", "invalid_token", "unauthorized_client",
		"access_denied", "server_error", "token-url", "aem-date", "not-found",
	}, lower)
}

// ofSoftware reports whether words with dots between them are a file, a unit or a
// class, and no host.
func ofSoftware(name string) bool {
	lower := strings.ToLower(name)
	first, _, _ := strings.Cut(lower, ".")
	last := lower[strings.LastIndexByte(lower, '.')+1:]
	return slices.Contains([]string{"java", "javax", "sun", "com", "org"}, first) || slices.Contains([]string{
		"conf", "config", "log", "json", "pem", "key", "p12", "jks", "der", "crt", "zip", "toml", "xml", "html", "txt", "properties", "sources", "list",
		"service", "timer", "socket", "target", "mount", "slice", "scope", "exe", "dll", "so", "jar", "java", "sh", "exception",
	}, last)
}

// listenForDomains finds machines of the domains that are known.
func (f *finder) listenForDomains(text string) {
	lower := lowerASCII(text)
	for _, domain := range sorted(f.domains) {
		for at := strings.Index(lower, "."+domain); at >= 0; {
			begin := at
			for begin > 0 && isLabel(lower[begin-1]) {
				begin--
			}
			if begin < at {
				f.host(strings.TrimLeft(text[begin:at+1+len(domain)], ".-"))
			}
			next := strings.Index(lower[at+1:], "."+domain)
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
}

// lowerASCII makes ASCII letters small. All bytes keep their places, also where a text
// is no UTF-8.
func lowerASCII(text string) string {
	small := []byte(text)
	for i, b := range small {
		if 'A' <= b && b <= 'Z' {
			small[i] = b + 'a' - 'A'
		}
	}
	return string(small)
}

func isLabel(b byte) bool {
	return b == '-' || b == '.' || b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z'
}

func sorted(set map[string]bool) []string {
	var all []string
	for one := range set {
		all = append(all, one)
	}
	slices.Sort(all)
	return all
}
