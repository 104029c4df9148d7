package tui

import (
	"strings"
	"testing"

	"unskew/steps"
)

func TestCompletion(t *testing.T) {
	engine := newFake(asking(steps.EnterPath))
	engine.paths = map[string][]string{
		"":                  {"/etc/", "/home/"},
		"/e":                {"/etc/"},
		"/etc/":             {"/etc/keys/", "/etc/keyring"},
		"/etc/key":          {"/etc/keys/", "/etc/keyring"},
		"/etc/keys/":        {"/etc/keys/aem.pem"},
		"/etc/keys/aem.pem": {"/etc/keys/aem.pem"},
	}
	m := press(screen(engine, options(), 80, 24), "/", "e", "tab")
	if got := m.answer.field.String(); got != "/etc/" {
		t.Errorf("one candidate gives %q", got)
	}
	m = press(m, "tab")
	if got := m.answer.field.String(); got != "/etc/key" {
		t.Errorf("several candidates give %q, want what they share", got)
	}
	if view := m.View().Content; !strings.Contains(view, "/etc/keyring") || !strings.Contains(view, "/etc/keys/") {
		t.Errorf("the candidates are not listed:\n%s", view)
	}
	m = press(m, "tab") // nothing more to extend
	if m.focus != atPage {
		t.Error("the list was not looked at before Tab went on")
	}
	if m = press(m, "tab"); m.focus != atButtons {
		t.Error("Tab does not go on where it cannot complete")
	}
	m = press(m, "up", "s", "/", "tab")
	if got := m.answer.field.String(); got != "/etc/keys/aem.pem" {
		t.Errorf("typing on gives %q", got)
	}
	if m = press(m, "tab"); m.focus != atButtons {
		t.Error("Tab does not go on from a complete name")
	}
	press(m, "up", "enter")
	if told := engine.told(); len(told) != 1 || told[0].value != "/etc/keys/aem.pem" {
		t.Errorf("the engine was told %v", told)
	}
}

func TestCompletionOfNothing(t *testing.T) {
	m := press(screen(newFake(asking(steps.EnterPath)), options(), 80, 24), "x", "tab")
	if !strings.Contains(m.View().Content, "no file begins with that") || m.focus != atPage {
		t.Error("it is not said that there is no such file")
	}
	if m = press(m, "tab"); m.focus != atButtons {
		t.Error("Tab does not go on")
	}
}

func TestStaleCompletionIsDropped(t *testing.T) {
	m := press(screen(newFake(asking(steps.EnterPath)), options(), 80, 24), "a")
	m = deliver(m, completedMsg{question: questionName(m.view.Page), typed: "", paths: []string{"/etc/"}})
	if got := m.answer.field.String(); got != "a" {
		t.Errorf("an overtaken completion made %q of what was typed", got)
	}
}

func TestCommonStart(t *testing.T) {
	cases := []struct {
		texts []string
		want  string
	}{
		{nil, ""},
		{[]string{"/a"}, "/a"},
		{[]string{"/ab", "/ac"}, "/a"},
		{[]string{"/ä", "/ö"}, "/"}, // both begin with the same byte
		{[]string{"a", "b"}, ""},
		{[]string{"keys", "key", "keyring"}, "key"},
	}
	for _, c := range cases {
		if got := commonStart(c.texts); got != c.want {
			t.Errorf("%q share %q, want %q", c.texts, got, c.want)
		}
	}
	if len(cases) != 6 {
		t.Errorf("%d cases", len(cases))
	}
}
