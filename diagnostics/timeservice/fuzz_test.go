package timeservice

import (
	"strings"
	"testing"
	"testing/fstest"
)

// fuzzFile lets one configuration file of foreign content be read.
func fuzzFile(f *testing.F, file string, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		root := fstest.MapFS{
			file:                                 {Data: []byte(text)},
			"usr/lib/systemd/systemd-timesyncd":  {},
			"etc/timesyncd.conf.d/included.conf": {Data: []byte("server included.example\n")},
		}
		servers, errs := Configured(Host{Root: root})
		if len(servers) > mostServers || len(errs) > mostErrors {
			t.Fatalf("%d servers and %d errors are too many", len(servers), len(errs))
		}
		total := strings.Count(text, "\n") + 1
		seen := map[string]bool{}
		for _, s := range servers {
			checkName(t, s.Name)
			if s.Line < 1 || s.Line > total || s.By == "" {
				t.Errorf("%+v stands nowhere in %d lines", s, total)
			}
			if key := strings.ToLower(s.Name); seen[key] {
				t.Errorf("%s is there twice", s.Name)
			} else {
				seen[key] = true
			}
		}
		for _, err := range errs {
			if strings.ContainsAny(err.Error(), "\x1b\n\u202e") {
				t.Errorf("foreign characters in %q", err)
			}
		}
	})
}

func FuzzChrony(f *testing.F) {
	fuzzFile(f, "etc/chrony.conf",
		"pool a.example iburst\nserver 192.0.2.1 port 1123\n", "! c\n; c\n% c\n",
		"include /etc/chrony.conf\n", "include /etc/timesyncd.conf.d/*.conf\n",
		"confdir /etc/timesyncd.conf.d /etc\nsourcedir /etc\n", "include /etc/[\n", "include ../../..\n",
		"refclock PHC /dev/ptp0\ninitstepslew 3 a b c\n", "server \x1b[2J\n", "include \xff\xfe\n", "include\nconfdir\nrefclock\n")
}

func FuzzTimesyncd(f *testing.F) {
	fuzzFile(f, "etc/systemd/timesyncd.conf",
		"[Time]\nNTP=a b\n", "[Time]\n#FallbackNTP=a\n", "[Time]\nNTP=a\\\n#c\nb\nNTP=\nNTP=\u202ec\n", "[Time\n=\n", "[Time]\nNTP=\\")
}

func FuzzNTP(f *testing.F) {
	fuzzFile(f, "etc/ntp.conf",
		"server a.example iburst # c\npool b\npeer c\n", "includefile ntp.conf\n", "includefile /etc\n",
		"includefile timesyncd.conf.d\n", "server 127.127.1.0\nrefclock shm\nrefclock\nserver -4\n", "includefile \"\n")
}

func FuzzLink(f *testing.F) {
	fuzzFile(f, "run/systemd/netif/links/2", "NTP=10.0.0.1 a.example\n", "NTP=\"\n", "DNS=x\nNTP=\xff\n")
}
