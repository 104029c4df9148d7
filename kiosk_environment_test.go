package main

import (
	"slices"
	"strings"
	"testing"
)

// TestKioskEnvironment: what is drawn with and which language is spoken stays, as
// far as it is harmless. Everything else goes.
func TestKioskEnvironment(t *testing.T) {
	cases := []struct {
		entry string
		stays bool
	}{
		{"TERM=xterm-256color", true},
		{"TERM=screen.xterm-256color", true},
		{"TERM=dumb", true},
		{"TERM=", false},
		{"TERM=../../../../etc/passwd", false},
		{"TERM=/etc/shadow", false},
		{"TERM=.hidden", false},
		{"TERM=xterm\x1b]0;x\a", false},
		{"TERM=" + strings.Repeat("x", 65), false},
		{"COLORTERM=truecolor", true},
		{"NO_COLOR=1", true},
		{"LANG=zh_TW.UTF-8", true},
		{"LANG=C", true},
		{"LANG=../../x", false},
		{"LANGUAGE=zh_TW:en", true},
		{"LC_ALL=de_DE@euro", true},
		{"LC_MESSAGES=en_GB.UTF-8", true},
		{"LC_ALL=%s%n", false},
		{"LC_X$(sh)=C", false},
		{"XDG_CONFIG_HOME=/tmp", false},
		{"XDG_STATE_HOME=/tmp", false},
		{"UNSKEW_AEM_USER=x", false},
		{"UNSKEW_AEM_PASSWORD=x", false},
		{"HTTPS_PROXY=http://127.0.0.1:1", false},
		{"https_proxy=http://127.0.0.1:1", false},
		{"HTTP_PROXY=http://127.0.0.1:1", false},
		{"NO_PROXY=*", false},
		{"ALL_PROXY=x", false},
		{"TMUX=/tmp/tmux-1000/default,1,0", false},
		{"TMUX_PANE=%0", false},
		{"STY=1.x", false},
		{"HOME=/home/desk", false},
		{"PATH=/tmp/evil", false},
		{"LD_PRELOAD=/tmp/x.so", false},
		{"SSL_CERT_FILE=/tmp/ca.pem", false},
		{"SSL_CERT_DIR=/tmp", false},
		{"GODEBUG=http2debug=2", false},
		{"GOTRACEBACK=crash", false},
		{"GOCOVERDIR=/tmp", false},
		{"TZ=/etc/shadow", false},
		{"ZONEINFO=/tmp/zones.zip", false},
		{"TERMINFO=/tmp", false},
		{"TERMCAP=/tmp/x", false},
		{"RES_OPTIONS=debug", false},
		{"LOCALDOMAIN=evil.example", false},
		{"DBUS_SESSION_BUS_ADDRESS=unix:path=/tmp/x", false},
		{"DBUS_SYSTEM_BUS_ADDRESS=unix:path=/tmp/x", false},
		{"EDITOR=vi", false},
		{"PAGER=less", false},
		{"SHELL=/bin/sh", false},
		{"SSH_ORIGINAL_COMMAND=check", false},
		{"SSH_USER_AUTH=/tmp/x", false},
		{"SSH_AUTH_SOCK=/tmp/x", false},
		{"SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22", false},
		{"CLICOLOR_FORCE=1", false},
		{"TTY_FORCE=1", false},
		{"WT_SESSION=1", false},
		{"=x", false},
		{"TERM", false},
		{"", false},
	}
	for _, c := range cases {
		want := []string{kioskPath}
		if c.stays {
			want = append(want, c.entry)
		}
		if name, value, _ := strings.Cut(c.entry, "="); name == "TERM" && value != "" && !c.stays {
			want = append(want, "TERM=dumb")
		}
		if got := kioskEnvironment([]string{c.entry}); !slices.Equal(got, want) {
			t.Errorf("%q leaves %q", c.entry, got)
		}
	}
	if len(cases) != 60 {
		t.Errorf("%d cases", len(cases))
	}
	if got := kioskEnvironment([]string{"SSH_TTY=/dev/pts/7"}); !slices.Equal(got, []string{kioskPath, "SSH_TTY=yes"}) {
		t.Errorf("over a connection: %q", got)
	}
}
