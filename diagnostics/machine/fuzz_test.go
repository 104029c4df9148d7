package machine

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"
)

// clean fails where a text could not be shown as it is.
func clean(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			t.Errorf("%q is not fit to be shown", text)
		}
		if utf8.RuneCountInString(text) > 2*mostText+8 {
			t.Errorf("%d characters are kept", utf8.RuneCountInString(text))
		}
	}
}

func FuzzDistribution(f *testing.F) {
	for _, c := range append(redHats(), otherSystems()...) {
		for _, file := range c.files {
			f.Add(string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, content string) {
		firstLine, _, _ := strings.Cut(content, "\n")
		for _, d := range []Distribution{osRelease(content), systemVersion(content), releaseLine(firstLine), suseRelease(firstLine)} {
			_ = d.Family()
			if d.ID == "macos" {
				clean(t, d.Version)
			}
		}
		d := osRelease(content)
		clean(t, append(d.Like, d.ID, d.Version)...)
		for _, name := range []string{"etc/os-release", "etc/centos-release", "etc/SuSE-release", "etc/debian_version"} {
			d, err := hostOf(fstest.MapFS{name: text(content)}, nil).distribution()
			if (d.ID == "") != (err != nil) {
				t.Errorf("%s: %+v, %v", name, d, err)
			}
			clean(t, append(d.Like, d.ID, d.Version, d.Name)...)
		}
	})
}

func FuzzDomain(f *testing.F) {
	f.Add(krb5)
	f.Add("[domain/corp.example]\nid_provider = ad\nkrb5_realm = CORP.EXAMPLE\n")
	f.Add("[global]\nsecurity = ads\nrealm = corp.example\n")
	f.Fuzz(func(t *testing.T, content string) {
		for _, name := range []string{"etc/krb5.conf", "etc/sssd/sssd.conf", "etc/samba/smb.conf", "etc/ipa/default.conf"} {
			host := hostOf(fstest.MapFS{name: text(content), "etc/krb5.keytab": text("")}, nil)
			realm, err := host.domain(t.Context())
			if realm != "" && (err != nil || !isNode(realm)) {
				t.Errorf("%s: %q, %v", name, realm, err)
			}
			again, _ := host.domain(t.Context())
			if again != realm {
				t.Errorf("%s: %q, and then %q", name, realm, again)
			}
		}
	})
}

func FuzzProcess(f *testing.F) {
	f.Add("java\n", "LD_PRELOAD=libfaketime.so.1\x00", plain+bent, "CapEff:\t0000000002000000\nNoNewPrivs:\t1\n")
	f.Fuzz(func(t *testing.T, comm, environ, maps, status string) {
		got := readOf(t, hostOf(fstest.MapFS{
			"proc/1/comm": text(comm), "proc/1/environ": text(environ), "proc/1/maps": text(maps),
			"proc/self/status": text(status), "etc/group": text(status), "usr/bin/sudo": text(""), "etc/ld.so.preload": text(environ),
		}, map[string]string{"NODE_NAME": comm, "container": "docker"}))
		clean(t, got.Faketime...)
		clean(t, got.Node, got.Unknown["init"])
	})
}

func FuzzSMBIOS(f *testing.F) {
	f.Add(azureTables())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		words, err := smbios(raw)
		if (len(words) == 0) != (err != nil) {
			t.Errorf("%v, %v", words, err)
		}
		for _, word := range words {
			clean(t, word)
		}
		_ = words.cloud()
	})
}

func FuzzTimesyncStatus(f *testing.F) {
	f.Add("Enabled\n", 0)
	f.Add("Disabled\n", 69)
	f.Fuzz(func(t *testing.T, output string, status int) {
		var err error
		if status != 0 {
			err = exited(status)
		}
		switch got := timesyncStatus(output, err); got {
		case SyncEnabled:
			if status != 0 {
				t.Errorf("%q, %d: %s", output, status, got)
			}
		case SyncDisabled, SyncUnknown:
		default:
			t.Errorf("%q, %d: %s", output, status, got)
		}
	})
}
