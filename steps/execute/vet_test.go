package execute

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestVet(t *testing.T) {
	cases := []struct {
		argv string // words apart by |
		want string // a part of the refusal; "" is: may be run
	}{
		{"chronyc|makestep", ""},
		{"systemctl|enable|--now|chrony.service", ""},
		{"timedatectl|set-ntp|true", ""},
		{"timedatectl|set-timezone|Asia/Taipei", ""},
		{"timedatectl|set-timezone|UTC", ""},
		{"apt-get|install|-y|chrony", ""},
		{"reg|add|HKLM\\SYSTEM\\CurrentControlSet|/t|REG_DWORD", ""},
		{"w32tm|/config|/manualpeerlist:ntp.corp.example,0x8|/update", ""},
		{"", "no command"},
		{"sh|-c|chronyc makestep", "sh runs other commands"},
		{"bash", "bash runs"},
		{"dash|-c|x", "dash runs"},
		{"python3.11|-c|x", "python runs"},
		{"BASH.EXE", "bash runs"},
		{"powershell|-Command|x", "powershell runs"},
		{"env|chronyc", "env runs"},
		{"sudo|chronyc|makestep", "sudo is put in front"},
		{"su|-c|x", "su is put in front"},
		{"./chronyc|makestep", "not a full name"},
		{"bin/chronyc", "not a full name"},
		{"timedatectl|set-timezone|AREA/CITY", "only you know"},
		{"timedatectl|set-timezone|Area/<City>", "only you know"},
		{"chronyc|add|server|HOST", "only you know"},
		{"chronyc|add|server|SERVER1", "only you know"},
		{"systemctl|restart|{unit}", "only you know"},
		{"systemctl|restart|…", "only you know"},
		{"chronyc|makestep\x1b[2J", "control characters"},
		{"chronyc\n|makestep", "control characters"},
		{"chronyc|\u202emakestep", "control characters"},
		{"chronyc|\xff", "control characters"},
		{"chronyc|a\x00b", "control characters"},
	}
	for _, c := range cases {
		err := Vet(strings.Split(c.argv, "|"))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q is refused: %v", c.argv, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%q: %v, want %q", c.argv, err, c.want)
		}
	}
	if Vet(nil) == nil {
		t.Error("an empty command may be run")
	}
	if len(cases) != 31 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestVetPrepared: sudo may stand in front of a command, and of nothing else.
func TestVetPrepared(t *testing.T) {
	cases := map[string]bool{
		"/usr/bin/sudo|-n|/usr/bin/chronyc|makestep": true,
		"/usr/bin/chronyc|makestep":                  true,
		"/usr/bin/sudo|/usr/bin/chronyc":             false,
		"/usr/bin/sudo|-n":                           false,
		"/usr/bin/sudo|-n|/bin/sh|-c|x":              false,
		"/usr/bin/sudo|-n|/usr/bin/sudo|-n|/bin/ls":  false,
		"chronyc|makestep":                           false,
		"/bin/sh":                                    false,
	}
	for argv, want := range cases {
		if err := vetPrepared(strings.Split(argv, "|")); (err == nil) != want {
			t.Errorf("%s: %v", argv, err)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestLine(t *testing.T) {
	cases := map[string]string{
		"/usr/bin/chronyc|makestep": "/usr/bin/chronyc makestep",
		"a|":                        "a ''",
		"a|b c":                     "a 'b c'",
		"a|it's":                    `a 'it'\''s'`,
		"a|$(x);`y`":                "a '$(x);`y`'",
		`C:\Windows\w32tm.exe|/x:1`: `C:\Windows\w32tm.exe /x:1`,
	}
	for argv, want := range cases {
		if got := Line(strings.Split(argv, "|")); got != want {
			t.Errorf("%s: %s, want %s", argv, got, want)
		}
	}
	if len(cases) != 6 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestCleaned(t *testing.T) {
	cases := []struct {
		raw  string
		cut  bool
		want string
	}{
		{"200 OK\n", false, "200 OK"},
		{"", true, ""},
		{"a\r\nb\r\n\r\n\r\n", false, "a\nb"},
		{"10%\r50%\r100%\ndone\n", false, "100%\ndone"},
		{"\x1b]0;title\a\x1b[1mbold\x1b[0m\n", false, "bold"},
		{"half a line\nwhole\n", true, "…\nwhole"},
		{"only half a line", true, "…\nonly half a line"},
		{"via http://me:secret@proxy:8080/ ok", false, "via http://…@proxy:8080/ ok"},
		{"a \u202e\u200bb", false, "a b"},
	}
	for _, c := range cases {
		if got := cleaned(c.raw, c.cut); got != c.want {
			t.Errorf("%q: %q, want %q", c.raw, got, c.want)
		}
	}
	if len(cases) != 9 {
		t.Errorf("%d cases", len(cases))
	}
}

func FuzzCleaned(f *testing.F) {
	f.Add("200 OK\n", false)
	f.Add("\x1b[31m"+strings.Repeat("é", 9000), true)
	f.Add(strings.Repeat("a\xffb\r", 3000), false)
	f.Fuzz(func(t *testing.T, raw string, cut bool) {
		got := cleaned(raw, cut)
		if len(got) > MaxOutput {
			t.Errorf("%d bytes", len(got))
		}
		if !utf8.ValidString(got) || strings.ContainsFunc(strings.ReplaceAll(got, "\n", ""), unprintable) {
			t.Errorf("%q cannot be shown", got)
		}
	})
}

func TestTailKeepsTheEnd(t *testing.T) {
	var t1 tail
	for range 3000 {
		if count, err := t1.Write([]byte("0123456789\n")); count != 11 || err != nil {
			t.Fatal(count, err)
		}
	}
	if count, err := t1.Write([]byte(strings.Repeat("x", 3*rawTail) + "\nlast")); count != 3*rawTail+5 || err != nil {
		t.Fatal(count, err)
	}
	if got := t1.text(); !strings.HasSuffix(got, "\nlast") || len(t1.kept) > rawTail {
		t.Errorf("%d kept, %q", len(t1.kept), got)
	}
}
