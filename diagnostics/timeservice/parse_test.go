package timeservice

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"unskew/diagnostics"
)

func TestSourceOf(t *testing.T) {
	cases := []struct {
		line    string
		name    string
		pool    bool
		problem string
	}{
		{line: "server a.example", name: "a.example"},
		{line: "server a.example.", name: "a.example."},
		{line: "POOL a_b.example iburst maxsources 4", name: "a_b.example", pool: true},
		{line: "servers a.example", name: "a.example", pool: true},
		{line: "peer 192.0.2.1 key 1", name: "192.0.2.1"},
		{line: "server a.example port 1123", name: "a.example:1123"},
		{line: "server a.example PORT 123", name: "a.example"},
		{line: "server a.example ntsport 4461", name: "a.example"},
		{line: "server a.example iburst port", name: "a.example"},
		{line: "server port", name: "port"},
		{line: "server port port 5", name: "port:5"},
		{line: "server 2001:db8::1", name: "2001:db8::1"},
		{line: "server [2001:db8::1]", name: "2001:db8::1"},
		{line: "server 2001:db8::1 port 7", name: "[2001:db8::1]:7"},
		{line: "server fe80::1%eth0", name: "fe80::1%eth0"},
		{line: "server -6 a.example", name: "a.example"},
		{line: "server -4 -6 a.example", name: "a.example"},
		{line: `server "a.example"`, name: "a.example"},
		{line: "server", problem: "without a name"},
		{line: "server -4", problem: "without a name"},
		{line: "server a.example:1123", problem: "no name of a server"},
		{line: "server [a.example]", name: "a.example"},
		{line: "server -x", problem: "no name of a server"},
		{line: "server .example", problem: "no name of a server"},
		{line: "server \x1b[31mred.example", problem: "no name of a server"},
		{line: "server zeit.bücher.example", problem: "no name of a server"},
		{line: "server fe80::1%\u202eeth0", problem: "no name of a server"},
		{line: "server " + strings.Repeat("a", 254), problem: "no name of a server"},
		{line: "server a.example port 0", problem: "no port"},
		{line: "server a.example port 65536", problem: "no port"},
		{line: "server a.example port -1", problem: "no port"},
		{line: "", problem: "an empty statement"},
	}
	for _, c := range cases {
		got, err := sourceOf(strings.Fields(c.line))
		switch {
		case c.problem != "":
			if err == nil || !strings.Contains(err.Error(), c.problem) {
				t.Errorf("%q: %v, %v; want a problem with %q", c.line, got, err, c.problem)
			}
		case err != nil || got.name != c.name || got.pool != c.pool:
			t.Errorf("%q: %v, %v; want %q, pool %v", c.line, got, err, c.name, c.pool)
		}
	}
}

func TestSelf(t *testing.T) {
	for name, want := range map[string]bool{
		"127.0.0.1": true, "::1": true, "localhost": true, "LocalHost": true, "127.127.1.0": true,
		"::ffff:127.0.0.1": true, "127.0.0.1:11123": false, "[::1]:1123": false,
		"128.0.0.1": false, "localhost.example": false, "a.example": false,
	} {
		if got := (source{name: name}).self(); got != want {
			t.Errorf("%s: self is %v, want %v", name, got, want)
		}
	}
}

func TestRefclockAddresses(t *testing.T) {
	for name, want := range map[string]bool{
		"127.127.1.0": true, "127.127.28.1": true, "127.0.0.1": false, "127.126.1.0": false, "a.example": false,
	} {
		if got := (source{name: name}).refclock(); got != want {
			t.Errorf("%s: refclock is %v, want %v", name, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	cases := []struct {
		line         string
		chrony, ntpd []string
	}{
		{"", nil, nil},
		{"  \t ", nil, nil},
		{"# server a", nil, nil},
		{"! server a", nil, []string{"!", "server", "a"}},
		{";server a", nil, []string{";server", "a"}},
		{"  % server a", nil, []string{"%", "server", "a"}},
		{"server a # b", []string{"server", "a"}, []string{"server", "a"}},
		{"server a#b", []string{"server", "a#b"}, []string{"server", "a"}},
		{"server\ta\r\n", []string{"server", "a"}, []string{"server", "a"}},
	}
	for _, c := range cases {
		if got := chronyWords(c.line); !slices.Equal(got, c.chrony) {
			t.Errorf("chrony %q: %q, want %q", c.line, got, c.chrony)
		}
		if got := ntpWords(c.line); !slices.Equal(got, c.ntpd) {
			t.Errorf("ntp.conf %q: %q, want %q", c.line, got, c.ntpd)
		}
	}
}

func TestParseTimesyncd(t *testing.T) {
	cases := []struct {
		text string
		want string // key[#]@line=values
	}{
		{"[Time]\nNTP=a b\n", "NTP@2=a,b"},
		{"NTP=outside\n[Time]\nNTP = a\n", "NTP@3=a"},
		{"[Time]\r\nNTP=a\r\n", "NTP@2=a"},
		{"[Time]\nNTP=\n", "NTP@2="},
		{"[Time]\n#NTP=a\n;FallbackNTP=b c\n", "NTP#@2=a FallbackNTP#@3=b,c"},
		{"[Time]\nNTP=a \\\n  b \\\n# comment\n; comment\n  c\nFallbackNTP=d", "NTP@2=a,b,c FallbackNTP@7=d"},
		{"[Time]\nNTP=a\n[Other]\nNTP=b\n[Time]\nNTP=c\n", "NTP@2=a NTP@6=c"},
		{"[Time]\nntp=a\nNTPServers=b\nPollIntervalMinSec=32\n=x\n", ""},
		{"[Time]\nNTP=a\\", ""}, // the end of the file cuts the continuation off
		{"[Time]\n# see NTP=a in the manual\n", ""},
		{"", ""},
	}
	for _, c := range cases {
		var got []string
		for _, a := range parseTimesyncd(c.text) {
			mark := ""
			if a.comment {
				mark = "#"
			}
			got = append(got, a.key+mark+"@"+string(rune('0'+a.line))+"="+strings.Join(a.values, ","))
		}
		if joined := strings.Join(got, " "); joined != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, joined, c.want)
		}
	}
}

func TestLinkNames(t *testing.T) {
	for line, want := range map[string]string{
		"NTP=10.0.0.1 ntp.example\n": "10.0.0.1,ntp.example",
		`NTP="a b"`:                  "a,b",
		"NTP=":                       "",
		"DNS=10.0.0.1":               "",
		"XNTP=10.0.0.1":              "",
	} {
		if got := strings.Join(linkNames(line), ","); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// checkName fails unless a name is fit to be shown and resolved.
func checkName(t *testing.T, name string) {
	t.Helper()
	bad := func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) || unicode.IsControl(r) }
	if name == "" || len(name) > 270 || strings.ContainsFunc(name, bad) || diagnostics.Clean(name, 300) != name {
		t.Errorf("the name %q is not fit to be kept", name)
	}
}
