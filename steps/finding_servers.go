package steps

import (
	"unskew/diagnostics"
	"unskew/steps/say"
)

// aboutServers is a remark on some servers; none where there are none of them.
func aboutServers(names []string, title, detail say.Text) *Finding {
	if len(names) == 0 {
		return nil
	}
	return &Finding{Severity: Info, Title: title, Detail: detail}
}

func ntpFalseticker() rule {
	return rule{
		Code: "ntp.falseticker", Step: StepNTP,
		Means: say.T("A time server tells a wrong time."),
		Told:  say.T("Its interval does not meet that of the majority (RFC 5905, section 11.2.1)."),
		Mend:  say.T("Leave it out, and tell whoever runs it."),
		Look: func(f facts) *Finding {
			names := unusedFor(f, diagnostics.UnusedFalseticker)
			return aboutServers(names, say.T("One or more servers tell a wrong time: %s.", listed(names)), say.T("The majority contradicts them; they were left out."))
		},
	}
}

func ntpTooDistant() rule {
	return rule{
		Code: "ntp.too-distant", Step: StepNTP,
		Means: say.T("A time server says itself that it is too far from a real clock."),
		Told:  say.T("Its root distance is above the limit of RFC 5905 (MAXDIST). A domain controller that lost its own source does that."),
		Mend:  say.T("Ask others meanwhile, and tell whoever runs it."),
		Look: func(f facts) *Finding {
			names := unusedFor(f, diagnostics.UnusedTooDistant)
			return aboutServers(names, say.T("These servers say themselves that their time is too coarse to be used: %s.", listed(names)), say.T("A domain controller that has lost its own source does that. Ask others meanwhile."))
		},
	}
}

func ntpUnsynchronised() rule {
	return rule{
		Code: "ntp.unsynchronised", Step: StepNTP,
		Means: say.T("A time server answers, and does not know the time itself."),
		Told:  say.T("Its answer has leap indicator 3, stratum 0 or a stratum of 16 and more (RFC 5905, section 7.3)."),
		Mend:  say.T("Tell whoever runs it; ask others meanwhile."),
		Look: func(f facts) *Finding {
			names := someOf(f, diagnostics.SourceNTP, diagnostics.ReasonUnsynchronised)
			return aboutServers(names, say.T("These servers answer, but do not know the time themselves: %s.", listed(names)), say.T("Tell whoever runs them; ask others meanwhile."))
		},
	}
}

func ntpKissOfDeath() rule {
	return rule{
		Code: "ntp.kiss-of-death", Step: StepNTP,
		Means: say.T("A time server refuses to serve this machine."),
		Told:  say.T("It answered with stratum 0 and a printable code such as RATE or DENY (RFC 5905, section 7.4)."),
		Mend:  say.T("Use others; ask less often from this network."),
		Look: func(f facts) *Finding {
			names := someOf(f, diagnostics.SourceNTP, diagnostics.ReasonKissOfDeath)
			return aboutServers(names, say.T("These servers refuse to serve this machine: %s.", listed(names)), say.T("Too many requests came from this network (RATE), or it is not allowed there (DENY, RSTR). Use others."))
		},
	}
}

func ntpRefused() rule {
	return rule{
		Code: "ntp.refused", Step: StepNTP,
		Means: say.T("Nothing listens for NTP on that machine."),
		Told:  say.T("An ICMP answer said that the port is closed."),
		Mend:  say.T("Check the name, and whether its time service runs."),
		Look: func(f facts) *Finding {
			names := someOf(f, diagnostics.SourceNTP, diagnostics.ReasonRefused)
			return aboutServers(names, say.T("No time service listens on: %s.", listed(names)), say.T("The machine is there, its time service is not, or a firewall says no."))
		},
	}
}

func nameNotFound() rule {
	return rule{
		Code: "network.dns", Step: StepNTP,
		Means: say.T("A server name is not known here."),
		Told:  say.T("The name servers of this machine do not find it."),
		Mend:  say.T("Check the spelling; then whether this machine can look up outside names at all."),
		Look: func(f facts) *Finding {
			names := append(someOf(f, diagnostics.SourceNTP, diagnostics.ReasonDNS), someOf(f, diagnostics.SourceHTTPS, diagnostics.ReasonDNS)...)
			return aboutServers(names, say.T("These names are not known here (DNS): %s.", listed(names)), say.T("Check the spelling; then ask whether this machine can look up outside names at all."))
		},
	}
}
