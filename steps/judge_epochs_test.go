package steps

import (
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

// wrongBefore is a session in which the clock was proved to be the cause.
func wrongBefore() *making {
	m := made(2*time.Hour, Settings{}).host().target(nil)
	m.reading("a", time.Millisecond).reading("b", time.Millisecond).reading("c", time.Millisecond)
	return m.round(0, exchange.ClassExpired, exchange.ClassAccepted)
}

// TestFixed: what `fixed` needs, one thing missing at a time.
func TestFixed(t *testing.T) {
	const ms = time.Millisecond
	const ok = exchange.ClassAccepted
	step := func(m *making) *making { return m.moved(MoveStep, 3*ms) }
	fresh := func(m *making) *making { return m.reading("a", ms, samples(3)).reading("b", ms, samples(2)) }
	cases := []struct {
		name string
		make func() *making
		want VerdictCode
	}{
		{"everything", func() *making { return fresh(step(wrongBefore())).round(0, ok) }, Fixed},
		{"slewed", func() *making { return fresh(wrongBefore().moved(MoveSlew, 3*ms)).round(0, ok) }, Fixed},
		{"nothing measured yet", func() *making { return step(wrongBefore()) }, ClockCaused},
		{"four samples", func() *making {
			return step(wrongBefore()).reading("a", ms, samples(2)).reading("b", ms, samples(2)).round(0, ok)
		}, ClockCaused},
		{"five samples of one server, where there were three", func() *making { return step(wrongBefore()).reading("a", ms, samples(5)).round(0, ok) }, ClockCaused},
		{"five samples, four of them of a liar", func() *making {
			return step(wrongBefore()).reading("a", ms, samples(1)).reading("liar", ms, own, wrongBy(time.Hour), samples(4)).round(0, ok)
		}, ClockCaused},
		{"samples of the endpoint's clock", func() *making {
			return step(wrongBefore()).reading("a", ms, samples(2)).reading("e", ms, endpoints, samples(3)).round(0, ok)
		}, ClockCaused},
		{"only own servers", func() *making {
			return step(wrongBefore()).reading("o", ms, own, samples(3)).reading("p", ms, own, samples(3)).round(0, ok)
		}, ClockCaused},
		{"exchange not repeated", func() *making { return fresh(step(wrongBefore())) }, ClockCaused},
		{"exchange refused for its time", func() *making { return fresh(step(wrongBefore())).round(0, exchange.ClassExpired) }, Inconclusive},
		{"exchange refused for its key", func() *making { return fresh(step(wrongBefore())).round(0, exchange.ClassSignature) }, OtherCause},
		{"exchange not reached", func() *making { return fresh(step(wrongBefore())).round(0, exchange.ClassTimeout) }, OtherCause},
		{"still wrong", func() *making { return fresh(wrongBefore().moved(MoveStep, time.Hour)) }, ClockCaused},
		{"still wrong, and refused again", func() *making {
			return fresh(wrongBefore().moved(MoveStep, time.Hour)).round(0, exchange.ClassExpired, ok)
		}, ClockCaused},
		{"nearly right", func() *making {
			return wrongBefore().moved(MoveStep, 950*ms).reading("a", 200*ms, samples(3)).reading("b", 200*ms, samples(3)).round(0, ok)
		}, ClockCaused},
		{"right, then wrong again", func() *making {
			return fresh(fresh(step(wrongBefore())).round(0, ok).moved(MoveStep, 2*time.Hour)).round(0, exchange.ClassExpired, ok)
		}, ClockCaused},
		{"right, wrong, right", func() *making {
			m := fresh(step(wrongBefore())).round(0, ok).moved(MoveStep, 2*time.Hour).reading("a", ms)
			return fresh(step(m)).round(0, ok)
		}, Fixed},
		{"never was wrong", func() *making {
			m := made(2*ms, Settings{}).reading("a", ms).reading("b", ms).moved(MoveStep, 3*ms)
			return fresh(m).round(0, ok)
		}, Healthy},
		{"never was known to be wrong", func() *making {
			m := made(2*time.Hour, Settings{}).reading("a", 0, silent).moved(MoveStep, 3*ms)
			return fresh(m).round(0, ok)
		}, Healthy},
	}
	ran := 0
	for _, c := range cases {
		ran++
		a := Assess(c.make().session)
		if a.Verdict.Code != c.want {
			t.Errorf("%s: %s (%s), want %s", c.name, a.Verdict.Code, a.Verdict.Title, c.want)
		}
		want := 0
		if finding(a, "clock.moved-back") != nil {
			want = 1 // right now, but it was set wrong again before
		}
		if a.Verdict.Code == Fixed && (a.Verdict.Proof != BeforeAfter || a.Verdict.Certainty != Proved || ExitStatus(a) != want) {
			t.Errorf("%s: %s, %s, exit status %d", c.name, a.Verdict.Proof, a.Verdict.Certainty, ExitStatus(a))
		}
		if a.Verdict.Code != Fixed && a.Verdict.Code != Healthy && ExitStatus(a) == 0 {
			t.Errorf("%s: %s, and exit status 0", c.name, a.Verdict.Code)
		}
	}
	if ran != 19 {
		t.Errorf("%d cases", ran)
	}
}

// TestFixedWithOneServer: where there was one server, five answers of it will do.
func TestFixedWithOneServer(t *testing.T) {
	m := made(2*time.Hour, Settings{}).reading("a", time.Millisecond).moved(MoveStep, 0)
	for n := range 6 {
		a := Assess(m.session)
		want := ClockWrong
		if n == 5 {
			want = Fixed
		}
		if a.Verdict.Code != want {
			t.Errorf("after %d samples: %s, want %s", n, a.Verdict.Code, want)
		}
		m.reading("a", time.Millisecond, samples(1))
	}
	if a := Assess(m.session); a.Verdict.Proof != BeforeAfter || a.Verdict.Certainty != MeasuredOne {
		t.Errorf("not tested with the exchange: %s, %s", a.Verdict.Proof, a.Verdict.Certainty)
	}
}

// TestMoveForgetsNoRefusal: that a machine slept, or its clock was nudged, makes
// no refusal undone: the verdict does not turn to healthy.
func TestMoveForgetsNoRefusal(t *testing.T) {
	ran := 0
	for _, class := range exchange.Classes() {
		for _, how := range []MoveKind{MoveStep, MoveSlew, MoveSuspend} {
			if class == exchange.ClassAccepted {
				continue
			}
			ran++
			m := columns()[0].begin().round(0, class).moved(how, 5*time.Millisecond)
			a := Assess(m.reading("a", time.Millisecond).reading("b", time.Millisecond).session)
			if a.Verdict.Code == Healthy {
				t.Errorf("%s, then %s: %s (%s), exit status %d", class, how, a.Verdict.Code, a.Verdict.Title, ExitStatus(a))
			}
		}
	}
	if want := 3 * (len(exchange.Classes()) - 1); ran != want || ran < 60 {
		t.Errorf("%d cases, want %d", ran, want)
	}
}

// TestRestartsAreEpochs: the machine was started anew between parts of the
// record. Raw times of two runs are never compared, and nothing breaks.
func TestRestartsAreEpochs(t *testing.T) {
	const ms = time.Millisecond
	fresh := func(m *making) *making { return m.reading("a", ms, samples(3)).reading("b", ms, samples(3)) }
	m := fresh(wrongBefore().restarted("second boot", 0)).round(0, exchange.ClassAccepted)
	if a := Assess(m.session); a.Verdict.Code != Fixed {
		t.Errorf("corrected by a restart: %s (%s), want fixed", a.Verdict.Code, a.Verdict.Title)
	}
	fresh(m.restarted("third boot", 2*time.Hour))
	defer func() {
		if broken := recover(); broken != nil {
			t.Errorf("wrong again after another restart: the judge breaks down: %v", broken)
		}
	}()
	a := Assess(m.session)
	if a.Offset.Relation != Beyond || finding(a, "clock.moved-back") == nil {
		t.Errorf("wrong again after another restart: %s, findings %v", a.Offset.Relation, codesOf(a))
	}
}

// TestRestartKeepsNoAnchor: after a restart, what was measured before it tells
// nothing of the clock now.
func TestRestartKeepsNoAnchor(t *testing.T) {
	m := wrongBefore().restarted("second boot", 0).host()
	if judged := judgeOffset(m.session); judged.Known || judged.Relation != Unmeasured {
		t.Errorf("known %v, %s", judged.Known, judged.Relation)
	}
	live := liveAt(m.session, consensusOf(m.session), patient{}, diagnostics.Instant{Wall: truthAt(), Raw: time.Hour})
	if !live.Reference.IsZero() || live.Relation != Unmeasured {
		t.Errorf("a reference from before the restart: %v, %s", live.Reference, live.Relation)
	}
	if !live.Server.IsZero() {
		t.Errorf("the endpoint's clock from before the restart: %v", live.Server)
	}
}
