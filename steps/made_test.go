package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/hostclock"
)

// making builds a session by hand: a host whose clock is behind by so much, and
// what was found out about it, entry by entry, a second apart.
type making struct {
	session Session
	raw     time.Duration
	behind  time.Duration
	boot    string
}

// truthAt is true time when raw time is zero.
func truthAt() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// made begins a session on a host whose clock is behind (negative: ahead).
func made(behind time.Duration, settings Settings) *making {
	m := &making{behind: behind, raw: time.Minute, boot: "first boot"}
	if settings.Lifetime == 0 {
		settings.Lifetime = DefaultLifetime
	}
	return m.add(Entry{Kind: Started, Start: &Start{
		Tool: "test", Host: "made-1", Attended: true, Released: truthAt().AddDate(-1, 0, 0), Settings: settings,
	}})
}

func (m *making) now() diagnostics.Instant {
	return diagnostics.Instant{Wall: truthAt().Add(m.raw - m.behind), Raw: m.raw}
}

// add records an entry, a second after the last one.
func (m *making) add(entry Entry) *making {
	m.raw += time.Second
	entry.At, entry.Boot = m.now(), m.boot
	m.session = m.session.With(entry)
	return m
}

func (m *making) observe(step StepID, observed Observation) *making {
	return m.add(Entry{Kind: Observed, Step: step, Observation: observed})
}

// reading records what a server said: the true time, within uncertainty.
func (m *making) reading(name string, uncertainty time.Duration, change ...func(*diagnostics.Reading)) *making {
	at := m.now()
	reading := diagnostics.Reading{
		Source: diagnostics.SourceNTP, Server: name, Operator: name, Outcome: diagnostics.Measured, Samples: 2, Stratum: 2,
		Anchor: diagnostics.Anchor{True: truthAt().Add(m.raw), Raw: m.raw, Uncertainty: uncertainty}, At: at,
	}
	for _, c := range change {
		c(&reading)
	}
	return m.observe(StepNTP, Observation{Reading: &reading})
}

func own(r *diagnostics.Reading)          { r.OwnSource, r.Operator = true, "" }
func named(r *diagnostics.Reading)        { r.Vouched = true }
func endpoints(r *diagnostics.Reading)    { r.Endpoint, r.Source = true, diagnostics.SourceHTTPS }
func web(r *diagnostics.Reading)          { r.Source = diagnostics.SourceHTTPS }
func unreferenced(r *diagnostics.Reading) { r.Source, r.Unreferenced = diagnostics.SourceHTTPS, true }

func silent(r *diagnostics.Reading) {
	r.Outcome, r.Reason, r.Anchor, r.Samples = diagnostics.Failed, diagnostics.ReasonTimeout, diagnostics.Anchor{}, 0
}

func wrongBy(by time.Duration) func(*diagnostics.Reading) {
	return func(r *diagnostics.Reading) { r.Anchor.True = r.Anchor.True.Add(by) }
}

func samples(n int) func(*diagnostics.Reading) {
	return func(r *diagnostics.Reading) { r.Samples = n }
}

// attempt records an assertion and what came of it, at an endpoint whose clock
// is ahead of true time by so much.
func (m *making) attempt(stamp exchange.Stamp, class exchange.Class, ahead time.Duration) *making {
	attempt := exchange.Attempt{Stamp: stamp, Class: class, Outcome: exchange.Failed, At: m.now()}
	switch {
	case class == exchange.ClassAccepted:
		attempt.Outcome = exchange.Accepted
	case class.Reached():
		attempt.Outcome = exchange.Refused
	}
	if class.Reached() {
		attempt.Server = &diagnostics.Anchor{True: truthAt().Add(m.raw + ahead), Raw: m.raw, Uncertainty: 550 * time.Millisecond}
	}
	return m.observe(StepToken, Observation{Attempt: &attempt})
}

// round records attempts in the order in which they are sent.
func (m *making) round(ahead time.Duration, classes ...exchange.Class) *making {
	stamps := []exchange.Stamp{exchange.StampOSClock, exchange.StampReference, exchange.StampServer}
	for i, class := range classes {
		m.attempt(stamps[i], class, ahead)
	}
	return m
}

func (m *making) target(change func(*Target)) *making {
	target := Target{Profile: "jwt-bearer", Endpoint: "https://login.example/oauth/token", Credential: true, Lifetime: DefaultLifetime}
	if change != nil {
		change(&target)
	}
	return m.observe(StepToken, Observation{Target: &target})
}

func (m *making) host() *making {
	return m.observe(StepOSTime, Observation{Host: &hostclock.State{
		Name: "made-1", OS: "linux/amd64", BootID: m.boot, Zone: "UTC", Kernel: &hostclock.Kernel{Synchronised: true},
	}})
}

// moved records that the OS clock was moved, and is behind by so much from now on.
func (m *making) moved(how MoveKind, behind time.Duration) *making {
	move := &Move{How: how, Before: diagnostics.OffsetOf(m.behind), After: diagnostics.OffsetOf(behind)}
	m.behind = behind
	return m.add(Entry{Kind: Moved, Move: move})
}

// restarted says that the machine was started anew: raw time begins again.
func (m *making) restarted(boot string, behind time.Duration) *making {
	m.boot, m.behind, m.raw = boot, behind, 5*time.Second
	return m
}

// said records an answer.
func (m *making) said(step StepID, question, value string) *making {
	return m.add(Entry{Kind: Answered, Step: step, Answer: &Answer{Question: question, Value: value}})
}
