package steps

import (
	"testing"
	"time"

	"unskew/diagnostics/exchange"
)

// TestNextAttempt: what is sent next, after what came of the attempts so far.
// The order is OS clock, reference, endpoint; each only if it is needed.
func TestNextAttempt(t *testing.T) {
	const (
		ok, expired, early = exchange.ClassAccepted, exchange.ClassExpired, exchange.ClassNotYetValid
		wordless, tlsTime  = exchange.ClassRefusedWithoutWords, exchange.ClassTLSTime
		key, slow          = exchange.ClassSignature, exchange.ClassTimeout
		osClock            = exchange.StampOSClock
		reference          = exchange.StampReference
		server             = exchange.StampServer
	)
	type classes = []exchange.Class
	both := func(stamp exchange.Stamp) [4]exchange.Stamp { return [4]exchange.Stamp{stamp, stamp, stamp, ""} }
	all := func(stamp exchange.Stamp) [4]exchange.Stamp {
		return [4]exchange.Stamp{stamp, stamp, stamp, stamp}
	}
	within := func(stamp exchange.Stamp) [4]exchange.Stamp { return [4]exchange.Stamp{stamp} }
	cases := []struct {
		name   string
		rounds []classes
		want   [4]exchange.Stamp // within, beyond, unclear, unmeasured; "" where nothing is sent
	}{
		{"nothing yet", nil, all(osClock)},
		{"accepted", []classes{{ok}}, all("")},
		{"expired", []classes{{expired}}, both(reference)},
		{"not yet valid", []classes{{early}}, both(reference)},
		{"without words", []classes{{wordless}}, both(reference)},
		{"certificate dates", []classes{{tlsTime}}, both(reference)},
		{"the key", []classes{{key}}, all("")},
		{"not reached", []classes{{slow}}, all("")},
		{"expired, accepted", []classes{{expired, ok}}, within(osClock)},
		{"expired, the key", []classes{{expired, key}}, all("")},
		{"expired, without words", []classes{{expired, wordless}}, all("")},
		{"expired, not reached", []classes{{expired, slow}}, all("")},
		{"expired twice", []classes{{expired, expired}}, all(server)},
		{"without words, expired", []classes{{wordless, expired}}, all(server)},
		{"without words twice", []classes{{wordless, wordless}}, all("")},
		{"expired twice, accepted", []classes{{expired, expired, ok}}, all("")},
		{"expired three times", []classes{{expired, expired, expired}}, all("")},
		{"a hiccup", []classes{{expired, ok}, {ok}}, all("")},
		{"no hiccup", []classes{{expired, ok}, {expired}}, both(reference)},
		{"twice the same", []classes{{expired, ok}, {expired, ok}}, all("")},
		{"the key after all", []classes{{expired, ok}, {key}}, all("")},
		{"429", []classes{{exchange.ClassRateLimited}}, all("")},
		{"expired, 429", []classes{{expired, exchange.ClassRateLimited}}, all("")},
		{"expired, 503", []classes{{expired, exchange.ClassServerError}}, all("")},
		{"expired, the client", []classes{{expired, exchange.ClassClient}}, all("")},
		{"429, asked again", []classes{{exchange.ClassRateLimited}, {expired}}, all("")},
	}
	ran := 0
	for _, c := range cases {
		for i, column := range columns() {
			ran++
			m := column.begin()
			for _, classes := range c.rounds {
				m.round(0, classes...)
			}
			stamp, send, why := nextAttempt(m.session, m.session.Entries())
			if !send {
				stamp = ""
			}
			if stamp != c.want[i] {
				t.Errorf("%s, clock %s: %q (%s), want %q", c.name, column.relation, stamp, why, c.want[i])
			}
			if !send && why == "" {
				t.Errorf("%s, clock %s: nothing is sent, and no reason told", c.name, column.relation)
			}
		}
	}
	if ran != 4*26 {
		t.Errorf("%d cases", ran)
	}
}

// TestNoAttemptWithoutDate: the endpoint's own time is not made up.
func TestNoAttemptWithoutDate(t *testing.T) {
	m := columns()[1].begin().attempt(exchange.StampOSClock, exchange.ClassExpired, 0)
	refused := exchange.Attempt{Stamp: exchange.StampReference, Outcome: exchange.Refused, Class: exchange.ClassExpired, At: m.now()}
	m.observe(StepToken, Observation{Attempt: &refused})
	if stamp, send, why := nextAttempt(m.session, m.session.Entries()); send || why == "" {
		t.Errorf("%q is sent (%s)", stamp, why)
	}
}

// TestAssertionsAreFew: whatever the answers are, and however often a person
// repeats the step, eight is the end; and nothing follows a word that forbids it.
func TestAssertionsAreFew(t *testing.T) {
	ran := 0
	for _, class := range exchange.Classes() {
		ran++
		m := columns()[0].begin()
		sent := 0
		for range 20 {
			from := len(m.session.Entries())
			for range 10 {
				stamp, send, _ := nextAttempt(m.session, m.session.Entries()[from:])
				if !send {
					break
				}
				sent++
				m.attempt(stamp, class, 0)
			}
		}
		limit := maxAssertions
		switch class {
		case exchange.ClassRateLimited, exchange.ClassServerError, exchange.ClassClient:
			limit = 1
		}
		if sent != limit {
			t.Errorf("%s: %d assertions, want %d", class, sent, limit)
		}
	}
	if ran != len(exchange.Classes()) || ran < 20 || maxAssertions != 8 {
		t.Errorf("%d classes, at most %d assertions", ran, maxAssertions)
	}
}

// TestStampedAt: each assertion carries its own clock's time, and a certificate
// is never verified at the time of the server that it belongs to.
func TestStampedAt(t *testing.T) {
	const expired = exchange.ClassExpired
	m := columns()[1].begin().round(20*time.Minute, expired, expired)
	now := m.now()
	truth := truthAt().Add(m.raw)
	cases := []struct {
		stamp           exchange.Stamp
		stamped, verify time.Time
	}{
		{exchange.StampOSClock, now.Wall, now.Wall},
		{exchange.StampReference, truth, truth},
		{exchange.StampServer, truth.Add(20 * time.Minute), truth},
	}
	for _, c := range cases {
		stamped, verify := stampedAt(m.session, c.stamp, now)
		if stamped.Sub(c.stamped).Abs() > time.Millisecond || verify.Sub(c.verify).Abs() > time.Millisecond {
			t.Errorf("%s: %v, verified at %v; want %v, %v", c.stamp, stamped, verify, c.stamped, c.verify)
		}
	}
}
