//go:build e2e && unix

package e2e

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// client is a client of the authorization server, and what stays fixed between
// the runs of one test.
type client struct {
	ca       authority
	key      clientKey
	tokenURL string
}

const (
	testIssuer   = "test-client@example"
	testAudience = "https://authorization.example"
)

// newClient starts an Authlib server whose clock is off by shift, with a client
// that it knows.
func newClient(t *testing.T, shift string) client {
	t.Helper()
	c := client{ca: newAuthority(t), key: newClientKey(t)}
	certificate, key := c.ca.issue(t)
	port := python(t, shift, "authlib_server.py", certificate, key,
		writeFile(t, "client.pub", c.key.public), testIssuer, testAudience)
	c.tokenURL = fmt.Sprintf("https://127.0.0.1:%s/oauth/token", port)
	return c
}

// check is the command line that asks for a proof against this server.
func (c client) check(t *testing.T, ntp string, more ...string) []string {
	t.Helper()
	return append([]string{
		"check", "--format", "json", "--ntp", ntp, "--https", "none", "--ca-file", c.ca.file,
		"--profile", "jwt-bearer", "--token-url", c.tokenURL, "--key", writeFile(t, "client.key", c.key.private),
		"--issuer", testIssuer, "--subject", testIssuer, "--audience", testAudience,
	}, more...)
}

func TestProofAgainstAuthlib(t *testing.T) {
	cases := []struct {
		name          string
		ntp, server   string // how far their clocks are ahead of this machine's, in faketime's words
		status        []int
		verdict       string
		proof         string
		osClock, true string // classes of the answers
		ahead         float64
	}{
		{"all right", "", "", []int{0, 1}, "healthy", "measured", "accepted", "", 0},
		{"this machine is behind", "+2d", "+2d", []int{2}, "clock-caused", "both-sides", "expired", "accepted", twoDays},
		{"only the endpoint is ahead", "", "+2d", []int{2}, "other-cause", "", "expired", "", twoDays},
		{"behind, the endpoint too", "+2d", "", []int{2}, "clock-wrong", "", "accepted", "", 0},
		{"behind, within the lifetime", "+2m", "+2m", []int{2}, "clock-wrong", "", "accepted", "", 120},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			user := newClient(t, c.server)
			got := unskew(t, user.check(t, chronyd(t, c.ntp, true))...)
			checkStatus(t, got, c.status...)
			r := got.record(t)
			if c.proof == "" {
				c.proof = r.Verdict.Proof
			}
			r.checkVerdict(t, c.verdict, c.proof)
			if r.Exchange == nil {
				t.Fatal("nothing is said of the exchange")
			}
			checkClass(t, "OS clock", r.Exchange.OSClock, c.osClock)
			if c.true != "" {
				checkClass(t, "reference", r.Exchange.Reference, c.true)
			}
			if r.Exchange.Server == nil || math.Abs(*r.Exchange.Server-c.ahead) > 2 {
				t.Errorf("the server's clock is said to be off by %v s, not %g s", r.Exchange.Server, c.ahead)
			}
			if r.Exchange.Margin == nil || math.Abs(*r.Exchange.Margin-(300-c.ahead)) > 2 {
				t.Errorf("the margin is %v s, not %g s", r.Exchange.Margin, 300-c.ahead)
			}
			checkNoSecret(t, user, got)
		})
	}
}

func checkClass(t *testing.T, clock string, a attempt, class string) {
	t.Helper()
	outcome, status := "refused", 400
	if class == "accepted" {
		outcome, status = "accepted", 200
	}
	if a.Class != class || a.Outcome != outcome || a.Status != status {
		t.Errorf("with the time of the %s the answer is %+v, not %s", clock, a, class)
	}
}

// checkNoSecret searches an outcome for the client's key and the server's token.
func checkNoSecret(t *testing.T, c client, got outcome) {
	t.Helper()
	for _, secret := range append(strings.Split(c.key.private, "\n")[1:4], "canary-access-token", "eyJ") {
		if strings.Contains(got.stdout+got.stderr, secret) {
			t.Errorf("the output holds a secret (%.12s...)", secret)
		}
	}
}

// TestWrongKeyAtAuthlib: the clock is right, the key is not. Authlib says so
// without a word of description.
func TestWrongKeyAtAuthlib(t *testing.T) {
	user := newClient(t, "")
	user.key = newClientKey(t)
	got := unskew(t, user.check(t, chronyd(t, "", true))...)
	checkStatus(t, got, 2)
	r := got.record(t)
	r.checkVerdict(t, "other-cause", "measured")
	r.checkFindings(t, nil, []string{"clock.behind", "clock.ahead"})
	if r.Exchange == nil {
		t.Fatal("nothing is said of the exchange")
	}
	checkClass(t, "OS clock", r.Exchange.OSClock, "refused-without-words")
	checkClass(t, "reference", r.Exchange.Reference, "refused-without-words")
	checkNoSecret(t, user, got)
}

// TestNoExchange sends no assertion where it is told not to.
func TestNoExchange(t *testing.T) {
	user := newClient(t, "+2d")
	got := unskew(t, user.check(t, chronyd(t, "+2d", true), "--no-exchange")...)
	checkStatus(t, got, 2)
	r := got.record(t)
	r.checkVerdict(t, "clock-wrong", "measured")
	if r.Exchange != nil && r.Exchange.OSClock.Outcome != "skipped" {
		t.Errorf("with --no-exchange the exchange is %+v", r.Exchange)
	}
}

// TestThroughTinyproxy: the proof holds through a proxy, and the report says
// which way the answers came.
func TestThroughTinyproxy(t *testing.T) {
	user, proxy := newClient(t, "+2d"), tinyproxy(t)
	certificate, key := user.ca.issue(t)
	url := fmt.Sprintf("https://127.0.0.1:%s/", python(t, "+2d", "https_server.py", certificate, key, t.TempDir()))
	args := user.check(t, "none", "--proxy", proxy)
	for i := range args {
		if args[i] == "--https" {
			args[i+1] = url
		}
	}
	got := unskew(t, args...)
	checkStatus(t, got, 2)
	r := got.record(t)
	r.checkVerdict(t, "clock-caused", "both-sides")
	one := readingFrom(t, r, "https")
	if one.Outcome != "measured" || !strings.Contains(one.Via, strings.TrimPrefix(proxy, "http://")) {
		t.Errorf("the reading through %s is %+v", proxy, one)
	}
	checkNoSecret(t, user, got)
}

// TestProxyThatIsNotThere names the proxy, not the server behind it.
func TestProxyThatIsNotThere(t *testing.T) {
	user := newClient(t, "")
	got := unskew(t, user.check(t, chronyd(t, "", true), "--proxy", "http://127.0.0.1:"+freePort(t, "tcp"))...)
	checkStatus(t, got, 2)
	r := got.record(t)
	r.checkVerdict(t, "other-cause", r.Verdict.Proof)
	if r.Exchange == nil || r.Exchange.OSClock.Outcome != "failed" || r.Exchange.OSClock.Class != "refused" {
		t.Errorf("the exchange is %+v", r.Exchange)
	}
}
