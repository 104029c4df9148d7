package report

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/credential"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
	"unskew/steps"
	"unskew/steps/remedy"
	"unskew/steps/report/digest"
	"unskew/steps/say"
)

// markers counts the marked names that were planted in a session.
type markers struct{ planted int }

// name is a name that occurs nowhere else.
func (m *markers) name(form string) string {
	m.planted++
	return strings.ReplaceAll(form, "*", "marked"+strconv.Itoa(100+m.planted))
}

// address is one of the addresses that no other part of a report holds.
func (m *markers) address() string {
	m.planted++
	return "203.0.113." + strconv.Itoa(100+m.planted)
}

// markedSession holds a marked name in every field that can hold one, and in the
// words of others.
func markedSession(m *markers) steps.Session {
	s := begun("", steps.Settings{
		NTP: []string{m.name("*.example"), m.address()}, HTTPS: []string{m.name("https://*.*.example/*")}, TokenURL: m.name("https://*.example:8443/auth/realms/*/protocol/openid-connect/token"),
		Credentials: m.name("/srv/*/credentials.json"), Key: m.name("/home/*/key.pem"), Issuer: m.name("*@AdobeOrg"), Subject: m.name("*@techacct.adobe.com"),
		Audience: m.name("https://ims-na1.adobelogin.com/c/*"), ClientID: m.name("*"), Scope: m.name("api://*/.default"), KeyID: m.name("kid-*"),
		Claims: []string{m.name("x=*")}, Fields: []string{m.name("resource=https://*.example/")}, AEM: []string{m.name("http://*.example:4502")}, Agents: []string{m.name("mp_replication_*")},
		Tolerance: time.Second, Lifetime: 5 * time.Minute, Profile: "jwt-bearer",
	})
	s.Entries()[0].Start.Host = m.name("*-01.*.example")
	add := func(step steps.StepID, what steps.Observation) { s = s.With(found(step, time.Second, behind, what)) }
	add(steps.StepOSTime, steps.Observation{Host: &hostclock.State{
		Name: m.name("*"), OS: "linux/amd64", BootID: m.name("boot-*"), Zone: "UTC", Uptime: time.Hour, Unknown: map[string]string{"rtc": m.name("no right to read /home/*/rtc")},
	}})
	add(steps.StepOSTime, steps.Observation{Configured: []timeservice.Server{{Name: m.name("ntp.*.example"), File: m.name("/home/*/chrony.conf"), Line: 3, By: "chrony"}}})
	add(steps.StepOSTime, steps.Observation{Services: &steps.Services{List: []timeservice.Service{{
		Name: "chrony", Unit: "chronyd.service", Running: true, Selected: m.name("ntp2.*.example"), Settings: map[string]string{"NtpServer": m.name("dc.*.example,0x8 and 2001:db8:77::7 of user *-x")},
		Sources: []timeservice.Source{{Name: m.name("*-ntp"), Address: m.address(), State: timeservice.StateSelected, Why: m.name("told by *.example: see https://*.example/x")}},
	}}}})
	add(steps.StepOSTime, steps.Observation{Machine: &machine.Machine{Domain: m.name("*.EXAMPLE"), Node: m.name("node-*"), Faketime: []string{m.name("/home/*/lib.so")}}})
	add(steps.StepOSTime, steps.Observation{Log: &steps.LogEvidence{Files: []string{m.name("/data/*/error.log")}, Title: say.T("The log of %s.", m.name("agent mp_replication_*")), Next: say.T("x")}})
	add(steps.StepOSTime, steps.Observation{AEM: &process.Found{List: []process.Instance{{
		Folder: m.name("/opt/*/aem"), RunModes: []string{"author"}, Port: 4502, Logs: m.name("/opt/*/aem/logs"), Proxies: []string{m.name("proxy.*.example:3128")}, Unknown: map[string]string{"zone": m.name("no right to read /home/*/x")},
	}}}})
	for _, reading := range []diagnostics.Reading{
		ntpReading(m.name("*.example"), "", 2*time.Second, behind, 0),
		{Source: diagnostics.SourceHTTPS, Server: m.name("https://*.example/"), Address: m.address() + ":443", Via: m.name("*.example:8080"), Inspected: true, Outcome: diagnostics.Failed, Reason: diagnostics.ReasonTLSInspected, Detail: m.name("* Root CA")},
		{Source: diagnostics.SourceNTP, Server: m.address(), Outcome: diagnostics.Failed, Reason: diagnostics.ReasonDNS, Detail: m.name(`no such host "*.example" by `) + m.address() + ":53"},
	} {
		add(steps.StepNTP, steps.Observation{Reading: &reading})
	}
	s = s.With(answered(steps.StepWhere, "address", m.name("http://*.example:4502/x")))
	s = s.With(answered(steps.StepToken, "--token-url", m.name("https://login.microsoftonline.com/*/oauth2/v2.0/token")))
	s = s.With(answered(steps.StepToken, "--credentials", m.name(`C:\Users\*\key.json`)))
	s = s.With(answered(steps.StepToken, "--kid", m.name("*")))
	add(steps.StepToken, steps.Observation{Target: &steps.Target{
		Profile: "jwt-bearer", Title: "a signed JWT", Endpoint: m.name("https://*.example/oauth/token"), Credential: true, Problem: m.name("client '*' is not known"),
		Certificate: &credential.Certificate{Subject: m.name("CN=*,O=*"), SHA1: m.name("AB:CD:*")},
	}})
	attempt := attempt(exchange.StampOSClock, 3*time.Second, behind, exchange.ClassClient)
	attempt.Address, attempt.Via, attempt.Issuer = m.address()+":443", m.name("*.example:3128"), m.name("* Corporate Root")
	attempt.Description = m.name("AADSTS700016: Application with identifier '*' was not found in the directory '*'. client_id=*-web, organisation *_x, ") +
		m.name("tenant: *.onmicrosoft.example, user *@mail.example at [2001:db8:99::9] and ") + m.address() +
		m.name(`, mac-*-replication, *.brand-portal.adobe.com. Trace ID: 255d1aef-8c98-452f-ac51-23d051240864 Key 355d1aef-8c98-452f-ac51-23d051240864`)
	attempt.Why = m.name(`the certificate of *.example is signed by "* Inspector", which this host does not trust`)
	add(steps.StepToken, steps.Observation{Attempt: &attempt})
	s = s.With(answered(steps.StepWhere, "message", ""))
	add(steps.StepWhere, steps.Observation{Transcript: &aem.Transcript{
		Text: m.name("*"), Class: exchange.ClassExpired, Description: m.name("application *-7 is off"), FirstError: m.name("Failed to get an access token for user: mac-*-replication"), Agent: m.name("mp_replication_*"), Lines: 3,
	}})
	url := m.name("http://*.example:4502")
	add(steps.StepToken, steps.Observation{AEMClock: &author.Sight{URL: url, Reading: ntpReading(m.name("*.example"), "", 2*time.Second, behind, 0)}})
	add(steps.StepToken, steps.Observation{Agents: &author.Listing{URL: url, Outcome: "listed", Agents: []author.Agent{{Name: m.name("mp_*"), Title: m.name("* MP Agent"), Target: m.name("*.brand-portal.adobe.com"), Enabled: true}}}})
	add(steps.StepToken, steps.Observation{AgentTest: &author.Test{URL: url, Agent: m.name("mp_other_*"), Outcome: author.TokenRefused, Class: exchange.ClassExpired, Said: aem.Transcript{FirstError: m.name("for user mac-*-replication at https://*.example/x"), Refused: true}}})
	run := entry(steps.Applied, steps.StepConfirm, 9*time.Second, behind)
	run.Run = &steps.Run{Command: m.name("chronyc add server 203.0.113.99 https://*.example/"), Exit: 1, Output: m.name("/home/*/x: no"), Why: m.name("host *-9 said no"), Before: diagnostics.OffsetOf(behind)}
	s = s.With(run)
	skipped := entry(steps.Skipped, steps.StepToken, 10*time.Second, behind)
	skipped.Why = m.name("kept inside by /home/*/config.toml")
	return s.With(skipped)
}

// markedJudge adds findings that tell names of the record in words and commands.
func markedJudge(s steps.Session) steps.Assessment {
	a := steps.Assess(s)
	host := s.Start().Host
	a.Verdict.Title = say.T("The clock of %s is wrong.", host)
	a.Exchange.Endpoint = s.Settings().TokenURL
	a.Findings = append(a.Findings, steps.Finding{
		Code: "clock.behind", Severity: steps.Problem, Title: say.T("%s does not follow %s.", host, s.Settings().NTP[0]), Detail: say.T("See %s.", say.T("%s", s.Settings().Credentials)),
		Remedy: []remedy.Command{{Line: "chronyc add server " + s.Settings().NTP[0], Argv: []string{"chronyc", "add", "server", s.Settings().NTP[0]}, Why: say.T("adds %s", s.Settings().NTP[1]), Check: "ping " + host, Undo: "chronyc delete " + s.Settings().NTP[0]}},
	})
	return a
}

// leak is what of the marked names stands in a report.
var leak = regexp.MustCompile(`(?i)marked\d+|203\.0\.113\.\d+|2001:db8[:0-9a-f]*|355d1aef[-0-9a-f]*`)

// TestPseudonyms: no marked name comes out, in any format, where stand-ins are
// wanted; and names that are not found out of a report without them prove nothing.
func TestPseudonyms(t *testing.T) {
	m := &markers{}
	s := markedSession(m)
	if m.planted < 60 {
		t.Fatalf("only %d places were marked", m.planted)
	}
	looked, shown := 0, map[string]bool{}
	for _, format := range CheckFormats() {
		plain, err := render(s, markedJudge, format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range leak.FindAllString(string(plain), -1) {
			shown[name] = true
		}
		for _, tag := range say.Languages() {
			looked++
			out, err := render(s, markedJudge, format, Options{Printer: say.In(tag), Pseudonyms: true})
			if err != nil {
				t.Fatal(err)
			}
			checkHidden(t, format, out)
			if err := digest.Verify(out); err != nil && format != Plugin && format != Prometheus {
				t.Errorf("%s in %s: %v", format, tag, err)
			}
			said := strings.Contains(string(out), `"pseudonyms": true`) || strings.Contains(string(out), say.In(tag).Text(namesSection().Title)) ||
				strings.Contains(string(out), namesSection().Title.String()) || format == Short
			if !said && format != Plugin && format != Prometheus {
				t.Errorf("%s in %s does not say that it holds stand-ins", format, tag)
			}
		}
	}
	if looked != len(CheckFormats())*len(say.Languages()) || len(shown) < 40 {
		t.Errorf("%d reports were looked at; reports with names show only %d of them", looked, len(shown))
	}
}

func checkHidden(t *testing.T, format Format, out []byte) {
	t.Helper()
	for _, line := range strings.Split(string(out), "\n") {
		if found := leak.FindString(line); found != "" {
			t.Errorf("%s: %q stands in: %s", format, found, line)
		}
	}
	checkForm(t, "marked", format, out)
	if format != Prometheus && !strings.Contains(string(out), "HOST-") {
		t.Errorf("%s holds no stand-in", format)
	}
}

// TestStandInsStay: a longer record of the same session gives the same stand-ins.
func TestStandInsStay(t *testing.T) {
	s := markedSession(&markers{})
	all := Names(s)
	compared := 0
	for n := range s.Entries() {
		some := Names(steps.SessionOf(s.Entries()[:n+1]))
		if !slices.Equal(some, all[:len(some)]) {
			t.Fatalf("after %d entries: %v", n+1, some)
		}
		compared++
	}
	if compared < 20 || len(all) < 60 {
		t.Errorf("%d records were compared, of %d names", compared, len(all))
	}
	for _, row := range all {
		if strings.Contains(row.StandIn, "marked") {
			t.Errorf("%s is made of %s", row.StandIn, row.Name)
		}
	}
}

// TestPublicNamesStay: what identifies nobody is told, and so are request ids.
func TestPublicNamesStay(t *testing.T) {
	s := begun("", steps.Settings{TokenURL: "https://ims-na1.adobelogin.com/ims/exchange/jwt", Tolerance: time.Second})
	for _, server := range []string{"time.cloudflare.com", "2.debian.pool.ntp.org"} {
		reading := ntpReading(server, "", time.Second, behind, 0)
		reading.Address = "127.0.0.1:123"
		s = s.With(found(steps.StepNTP, time.Second, behind, steps.Observation{Reading: &reading}))
	}
	attempt := attempt(exchange.StampOSClock, 3*time.Second, behind, exchange.ClassExpired)
	s = s.With(found(steps.StepToken, time.Second, behind, steps.Observation{Attempt: &attempt}))
	out, err := Render(s, JSON, Options{Pseudonyms: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{"time.cloudflare.com", "2.debian.pool.ntp.org", "127.0.0.1", "req-7", "JWT has expired", "https://ims-na1.adobelogin.com/ims/exchange/jwt"} {
		if !strings.Contains(string(out), kept) {
			t.Errorf("%q is gone:\n%s", kept, out)
		}
	}
	if strings.Contains(string(out), "proxy.corp.example") || strings.Contains(string(out), "203.0.113.4") {
		t.Error("a name stands")
	}
}

// TestCodesStay: a machine that is called like a code leaves the codes as they are.
func TestCodesStay(t *testing.T) {
	s := fixedSession()
	s.Entries()[0].Start.Host = "ntp"
	for _, e := range s.Entries() {
		if e.Host != nil {
			e.Host.Name = "measured"
		}
	}
	out, err := render(s, handMade, JSON, Options{Pseudonyms: true})
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Host     struct{ Name string }
		Offset   struct{ Source string }
		Readings []struct{ Source, Outcome string }
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	if report.Offset.Source != "ntp" || report.Readings[0].Source != "ntp" || report.Readings[0].Outcome != "measured" || report.Host.Name == "measured" {
		t.Errorf("%+v", report)
	}
}
