package timeservice

import (
	"strings"
	"testing"
	"testing/fstest"

	"unskew/diagnostics"
)

// ntpdHost is a host with ntpd that does not run.
func ntpdHost(files map[string]string) fstest.MapFS {
	root := process(fstest.MapFS{"usr/sbin/ntpd": text("x")}, "1", "init", "/sbin/init", "")
	for name, content := range files {
		root[name] = text(content)
	}
	return root
}

// TestNtpdPanics: from what it was started with, or would be.
func TestNtpdPanics(t *testing.T) {
	const exits, once = "exits where the clock is more than 1000 s off", "once at start it accepts any offset (-g)"
	cases := []struct {
		name, panics, steps string
		root                fstest.MapFS
	}{
		{"runs with -g", once, "up to 1000 s, once more at the start", process(ntpdHost(nil), "9", "ntpd", "/usr/sbin/ntpd -g -u ntp:ntp", "")},
		{"runs with --panicgate", once, "up to 1000 s, once more at the start", process(ntpdHost(nil), "9", "ntpd", "/usr/sbin/ntpd --panicgate", "")},
		{"runs without", exits, "up to 1000 s", process(ntpdHost(map[string]string{"etc/default/ntp": "NTPD_OPTS='-g'\n"}), "9", "ntpd", "/usr/sbin/ntpd -n", "")},
		{"Debian", once, "up to 1000 s, once more at the start", ntpdHost(map[string]string{"etc/default/ntp": "# NTPD_OPTS=''\nNTPD_OPTS='-g'\n"})},
		{"Debian, taken off", exits, "up to 1000 s", ntpdHost(map[string]string{"etc/default/ntp": "NTPD_OPTS='-g'\nNTPD_OPTS=\n"})},
		{"Red Hat", once, "up to 1000 s, once more at the start", ntpdHost(map[string]string{"etc/sysconfig/ntpd": "OPTIONS=\"-u ntp:ntp -p /var/run/ntpd.pid -g\"\r\n"})},
		{"SUSE", exits, "up to 1000 s", ntpdHost(map[string]string{"etc/sysconfig/ntp": "NTPD_OPTIONS=\"-u ntp:ntp\"\n"})},
		{"a unit with -g", once, "up to 1000 s, once more at the start", ntpdHost(map[string]string{"lib/systemd/system/ntp.service": "[Service]\nExecStart=/usr/sbin/ntpd -gN\n"})},
		{"a unit and its file", exits, "up to 1000 s", ntpdHost(map[string]string{
			"lib/systemd/system/ntpd.service": "[Service]\nExecStart=/usr/sbin/ntpd -u ntp:ntp $OPTIONS\n", "etc/sysconfig/ntpd": "OPTIONS=\"\"\n",
		})},
		{"no limit", "never (tinker panic 0)", "", ntpdHost(map[string]string{"etc/ntp.conf": "tinker step 0.5 panic 0\n"})},
		{"another limit", "exits where the clock is more than 60 s off", "up to 60 s", ntpdHost(map[string]string{"etc/ntp.conf": "tinker panic 60\n", "etc/default/ntp": "NTPD_OPTS=''\n"})},
		{"a limit that is none", exits, "up to 1000 s", ntpdHost(map[string]string{"etc/ntp.conf": "tinker panic inf\n", "etc/default/ntp": "NTPD_OPTS=''\n"})},
		{"nothing tells", "", "", ntpdHost(nil)},
		{"a file without options", "", "", ntpdHost(map[string]string{"etc/default/ntp": "IGNORE_DHCP=\"\"\n"})},
	}
	for _, c := range cases {
		got := Services(t.Context(), Host{Root: c.root})
		if len(got) != 1 || got[0].Name != ntpdName || got[0].Panics != c.panics || got[0].Steps != c.steps {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		if (got[0].Unknown["panics"] == "") != (c.panics != "") || (got[0].Unknown["steps"] == "") != (c.steps != "") {
			t.Errorf("%s: %q", c.name, got[0].Unknown)
		}
	}
	if len(cases) != 14 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestNtpsecPanics: what ntpd left behind is not read for NTPsec.
func TestNtpsecPanics(t *testing.T) {
	root := ntpdHost(map[string]string{
		"usr/bin/ntpmon": "x", "etc/default/ntp": "NTPD_OPTS='-g'\n", "etc/default/ntpsec": "NTPD_OPTS=\"-N\"\n",
	})
	got := Services(t.Context(), Host{Root: root})
	if len(got) != 1 || got[0].Name != ntpsecName || got[0].Panics != "exits where the clock is more than 1000 s off" {
		t.Errorf("%+v", got)
	}
}

func TestMaxchange(t *testing.T) {
	cases := map[string]string{
		"1000 0 2":  "exits where the clock is more than 1000 s off (maxchange)",
		"1000 1 2":  "exits where the clock is more than 1000 s off, except in its first updates: 1 (maxchange)",
		"0.5 1 -1":  "never, and makes no correction of more than 0.5 s (maxchange)",
		"1000 -1 2": "never",
		"1000 1":    "", "": "", "x 1 1": "", "NaN 1 1": "", "Inf 1 1": "", "-1 1 1": "", "1 x 1": "", "1 1 x": "", "1 1 1 1": "",
	}
	for line, want := range cases {
		if got, err := maxchangeWords(strings.Fields(line)); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", line, got, err, want)
		}
	}
	if len(cases) != 13 {
		t.Errorf("%d cases", len(cases))
	}
	root := chronyHost()
	if got := Services(t.Context(), Host{Root: root})[0].Panics; got != "never" {
		t.Errorf("without maxchange: %q", got)
	}
	root["etc/chrony/chrony.conf"] = text("maxchange 5 0 0\nmaxchange 1000 0 2\nmaxchange x\n")
	if got := Services(t.Context(), Host{Root: root})[0].Panics; got != cases["1000 0 2"] {
		t.Errorf("with maxchange: %q", got)
	}
	delete(root, "etc/chrony/chrony.conf")
	if s := Services(t.Context(), Host{Root: root})[0]; s.Panics != "" || s.Unknown["panics"] == "" {
		t.Errorf("without a configuration: %q, %q", s.Panics, s.Unknown)
	}
}

// TestNTS: authenticated servers, and whether the dates of their certificates count.
func TestNTS(t *testing.T) {
	cases := []struct{ file, config, want string }{
		{"etc/chrony.conf", "server a.example nts iburst\nserver b.example\n", "a.example nts,b.example"},
		{"etc/chrony.conf", "nocerttimecheck 1\npool a.example iburst nts\nserver b.example\n", "a.example nts-undated,b.example"},
		{"etc/chrony.conf", "pool a.example NTS\nnocerttimecheck 1\nnocerttimecheck 0\n", "a.example nts"},
		{"etc/chrony.conf", "pool a.example nts\nnocerttimecheck\n", "a.example nts"},
		{"etc/chrony.conf", "server nts\nserver a.example key 1 ntsport 4460\n", "nts,a.example"},
		{"etc/ntpsec/ntp.conf", "server a.example nts\nserver b.example nts noval\nserver c.example noval\n", "a.example nts,b.example nts-undated,c.example"},
		{"etc/ntp.conf", "nocerttimecheck 1\nserver a.example nts\n", "a.example nts"},
	}
	for _, c := range cases {
		servers, errs := Configured(Host{Root: fstest.MapFS{c.file: text(c.config)}})
		var got []string
		for line := range strings.Lines(lines(servers, errs)) {
			_, name, _ := strings.Cut(strings.TrimSpace(line), " "+"/"+c.file+":")
			_, name, _ = strings.Cut(name, " ")
			got = append(got, strings.TrimPrefix(name, "pool "))
		}
		if joined := strings.Join(got, ","); joined != c.want {
			t.Errorf("%q: %s, want %s", c.config, joined, c.want)
		}
	}
	if len(cases) != 7 {
		t.Errorf("%d cases", len(cases))
	}
}

func FuzzPanics(f *testing.F) {
	for _, seed := range []string{"1000 1 2", "NTPD_OPTS='-g'", "OPTIONS=\"-u ntp:ntp\"\n", "ExecStart=/usr/sbin/ntpd -g", "tinker panic \x1b", "maxchange 1 1 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		words, err := maxchangeWords(strings.Fields(content))
		if (words == "") != (err != nil) || diagnostics.Clean(words, 200) != words {
			t.Errorf("%q: %q, %v", content, words, err)
		}
		for _, s := range Services(t.Context(), Host{Root: ntpdHost(map[string]string{
			"etc/default/ntp": content, "lib/systemd/system/ntp.service": content, "etc/ntp.conf": content,
		})}) {
			checkKept(t, s)
			if s.Name == ntpdName && (s.Panics == "") == (s.Unknown["panics"] == "") {
				t.Errorf("%q: %q, %q", content, s.Panics, s.Unknown)
			}
		}
	})
}

// TestHiddenOptions: it runs, says systemd, and its process may not be seen.
func TestHiddenOptions(t *testing.T) {
	s := Service{Name: ntpdName, Running: true, PID: 77}
	got := ntpdPanics(ntpdHost(map[string]string{"etc/default/ntp": "NTPD_OPTS='-g'\n"}), &s)
	if got != "" || s.Unknown["panics"] != "its options decide, and may not be seen" {
		t.Errorf("%q, %q", got, s.Unknown)
	}
}
