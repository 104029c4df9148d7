package report

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps"
)

// sessionOf fills the schema unskew.session/1.
func sessionOf(c content) sessionJSON {
	start := c.session.Start()
	filled := sessionJSON{
		Schema:     schema,
		Simulated:  word(start.Simulated),
		Tool:       toolJSON{Version: word(start.Tool)},
		Host:       hostOf(c.session),
		Started:    startedJSON{OSClock: stampJSON(c.startedAt), Reference: moment(c.startedIn)},
		Offset:     offsetOf(c.now.Offset),
		Readings:   readingsOf(c.now.Offset.Readings),
		Exchange:   exchangeOf(c.now.Exchange),
		Steps:      stepsOf(c.now.Steps),
		Findings:   findingsOf(c.now.Findings),
		Applied:    []appliedJSON{},
		Verdict:    verdictOf(c.now.Verdict),
		Lasting:    lastingOf(c.now.Keeping),
		Transcript: transcriptOf(c.session), Log: logEvidenceOf(c.session.Log()),
		Settings: settingsOf(start),
		State:    word(c.session.State()),
		Resumed:  resumedOf(c.session),
		Dangers:  dangersOf(c),
		AEM:      aemOf(c.session),
		Zones:    zonesJSONOf(c),
		Requests: requestsOf(c.session), Answers: answersJSONOf(c.session), Sent: destinationsJSONOf(c),
		AEMHere: foundOf(c.session),
	}
	for _, run := range c.applied {
		filled.Applied = append(filled.Applied, appliedJSON{Command: word(run.Command), Exit: run.Exit, Before: run.Before, After: run.After, Why: word(run.Why)})
	}
	for _, entry := range c.session.Moves() {
		if entry.Move != nil {
			filled.Moves = append(filled.Moves, moveJSON{
				How: word(entry.Move.How), At: stampJSON(entry.At.Wall), Before: entry.Move.Before, After: entry.Move.After,
			})
		}
	}
	if c.before != nil {
		filled.Before = &beforeJSON{
			Offset: offsetOf(c.before.Offset), Findings: findingsOf(c.before.Findings), Readings: readingsOf(c.before.Offset.Readings),
			Exchange: exchangeOf(c.before.Exchange), Verdict: verdictOf(c.before.Verdict),
		}
	}
	return filled
}

func hostOf(s steps.Session) hostJSON {
	if name, source := s.Patient(); source != "local" {
		return hostJSON{Name: word(name), ClockSource: source}
	}
	host := s.Host()
	if host == nil {
		return hostJSON{Name: word(s.Start().Host), ClockSource: "local"}
	}
	east := int64(host.ZoneOffset / time.Second)
	return hostJSON{
		Name: word(host.Name), OS: known(host.OS), Zone: known(host.Zone), ZoneOffset: &east,
		ClockSource: "local", BootID: known(host.BootID), Services: servicesJSONOf(s),
		Container: known(host.Container), VirtualMachine: known(host.VirtualMachine), Machine: machineJSONOf(s.Machine()),
	}
}

func servicesJSONOf(s steps.Session) []serviceJSON {
	services, _ := s.Services()
	var list []serviceJSON
	for _, service := range services {
		one := serviceJSON{
			Name: word(service.Name), Unit: known(service.Unit), Running: service.Running,
			Enabled: known(service.Enabled), Selected: known(service.Selected),
			Active: known(service.Active), Stratum: service.Stratum, Steps: word(service.Steps), Sources: []serviceSourceJSON{},
		}
		if service.Correction != nil {
			left := service.Correction.Seconds()
			one.Correction = &left
		}
		for _, source := range service.Sources {
			one.Sources = append(one.Sources, serviceSourceJSON{
				Name: word(source.Name), Address: word(source.Address), Selected: source.Selected, State: word(source.State), Why: word(source.Why),
			})
		}
		list = append(list, one)
	}
	return list
}

func offsetOf(judged steps.Judged) offsetJSON {
	out := offsetJSON{
		Witnesses: judged.Witnesses, Agreeing: judged.Agreeing, Asked: judged.Asked,
		Relation: word(judged.Relation), Circular: judged.Circular,
	}
	if out.Relation == "" {
		out.Relation = word(steps.Unmeasured)
	}
	if !judged.Known {
		return out
	}
	within := judged.Relation == steps.Within
	out.Seconds, out.Uncertainty = &judged.Offset, seconds(judged.Uncertainty)
	out.Source, out.Within, out.Words = known(string(judged.Source)), &within, known(judged.Words.String())
	return out
}

func readingsOf(readings []steps.JudgedReading) []readingJSON {
	out := []readingJSON{}
	for _, reading := range readings {
		one := readingJSON{
			Source: word(reading.Source), Server: word(withoutUser(reading.Server)), Address: word(reading.Address), Operator: word(reading.Operator),
			OwnSource: reading.OwnSource, Via: known(reading.Via), Inspected: reading.Inspected,
			Outcome: word(reading.Outcome), Reason: word(reading.Reason), KissCode: word(reading.KissCode),
			Used: reading.Used, WhyUnused: word(reading.Why),
			Vouched: reading.Vouched, Endpoint: reading.Endpoint, Samples: reading.Samples, Detail: word(reading.Detail), TLSRoot: word(reading.Issuer),
		}
		if reading.Outcome == diagnostics.Measured {
			if offset, err := reading.Offset(); err == nil {
				one.Offset = &offset
			}
			one.Uncertainty = seconds(reading.Anchor.Uncertainty)
			if reading.Source == diagnostics.SourceNTP || reading.Source == diagnostics.SourceHTTPS {
				one.RTT = seconds(reading.RTT)
			}
			if reading.Source == diagnostics.SourceNTP {
				one.Stratum = &reading.Stratum
			}
		}
		out = append(out, one)
	}
	return out
}

func exchangeOf(proofs steps.Proofs) *exchangeJSON {
	if !hasExchange(proofs) {
		return nil
	}
	out := &exchangeJSON{
		Profile: known(proofs.Profile), Endpoint: known(withoutUser(proofs.Endpoint)), By: word(proofs.By),
		ServerOffset: proofs.ServerOffset, Margin: proofs.Margin, MarginAhead: proofs.MarginAhead,
		AsOSClock:   attemptOf(proofs.OSClock, proofs.WhyNoOSClock),
		AsReference: attemptOf(proofs.Reference, proofs.WhyNoReference),
		AsServer:    attemptOf(proofs.Server, proofs.WhyNoServer),
	}
	if out.By == "" {
		out.By = "unskew"
	}
	if proofs.Lifetime > 0 {
		lifetime := proofs.Lifetime.Seconds()
		out.Lifetime = &lifetime
	}
	return out
}

// hasExchange reports whether a session is about a token exchange at all.
func hasExchange(proofs steps.Proofs) bool {
	return proofs.Profile != "" || proofs.Endpoint != "" ||
		proofs.OSClock != nil || proofs.Reference != nil || proofs.Server != nil
}

func attemptOf(attempt *exchange.Attempt, whyNot string) attemptJSON {
	if attempt == nil {
		return attemptJSON{Outcome: exchange.Skipped, Why: word(whyNot)}
	}
	out := attemptJSON{
		Outcome: word(attempt.Outcome), HTTPStatus: attempt.HTTPStatus,
		Error: word(attempt.Error), Description: word(attempt.Description), Class: word(attempt.Class),
		RequestID: word(attempt.RequestID), AtServer: moment(attempt.AtServer), Why: word(attempt.Why),
		SentAt: moment(attempt.At.Wall), Stamped: moment(attempt.Stamped), Expires: moment(attempt.Expires),
		VerifiedAt: moment(attempt.VerifiedAt), TLSTime: attempt.TLSTime, TLSRoot: word(attempt.Issuer),
		Address: word(attempt.Address), Via: word(attempt.Via), NoToken: attempt.NoToken,
	}
	for _, id := range attempt.RequestIDs {
		out.RequestIDs = append(out.RequestIDs, requestIDJSON{Name: word(id.Name), Value: word(id.Value)})
	}
	if attempt.TokenExpiresIn > 0 {
		valid := attempt.TokenExpiresIn.Seconds()
		out.TokenValid = &valid
	}
	if attempt.RTT > 0 {
		out.RTT = seconds(attempt.RTT)
	}
	return out
}

// requestsOf are all requests of a session to the token endpoint, in their order. One
// without a stamp only read its clock.
func requestsOf(s steps.Session) []attemptJSON {
	var out []attemptJSON
	for number, attempt := range s.AllAttempts() {
		one := attemptOf(&attempt, "")
		one.Number, one.Stamp = number+1, word(attempt.Stamp)
		if attempt.Outcome == exchange.Accepted && attempt.TokenExpiresIn > 0 {
			one.TokenUntil = moment(tokenUntil(attempt))
		}
		out = append(out, one)
	}
	return out
}
