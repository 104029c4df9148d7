package machine

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

const krb5 = "includedir /etc/krb5.conf.d/\n\n[logging]\n default = FILE:/var/log/krb5libs.log\n\n[libdefaults]\n    # default_realm = OLD.EXAMPLE\n    default_realm = CORP.EXAMPLE\n\n[realms]\nCORP.EXAMPLE = {\n kdc = dc1.corp.example\n}\n"

func TestDomain(t *testing.T) {
	const none = ""
	cases := []struct {
		name   string
		files  fstest.MapFS
		hidden []string
		want   string
	}{
		{"nothing", fstest.MapFS{}, nil, none},
		{"a realm alone", fstest.MapFS{"etc/krb5.conf": text(krb5)}, nil, none},
		{"with the machine's keys", fstest.MapFS{"etc/krb5.conf": text(krb5), "etc/krb5.keytab": text("\x05\x02")}, []string{"etc/krb5.keytab"}, "CORP.EXAMPLE"},
		{"a realm in the folder", fstest.MapFS{"etc/krb5.conf": text("includedir /etc/krb5.conf.d\n"), "etc/krb5.conf.d/site": text("[libdefaults]\ndefault_realm = Corp.Example\n"), "etc/krb5.keytab": text("")}, nil, "CORP.EXAMPLE"},
		{"sssd, read by root", fstest.MapFS{"etc/sssd/sssd.conf": text("[sssd]\ndomains = corp.example\n\n[domain/corp.example]\nad_domain = corp.example\nkrb5_realm = CORP.EXAMPLE\nid_provider = ad\n")}, nil, "CORP.EXAMPLE"},
		{"sssd with LDAP alone", fstest.MapFS{"etc/krb5.conf": text(krb5), "etc/sssd/sssd.conf": text("[domain/x.example]\nid_provider = ldap\n")}, nil, none},
		{"sssd, not readable", fstest.MapFS{"etc/krb5.conf": text(krb5), "etc/sssd/sssd.conf": text("")}, []string{"etc/sssd/sssd.conf"}, "CORP.EXAMPLE"},
		{"sssd, by what it leaves", fstest.MapFS{"var/lib/sss/pubconf/kdcinfo.CORP.EXAMPLE": text("192.0.2.1"), "var/lib/sss/pubconf/known_hosts": text("")}, nil, "CORP.EXAMPLE"},
		{"FreeIPA", fstest.MapFS{"etc/ipa/default.conf": text("[global]\nbasedn = dc=corp,dc=example\nrealm = CORP.EXAMPLE\n")}, nil, "CORP.EXAMPLE"},
		{"winbind", fstest.MapFS{"etc/samba/smb.conf": text("[global]\n\tworkgroup = CORP\n\tSecurity = ADS\n\trealm = corp.example\n; realm = no\n")}, nil, "CORP.EXAMPLE"},
		{"winbind, no realm", fstest.MapFS{"etc/samba/smb.conf": text("[global]\nworkgroup = CORP\nsecurity = domain\n")}, nil, "CORP"},
		{"a file server", fstest.MapFS{"etc/krb5.conf": text(krb5), "etc/samba/smb.conf": text("[global]\nworkgroup = WORKGROUP\nsecurity = user\n"), "var/lib/samba/private/secrets.tdb": text("")}, nil, none},
		{"an account of Samba", fstest.MapFS{"etc/krb5.conf": text(krb5), "var/lib/samba/private/secrets.tdb": text("")}, nil, "CORP.EXAMPLE"},
		{"names that can be none", fstest.MapFS{"etc/ipa/default.conf": text("[global]\nrealm = a b; rm\x1b[2J\n")}, nil, none},
	}
	for _, c := range cases {
		root := denied{c.files, map[string]bool{}}
		for _, name := range c.hidden {
			root.names[name] = true
		}
		host := hostOf(nil, nil)
		host.Root = root
		if got, err := host.domain(t.Context()); got != c.want || err != nil {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
	if len(cases) != 14 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestDomainWithoutName: a member whose realm cannot be read is no machine
// without domain.
func TestDomainWithoutName(t *testing.T) {
	sample := strings.ReplaceAll(krb5, "CORP.EXAMPLE", "EXAMPLE.COM")
	cases := map[string]denied{
		"krb5.conf is not readable": {
			fstest.MapFS{"etc/krb5.conf": text(krb5), "etc/krb5.keytab": text("")},
			map[string]bool{"etc/krb5.conf": true},
		},
		"krb5.conf is the package's sample": {
			fstest.MapFS{"etc/krb5.conf": text(sample), "etc/krb5.keytab": text("")}, nil,
		},
		"nothing but sssd.conf": {
			fstest.MapFS{"etc/sssd/sssd.conf": text("")}, map[string]bool{"etc/sssd/sssd.conf": true},
		},
	}
	for name, root := range cases {
		host := hostOf(nil, nil)
		host.Root = root
		got := readOf(t, host)
		if got.Domain != "" || got.Unknown["domain"] == "" {
			t.Errorf("%s: domain %q, unknown %q", name, got.Domain, got.Unknown["domain"])
		}
	}
	if len(cases) != 3 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestActiveDirectoryOfMac(t *testing.T) {
	const bound = "Library/Preferences/OpenDirectory/Configurations/Active Directory"
	host := Host{OS: "darwin", Root: fstest.MapFS{bound + "/corp.example.plist": text("")}}
	if got, err := host.domain(t.Context()); got != "CORP.EXAMPLE" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	host.Root = fstest.MapFS{}
	if got, err := host.domain(t.Context()); got != "" || err != nil {
		t.Errorf("not bound: %q, %v", got, err)
	}
	host.Root = denied{fstest.MapFS{bound: folder()}, map[string]bool{bound: true}}
	if got, err := host.domain(t.Context()); got != "" || err == nil {
		t.Errorf("not readable: %q, %v", got, err)
	}
}

var _ fs.FS = denied{}
