package steps

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/lab"
	"unskew/diagnostics/timeservice"
)

// about is what a page says in its sentences.
func about(view View) string {
	var all []string
	for _, line := range view.Page.About {
		all = append(all, line.String())
	}
	return strings.Join(all, " ")
}

// TestResumedWorlds: a session that waits is taken up again in another run of
// the machine, and says what it finds there.
func TestResumedWorlds(t *testing.T) {
	const day = 24 * time.Hour
	behind := func(by time.Duration) func(*lab.Scenario) {
		return func(s *lab.Scenario) { s.Host.Skew = lab.Skew{Behind: lab.Span(by)} }
	}
	cases := []struct {
		name    string
		later   time.Duration
		change  func(*lab.Scenario)
		want    VerdictCode
		proof   Proof
		state   State
		title   string
		says    []string
		parking bool
	}{
		{"corrected", 3 * day, behind(0), Fixed, BeforeAfter, StateFinished, "The proof of the fix", []string{"3d after it was left", "started anew"}, false},
		{"still wrong", 3 * day, nil, ClockCaused, BothSides, StateOpen, "Taken up again: is the clock right now?", []string{"3d after it was left", "2d 9h 49m 14s behind"}, true},
		{"wrong by less", 5 * time.Hour, behind(10 * time.Minute), ClockCaused, BothSides, StateOpen, "Taken up again: is the clock right now?", []string{"5h after it was left", "10m behind"}, true},
		{"wrong the other way", 5 * time.Hour, behind(-2 * time.Hour), ClockCaused, BothSides, StateOpen, "Taken up again: is the clock right now?", []string{"2h ahead"}, true},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			_, s := park(t)
			world := another(t, 6*time.Minute+c.later, c.change)
			sent := world.assertions()
			d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
			time.Sleep(2 * time.Minute)
			view, session := d.engine.Look(), d.engine.Session()
			if got := Assess(session).Verdict; got.Code != c.want || got.Proof != c.proof {
				t.Errorf("%s, %s (%s); want %s, %s", got.Code, got.Proof, got.Title, c.want, c.proof)
			}
			if session.State() != c.state || can(view, ActPark) != c.parking {
				t.Errorf("the session is %s, parking %v", session.State(), can(view, ActPark))
			}
			if got := view.Page.Title.String(); got != c.title {
				t.Errorf("the page is headed %q", got)
			}
			for _, words := range c.says {
				if !strings.Contains(about(view), words) {
					t.Errorf("%q is not said in: %s", words, about(view))
				}
			}
			if strings.Contains(about(view), "was moved") {
				t.Errorf("nobody saw the clock being moved: %s", about(view))
			}
			if sent = world.assertions() - sent; (c.want == Fixed) != (sent == 1) {
				t.Errorf("%d assertions were sent", sent)
			}
			if kinds(session, Moved) != 0 || len(session.Resumptions()) != 1 || !session.Resumptions()[0].Restarted {
				t.Errorf("%d moves, taken up again: %+v", kinds(session, Moved), session.Resumptions())
			}
		})
	}
	if len(cases) != 4 {
		t.Errorf("%d cases", len(cases))
	}
}

// cut is a network that is not there until it is mended.
type cut struct {
	diagnostics.Network
	mended atomic.Bool
}

func (c *cut) LookupHost(ctx context.Context, host string) ([]string, error) {
	if !c.mended.Load() {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return c.Network.LookupHost(ctx, host)
}

// TestResumeWithoutNetwork: a machine that was just started may have none yet.
// What was found stands, the page says what is missing, and goes on asking.
func TestResumeWithoutNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, s := park(t)
		world := another(t, 24*time.Hour, nil)
		network := &cut{Network: world.world.Network}
		world.world.Network = network
		world.lab.Fix()
		d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
		time.Sleep(2 * time.Minute)
		view := d.engine.Look()
		if got := d.verdict(); got != ClockCaused {
			t.Errorf("%s, want what was found before", got)
		}
		if !strings.Contains(about(view), "No server gave the time since") || !can(view, ActPark) {
			t.Errorf("said: %s; offered: %v", about(view), view.Actions)
		}
		if one := d.engine.Session().Resumptions()[0]; one.AwayKnown {
			t.Errorf("how long it was left is said to be known: %v", one.Away)
		}
		before := len(d.engine.Session().Entries())
		time.Sleep(20 * time.Minute)
		if entries := len(d.engine.Session().Entries()) - before; entries < 10 || entries > 50 {
			t.Errorf("20 minutes without network took %d entries", entries)
		}
		network.mended.Store(true)
		time.Sleep(maxRetry + 5*time.Minute)
		if got := d.verdict(); got != Fixed {
			t.Errorf("with the network: %s, want fixed", got)
		}
	})
}

// TestResumeAfterAnotherConfiguration: what the host follows by now is read
// again. A server that vouched for the time before does not any more once the
// host follows it, and one that is new is asked.
func TestResumeAfterAnotherConfiguration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, s := park(t)
		world := another(t, 24*time.Hour, func(s *lab.Scenario) {
			s.Host.Skew = lab.Skew{}
			s.NTP = append(s.NTP, lab.NTP{Name: "new.corp.example:123", Address: "192.0.2.99", Operator: "the company", Stratum: 2, Own: true})
		})
		world.world.Configured = func() []timeservice.Server {
			return []timeservice.Server{{Name: "new.corp.example", By: "chrony"}, {Name: "time-a.example", By: "chrony"}}
		}
		d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
		time.Sleep(2 * time.Minute)
		if got := d.verdict(); got != Fixed {
			t.Errorf("%s, want fixed", got)
		}
		own := 0
		for _, reading := range d.engine.Session().Readings() {
			if want := reading.Server == "new.corp.example" || reading.Server == "time-a.example"; reading.OwnSource != want {
				t.Errorf("%s: own source %v", reading.Server, reading.OwnSource)
			} else if want && reading.Outcome == diagnostics.Measured {
				own++
			}
		}
		if own != 2 {
			t.Errorf("%d servers that the host follows were measured", own)
		}
	})
}

// fixedSession is one in which the fix was proved, left on its last page, or
// after it was finished.
func fixedSession(t *testing.T, finished bool) (labWorld, Session) {
	t.Helper()
	d := sit(t, "brand-portal", &paper{}, asReal)
	d.to(StepConfirm)
	d.lab.Fix()
	time.Sleep(time.Minute)
	if got := d.verdict(); got != Fixed {
		t.Fatalf("%s, want fixed", got)
	}
	if finished {
		d.do(ActNext, "")
	}
	d.do(ActQuit, "")
	return d.labWorld, d.left()
}

// TestResumeAfterFixed shows the proof again, from fresh measurements, and goes
// on watching.
func TestResumeAfterFixed(t *testing.T) {
	for _, finished := range []bool{false, true} {
		bubble(t, "in the same run of the machine", func(t *testing.T) {
			world, s := fixedSession(t, finished)
			if got := s.State(); got != StateFinished {
				t.Errorf("the session is %s", got)
			}
			readings := len(s.Entries())
			time.Sleep(time.Minute)
			d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
			time.Sleep(30 * time.Second)
			view := d.engine.Look()
			if got := d.verdict(); got != Fixed || view.Page.Title.String() != "The proof of the fix" || !can(view, ActNext) {
				t.Errorf("%s, %q, %v", got, view.Page.Title, view.Actions)
			}
			fresh := 0
			for _, entry := range d.engine.Session().Entries()[readings:] {
				if entry.Reading != nil && entry.Reading.Outcome == diagnostics.Measured {
					fresh++
				}
			}
			if fresh < 4 {
				t.Errorf("%d servers were asked afresh", fresh)
			}
		})
		bubble(t, "days later, and right", func(t *testing.T) {
			_, s := fixedSession(t, finished)
			world := another(t, 72*time.Hour, func(s *lab.Scenario) { s.Host.Skew = lab.Skew{} })
			d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
			time.Sleep(time.Minute)
			if view := d.engine.Look(); d.verdict() != Fixed || view.Page.Title.String() != "The proof of the fix" {
				t.Errorf("%s, %q", d.verdict(), view.Page.Title)
			}
		})
		bubble(t, "days later, and wrong again", func(t *testing.T) {
			_, s := fixedSession(t, finished)
			world := another(t, 72*time.Hour, nil)
			d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
			time.Sleep(time.Minute)
			view := d.engine.Look()
			if d.verdict() != ClockCaused || !strings.Contains(about(view), "wrong again after it had been right") {
				t.Errorf("%s: %s", d.verdict(), about(view))
			}
			if !strings.Contains(about(view), "started anew") || !can(view, ActPark) {
				t.Errorf("said: %s; offered: %v", about(view), view.Actions)
			}
		})
	}
}
