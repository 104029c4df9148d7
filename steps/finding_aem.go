package steps

import (
	"slices"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/steps/say"
)

// findingsOfAEM are what AEMs say of themselves, and what they do not.
func findingsOfAEM() []rule {
	return []rule{
		aemClusterSkew(), aemOtherClock(), aemBetween(), aemUnreached(),
		aemTokenRefused(), aemAgentFailed(), aemDisabled(), aemUntested(), aemZone(), aemProxy(),
	}
}

// oakAllows is how far apart the clocks of cluster nodes may be: Apache Oak,
// oak.documentMK.maxServerTimeDiffMillis.
const oakAllows = 2 * time.Second

func aemClusterSkew() rule {
	return rule{
		Code: "aem.cluster-skew", Step: StepNTP,
		Means: say.T("The clocks of two AEMs are further apart than the nodes of one cluster may be."),
		Told:  say.T("Their Dates differ by more than 2 s and both uncertainties: Apache Oak lets no node of a DocumentNodeStore start whose clock is further off (oak.documentMK.maxServerTimeDiffMillis)."),
		Mend:  say.T("Have the clocks of all nodes kept by the same time service. If they are nodes of one cluster, stop all before one is stepped."),
		Look: func(f facts) *Finding {
			one, other, apart := furthestApart(sightsOf(f.now.entries))
			if apart == 0 {
				return nil
			}
			return &Finding{
				Severity: Warning,
				Title:    say.T("The clocks of AEM on %s and on %s are %s apart.", author.Origin(one.URL), author.Origin(other.URL), Span(apart)),
				Detail:   say.T("Nodes of one cluster may be 2 s apart at most. If these are: stop all of them before a clock is stepped, and start them when all agree."),
			}
		},
	}
}

// furthestApart are the two AEMs whose clocks differ most; apart is 0 where that is
// not more than Oak allows.
func furthestApart(sights []author.Sight) (one, other author.Sight, apart time.Duration) {
	for i, a := range sights {
		for _, b := range sights[i+1:] {
			if a.Reading.Outcome != diagnostics.Measured || b.Reading.Outcome != diagnostics.Measured {
				continue
			}
			raw := max(a.Reading.Anchor.Raw, b.Reading.Anchor.Raw)
			between, err := diagnostics.Between(a.Reading.Anchor.At(raw), b.Reading.Anchor.At(raw))
			unsure := a.Reading.Anchor.UncertaintyAt(raw) + b.Reading.Anchor.UncertaintyAt(raw)
			if err == nil && between.Abs() > oakAllows+unsure && between.Abs() > apart {
				one, other, apart = a, b, between.Abs()
			}
		}
	}
	return one, other, apart
}

func aemOtherClock() rule {
	return rule{
		Code: "aem.other-clock", Step: StepNTP,
		Means: say.T("AEM's own clock is not the clock of the measured machine."),
		Told:  say.T("AEM's Date and the OS clock differ by more than the uncertainty and a second. AEM then runs on another machine (the address may be a tunnel or a load balancer), or under a tool that changes its time."),
		Mend:  say.T("Run this program on the machine where AEM runs, or judge AEM's clock from afar: unskew check --aem and its address."),
		Look: func(f facts) *Finding {
			if remotePatient(f.session) {
				return nil
			}
			for _, sight := range sightsOf(f.now.entries) {
				if offset, differs := otherClock(sight); differs {
					return &Finding{
						Severity: Warning,
						Title:    say.T("AEM on %s has another clock than this machine: it is %s apart.", author.Origin(sight.URL), Span(offset.Abs())),
						Detail:   say.T("Then AEM does not run here, or something changes its time. What this machine's clock is says nothing of AEM's."),
					}
				}
			}
			return nil
		},
	}
}

// otherClock reports whether an AEM's Date is not the OS clock's time.
func otherClock(sight author.Sight) (diagnostics.Offset, bool) {
	offset, err := sight.Reading.Offset()
	return offset, sight.Reading.Outcome == diagnostics.Measured && err == nil &&
		offset.Abs() > sight.Reading.Anchor.Uncertainty+time.Second
}

func aemBetween() rule {
	return rule{
		Code: "aem.in-between", Step: StepNTP,
		Means: say.T("Something stands between this program and AEM, and the Date may be its own."),
		Told:  say.T("The answer has a header that dispatchers, caches and load balancers set (Via, X-Dispatcher, X-Cache, Age), or names a web server that AEM does not have."),
		Mend:  say.T("Give the address of the author itself, such as http://HOST:4502."),
		Look: func(f facts) *Finding {
			for _, sight := range sightsOf(f.now.entries) {
				if len(sight.Between) == 0 || sight.Reading.Outcome != diagnostics.Measured {
					continue
				}
				severity := Info
				if remotePatient(f.session) {
					severity = Warning
				}
				return &Finding{
					Severity: severity,
					Title:    say.T("Something stands before AEM on %s: %s.", author.Origin(sight.URL), strings.Join(sight.Between, "; ")),
					Detail:   say.T("A dispatcher or load balancer has a clock of its own, and may have set the Date that was read. Give the address of the author itself."),
				}
			}
			return nil
		},
	}
}

func aemUnreached() rule {
	return rule{
		Code: "aem.unreached", Step: StepNTP,
		Means: say.T("An AEM that was named gave no Date, so its clock is not known."),
		Told:  say.T("It was asked for its sign-in page, which needs no user, and no usable answer came."),
		Mend:  say.T("Check the address after --aem, whether AEM runs, and whether this machine can reach it."),
		Look: func(f facts) *Finding {
			for _, sight := range sightsOf(f.now.entries) {
				if sight.Reading.Outcome == diagnostics.Measured {
					continue
				}
				return &Finding{
					Severity: Warning,
					Title:    say.T("AEM on %s did not tell its time: %s.", author.Origin(sight.URL), reasonWords(sight.Reading)),
					Detail:   say.T("Check the address, whether AEM runs, and whether this machine can reach it."),
				}
			}
			return nil
		},
	}
}

func aemTokenRefused() rule {
	return rule{
		Code: "aem.token-refused", Step: StepToken,
		Means: say.T("AEM's own test of an agent (Test Connection) got no token, because AEM's request was refused for its time."),
		Told:  say.T("The first error of the test's page decides; the 401 that follows from it does not."),
		Mend:  say.T("Have the clock of AEM's machine corrected, then let the same agents be tested again."),
		Look: func(f facts) *Finding {
			refused := slices.DeleteFunc(failing(f.session.AgentTests()), func(t author.Test) bool { return !timeRefused(t) })
			if len(refused) == 0 {
				return nil
			}
			return &Finding{
				Severity: Problem,
				Title:    say.T("AEM's own test was refused for its time, on %s of %s agents.", say.Number(len(refused)), say.Number(len(f.session.AgentTests()))),
				Detail:   say.T("The agents: %s.", agentNames(refused)),
			}
		},
	}
}

func timeRefused(test author.Test) bool {
	return test.Outcome == author.TokenRefused && test.Class.Time()
}

func aemAgentFailed() rule {
	return rule{
		Code: "aem.agent-failed", Step: StepToken,
		Means: say.T("AEM's own test of an agent failed for a reason that is not the time of its token request."),
		Told:  say.T("The first error of the test's page: the token, a 401 although a token came, the key store, TLS, the network, or the target."),
		Mend:  say.T("Follow what is said of the agent. A 401 with a token may come from a token that AEM got while the clock was wrong: save the cloud configuration again, or wait, and test again."),
		Look: func(f facts) *Finding {
			failed := slices.DeleteFunc(failing(f.session.AgentTests()), timeRefused)
			if len(failed) == 0 {
				return nil
			}
			words := agentMeaning(failed[0])
			return &Finding{
				Severity: Problem,
				Title:    say.T("AEM's own test failed on %s: %s", agentNames(failed), words.title),
				Detail:   words.next,
			}
		},
	}
}

func aemDisabled() rule {
	return rule{
		Code: "aem.agent-disabled", Step: StepToken,
		Means: say.T("An agent is switched off in AEM, so it was not tested."),
		Told:  say.T("AEM lists it as not enabled."),
		Mend:  say.T("If it is needed, enable it in AEM and test again: each tenant has several agents, and they share the work."),
		Look: func(f facts) *Finding {
			off := slices.DeleteFunc(slices.Clone(f.session.AgentTests()), func(t author.Test) bool { return t.Outcome != author.Disabled })
			if len(off) == 0 {
				return nil
			}
			return &Finding{Severity: Info, Title: say.T("Switched off in AEM, and not tested: %s.", agentNames(off)), Detail: say.T("If they are needed, enable them in AEM and test again.")}
		},
	}
}

func aemUntested() rule {
	return rule{
		Code: "aem.untested", Step: StepToken,
		Means: say.T("AEM made no test of its agents."),
		Told:  say.T("No user is known, AEM does not let this program in, or it has no such agents: AEM as a Cloud Service has none."),
		Mend:  say.T("Give a user who may test the agents: the wizard asks for one, a check takes UNSKEW_AEM_USER and UNSKEW_AEM_PASSWORD; or press Test Connection in AEM and paste what it says on the first page of this program."),
		Look:  lookAEMUntested,
	}
}

func lookAEMUntested(f facts) *Finding {
	if !couldTest(f.session) {
		return nil
	}
	paste := say.T("Or press Test Connection in AEM yourself, and paste what it says on the first page of this program.")
	if !userKnown(f.session) && len(listingsOf(f.session.Entries())) == 0 {
		give := say.T("Set UNSKEW_AEM_USER and UNSKEW_AEM_PASSWORD in the environment, and start again.")
		if f.session.Start().Attended {
			give = say.T("Go back to the token step, and give a user of AEM who may test them.")
		}
		return &Finding{Severity: Info, Title: say.T("AEM's agents were not tested: no user is known."), Detail: say.Join(" ", give, paste)}
	}
	for _, listing := range listingsOf(f.session.Entries()) {
		if listing.Outcome == author.Listed || len(listing.Agents) > 0 {
			continue
		}
		severity := Warning
		if listing.Outcome == author.Cloud || listing.Outcome == author.NoAgents {
			severity = Info
		}
		return &Finding{Severity: severity, Title: say.T("AEM on %s was not tested: %s.", author.Origin(listing.URL), Reason(listing.Why)), Detail: paste}
	}
	for _, test := range f.session.AgentTests() {
		if !test.Outcome.Tested() && test.Outcome != author.Disabled {
			return &Finding{Severity: Warning, Title: say.T("The agent %s was not tested: %s.", test.Agent, Reason(test.Why)), Detail: paste}
		}
	}
	return nil
}

func aemZone() rule {
	return rule{
		Code: "aem.zone", Step: StepOSTime,
		Means: say.T("AEM writes its log in another time zone than its machine has now. That is no error of the clock, but reads like one."),
		Told:  say.T("Its process has another zone (-Duser.timezone, TZ); or the stamps in AEM's own test and the Date of the same page differ by another zone than the machine's. A JVM keeps the zone that it was started with."),
		Mend:  say.T("Read AEM's stamps in its own zone. If it is to have the machine's, start AEM again."),
		Look: func(f facts) *Finding {
			host := f.session.Host()
			if host == nil || remotePatient(f.session) {
				return nil
			}
			for _, test := range f.session.AgentTests() {
				local := slices.ContainsFunc(sightsOf(f.session.Entries()), func(s author.Sight) bool { return s.URL == test.URL && here(s) })
				if local && test.ZoneKnown && test.ZoneOffset != host.ZoneOffset {
					return otherZone(test.ZoneOffset, host.ZoneOffset)
				}
			}
			if found := f.session.AEM(); found != nil {
				for _, instance := range found.List {
					if instance.ZoneKnown && instance.ZoneOffset != host.ZoneOffset {
						return otherZone(instance.ZoneOffset, host.ZoneOffset)
					}
				}
			}
			return nil
		},
	}
}

func otherZone(aem, host time.Duration) *Finding {
	return &Finding{
		Severity: Info,
		Title:    say.T("AEM writes its times in the zone UTC%s, this machine is set to UTC%s.", east(aem), east(host)),
		Detail:   say.T("That is no error of the clock. AEM keeps the zone that it was started with."),
	}
}

// east writes a zone's offset: "+05:30".
func east(offset time.Duration) string {
	return time.Unix(0, 0).In(time.FixedZone("", int(offset/time.Second))).Format("-07:00")
}
