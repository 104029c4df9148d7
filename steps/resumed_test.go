package steps

import (
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/exchange"
)

// takenUp is a session that is taken up again in another run of the machine, with
// a clock that is behind by so much.
func takenUp(before *making, behind time.Duration) *making {
	start := before.session.Start()
	return before.add(Entry{Kind: Quit, Why: quitWaiting}).restarted("second boot", behind).add(Entry{Kind: Started, Start: &start})
}

// TestNextAfterResuming: what was proved before stands until the clock is known
// to be right, and the next move says what is missing.
func TestNextAfterResuming(t *testing.T) {
	const ms = time.Millisecond
	round := func(m *making) *making { return m.observe(StepConfirm, Observation{Done: taskFresh}) }
	silence := func(m *making) *making {
		for range maxFreshRounds {
			round(m.reading("a", 0, silent).reading("b", 0, silent))
		}
		return m
	}
	fresh := func(m *making) *making {
		return round(m.reading("a", ms, samples(2)).reading("b", ms, samples(2)).reading("c", ms, samples(2)))
	}
	cases := []struct {
		name string
		m    *making
		want VerdictCode
		says string
	}{
		{"just taken up", takenUp(wrongBefore(), 0), ClockCaused, "Have the clock corrected"},
		{"the first answer", takenUp(wrongBefore(), 0).reading("a", ms), ClockCaused, "being measured afresh"},
		{"no answer", silence(takenUp(wrongBefore(), 0)), ClockCaused, "No server gave the time"},
		{"only what it follows", round(takenUp(wrongBefore(), 0).reading("a", ms, own)), ClockCaused, "still missing: the clock within 1 s of the true time, 3 fresh answers of time servers, the token exchange"},
		{"the exchange is missing", fresh(takenUp(wrongBefore(), 0)), ClockCaused, "still missing: the token exchange accepted"},
		{"the endpoint wants no more", fresh(takenUp(wrongBefore().attempt(exchange.StampOSClock, exchange.ClassRateLimited, 0), 0)), ClockWrong, "Test in the service itself"},
		{"still wrong", fresh(takenUp(wrongBefore(), time.Hour)), ClockCaused, "Have the clock corrected"},
		{"right", fresh(takenUp(wrongBefore(), 0)).round(0, exchange.ClassAccepted), Fixed, "Save the report"},
		{"right, and refused for another reason", fresh(takenUp(wrongBefore(), 0)).round(0, exchange.ClassScope), OtherCause, "Leave this machine's clock alone"},
		{"wrong again", fresh(takenUp(fresh(takenUp(wrongBefore(), 0)).round(0, exchange.ClassAccepted), time.Hour)), ClockCaused, "Have the clock corrected"},
	}
	for _, c := range cases {
		a := Assess(c.m.session)
		if a.Verdict.Code != c.want || !strings.Contains(a.Verdict.Next.String(), c.says) {
			t.Errorf("%s: %s, next: %s; want %s, %q", c.name, a.Verdict.Code, a.Verdict.Next, c.want, c.says)
		}
		if again := finding(a, "clock.moved-back"); (again != nil) != (c.name == "wrong again") {
			t.Errorf("%s: set wrong again: %v", c.name, again)
		}
	}
	if len(cases) != 10 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestReferenceChanged: a server that tells another time than before, while the
// clock went on undisturbed, is told of; a clock that was moved is not its doing.
func TestReferenceChanged(t *testing.T) {
	const ms = time.Millisecond
	ahead := wrongBy(2 * time.Hour)
	cases := []struct {
		name string
		m    *making
		want bool
	}{
		{"the same as before", wrongBefore().reading("a", ms).reading("b", ms), false},
		{"another time", made(0, Settings{}).host().reading("a", ms, ahead).reading("a", ms), true},
		{"and another", made(0, Settings{}).host().reading("a", ms).reading("a", ms, ahead), true},
		{"less than may be off", made(0, Settings{}).host().reading("a", ms).reading("a", ms, wrongBy(900*ms)), false},
		{"after the clock was moved", wrongBefore().moved(MoveStep, 0).reading("a", ms).reading("b", ms), false},
		{"after a restart", takenUp(made(0, Settings{}).reading("a", ms, ahead), 0).reading("a", ms), false},
		{"a liar", made(0, Settings{}).reading("a", ms, ahead).reading("b", ms).reading("c", ms).reading("a", ms, wrongBy(time.Hour)), false},
		{"silence first", made(0, Settings{}).reading("a", ms, silent).reading("a", ms), false},
	}
	for _, c := range cases {
		if found := finding(Assess(c.m.session), "reference.changed"); (found != nil) != c.want {
			t.Errorf("%s: %+v", c.name, found)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestAway: how long a session lay is told by the references on either side, or
// by the raw clock where it went on; never by the OS clock.
func TestAway(t *testing.T) {
	const ms = time.Millisecond
	// The made world's true time follows raw time, so a restart sets it back to
	// shortly after its beginning: a gap below nothing is not told.
	back := takenUp(wrongBefore(), 0).reading("a", ms).session
	later := wrongBefore()
	later.add(Entry{Kind: Quit}).raw += 3 * time.Hour
	start := later.session.Start()
	started := later.add(Entry{Kind: Started, Start: &start}).reading("a", ms).session
	held := wrongBefore()
	held.add(Entry{Kind: Quit}).raw += 5 * time.Minute
	cases := []struct {
		name      string
		s         Session
		known     bool
		away      time.Duration
		restarted bool
	}{
		{"measured on either side", started, true, 3*time.Hour + time.Second, false},
		{"not measured since", takenUp(wrongBefore(), 0).session, false, 0, true},
		{"measured never", takenUp(made(0, Settings{}), 0).reading("a", ms).session, false, 0, true},
		{"a gap below nothing", back, false, 0, true},
		{"by the raw clock", held.add(Entry{Kind: Reopened, Step: StepConfirm, Reopen: ReopenShow}).session, true, 5*time.Minute + time.Second, false},
	}
	for _, c := range cases {
		all := c.s.Resumptions()
		if len(all) != 1 {
			t.Errorf("%s: taken up again %d times", c.name, len(all))
			continue
		}
		one := all[0]
		if one.AwayKnown != c.known || c.known && (one.Away-c.away).Abs() > ms || one.Restarted != c.restarted {
			t.Errorf("%s: %v known %v, restarted %v; want %v known %v, restarted %v", c.name, one.Away, one.AwayKnown, one.Restarted, c.away, c.known, c.restarted)
		}
	}
	if len(cases) != 5 {
		t.Errorf("%d cases", len(cases))
	}
	if none := wrongBefore().session.Resumptions(); len(none) != 0 {
		t.Errorf("one that was never left: %v", none)
	}
}
