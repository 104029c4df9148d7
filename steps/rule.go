package steps

import (
	"slices"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/machine"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// facts is what a rule looks at.
type facts struct {
	session Session
	history []epoch
	now     epoch
	judged  Judged
	proofs  Proofs
}

// machine is what the machine said of itself; zero where it was not read.
func (f facts) machine() machine.Machine {
	if read := f.session.Machine(); read != nil {
		return *read
	}
	return machine.Machine{}
}

// placeOf is the machine as remedies see it.
func placeOf(f facts) remedy.Place {
	place := remedy.Place{
		Machine: f.machine(), Configured: configuredOf(f.session), Offset: f.judged.Offset,
		Wrong: unusedFor(f, diagnostics.UnusedOwnSource),
	}
	if host := f.session.Host(); host != nil {
		place.OS, place.Zone, place.Container, place.VirtualMachine = host.OS, host.Zone, host.Container, host.VirtualMachine
	}
	place.Services, _ = hostServices(f)
	return place
}

// rule is one thing that can be found out. Means, Told and Mend are its words in
// docs/findings.md and for who looks its code up; both are made from these rules.
// Its telephone code stands in phoneCodes.
type rule struct {
	Code  string
	Step  StepID
	Cause bool     // a reason why the OS clock is wrong, or will be again
	Means say.Text // what it means
	Told  say.Text // how it is told: the threshold, with its reason and source
	Mend  say.Text // what mends it
	// Class is that of a failed exchange; meaningOf has its words, not Means and Mend.
	Class exchange.Class
	// Explains lists the findings that follow from this one where both are there.
	Explains []string
	// Look returns nil where it is not so, or where it cannot be told. Code and
	// Step of what it returns are filled in.
	Look func(facts) *Finding
}

// rules is the visible list of all that can be found out. The order is the
// order on the screen: causes before what follows from them.
func rules() []rule {
	return slices.Concat(
		[]rule{elsewhereMeasured(), hostContainer(), hostFaketime(), movedBack(), clockBeforeRelease(), clockWentBack(), logSays()},
		causesOfHost(), causesOfService(),
		[]rule{clockBehind(), clockAhead(), clockUnclear()},
		[]rule{serverClockOff(), referenceDoubted(), referenceChanged(), referenceContradictory(), referenceNone(), referenceCircular()},
		credentialRules(),
		exchangeRefusals(),
		[]rule{exchangeTimeFree(), exchangeUntested()},
		findingsOfAEM(),
		[]rule{ntpFalseticker(), ntpTooDistant(), ntpUnsynchronised(), ntpKissOfDeath(), ntpRefused(), nameNotFound()},
		[]rule{tlsInspected(), proxyAuth(), proxyBlocked(), proxyClock()},
		[]rule{keepingUnknown(), clockMoved()},
	)
}

// causesOfHost are the reasons that lie in the machine, its hardware, and the
// hands of people.
func causesOfHost() []rule {
	return []rule{
		hostPaused(), hostGuestSync(), hostHypervisorClock(),
		rtcBattery(), rtcLocalTime(), zoneDSTByHand(), zoneByHand(),
	}
}

// causesOfService are the reasons that lie in the time service, and in whom it
// follows.
func causesOfService() []rule {
	return []rule{
		upstreamWrong(), ntpBlocked(), serviceNone(), serviceGaveUp(), serviceStopped(), serviceNTSDates(), serviceSlews(),
		serviceSeeding(), serviceSyncOff(), serviceTooBig(), sourceSilent(), serviceUnselected(), serviceDisabled(), servicesTwo(),
	}
}

// findingsOf applies all rules.
func findingsOf(known facts) []Finding {
	var found []Finding
	all := rules()
	away := remotePatient(known.session)
	for _, rule := range all {
		// What is known of this machine says nothing of another one's clock.
		if away && (rule.Cause || rule.Step == StepOSTime) {
			continue
		}
		if finding := rule.Look(known); finding != nil {
			finding.Code, finding.Step, finding.Cause = rule.Code, rule.Step, rule.Cause
			found = append(found, *finding)
		}
	}
	linkCauses(found, all)
	return found
}

// linkCauses notes in each finding which of the others it follows from.
func linkCauses(found []Finding, all []rule) {
	for _, rule := range all {
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Code == rule.Code }) {
			continue
		}
		for i := range found {
			if slices.Contains(rule.Explains, found[i].Code) {
				found[i].BecauseOf = append(found[i].BecauseOf, rule.Code)
			}
		}
	}
}
