package names

import (
	"testing"

	"unskew/diagnostics/exchange"
	"unskew/diagnostics/timeservice"
	"unskew/steps"
)

// TestWords: what is taken for a name in the words of others, and what is not.
func TestWords(t *testing.T) {
	cases := []struct{ text, want string }{
		{"JWT has expired", "JWT has expired"},
		{"client 'acme' is unknown", "client 'CLIENT-1' is unknown"},
		{"client acme-7 is unknown, client is not", "client CLIENT-1 is unknown, client is not"},
		{"the client id or its secret", "the client id or its secret"},
		{"user jdoe@corp.example", "user ACCOUNT-1"},
		{"8F99160E571FC0427F000101@AdobeOrg and 8f99160e571fc0427f000101", "ORG-1 and ORG-1"},
		{"at 198.51.100.7:443", "at ADDR-1:443"},
		{"at [2001:db8::1]:443", "at [ADDR-1]:443"},
		{"AEM 6.5.21, 28.02.2017 18:39:51", "AEM 6.5.21, 28.02.2017 18:39:51"},
		{"at 127.0.0.1:8080 and ::1", "at 127.0.0.1:8080 and ::1"},
		{"in /home/jdoe/x and C:\\Users\\jdoe\\y", "in /home/USER-1/x and C:\\Users\\USER-1\\y"},
		{"Using user mac-acme-replication for", "Using user USER-1 for"},
		{"mac-acme-replication, acme.brand-portal.adobe.com", "mac-TENANT-1-replication, TENANT-1.brand-portal.adobe.com"},
		{"from https://sso.acme.example/auth/realms/acme/x?tenant=acme2", "from https://HOST-1/auth/realms/ID-1/x?tenant=ID-2"},
		{"lookup ims-na1.adobelogin.com: no such host", "lookup ims-na1.adobelogin.com: no such host"},
		{"lookup sso.acme.example on 10.0.0.2:53", "lookup HOST-1 on ADDR-1:53"},
		{"see /etc/chrony/chrony.conf and chronyd.service", "see /etc/chrony/chrony.conf and chronyd.service"},
		{"com.adobe.granite.auth.oauth.AccessTokenProvider", "com.adobe.granite.auth.oauth.AccessTokenProvider"},
		{"Trace ID: 255d1aef-8c98-452f-ac51-23d051240864", "Trace ID: 255d1aef-8c98-452f-ac51-23d051240864"},
		{"application 255d1aef-8c98-452f-ac51-23d051240864", "application ID-1"},
		{`signed by "Acme Root CA", which`, `signed by "CA-1", which`},
		{"agent mp_replication_agent_1_acme.", "agent AGENT-1."},
		{"x509: certificate is valid for acmeweb, *.acme.corp, not acmeidp", "x509: certificate is valid for HOST-2, *.HOST-1, not HOST-3"},
		{"the certificate is not for 127.0.0.1", "the certificate is not for 127.0.0.1"},
		{"the endpoint redirects to acmesso, and a credential is never sent on", "the endpoint redirects to HOST-1, and a credential is never sent on"},
		{"lookup acmesso on 10.0.0.2:53: no such host", "lookup HOST-1 on ADDR-1:53: no such host"},
		{"lookup acmesso: no such host", "lookup HOST-1: no such host"},
		{"dial tcp: lookup acmesso: i/o timeout", "dial tcp: lookup HOST-1: i/o timeout"},
		{`ACMEDOM\jdoe is locked, 'ACMEDOM\\jane' is not`, `DOMAIN-1\USER-1 is locked, 'DOMAIN-1\\USER-2' is not`},
		{`see C:\Windows\System32 and \\.\pipe\x`, `see C:\Windows\System32 and \\.\pipe\x`},
		{"no entry CN=Jane Doe,OU=Acme Desk,OU=Users,DC=acmecorp,DC=local", "no entry CN=ID-1,OU=ID-2,OU=Users,DC=ID-3,DC=local"},
	}
	for _, c := range cases {
		attempt := exchange.Attempt{Description: c.text}
		entry := steps.Entry{Observation: steps.Observation{Attempt: &attempt}}
		if got := Of(steps.SessionOf([]steps.Entry{entry})).Replace(c.text); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
	if len(cases) < 30 {
		t.Errorf("only %d cases", len(cases))
	}
}

// TestOwnFiles: a file of time servers that an administrator named after the company
// is a name; those that every machine has are not.
func TestOwnFiles(t *testing.T) {
	cases := []struct{ file, want string }{
		{"/etc/chrony/chrony.conf", "/etc/chrony/chrony.conf"},
		{"/etc/chrony.d/20-acme.conf", "PATH-1"},
		{"/etc/chrony/sources.d/acme.sources", "PATH-1"},
		{"/etc/systemd/timesyncd.conf.d/cloud-init.conf", "/etc/systemd/timesyncd.conf.d/cloud-init.conf"},
		{"/run/chrony-dhcp/eth0.sources", "/run/chrony-dhcp/eth0.sources"},
		{"/etc/acme/ntp.conf", "PATH-1"},
	}
	for _, c := range cases {
		services := []timeservice.Server{{Name: "ntp1.example", File: c.file}}
		entry := steps.Entry{Observation: steps.Observation{Configured: services}}
		if got := Of(steps.SessionOf([]steps.Entry{entry})).Replace(c.file); got != c.want {
			t.Errorf("%s becomes %s, want %s", c.file, got, c.want)
		}
	}
	if len(cases) != 6 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestOneMachine: a machine has one stand-in by its short and its full name,
// whichever comes first, and others of its domain are found in words.
func TestOneMachine(t *testing.T) {
	for _, names := range [][2]string{{"aem", "aem.corp.example"}, {"aem.corp.example", "aem"}} {
		start := steps.Entry{Start: &steps.Start{Host: names[0]}}
		again := steps.Entry{Start: &steps.Start{Host: names[1]}}
		said := steps.Entry{Why: "told by DC7.corp.example."}
		table := Of(steps.SessionOf([]steps.Entry{said, start, again}))
		got := table.Replace("aem, aem.corp.example, dc7.corp.example, corp.example")
		if got != "HOST-2, HOST-2, HOST-1, DOMAIN-1" {
			t.Errorf("%v: %q", names, got)
		}
	}
}

// FuzzWords: any words of a server can be searched.
func FuzzWords(f *testing.F) {
	f.Add("client 'x' at 10.0.0.1 https://a.example/b?c=d /home/x ::: @@ user")
	f.Add("0000000000000\xff00.0.AA") // small letters may take more bytes
	f.Add("İİİ.a.example HOST.A.EXAMPLE")
	f.Fuzz(func(t *testing.T, text string) {
		attempt := exchange.Attempt{Description: text}
		session := steps.SessionOf([]steps.Entry{{Observation: steps.Observation{Attempt: &attempt}}})
		Of(session).Replace(text)
	})
}
