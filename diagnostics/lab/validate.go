package lab

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"time"
)

// fill puts in what a file may leave out: ports, addresses, usual values.
func (sc *Scenario) fill() error {
	if sc.Built.IsZero() {
		sc.Built = sc.True.Add(-90 * 24 * time.Hour)
	}
	if !sc.Host.Clock.IsZero() {
		sc.Host.Behind = Span(sc.True.Sub(sc.Host.Clock))
	}
	sc.Network.UDP = or(sc.Network.UDP, Open)
	sc.Network.TCP = or(sc.Network.TCP, Open)
	for i := range sc.NTP {
		s := &sc.NTP[i]
		if _, _, err := net.SplitHostPort(s.Name); err != nil {
			s.Name = net.JoinHostPort(s.Name, "123")
		}
		network := "192.0.2." // public servers: TEST-NET-1
		if s.Own {
			network = "10.0.0." // the host's own network
		}
		s.Address = or(s.Address, network+strconv.Itoa(i+1))
		s.Behaviour = or(s.Behaviour, Open)
		if s.Stratum == 0 {
			s.Stratum = 2
		}
		if s.RootDelay == 0 && s.Stratum > 1 { // stratum 1 is at the root
			s.RootDelay = Span(8 * time.Millisecond)
		}
		if s.Dispersion == 0 {
			s.Dispersion = Span(time.Millisecond)
		}
	}
	for i := range sc.HTTPS {
		s := &sc.HTTPS[i]
		s.Address = or(s.Address, "198.51.100."+strconv.Itoa(i+1)) // TEST-NET-2
		s.Behaviour = or(s.Behaviour, Open)
		if s.Status == 0 {
			s.Status = 200
		}
	}
	if p := sc.Proxy; p != nil {
		p.Address = or(p.Address, "10.0.1.1")
		p.Behaviour = or(p.Behaviour, Open)
	}
	if s := sc.Server; s != nil {
		s.Address = or(s.Address, "203.0.113.1") // TEST-NET-3
		s.Behaviour = or(s.Behaviour, Open)
		s.Audience = or(s.Audience, s.URL)
		s.Credential = or(s.Credential, "registered")
		if s.CertificateLasts == 0 {
			s.CertificateLasts = Span(275 * day)
		}
	}
	for i := range sc.AEM {
		sc.AEM[i].fill(i, sc.Host)
	}
	sc.Fix.How = or(sc.Fix.How, "none")
	return nil
}

// fill gives an AEM what its table leaves out. The address of the host itself is
// the one from which the host connects.
func (a *AEM) fill(i int, host Host) {
	usual := "10.0.2.1"
	if a.elsewhere() {
		usual = "10.0.3." + strconv.Itoa(i+1)
	}
	a.Address = or(a.Address, usual)
	a.Store = or(a.Store, "tar")
	a.User, a.Behaviour = or(a.User, "diagnostics"), or(a.Behaviour, Open)
	if a.Agents == nil {
		a.Agents = fourAgents()
	}
	if a.ZoneOffset == 0 {
		a.ZoneOffset = host.ZoneOffset
	}
}

func or(value, usual string) string {
	if value == "" {
		return usual
	}
	return value
}

// problems lists everything that is wrong with a scenario.
func (sc *Scenario) problems() []error {
	var list []error
	bad := func(format string, values ...any) { list = append(list, fmt.Errorf(format, values...)) }
	oneOf := func(what, value string, known ...string) {
		if !slices.Contains(known, value) {
			bad("%s %q is none of %q", what, value, known)
		}
	}
	oneOf("network.udp", sc.Network.UDP, Open, Silent, Unreachable)
	oneOf("network.tcp", sc.Network.TCP, Open, Silent, Refused, Unreachable)
	oneOf("fix.how", sc.Fix.How, "step", "slew", "none")
	for _, s := range sc.NTP {
		oneOf(s.Name+" behaviour", s.Behaviour, Open, Silent, Refused, NoName, Unsynchronised, Kiss, Garbage, Short)
		if s.Behaviour == Kiss && len(s.Code) != 4 {
			bad("%s: a kiss needs a code of four letters, not %q", s.Name, s.Code)
		}
	}
	for _, s := range sc.HTTPS {
		oneOf(s.URL+" behaviour", s.Behaviour, Open, Silent, Refused, NoName, Inspected, NoDate, HTML)
	}
	if p := sc.Proxy; p != nil {
		oneOf("proxy.behaviour", p.Behaviour, Open, Silent, Refused, NoName)
	}
	if s := sc.Server; s != nil {
		oneOf("server.behaviour", s.Behaviour, Open, Silent, Refused, NoName, Inspected, HTML, RateLimited, ServerError, Quoting)
		oneOf("server.profile", s.Profile, "jwt-bearer", "ims-jwt", "ims-oauth", "private-key-jwt", "google-sa", "github-app")
		oneOf("server.dialect", s.Dialect, "granite", "ims", "silent", "retired", "entra", "google", "github")
		oneOf("server.credential", s.Credential, "registered", "stranger", "none")
		if s.Lifetime <= 0 {
			bad("server.lifetime must be more than nothing")
		}
	}
	if sc.Log != nil && (sc.Log.Reaches <= 0 || sc.Log.Wrong <= 0 || sc.Log.Wrong > sc.Log.Reaches) {
		bad("log.reaches and log.wrong must be more than nothing, and the log must reach back beyond the wrong time")
	}
	for _, a := range sc.AEM {
		oneOf(a.URL+" behaviour", a.Behaviour, Open, Silent, Refused, NoName, Inspected, SignInOnly, Agentless)
		oneOf("aem.store", a.Store, "tar", "mongo")
		for agent, trouble := range a.Trouble {
			oneOf("aem.trouble", trouble, cachedToken, keyStore, noTarget, notVerified)
			oneOf("aem.trouble", agent, a.Agents...)
		}
		for _, agent := range a.Disabled {
			oneOf("aem.disabled", agent, a.Agents...)
		}
	}
	return slices.Concat(list, sc.gaps(), sc.clashes())
}

// gaps lists what a scenario lacks, or says of one thing and not of the other.
func (sc *Scenario) gaps() []error {
	var list []error
	bad := func(format string, values ...any) { list = append(list, fmt.Errorf(format, values...)) }
	for _, field := range []struct{ name, text string }{
		{"title", sc.Title},
		{"about", sc.About},
		{"host.name", sc.Host.Name},
		{"expect.verdict", sc.Expect.Verdict},
		{"expect.proof", sc.Expect.Proof},
		{"expect.certainty", sc.Expect.Certainty},
	} {
		if field.text == "" {
			bad("%s is missing", field.name)
		}
	}
	if sc.True.Year() < 1900 {
		bad("true_time is missing")
	}
	if (sc.Fix.How == "none") != (sc.Expect.AfterFix == "") {
		bad("expect.after_fix belongs to a fix that does something, and only to that")
	}
	if sc.Fix.How == "slew" && sc.Fix.Rate <= 0 {
		bad("fix.rate_ppm is missing: a slew needs a rate")
	}
	return list
}

// clashes finds host names with two addresses, and two servers on one address
// and port.
func (sc *Scenario) clashes() []error {
	sites, err := sc.sites()
	if err != nil {
		return []error{err}
	}
	var list []error
	addresses, ports := map[string]string{}, map[string]string{}
	for _, s := range sites {
		if before, seen := addresses[s.host]; seen && before != s.address {
			list = append(list, fmt.Errorf("%s has two addresses: %s and %s", s.host, before, s.address))
		}
		addresses[s.host] = s.address
		if other, seen := ports[s.key()]; seen {
			list = append(list, fmt.Errorf("%s and %s are both at %s", other, s.host, s.key()))
		}
		ports[s.key()] = s.host
		if net.ParseIP(s.address) == nil {
			list = append(list, fmt.Errorf("%s: %q is no IP address", s.host, s.address))
		}
	}
	return list
}
