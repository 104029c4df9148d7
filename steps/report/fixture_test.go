package report

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/timeservice"
	"unskew/steps"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// The hand-made sessions are of a host that is 2d 9h 49m 14s behind.
var (
	trueStart = time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC)
	behind    = 208154 * time.Second
)

// instant is both clocks of the host, raw after the start, off by offset.
func instant(raw, offset time.Duration) diagnostics.Instant {
	return diagnostics.Instant{Wall: trueStart.Add(raw - offset), Raw: raw}
}

func entry(kind steps.Kind, step steps.StepID, raw, offset time.Duration) steps.Entry {
	return steps.Entry{At: instant(raw, offset), Boot: "boot-1", Kind: kind, Step: step}
}

// found is an entry that holds an observation.
func found(step steps.StepID, raw, offset time.Duration, what steps.Observation) steps.Entry {
	e := entry(steps.Observed, step, raw, offset)
	e.Observation = what
	return e
}

func answered(step steps.StepID, question, value string) steps.Entry {
	e := entry(steps.Answered, step, time.Second, behind)
	e.Answer = &steps.Answer{Question: question, Value: value}
	return e
}

func begun(simulated string, settings steps.Settings) steps.Session {
	e := entry(steps.Started, "", 0, behind)
	e.Start = &steps.Start{
		Tool: "0.9.0", Host: "aem-author-01", Simulated: simulated, Attended: true,
		Released: trueStart.AddDate(-1, 0, 0), Settings: settings,
	}
	return steps.Session{}.With(e)
}

func ntpReading(server, operator string, raw, offset, off time.Duration) diagnostics.Reading {
	return diagnostics.Reading{
		Source: diagnostics.SourceNTP, Server: server, Address: "192.0.2.7:123", Operator: operator, Outcome: diagnostics.Measured,
		Anchor: diagnostics.Anchor{True: trueStart.Add(raw + off), Raw: raw, Uncertainty: 3 * time.Millisecond},
		At:     instant(raw, offset), RTT: 12 * time.Millisecond, Stratum: 2, Samples: 4,
	}
}

func attempt(stamp exchange.Stamp, raw, offset time.Duration, class exchange.Class) exchange.Attempt {
	a := exchange.Attempt{
		Stamp: stamp, Outcome: exchange.Refused, HTTPStatus: 400, Error: "invalid_grant", Description: "JWT has expired", Class: class,
		RequestID: "req-7", AtServer: trueStart.Add(raw), At: instant(raw, offset),
		Server:  &diagnostics.Anchor{True: trueStart.Add(raw), Raw: raw, Uncertainty: 520 * time.Millisecond},
		Stamped: instant(raw, offset).Wall, Expires: instant(raw, offset).Wall.Add(5 * time.Minute),
		Via: "proxy.corp.example:3128", Address: "203.0.113.4:443", RTT: 40 * time.Millisecond,
	}
	if class == exchange.ClassAccepted {
		a.Outcome, a.HTTPStatus, a.Error, a.Description, a.TokenExpiresIn = exchange.Accepted, 200, "", "", time.Hour
	}
	if stamp == exchange.StampReference {
		a.Stamped = trueStart.Add(raw)
		a.Expires = a.Stamped.Add(5 * time.Minute)
	}
	return a
}

// fixedSession is a clock that was refused, proved, corrected and proved again.
// What came from outside tries to break tables and fences.
func fixedSession() steps.Session {
	s := begun("", steps.Settings{Profile: "jwt-bearer", TokenURL: "https://legacy.example/oauth/token", Lifetime: 5 * time.Minute, Tolerance: time.Second})
	rtc := trueStart.Add(-behind)
	s = s.With(answered(steps.StepWhere, "where", "here"))
	s = s.With(found(steps.StepOSTime, time.Second, behind, steps.Observation{Host: &hostclock.State{
		Name: "aem-author-01", OS: "linux/amd64 Debian GNU/Linux 8", BootID: "boot-1", Zone: "Asia/Kolkata", ZoneOffset: 19800 * time.Second,
		Uptime: 26 * time.Hour, RTC: &rtc, Kernel: &hostclock.Kernel{}, VirtualMachine: "VMware",
		Unknown: map[string]string{"sleep": "not told", "battery": "permission denied"},
	}}))
	s = s.With(found(steps.StepOSTime, time.Second, behind, steps.Observation{Configured: []timeservice.Server{{Name: "ntp.corp.example", File: "/etc/chrony.conf", Line: 3, By: "chrony"}}}))
	good := ntpReading("time-a.example", "Alpha", 2*time.Second, behind, 0)
	liar := ntpReading("time-b.example", "Beta", 2*time.Second, behind, time.Hour)
	mute := diagnostics.Reading{
		Source: diagnostics.SourceNTP, Server: "ntp.corp.example", OwnSource: true, Outcome: diagnostics.Failed,
		Reason: diagnostics.ReasonKissOfDeath, KissCode: "DENY", Detail: "said `no` | *go* <b>away</b>",
	}
	for _, reading := range []diagnostics.Reading{good, liar, mute} {
		s = s.With(found(steps.StepNTP, 2*time.Second, behind, steps.Observation{Reading: &reading}))
	}
	refused := attempt(exchange.StampOSClock, 3*time.Second, behind, exchange.ClassExpired)
	accepted := attempt(exchange.StampReference, 4*time.Second, behind, exchange.ClassAccepted)
	s = s.With(found(steps.StepToken, 3*time.Second, behind, steps.Observation{Attempt: &refused}))
	s = s.With(found(steps.StepToken, 4*time.Second, behind, steps.Observation{Attempt: &accepted}))
	run := entry(steps.Applied, steps.StepConfirm, 9*time.Second, behind)
	run.Run = &steps.Run{Command: "chronyc makestep", Before: diagnostics.OffsetOf(behind)}
	s = s.With(run)
	moved := entry(steps.Moved, "", 10*time.Second, 0)
	moved.Move = &steps.Move{How: steps.MoveStep, Before: diagnostics.OffsetOf(behind), After: diagnostics.OffsetOf(2 * time.Millisecond)}
	s = s.With(moved)
	after := ntpReading("time-a.example", "Alpha", 11*time.Second, 0, 0)
	s = s.With(found(steps.StepConfirm, 11*time.Second, 0, steps.Observation{Reading: &after}))
	again := attempt(exchange.StampOSClock, 12*time.Second, 0, exchange.ClassAccepted)
	return s.With(found(steps.StepConfirm, 12*time.Second, 0, steps.Observation{Attempt: &again}))
}

// nothingSession is an unattended check in which nobody answered. Its offset is
// unknown, which must not read as zero.
func nothingSession() steps.Session {
	s := begun("nothing", steps.Settings{NTP: []string{"ntp.corp.example"}, HTTPS: []string{"none"}, NoExchange: true, Tolerance: time.Second})
	silent := diagnostics.Reading{Source: diagnostics.SourceNTP, Server: "ntp.corp.example", Vouched: true, Outcome: diagnostics.Failed, Reason: diagnostics.ReasonTimeout}
	s = s.With(found(steps.StepNTP, time.Second, behind, steps.Observation{Reading: &silent}))
	skipped := entry(steps.Skipped, steps.StepToken, 2*time.Second, behind)
	skipped.Why = "not asked for (--no-exchange)"
	return s.With(skipped)
}

// messageSession has a pasted message and nothing else.
func messageSession() steps.Session {
	s := begun("", steps.Settings{Tolerance: time.Second})
	s = s.With(answered(steps.StepWhere, "where", "message"))
	return s.With(found(steps.StepWhere, time.Second, behind, steps.Observation{Transcript: &aem.Transcript{
		Text: "never repeated", Class: exchange.ClassExpired, Error: "invalid_grant", Description: "JWT has expired",
		FirstError: "28.02.2017 18:39:51 - ERROR - mp_replication_agent_default_tenant : Failed to get an access token",
		Refused:    true, Status: 400, ServerDate: trueStart, LocalStamp: "28.02.2017 18:39:51", Agent: "mp_replication_agent_default_tenant", Lines: 42,
	}}))
}

// handMade judges as the hand-made sessions expect, so that what is written is
// tested apart from what is judged.
func handMade(s steps.Session) steps.Assessment {
	a := steps.Assessment{Exchange: steps.Proofs{By: "unskew"}, Offset: steps.Judged{Relation: steps.Unmeasured}}
	off := behind
	if len(s.Moves()) > 0 {
		off = 0
	}
	for _, reading := range s.Readings() {
		one := steps.JudgedReading{Reading: reading, Used: reading.Server == "time-a.example"}
		if reading.Server == "time-b.example" {
			one.Why = diagnostics.UnusedFalseticker
		}
		a.Offset.Readings = append(a.Offset.Readings, one)
		a.Offset.Asked++
		if one.Used {
			a.Offset = measuredOffset(a.Offset, off)
		}
	}
	for _, tried := range s.Attempts() {
		a.Exchange.Profile, a.Exchange.Title, a.Exchange.Endpoint = "jwt-bearer", "a signed JWT", "https://legacy.example/oauth/token"
		a.Exchange.Lifetime = 5 * time.Minute
		server, margin := diagnostics.OffsetOf(off), diagnostics.OffsetOf(5*time.Minute-off)
		a.Exchange.ServerOffset, a.Exchange.Margin = &server, &margin
		a.Exchange.WhyNoReference, a.Exchange.WhyNoServer = "not needed", "not needed"
		switch tried.Stamp {
		case exchange.StampOSClock:
			a.Exchange.OSClock = &tried
		case exchange.StampReference:
			a.Exchange.Reference = &tried
		}
	}
	judgeByHand(&a)
	return a
}

func measuredOffset(judged steps.Judged, off time.Duration) steps.Judged {
	judged.Known, judged.Offset, judged.Uncertainty = true, diagnostics.OffsetOf(off), 3*time.Millisecond
	judged.Source, judged.Witnesses, judged.Agreeing = diagnostics.SourceNTP, 1, 1
	judged.Reference = trueStart.Add(12 * time.Second)
	judged.Words, judged.Relation = steps.Skew(judged.Offset), steps.Beyond
	if off == 0 {
		judged.Relation = steps.Within
	}
	return judged
}

func judgeByHand(a *steps.Assessment) {
	a.Steps = []steps.StepResult{{ID: steps.StepOSTime, Outcome: steps.StepOK}, {ID: steps.StepToken, Outcome: steps.StepSkipped, Why: "not asked for"}}
	switch {
	case !a.Offset.Known:
		a.Verdict = steps.Verdict{Code: steps.Inconclusive, Proof: steps.NoProof, Certainty: steps.Unsure, Title: say.T("Nothing trustworthy was measured."), Next: say.T("Name a time server.")}
	case a.Offset.Relation == steps.Within:
		a.Verdict = steps.Verdict{Code: steps.Fixed, Proof: steps.BeforeAfter, Certainty: steps.Proved, Title: say.T("Fixed."), Next: say.T("Export the report.")}
		a.Findings = []steps.Finding{{Code: "keeping.unknown", Severity: steps.Warning, Title: say.T("Nothing is known to keep the clock."), BecauseOf: []string{"timeservice.stopped"}}}
		a.Steps = append(a.Steps, steps.StepResult{ID: steps.StepConfirm, Outcome: steps.StepWarning, Findings: []string{"keeping.unknown"}})
	default:
		a.Verdict = steps.Verdict{Code: steps.ClockCaused, Proof: steps.BothSides, Certainty: steps.Proved, Title: say.T("The clock is the cause."), Next: say.T("Correct the clock.")}
	}
	if a.Offset.Known {
		a.Findings = append(a.Findings, steps.Finding{
			Code: "timeservice.stopped", Severity: steps.Problem, Title: say.T("%s does not run.", "chronyd"), Detail: say.T("Its log says: %s", "bad ``` fence | pipe"),
			Remedy: []remedy.Command{{Line: "echo ```; systemctl  start chronyd", NeedsRoot: true, Why: say.T("starts it"), Undo: "systemctl stop chronyd"}},
		})
	}
}
