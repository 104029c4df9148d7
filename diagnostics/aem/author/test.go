package author

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
)

// Test is what came of an agent's own Test Connection. It holds no secret, and of
// the page only what is written here.
type Test struct {
	URL     string  `json:"url"`
	Agent   string  `json:"agent"`
	Outcome Outcome `json:"outcome"`
	Why     string  `json:"why,omitempty"` // in our words, where the agent said nothing
	// Class of the token request; accepted where the test passed; "" where the test
	// says nothing of it.
	Class exchange.Class `json:"class,omitempty"`
	// Said is what the page said. Its text is not kept.
	Said aem.Transcript `json:"said"`

	// AtAEM is the Date of the page: AEM's own clock, in UTC. Zero: there was none.
	AtAEM time.Time `json:"at_aem,omitzero"`
	// ZoneOffset is how far the JVM's zone is east of UTC, from AtAEM and the stamps
	// in the page; valid where ZoneKnown.
	ZoneOffset time.Duration `json:"zone_offset,omitempty"`
	ZoneKnown  bool          `json:"zone_known,omitempty"`
	// Server ties the clock of the server that the agent talked to, by the Date that
	// AEM received, to raw time; nil: there was none.
	Server *diagnostics.Anchor `json:"server,omitempty"`

	At  diagnostics.Instant `json:"at"` // both clocks when it was asked for
	RTT time.Duration       `json:"rtt,omitempty"`
}

// Test lets an author test one of its agents, and reads the page that comes.
func (c *Client) Test(ctx context.Context, address string, agent Agent) Test {
	test := Test{URL: diagnostics.Clean(address, 200), Agent: diagnostics.Clean(agent.Name, 120), At: diagnostics.Now(c.Clock)}
	base, err := ParseURL(address)
	switch {
	case err != nil:
		test.Outcome, test.Why = Unreached, err.Error()
		return test
	case !agent.Enabled:
		test.Outcome, test.Why = Disabled, "it is switched off in AEM: nothing goes through it, and its test was not made"
		return test
	}
	got, err := c.get(ctx, base, agentsPath+"/"+agent.Name+".test.html", testTimeout)
	test.At = got.asked
	if err != nil {
		test.Outcome, test.Why = Unreached, unreached(err)
		return test
	}
	test.RTT = got.got.Raw - got.asked.Raw
	c.read(&test, got)
	return test
}

// read takes the page's words and its clocks.
func (c *Client) read(test *Test, got answer) {
	if date, err := http.ParseTime(got.header.Get("Date")); err == nil {
		test.AtAEM = date.UTC()
	}
	if outcome, why := doors(got); outcome != "" {
		test.Outcome, test.Why = outcome, why
		return
	}
	said := aem.ReadTranscript(got.body)
	test.Outcome, test.Class = judge(said)
	if test.Outcome == NoVerdict {
		test.Why = "the page that came says neither that the test passed nor that it failed"
	}
	said.Text = ""
	said.FirstError, said.Error, said.Description = c.keep(said.FirstError, 500), c.keep(said.Error, 80), c.keep(said.Description, 300)
	said.Agent, said.LocalStamp = c.keep(said.Agent, 120), c.keep(said.LocalStamp, 40)
	test.Said = said
	test.ZoneOffset, test.ZoneKnown = zone(test.AtAEM, said.LocalStamp, test.RTT)
	if !said.ServerDate.IsZero() {
		// The Date was made some time between the request and the end of the page.
		test.Server = &diagnostics.Anchor{
			True: said.ServerDate.Add(time.Second / 2), Raw: got.asked.Raw + test.RTT/2,
			Uncertainty: time.Second/2 + test.RTT/2,
		}
	}
}

// judge says what the words of a page come to. The token goes first: what fails
// without one is its consequence.
func judge(said aem.Transcript) (Outcome, exchange.Class) {
	words := strings.ToLower(said.FirstError)
	class := said.Class
	if class == exchange.ClassAccepted {
		// The token came: what failed then is told by its own words.
		class = exchange.ClassifyWords("", said.FirstError)
	}
	tokenFailed := strings.Contains(words, "access token") || strings.Contains(words, "oauth")
	switch {
	case said.Passed:
		return Passed, exchange.ClassAccepted
	case isKeyStore(words):
		return KeyStore, exchange.ClassOther
	case said.Refused && (said.Class != exchange.ClassOther || said.Error != ""):
		return TokenRefused, said.Class
	case said.FirstError == "":
		return NoVerdict, ""
	case slices.Contains([]exchange.Class{exchange.ClassTLS, exchange.ClassTLSInspected, exchange.ClassTLSTime}, class):
		return TLSFault, class
	case slices.Contains([]exchange.Class{exchange.ClassDNS, exchange.ClassRefused, exchange.ClassTimeout, exchange.ClassProxyAuth, exchange.ClassProxyBlocked}, class):
		return NetworkFault, class
	case tokenFailed && said.Class != exchange.ClassAccepted:
		return TokenFailed, said.Class
	case said.Status == http.StatusUnauthorized:
		return Unauthorised, exchange.ClassOther
	}
	return TargetOther, exchange.ClassOther
}

// isKeyStore recognises what AEM says where it cannot use its own key.
func isKeyStore(words string) bool {
	for _, sign := range []string{"keystorenotinitialised", "uninitialised key store", "unrecoverablekey", "could not decrypt", "oauth not initialized", "no oauth token available"} {
		if strings.Contains(words, sign) {
			return true
		}
	}
	return false
}

// zoneStep is what every zone in use is a multiple of.
const zoneStep = 15 * time.Minute

// zone tells the JVM's zone from its two ways to write one instant: the Date of the
// page, in UTC, and a stamp within, in local time. They may lie as far apart as the
// test took; more than a few minutes beside a zone's multiple is no zone.
func zone(date time.Time, stamp string, took time.Duration) (time.Duration, bool) {
	if date.IsZero() {
		return 0, false
	}
	for _, layout := range []string{"2.1.2006 15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		local, err := time.Parse(layout, stamp)
		if err != nil {
			continue
		}
		apart := local.Sub(date)
		offset := apart.Round(zoneStep)
		sure := (apart-offset).Abs() <= took+2*time.Second && took < zoneStep/3 && offset >= -12*time.Hour && offset <= 14*time.Hour
		return offset, sure
	}
	return 0, false
}

// Origin is the host of an AEM's address, as people name it.
func Origin(address string) string {
	target, err := url.Parse(address)
	if err != nil || target.Host == "" {
		return diagnostics.Clean(address, 200)
	}
	return diagnostics.Clean(target.Host, 200)
}
