package steps

import (
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/exchange"
)

const madeAEM = "http://aem:4502"

// aemSettings name an AEM whose user is known.
func aemSettings() Settings { return Settings{AEM: []string{madeAEM}, AEMUser: true} }

// agent records what came of an agent's own test.
func (m *making) agent(name string, outcome author.Outcome, class exchange.Class) *making {
	test := author.Test{URL: madeAEM, Agent: name, Outcome: outcome, Class: class, At: m.now(), Said: aem.Transcript{FirstError: "it failed"}}
	if outcome == author.Passed {
		test.Said = aem.Transcript{Passed: true, Status: 200}
	}
	if outcome.Tested() {
		test.Server = &diagnostics.Anchor{True: truthAt().Add(m.raw), Raw: m.raw, Uncertainty: 550 * time.Millisecond}
	}
	return m.observe(StepToken, Observation{AgentTest: &test})
}

// sight records what AEM's Date said; its clock is behind true time by so much.
func (m *making) sight(address string, behind time.Duration, same bool, between ...string) *making {
	return m.observe(StepNTP, Observation{AEMClock: &author.Sight{
		URL: address, Same: same, Between: between, Status: 200,
		Reading: diagnostics.Reading{
			Source: diagnostics.SourceHTTPS, Server: address, Outcome: diagnostics.Measured, Samples: 5, At: m.now(),
			Anchor: diagnostics.Anchor{True: truthAt().Add(m.raw - behind), Raw: m.raw, Uncertainty: 500 * time.Millisecond},
		},
	}})
}

// aemRow is what AEM's own tests came to.
type aemRow struct {
	name    string
	outcome author.Outcome
	class   exchange.Class
	within  cell
	beyond  cell // the clock is behind by two hours
	exit    int  // where the clock is not decided
}

func aemTable() []aemRow {
	other := cell{OtherCause, ByMeasuring, Likely, 2}
	both := cell{ClockAndOther, ByMeasuring, Likely, 2}
	wrong := cell{ClockWrong, ByMeasuring, MeasuredOne, 2}
	likely := cell{ClockWrong, ByMeasuring, Likely, 2}
	unsure := cell{Inconclusive, NoProof, Unsure, 2}
	return []aemRow{
		{"passed", author.Passed, exchange.ClassAccepted, cell{Healthy, ByMeasuring, MeasuredOne, 0}, wrong, 3},
		{"expired", author.TokenRefused, exchange.ClassExpired, unsure, cell{ClockCaused, ByMeasuring, Likely, 2}, 2},
		{"not yet valid, which a clock that is behind cannot cause", author.TokenRefused, exchange.ClassNotYetValid, unsure, likely, 2},
		{"without words", author.TokenRefused, exchange.ClassRefusedWithoutWords, unsure, likely, 2},
		{"certificate dates", author.TLSFault, exchange.ClassTLSTime, unsure, likely, 2},
		{"signature", author.TokenRefused, exchange.ClassSignature, other, both, 2},
		{"no token", author.TokenFailed, exchange.ClassOther, other, both, 2},
		{"key store", author.KeyStore, exchange.ClassOther, other, both, 2},
		{"401 with a token", author.Unauthorised, exchange.ClassOther, other, likely, 2},
		{"no name", author.NetworkFault, exchange.ClassDNS, other, wrong, 2},
		{"another failure", author.TargetOther, exchange.ClassOther, other, both, 2},
		{"switched off", author.Disabled, "", cell{Healthy, ByMeasuring, MeasuredOne, 0}, wrong, 3},
		{"login page", author.SignIn, "", cell{Healthy, ByMeasuring, MeasuredOne, 1}, wrong, 3},
	}
}

// TestAEMTable holds what AEM's own tests come to against every relation of the
// clock, with an agent beside it that passes: one that fails decides.
func TestAEMTable(t *testing.T) {
	ran := 0
	for _, row := range aemTable() {
		for _, column := range columns() {
			ran++
			want := cell{Inconclusive, NoProof, Unsure, row.exit}
			switch column.relation {
			case Within:
				want = row.within
			case Beyond:
				want = row.beyond
			}
			m := column.begin()
			m.session.entries[0].Start.Settings.AEM, m.session.entries[0].Start.Settings.AEMUser = aemSettings().AEM, true
			if row.outcome.Tested() && row.outcome != author.Passed {
				m.agent("mp_replication_a", author.Passed, exchange.ClassAccepted)
			}
			a := Assess(m.agent("mp_replication_b", row.outcome, row.class).session)
			got := cell{a.Verdict.Code, a.Verdict.Proof, a.Verdict.Certainty, ExitStatus(a)}
			if got != want {
				t.Errorf("%s, clock %s: %v (%s), want %v", row.name, column.relation, got, a.Verdict.Title, want)
			}
			if row.outcome.Tested() && (a.Exchange.By != byAEM || a.Exchange.OSClock == nil || a.Exchange.Margin != nil) {
				t.Errorf("%s: by %q, %+v", row.name, a.Exchange.By, a.Exchange.OSClock)
			}
			if a.Verdict.Title.IsZero() || a.Verdict.Next.IsZero() {
				t.Errorf("%s, clock %s: title %q, next %q", row.name, column.relation, a.Verdict.Title, a.Verdict.Next)
			}
		}
	}
	if ran != 13*4 {
		t.Errorf("%d cases", ran)
	}
}

// TestASmallSkewExplainsNoExpiry: seconds do not expire an assertion of minutes.
func TestASmallSkewExplainsNoExpiry(t *testing.T) {
	for behind, want := range map[time.Duration]VerdictCode{5 * time.Second: ClockWrong, 31 * time.Second: ClockCaused, -time.Hour: ClockWrong} {
		m := made(behind, aemSettings()).reading("a", time.Millisecond).reading("b", time.Millisecond)
		if a := Assess(m.agent("mp_replication_a", author.TokenRefused, exchange.ClassExpired).session); a.Verdict.Code != want {
			t.Errorf("%v: %s (%s), want %s", behind, a.Verdict.Code, a.Verdict.Title, want)
		}
	}
}

// fixedBy is a session in which the clock was wrong and AEM's tests failed, up to the
// fresh answers after the correction.
func fixedBy(before ...string) *making {
	m := made(2*time.Hour, aemSettings()).reading("a", time.Millisecond).reading("b", time.Millisecond)
	for _, name := range before {
		m.agent(name, author.TokenRefused, exchange.ClassExpired)
	}
	m.moved(MoveStep, 0)
	return m.reading("a", time.Millisecond, samples(3)).reading("b", time.Millisecond, samples(3))
}

// TestFixedNeedsEveryAgent: each one that was tested before, and nothing less.
func TestFixedNeedsEveryAgent(t *testing.T) {
	const a, b = "mp_replication_a", "mp_replication_b"
	cases := []struct {
		name      string
		session   *making
		code      VerdictCode
		certainty Certainty
		words     string
	}{
		{"none tested yet", fixedBy(a, b), ClockCaused, Likely, "being checked again"},
		{"one passes, the other is not tested", fixedBy(a, b).agent(a, author.Passed, exchange.ClassAccepted), ClockCaused, Likely, "being checked again"},
		{"both pass", fixedBy(a, b).agent(a, author.Passed, exchange.ClassAccepted).agent(b, author.Passed, exchange.ClassAccepted), Fixed, Proved, "on all agents that were tested (2)"},
		{"one fails with a cached token", fixedBy(a, b).agent(a, author.Passed, exchange.ClassAccepted).agent(b, author.Unauthorised, exchange.ClassOther), OtherCause, Likely, "still fails on " + b},
		{"that one passes when it is tested again", fixedBy(a, b).agent(b, author.Unauthorised, exchange.ClassOther).agent(a, author.Passed, exchange.ClassAccepted).agent(b, author.Passed, exchange.ClassAccepted), Fixed, Proved, "passes now"},
		{"AEM cannot be asked any more", fixedBy(a).agent(a, author.SignIn, ""), ClockCaused, Likely, "could not be repeated"},
	}
	for _, c := range cases {
		got := Assess(c.session.session).Verdict
		if text := got.Title.String() + " " + got.Next.String(); got.Code != c.code || got.Certainty != c.certainty || !contains(text, c.words) {
			t.Errorf("%s: %s, %s (%s), want %s, %s and %q", c.name, got.Code, got.Certainty, text, c.code, c.certainty, c.words)
		}
		if (got.Code == Fixed) != (got.Proof == BeforeAfter) {
			t.Errorf("%s: proof %s", c.name, got.Proof)
		}
	}
	if len(cases) != 6 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestAKeyDoesNotOutvoteAEM: where this program's own request is accepted and AEM's
// own test fails, nothing is called healthy or fixed.
func TestAKeyDoesNotOutvoteAEM(t *testing.T) {
	m := made(time.Millisecond, aemSettings()).target(nil).reading("a", time.Millisecond).reading("b", time.Millisecond)
	a := Assess(m.attempt(exchange.StampOSClock, exchange.ClassAccepted, 0).agent("mp_replication_a", author.KeyStore, exchange.ClassOther).session)
	if a.Verdict.Code != OtherCause || a.Exchange.By == byAEM || ExitStatus(a) != 2 || !contains(a.Verdict.Title.String(), "mp_replication_a") {
		t.Errorf("%s, by %s, exit %d: %s", a.Verdict.Code, a.Exchange.By, ExitStatus(a), a.Verdict.Title)
	}
}

// TestWhoseClockIsJudged: the patient is AEM where nobody attends and AEM is not here;
// a right clock of another machine is never called AEM's.
func TestWhoseClockIsJudged(t *testing.T) {
	const minutes = 20 * time.Minute
	cases := []struct {
		name     string
		behind   time.Duration // this machine
		attended bool
		sights   func(*making) *making
		code     VerdictCode
		away     bool
		words    string
	}{
		{"AEM here", minutes, false, func(m *making) *making { return m.sight(madeAEM, minutes, true) }, ClockWrong, false, ""},
		{"AEM elsewhere, wrong", 0, false, func(m *making) *making { return m.sight(madeAEM, minutes, false) }, ClockWrong, true, "AEM on aem:4502"},
		{"AEM elsewhere, wrong, through a tunnel", 0, false, func(m *making) *making { return m.sight(madeAEM, minutes, true) }, ClockWrong, true, "AEM on aem:4502"},
		{"AEM elsewhere, right, this machine wrong", minutes, false, func(m *making) *making { return m.sight(madeAEM, 0, false) }, Healthy, true, "AEM on aem:4502"},
		{"AEM elsewhere, right by a dispatcher", 0, false, func(m *making) *making { return m.sight(madeAEM, 0, false, "Via: 1.1 x") }, Inconclusive, true, "Via: 1.1 x"},
		{"two, the worse one counts", 0, false, func(m *making) *making {
			return m.sight("http://one:4502", 0, false).sight("http://two:4502", minutes, false)
		}, ClockWrong, true, "AEM on two:4502"},
		{"not reached", 0, false, func(m *making) *making {
			return m.observe(StepNTP, Observation{AEMClock: &author.Sight{URL: madeAEM, Reading: diagnostics.Reading{Outcome: diagnostics.Failed, Reason: diagnostics.ReasonTimeout}}})
		}, Inconclusive, false, "could not be read"},
		{"a person says here, AEM has another clock", 0, true, func(m *making) *making { return m.sight(madeAEM, minutes, false) }, Inconclusive, false, "has another one"},
		{"a person says here, AEM agrees", 0, true, func(m *making) *making { return m.sight(madeAEM, 0, false) }, Healthy, false, ""},
	}
	for _, c := range cases {
		settings := Settings{AEM: []string{madeAEM}}
		m := made(c.behind, settings)
		m.session.entries[0].Start.Attended = c.attended
		m = c.sights(m.host().reading("a", time.Millisecond).reading("b", time.Millisecond))
		a := Assess(m.session)
		if a.Verdict.Code != c.code || (a.Offset.Away != "") != c.away || !contains(a.Verdict.Title.String(), c.words) {
			t.Errorf("%s: %s, away %q (%s)", c.name, a.Verdict.Code, a.Offset.Away, a.Verdict.Title)
		}
		_, source := m.session.Patient()
		if (source == "aem-date") != c.away {
			t.Errorf("%s: the clock's source is %s", c.name, source)
		}
		if c.away && a.Offset.Uncertainty < 500*time.Millisecond {
			t.Errorf("%s: a Date is not that exact: %v", c.name, a.Offset.Uncertainty)
		}
	}
	if len(cases) != 9 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestClusterSkew: more than Oak allows, beyond what the Dates leave open.
func TestClusterSkew(t *testing.T) {
	for behind, want := range map[time.Duration]bool{0: false, 2 * time.Second: false, 2900 * time.Millisecond: false, 4 * time.Second: true, -time.Hour: true} {
		m := made(0, Settings{AEM: []string{"http://one", "http://two"}}).reading("a", time.Millisecond).reading("b", time.Millisecond)
		a := Assess(m.sight("http://one", 0, false).sight("http://two", behind, false).session)
		if found := finding(a, "aem.cluster-skew") != nil; found != want {
			t.Errorf("%v apart: found %v", behind, found)
		}
	}
}
