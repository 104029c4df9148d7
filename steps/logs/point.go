package logs

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/logscan"
	"unskew/diagnostics/exchange"
)

// State is what an exchange, or several in a row, say of the clock.
type State string

// The states of a clock.
const (
	Behind  State = "behind"
	Ahead   State = "ahead"
	Wrong   State = "wrong"   // but whether behind or ahead is not certain without the zone
	Right   State = "right"   // as exactly as the log tells
	Unclear State = "unclear" // a time zone may explain the difference, or a skew
	Refused State = "refused" // for its time, with no Date beside it
	Passed  State = "passed"  // a token came, with no Date beside it
	Failed  State = "failed"  // for another reason, with no Date beside it
)

const (
	// tolerance is the default one of the program: what a Date's second hides is in
	// the uncertainty.
	tolerance = time.Second
	// slack is how far two right clocks in a log may be apart: the time that a slow
	// exchange takes. A zone's difference with less than that left explains it all.
	slack = time.Minute
)

// Point is one exchange, or several that say the same, judged.
type Point struct {
	logscan.Exchange
	State State

	// Known: Offset and Uncertainty are valid. Else, where Bounded, the offset lies
	// from Least to Most.
	Known, Bounded bool
	Offset         diagnostics.Offset // positive: the OS clock was behind
	Uncertainty    time.Duration
	Least, Most    diagnostics.Offset

	Zone     ZoneSource
	ZoneName string
	East     time.Duration
	Repeated bool // its zone had the stamp's time twice: Least and Most are of both
	Skipped  bool // its zone had no such time
	// Candidates are the zones that the log may be in; Explained: in each of them the
	// two clocks agree, but for slack.
	Candidates []logscan.Candidate
	Explained  bool
}

func judgePoint(e logscan.Exchange, zones Zones) Point {
	p := Point{Exchange: e, Uncertainty: e.Uncertainty()}
	raw, ok := e.Raw()
	if !ok {
		p.State = unmeasured(e)
		return p
	}
	z := zones.of(e)
	p.Zone, p.ZoneName, p.East, p.Repeated, p.Skipped = z.from, z.name, z.east, z.repeated, z.skipped
	switch {
	case len(z.moments) == 1:
		p.Known = true
		p.Offset, _ = diagnostics.Between(e.Date, z.moments[0])
		p.Least, p.Most = p.Offset, p.Offset
	case len(z.moments) == 2:
		// The later moment leaves less to be behind.
		p.Least, _ = diagnostics.Between(e.Date, z.moments[1])
		p.Most, _ = diagnostics.Between(e.Date, z.moments[0])
	default:
		p.Least = shifted(raw, logscan.Westernmost)
		p.Most = shifted(raw, logscan.Easternmost)
		p.Candidates, p.Explained = e.Candidates(slack)
	}
	p.Bounded = true
	p.State = p.judge()
	return p
}

// shifted adds a zone's offset to a difference, exactly.
func shifted(raw diagnostics.Offset, east time.Duration) diagnostics.Offset {
	if raw.Abs() > 200*365*24*time.Hour {
		return raw
	}
	return diagnostics.OffsetOf(raw.Duration() + east)
}

func unmeasured(e logscan.Exchange) State {
	switch {
	case e.Class.Time():
		return Refused
	case e.Class == exchange.ClassAccepted:
		return Passed
	}
	return Failed
}

func (p Point) judge() State {
	noise := p.Uncertainty + tolerance
	if p.Zone == ZoneUnknown {
		noise = p.Uncertainty + slack
	}
	least, most := p.Least.Duration(), p.Most.Duration()
	switch {
	case least > noise:
		return Behind
	case most < -noise:
		return Ahead
	case p.Known:
		return Right
	case p.Zone == ZoneUnknown && !p.Explained:
		return Wrong
	case p.Zone == ZoneUnknown && p.Accepted():
		// A token came, and a zone explains the difference: the clock was right
		// enough for that.
		return Right
	}
	return Unclear
}

// AtLeast is how far the clock was off, whatever the zone; 0: perhaps not at all.
func (p Point) AtLeast() time.Duration {
	switch p.State {
	case Behind:
		return p.Least.Abs()
	case Ahead:
		return p.Most.Abs()
	case Wrong:
		return p.Candidates[0].Skew.Abs()
	}
	return 0
}

// Off reports whether the clock was certainly wrong.
func (s State) Off() bool { return s == Behind || s == Ahead || s == Wrong }
