package names

import (
	"regexp"
	"strings"

	"unskew/steps/report/standin"
)

// What libraries and directories say in a form of their own. A machine in it may be
// one word, which looks like any other.
var (
	certified  = regexp.MustCompile(`\bis valid for ([^"';]+?), (?:but )?not (?:for )?([^\s,;"']+)`) // crypto/x509
	redirected = regexp.MustCompile(`\bredirects? to ([^\s,;"']+)`)
	lookedUp   = regexp.MustCompile(`\b(?:lookup|dial tcp:? lookup) ([^\s:,;"']+)`) // net.DNSError
	// inDomain is a down-level logon name (DOMAIN\user). A drive's letter before it, or
	// another backslash, makes it a path.
	inDomain = regexp.MustCompile(`(?:^|[\s"'(=\[])([A-Za-z][A-Za-z0-9.-]{1,14})\\{1,2}([A-Za-z0-9][A-Za-z0-9._$-]*)(?:$|[^\\A-Za-z0-9._$-])`)
	// named is part of a distinguished name (RFC 4514).
	named = regexp.MustCompile(`(?i)\b(?:cn|ou|dc|uid|o)=([^,;+"'<>=/\\)\r\n]{2,60})`)
)

// listenForSayings finds names by the form of words in which they are told.
func (f *finder) listenForSayings(text string) {
	for _, found := range certified.FindAllStringSubmatch(text, -1) {
		for one := range strings.SplitSeq(found[1]+", "+found[2], ", ") {
			f.host(strings.TrimPrefix(one, "*."))
		}
	}
	for _, shape := range []*regexp.Regexp{redirected, lookedUp} {
		for _, found := range shape.FindAllStringSubmatch(text, -1) {
			f.place(strings.TrimRight(found[1], "."))
		}
	}
	for _, found := range inDomain.FindAllStringSubmatch(text, -1) {
		f.table.Add(standin.Domain, found[1])
		f.table.Add(standin.User, found[2])
	}
	for _, found := range named.FindAllStringSubmatch(text, -1) {
		if name := strings.TrimSpace(found[1]); !publicPart(name) {
			f.table.Add(standin.ID, name)
		}
	}
}

// publicPart reports whether a part of a distinguished name is one that most
// directories have.
func publicPart(name string) bool {
	switch strings.ToLower(name) {
	case "users", "computers", "people", "groups", "services", "com", "org", "net", "local", "lan", "localhost":
		return true
	}
	return publicDomain(name)
}
