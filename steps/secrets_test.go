package steps

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/lab"
)

// canaries are what must not be found: the lab's own secrets and tokens, lines of
// its key, and whatever looks like an assertion or a key.
type canaries struct {
	words    []string
	shapes   []*regexp.Regexp
	searched int
}

func canariesOf(files map[string][]byte) *canaries {
	c := &canaries{
		words:  []string{"lab-canary-", "PRIVATE KEY"},
		shapes: []*regexp.Regexp{regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}`), regexp.MustCompile(`[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}`)},
	}
	for _, data := range files {
		for line := range strings.Lines(strings.ReplaceAll(string(data), `\n`, "\n")) {
			line = strings.TrimSpace(line)
			if len(line) == 64 && !strings.ContainsAny(line, " \":") {
				c.words = append(c.words, line[8:56])
			}
		}
	}
	return c
}

func (c *canaries) search(t *testing.T, what, text string) {
	t.Helper()
	c.searched++
	for _, word := range c.words {
		if strings.Contains(text, word) {
			t.Errorf("%s holds %q", what, word)
		}
	}
	for _, shape := range c.shapes {
		if found := shape.FindString(text); found != "" {
			t.Errorf("%s holds what looks like a secret: %q", what, found)
		}
	}
}

// searchAll looks through all that leaves the engine.
func (c *canaries) searchAll(t *testing.T, e *Engine) {
	t.Helper()
	s, view := e.Session(), e.Look()
	c.search(t, "the journal", ownWords(t, s))
	c.search(t, "the record", fmt.Sprintf("%+v", s))
	for name, value := range map[string]any{"the page": view, "the assessment": Assess(s)} {
		c.search(t, name, fmt.Sprintf("%+v", value))
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		c.search(t, name, string(data))
	}
	for _, block := range view.Page.Blocks {
		c.search(t, "a block", fmt.Sprintf("%+v", block))
	}
}

func TestCanariesAreSeen(t *testing.T) {
	key := "-----BEGIN PRIVATE KEY-----\n" + strings.Repeat("QUJDREVG", 8) + "\n"
	c := canariesOf(map[string][]byte{"private.key": []byte(key)})
	if len(c.words) != 3 {
		t.Fatalf("%d words", len(c.words))
	}
	for _, text := range []string{"x lab-canary-1", key, strings.Repeat("QUJDREVG", 8), "eyJhbGciOiJSUzI1NiJ9"} {
		seen := false
		for _, word := range c.words {
			seen = seen || strings.Contains(text, word)
		}
		for _, shape := range c.shapes {
			seen = seen || shape.MatchString(text)
		}
		if !seen {
			t.Errorf("%q is not seen", text)
		}
	}
}

// TestSecretsStayOut: walked to the fix, in worlds of each profile, no secret is
// in anything that is kept or shown.
func TestSecretsStayOut(t *testing.T) {
	searched := 0
	for _, name := range []string{"brand-portal", "ims", "ims-oauth", "proxy", "client-assertion", "google-service-account", "github-app", "aem-author", "aem-with-key", "quoting"} {
		bubble(t, name, func(t *testing.T) {
			d := sit(t, name, NoKeeper{}, func(w *labWorld) {
				if name == "proxy" {
					restart(t, w, func(sc *lab.Scenario) {
						proxy := *sc.Proxy
						proxy.User, proxy.Password = "someone", "lab-canary-password"
						sc.Proxy = &proxy
					})
				}
			})
			c := canariesOf(d.lab.Files())
			d.asked(askWhere)
			d.do(ActAnswer, WhereHere)
			for _, page := range []StepID{StepOSTime, StepNTP, StepToken} {
				d.shown(page)
				c.searchAll(t, d.engine)
				d.do(ActNext, "")
			}
			d.shown(StepConfirm)
			d.lab.Fix()
			time.Sleep(20 * time.Second)
			c.searchAll(t, d.engine)
			if d.engine.Session().AllAttempts() == nil {
				t.Error("nothing was sent")
			}
			searched += c.searched
		})
	}
	if searched < 10*4*7 {
		t.Errorf("only %d searches", searched)
	}
}

// TestPastedSecretsStayOut: a person pastes a key where a file's name is asked
// for, and tokens within a message. Neither is kept or shown.
func TestPastedSecretsStayOut(t *testing.T) {
	token := "eyJhbGciOiJSUzI1NiJ9." + strings.Repeat("eyJpc3MiOiJ4In0", 4) + "." + strings.Repeat("c2lnbmF0dXJl", 5)
	bubble(t, "into a file's name", func(t *testing.T) {
		d := sit(t, "brand-portal", NoKeeper{}, bare)
		c := canariesOf(d.lab.Files())
		d.asked(askWhere)
		d.do(ActAnswer, WhereHere)
		for _, page := range []StepID{StepOSTime, StepNTP} {
			d.shown(page)
			d.do(ActNext, "")
		}
		d.asked(askProfile)
		d.do(ActAnswer, "jwt-bearer")
		d.asked(askEndpoint)
		d.do(ActAnswer, "https://legacy-oauth.example/oauth/token")
		for _, secret := range []string{string(d.lab.Files()["private.key"]), `{"client_secret":"lab-canary-1234567890"}`, token} {
			d.asked(askCredentials)
			d.do(ActAnswer, secret)
			c.searchAll(t, d.engine)
		}
		if c.searched < 15 {
			t.Errorf("%d searches", c.searched)
		}
	})
	bubble(t, "into a message", func(t *testing.T) {
		d := sit(t, "brand-portal", NoKeeper{}, nil)
		c := canariesOf(nil)
		d.asked(askWhere)
		d.do(ActAnswer, WhereMessage)
		d.asked(askMessage)
		d.do(ActAnswer, message+"\n28.02.2017 18:39:51 - assertion="+token+"&client_secret=lab-canary-1234567890\n"+
			`{"access_token":"lab-canary-ABCDEFGHIJKLMNOPQRSTUVWXYZ","expires_in":3600}`+"\nAuthorization: Bearer "+token+"\n"+
			diagnostics.Redacted)
		d.shown(StepWhere)
		c.searchAll(t, d.engine)
	})
}
