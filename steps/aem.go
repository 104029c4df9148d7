package steps

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
)

// testsAEM reports whether AEMs are to make their own tests: one is named, somebody
// to ask as is known, and nobody forbade that an assertion is sent.
func testsAEM(s Session) bool { return couldTest(s) && userKnown(s) }

// couldTest reports whether AEMs could make their own tests, if a user were known.
func couldTest(s Session) bool { return len(s.aems()) > 0 && !s.Settings().NoExchange }

// Sights returns the newest look at each AEM's clock in the current epoch.
func (s Session) Sights() []author.Sight { return sightsOf(s.Epoch()) }

func sightsOf(entries []Entry) []author.Sight {
	var order []author.Sight
	for _, entry := range entries {
		if entry.AEMClock == nil {
			continue
		}
		at := slices.IndexFunc(order, func(s author.Sight) bool { return s.URL == entry.AEMClock.URL })
		switch {
		case at < 0:
			order = append(order, *entry.AEMClock)
		case entry.AEMClock.Reading.Outcome == diagnostics.Measured || order[at].Reading.Outcome != diagnostics.Measured:
			order[at] = *entry.AEMClock
		}
	}
	return order
}

// listingsOf returns the newest list of agents of each AEM.
func listingsOf(entries []Entry) []author.Listing {
	var order []author.Listing
	for _, entry := range entries {
		if entry.Agents == nil {
			continue
		}
		if at := slices.IndexFunc(order, func(l author.Listing) bool { return l.URL == entry.Agents.URL }); at >= 0 {
			order[at] = *entry.Agents
			continue
		}
		order = append(order, *entry.Agents)
	}
	return order
}

// AgentTests returns the newest test of each agent in the current epoch or, where
// that has none, in the newest one that has.
func (s Session) AgentTests() []author.Test {
	for _, entries := range slices.Backward(partsOf(s)) {
		if tests := testsOf(entries); len(tests) > 0 {
			return tests
		}
	}
	return nil
}

func testsOf(entries []Entry) []author.Test {
	var order []author.Test
	for _, entry := range entries {
		if entry.AgentTest == nil {
			continue
		}
		if at := slices.IndexFunc(order, func(t author.Test) bool { return sameAgent(t, *entry.AgentTest) }); at >= 0 {
			order[at] = *entry.AgentTest
			continue
		}
		order = append(order, *entry.AgentTest)
	}
	return order
}

func sameAgent(one, other author.Test) bool { return one.URL == other.URL && one.Agent == other.Agent }

// here reports whether an AEM runs on the measured machine as far as can be told: it
// is asked at an address of this machine, and has the machine's clock. A tunnel, or
// a container with a clock of its own making, has the one without the other.
func here(sight author.Sight) bool {
	offset, err := sight.Reading.Offset()
	return sight.Same && sight.Reading.Outcome == diagnostics.Measured && err == nil &&
		offset.Abs() <= sight.Reading.Anchor.Uncertainty+time.Second
}

// isLoopback reports whether an address names this machine itself.
func isLoopback(address string) bool {
	target, err := url.Parse(address)
	if err != nil {
		return false
	}
	name := strings.ToLower(target.Hostname())
	if parsed, err := netip.ParseAddr(name); err == nil {
		return parsed.Unmap().IsLoopback()
	}
	return name == "localhost"
}
