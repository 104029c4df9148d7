package steps

import (
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

// by changes a made reading's operator.
func by(operator string) func(*diagnostics.Reading) {
	return func(r *diagnostics.Reading) { r.Operator = operator }
}

// TestHealthyNeedsAWitness: a right clock is called healthy only where somebody
// says so whom the host does not follow, and who is better than a watch.
func TestHealthyNeedsAWitness(t *testing.T) {
	const ms = time.Millisecond
	watch := func(off time.Duration) *time.Time {
		at := truthAt().Add(time.Minute + time.Second + off)
		return &at
	}
	cases := []struct {
		name     string
		settings Settings
		make     func(*making) *making
		healthy  bool
	}{
		{"nobody", Settings{}, func(m *making) *making { return m }, false},
		{"silence", Settings{}, func(m *making) *making { return m.reading("a", 0, silent) }, false},
		{"one independent server", Settings{}, func(m *making) *making { return m.reading("a", ms) }, true},
		{"one web server", Settings{}, func(m *making) *making { return m.reading("w", 505*ms, web) }, true},
		{"own servers", Settings{}, func(m *making) *making { return m.reading("o", ms, own).reading("p", ms, own) }, false},
		{"own servers, independent ones silent", Settings{}, func(m *making) *making {
			return m.reading("o", ms, own).reading("a", 0, silent).reading("w", 0, web, silent)
		}, false},
		{"own and an independent server", Settings{}, func(m *making) *making { return m.reading("o", ms, own).reading("a", ms) }, true},
		{"own server that was vouched for", Settings{}, func(m *making) *making { return m.reading("o", ms, own, named) }, true},
		{"own server under its operator's other name", Settings{}, func(m *making) *making {
			return m.reading("o", ms, own, by("Big")).reading("time.big", ms, by("Big"))
		}, false},
		{"own server and the endpoint's clock", Settings{}, func(m *making) *making { return m.reading("o", ms, own).reading("e", 505*ms, endpoints) }, false},
		{"the endpoint's clock alone", Settings{}, func(m *making) *making { return m.reading("e", 505*ms, endpoints) }, false},
		{"own server and a watch", Settings{Person: watch(10 * time.Second)}, func(m *making) *making { return m.reading("o", ms, own) }, false},
		{"a watch, tolerance wide", Settings{Person: watch(0), Tolerance: 10 * time.Minute}, func(m *making) *making { return m.reading("a", 0, silent) }, false},
		{"own server and a watch, tolerance wide", Settings{Person: watch(0), Tolerance: 10 * time.Minute}, func(m *making) *making { return m.reading("o", ms, own) }, false},
		{"two dates that vouch for themselves", Settings{}, func(m *making) *making {
			return m.reading("w1", 505*ms, unreferenced).reading("w2", 505*ms, unreferenced)
		}, false},
		{"three of one operator that vouch for themselves", Settings{}, func(m *making) *making {
			return m.reading("w1", 505*ms, unreferenced, by("B")).reading("w2", 505*ms, unreferenced, by("B")).reading("w3", 505*ms, unreferenced, by("B"))
		}, false},
		{"three that vouch for themselves", Settings{}, func(m *making) *making {
			return m.reading("w1", 505*ms, unreferenced).reading("w2", 505*ms, unreferenced).reading("w3", 505*ms, unreferenced)
		}, true},
		{"two that disagree", Settings{}, func(m *making) *making { return m.reading("a", ms).reading("b", ms, wrongBy(time.Hour)) }, false},
	}
	ran := 0
	for _, c := range cases {
		for _, class := range []exchange.Class{"", exchange.ClassAccepted} {
			ran++
			m := c.make(made(2*time.Millisecond, c.settings).target(nil))
			if class != "" {
				m.round(0, class)
			}
			a := Assess(m.session)
			if healthy := a.Verdict.Code == Healthy; healthy != c.healthy {
				t.Errorf("%s, exchange %q: %s (%s; %s, by %s)", c.name, class, a.Verdict.Code, a.Verdict.Title, a.Offset.Relation, a.Offset.Source)
			}
			if ok := ExitStatus(a) < 2; ok != c.healthy {
				t.Errorf("%s, exchange %q: exit status %d", c.name, class, ExitStatus(a))
			}
		}
	}
	if ran != 36 {
		t.Errorf("%d cases, want 36", ran)
	}
}

// TestCircularIsInconclusive: who agrees only with the servers that it follows
// knows nothing of the endpoint's clock either, so it is never called the cause.
func TestCircularIsInconclusive(t *testing.T) {
	const ok, expired = exchange.ClassAccepted, exchange.ClassExpired
	ran := 0
	for _, classes := range [][]exchange.Class{nil, {ok}, {expired}, {expired, ok}, {expired, expired}, {expired, expired, expired}, {expired, expired, ok}} {
		for _, ahead := range []time.Duration{0, 20 * time.Minute} {
			ran++
			m := made(2*time.Millisecond, Settings{}).target(nil).reading("o", time.Millisecond, own).reading("a", 0, silent)
			a := Assess(m.round(ahead, classes...).session)
			if a.Verdict.Code != Inconclusive {
				t.Errorf("%v, endpoint ahead by %v: %s, %s (%s)", classes, ahead, a.Verdict.Code, a.Verdict.Certainty, a.Verdict.Title)
			}
			if finding(a, "reference.circular") == nil {
				t.Errorf("%v: the finding reference.circular is missing", classes)
			}
		}
	}
	if ran != 14 {
		t.Errorf("%d cases", ran)
	}
}

// TestExpiredIsNeverOtherCause: "refused as expired" never leads to other-cause
// while a trusted clock disagrees with the endpoint's, except where a request
// with the endpoint's own time was accepted: then its clock is named.
func TestExpiredIsNeverOtherCause(t *testing.T) {
	const wordless = exchange.ClassRefusedWithoutWords
	second := []exchange.Class{"", exchange.ClassExpired, exchange.ClassNotYetValid, wordless, exchange.ClassTimeout, exchange.ClassServerError, exchange.ClassTLSTime}
	third := []exchange.Class{"", exchange.ClassExpired, exchange.ClassNotYetValid, wordless, exchange.ClassTimeout, exchange.ClassRateLimited}
	ran := 0
	for _, first := range []exchange.Class{exchange.ClassExpired, exchange.ClassNotYetValid} {
		for _, middle := range second {
			for _, last := range third {
				if last != "" && !middle.Time() {
					continue // never sent
				}
				ran++
				m := columns()[0].begin().attempt(exchange.StampOSClock, first, 20*time.Minute)
				if middle != "" {
					m.attempt(exchange.StampReference, middle, 20*time.Minute)
				}
				if last != "" {
					m.attempt(exchange.StampServer, last, 20*time.Minute)
				}
				if a := Assess(m.session); a.Verdict.Code == OtherCause {
					t.Errorf("%s, %s, %s: %s, %s (%s)", first, middle, last, a.Verdict.Code, a.Verdict.Certainty, a.Verdict.Title)
				}
			}
		}
	}
	if ran != 2*(7+2*5) {
		t.Errorf("%d cases", ran)
	}
}

// TestNothingSentIsNotTested: where a request could not be made, the endpoint is
// not said to be out of reach: nobody asked it.
func TestNothingSentIsNotTested(t *testing.T) {
	for _, column := range columns() {
		skipped := exchange.Attempt{Stamp: exchange.StampOSClock, Outcome: exchange.Skipped, Why: "the key cannot sign"}
		a := Assess(column.begin().observe(StepToken, Observation{Attempt: &skipped}).session)
		want := Assess(column.begin().session).Verdict.Code
		if a.Verdict.Code != want {
			t.Errorf("clock %s: %s (%s), want %s as without an exchange", column.relation, a.Verdict.Code, a.Verdict.Title, want)
		}
	}
}

// TestElsewhereIsNeverHealthy: the measured machine is not the one that matters.
func TestElsewhereIsNeverHealthy(t *testing.T) {
	ran := 0
	for _, row := range table() {
		for _, column := range columns() {
			ran++
			m := column.begin().said(StepWhere, askWhere, WhereElsewhere).said(StepWhere, askAddress, "aem-far-away")
			a := Assess(m.round(row.ahead, row.classes...).session)
			if a.Verdict.Code == Healthy || ExitStatus(a) < 2 {
				t.Errorf("%s, clock %s: %s, exit status %d", row.name, column.relation, a.Verdict.Code, ExitStatus(a))
			}
			if title := a.Verdict.Title.String(); !contains(title, "made-1") || !contains(title, "aem-far-away") {
				t.Errorf("%s, clock %s: the title names not both machines: %s", row.name, column.relation, title)
			}
			if finding(a, "host.elsewhere") == nil {
				t.Errorf("%s, clock %s: the finding host.elsewhere is missing", row.name, column.relation)
			}
		}
	}
	if ran < 120 {
		t.Errorf("only %d cases", ran)
	}
}

// TestPersonsWatch: it shows a skew of minutes, and nothing of seconds.
func TestPersonsWatch(t *testing.T) {
	cases := map[time.Duration]Relation{
		2 * time.Hour: Beyond, -2 * time.Hour: Beyond, 62 * time.Second: Beyond, 5 * time.Second: Unclear, 0: Unclear,
	}
	for behind, want := range cases {
		at := truthAt().Add(time.Minute + time.Second)
		a := Assess(made(behind, Settings{Person: &at}).reading("a", 0, silent).session)
		if a.Offset.Relation != want || a.Offset.Source != diagnostics.SourcePerson {
			t.Errorf("%v: %s by %s, want %s", behind, a.Offset.Relation, a.Offset.Source, want)
		}
		if code := a.Verdict.Code; (code == ClockWrong) != (want == Beyond) || code == Healthy {
			t.Errorf("%v: %s", behind, code)
		}
	}
}
