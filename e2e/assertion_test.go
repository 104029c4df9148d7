//go:build e2e && unix

package e2e

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math"
	"strings"
	"testing"
)

const (
	testClient = "test-client"
	testScope  = "api"
)

// assertionClient is a client that says who it is with a client assertion, and the
// server that knows it.
type assertionClient struct {
	client
	server *server
}

// newAssertionClient starts a server of one kind whose clock is off by shift.
func newAssertionClient(t *testing.T, kind, shift string) assertionClient {
	t.Helper()
	return assertionClientWith(t, kind, shift, newClientKey(t))
}

func assertionClientWith(t *testing.T, kind, shift string, signing clientKey) assertionClient {
	t.Helper()
	c := client{ca: newAuthority(t), key: signing}
	certificate, key := c.ca.issue(t)
	public := writeFile(t, "client.pub", c.key.public)
	switch kind {
	case "authlib":
		s := pythonServer(t, shift, "authlib_client_server.py", certificate, key, public, testClient)
		c.tokenURL = fmt.Sprintf("https://127.0.0.1:%s/oauth/token", s.port(t))
		return assertionClient{c, s}
	case "oidc-provider":
		s := oidcProvider(t, shift, certificate, key, public, testClient, testScope)
		c.tokenURL = fmt.Sprintf("https://127.0.0.1:%s/token", s.port(t))
		return assertionClient{c, s}
	}
	t.Fatalf("there is no server %s", kind)
	return assertionClient{}
}

// checkAssertion is the command line that asks for a proof with a client assertion.
func (c assertionClient) checkAssertion(t *testing.T, ntp string, more ...string) []string {
	t.Helper()
	return append([]string{
		"check", "--format", "json", "--ntp", ntp, "--https", "none", "--ca-file", c.ca.file,
		"--profile", "private-key-jwt", "--token-url", c.tokenURL, "--key", writeFile(t, "client.key", c.key.private),
		"--client-id", testClient, "--scope", testScope,
	}, more...)
}

// TestClientAssertions: expired, not yet valid and accepted, as servers judge it that
// are not ours. Neither tells the client why it refuses, as RFC 7523 section 3.2
// leaves it to them: the second half is the proof. What they tell their operator
// shows that it was the time.
func TestClientAssertions(t *testing.T) {
	const silent = "refused-without-words"
	cases := []struct {
		name, kind    string
		ntp, server   string // how far their clocks are ahead of this machine's, in faketime's words
		status        []int
		verdict       string
		proof         string
		osClock, true string // classes of the answers; "" is not sent
		ahead         float64
		log           string // what the server tells its operator
	}{
		{"all right", "authlib", "", "", []int{0, 1}, "healthy", "measured", "accepted", "", 0, ""},
		{"this machine is behind", "authlib", "+2d", "+2d", []int{2}, "clock-caused", "both-sides", silent, "accepted", twoDays, "ExpiredTokenError"},
		{"this machine is ahead", "authlib", "-90s", "-90s", []int{2}, "clock-caused", "both-sides", silent, "accepted", -90, "InvalidTokenError"},
		{"all right", "oidc-provider", "", "", []int{0, 1}, "healthy", "measured", "accepted", "", 0, ""},
		{"this machine is behind", "oidc-provider", "+2d", "+2d", []int{2}, "clock-caused", "both-sides", silent, "accepted", twoDays, "jwt expired"},
		{"this machine is ahead", "oidc-provider", "-90s", "-90s", []int{2}, "clock-caused", "both-sides", silent, "accepted", -90, "jwt not active yet"},
		{"only the endpoint is ahead", "oidc-provider", "", "+2d", []int{2}, "inconclusive", "none", silent, silent, twoDays, "jwt expired"},
	}
	ran := 0
	for _, c := range cases {
		ran++
		t.Run(c.kind+", "+c.name, func(t *testing.T) {
			user := newAssertionClient(t, c.kind, c.server)
			got := unskew(t, user.checkAssertion(t, chronyd(t, c.ntp, true))...)
			checkStatus(t, got, c.status...)
			r := got.record(t)
			r.checkVerdict(t, c.verdict, c.proof)
			if r.Exchange == nil {
				t.Fatal("nothing is said of the exchange")
			}
			checkAssertionClass(t, "OS clock", r.Exchange.OSClock, c.osClock)
			checkAssertionClass(t, "reference", r.Exchange.Reference, c.true)
			if r.Exchange.Server == nil || math.Abs(*r.Exchange.Server-c.ahead) > 2 {
				t.Errorf("the server's clock is said to be off by %v s, not %g s", r.Exchange.Server, c.ahead)
			}
			if c.log != "" && !strings.Contains(user.server.said.String(), c.log) {
				t.Errorf("the server does not say %q:\n%s", c.log, user.server.said)
			}
			checkNoSecret(t, user.client, got)
		})
	}
	if ran != 7 {
		t.Errorf("%d cases ran", ran)
	}
}

// checkAssertionClass: a refused client assertion is invalid_client (RFC 7523
// section 3.2), which says nothing of the reason.
func checkAssertionClass(t *testing.T, clock string, a attempt, class string) {
	t.Helper()
	want := attempt{Class: class, Outcome: "refused", Error: "invalid_client"}
	switch class {
	case "accepted":
		want.Outcome, want.Error = "accepted", ""
	case "":
		want.Outcome, want.Error = "skipped", ""
	}
	if a.Class != want.Class || a.Outcome != want.Outcome || a.Error != want.Error {
		t.Errorf("with the time of the %s the answer is %+v, not %q", clock, a, class)
	}
}

// TestAlgorithms: what this program signs, code that is not ours verifies.
func TestAlgorithms(t *testing.T) {
	user := newAssertionClient(t, "oidc-provider", "")
	ntp := chronyd(t, "", true)
	for _, algorithm := range []string{"RS256", "PS256"} {
		got := unskew(t, user.checkAssertion(t, ntp, "--alg", algorithm)...)
		checkStatus(t, got, 0, 1)
		checkAssertionClass(t, "OS clock", got.record(t).Exchange.OSClock, "accepted")
	}
	// Not enabled at this server: the check does not depend on time alone.
	got := unskew(t, user.checkAssertion(t, ntp, "--alg", "RS512")...)
	checkStatus(t, got, 2)
	checkAssertionClass(t, "OS clock", got.record(t).Exchange.OSClock, "refused-without-words")
}

// TestEllipticKeys: the same for keys that are no RSA keys. The algorithm is the one
// that fits the key.
func TestEllipticKeys(t *testing.T) {
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ntp := chronyd(t, "", true)
	for name, key := range map[string]crypto.Signer{"ES256": newKey(t), "EdDSA": edwards} {
		public, err := x509.MarshalPKIXPublicKey(key.Public())
		if err != nil {
			t.Fatal(err)
		}
		user := assertionClientWith(t, "oidc-provider", "", clientKey{private: pkcs8(t, key), public: armour("PUBLIC KEY", public)})
		got := unskew(t, user.checkAssertion(t, ntp)...)
		if a := got.record(t).Exchange.OSClock; a.Class != "accepted" {
			t.Errorf("%s: %+v; the server said: %s", name, a, user.server.said)
		}
	}
}
