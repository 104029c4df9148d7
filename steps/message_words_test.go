package steps

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"unskew/diagnostics/exchange"
)

// TestOnlyTheMessage: who has one line, and not the whole of Test Connection, is told
// what it means all the same.
func TestOnlyTheMessage(t *testing.T) {
	cases := []struct {
		text  string
		class exchange.Class
	}{
		{"JWT has expired", exchange.ClassExpired},
		{`{"error":"invalid_grant","error_description":"JWT has expired"}`, exchange.ClassExpired},
		{"the log says: 2017-02-28 18:39:53.123 [author-發佈-😀] JWT has expired 🎉\n第二行", exchange.ClassExpired},
		{"the JWT is not valid yet", exchange.ClassNotYetValid},
		{"error=invalid_grant JWT has expired", exchange.ClassExpired},
		{"28.02.2017 18:39:53.123 *ERROR* [x] com.day.Foo JWT has expired", exchange.ClassExpired},
		{"2017-02-28 18:39:53.123 *ERROR* [主機] com.day JWT has expired\nthe exchange failed: invalid_grant", exchange.ClassExpired},
		{"the printer is out of paper", ""},
	}
	for _, c := range cases {
		got := messageOf(c.text)
		if got.Class != c.class {
			t.Errorf("%q: class %q, want %q", c.text, got.Class, c.class)
		}
		if c.class != "" && got.Description+got.FirstError == "" {
			t.Errorf("%q: its words are not kept", c.text)
		}
	}
	if secret := messageOf(`JWT has expired client_secret=p8e-canary-canary-canary`); strings.Contains(fmt.Sprint(secret), "canary") {
		t.Errorf("a secret is kept: %v", secret)
	}
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "brand-portal", NoKeeper{}, nil)
		d.asked(askWhere)
		d.do(ActAnswer, WhereMessage)
		d.asked(askMessage)
		d.do(ActAnswer, "JWT has expired")
		if text := fmt.Sprint(d.shown(StepWhere).Page); !strings.Contains(text, "A clock that is behind does that.") {
			t.Errorf("the page says %s", text)
		}
	})
}

// TestLeftAtOnce: where nothing was asked yet, nobody is sent to look for a time
// server.
func TestLeftAtOnce(t *testing.T) {
	a := Assess(made(0, Settings{}).session)
	if a.Verdict.Code != Inconclusive || a.Verdict.Certainty != Unsure {
		t.Errorf("%s, %s", a.Verdict.Code, a.Verdict.Certainty)
	}
	if title, next := a.Verdict.Title.String(), a.Verdict.Next.String(); title != "Nothing was measured yet." || strings.Contains(next, "--ntp") {
		t.Errorf("%s %s", title, next)
	}
}
