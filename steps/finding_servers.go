package steps

import (
	"unskew/diagnostics"
	"unskew/steps/say"
)

// aboutServers is a remark on some servers; none where there are none of them.
func aboutServers(names []string, code string, title, detail say.Text) *Finding {
	if len(names) == 0 {
		return nil
	}
	return &Finding{Code: code, Severity: Info, Step: StepNTP, Title: title, Detail: detail}
}

// ntpBlocked is found where no NTP server answered at all and it was silence,
// not a refusal: the mark of a firewall.
func ntpBlocked(f facts) *Finding {
	silent := someOf(f, diagnostics.SourceNTP, diagnostics.ReasonTimeout, diagnostics.ReasonUnreachable)
	independent := 0
	for _, reading := range f.judged.Readings {
		if reading.Source != diagnostics.SourceNTP {
			continue
		}
		if !reading.OwnSource {
			independent++
		}
		if reading.Outcome == diagnostics.Measured && !reading.OwnSource {
			return nil
		}
	}
	if len(silent) == 0 || independent == 0 || len(silent) < independent {
		return nil
	}
	return &Finding{
		Code: "ntp.blocked", Severity: Info, Step: StepNTP,
		Title:  say.T("NTP (UDP port 123) seems to be blocked on the way out."),
		Detail: say.T("No answer came from %s. Ask your network team to open UDP port 123, or for a time server inside your network.", listed(silent)),
	}
}

// sourceSilent is found where none of the servers that the host follows gave a
// time: it is then on its own, and drifts.
func sourceSilent(f facts) *Finding {
	var names []string
	for _, reading := range f.judged.Readings {
		switch {
		case !reading.OwnSource:
		case reading.Outcome == diagnostics.Measured, reading.Withheld:
			return nil // what was not asked may answer
		default:
			names = append(names, reading.Server)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return &Finding{
		Code: "timeservice.no-answer", Severity: Warning, Step: StepNTP,
		Title:  say.T("No time server that this machine follows gave a time: %s.", listed(names)),
		Detail: say.T("Without one the clock drifts, and a correction will not last. Ask whoever runs them, or have the machine follow others."),
	}
}

func ntpFalseticker(f facts) *Finding {
	names := unusedFor(f, diagnostics.UnusedFalseticker)
	return aboutServers(names, "ntp.falseticker", say.T("One or more servers tell a wrong time: %s.", listed(names)), say.T("The majority contradicts them; they were left out."))
}

// ntpTooDistant is found where a server says itself that it is too far from a
// real clock to be used.
func ntpTooDistant(f facts) *Finding {
	names := unusedFor(f, diagnostics.UnusedTooDistant)
	return aboutServers(names, "ntp.too-distant", say.T("These servers say themselves that their time is too coarse to be used: %s.", listed(names)), say.T("A domain controller that has lost its own source does that. Ask others meanwhile."))
}

func ntpUnsynchronised(f facts) *Finding {
	names := someOf(f, diagnostics.SourceNTP, diagnostics.ReasonUnsynchronised)
	return aboutServers(names, "ntp.unsynchronised", say.T("These servers answer, but do not know the time themselves: %s.", listed(names)), say.T("Tell whoever runs them; ask others meanwhile."))
}

func ntpKissOfDeath(f facts) *Finding {
	names := someOf(f, diagnostics.SourceNTP, diagnostics.ReasonKissOfDeath)
	return aboutServers(names, "ntp.kiss-of-death", say.T("These servers refuse to serve this machine: %s.", listed(names)), say.T("Too many requests came from this network (RATE), or it is not allowed there (DENY, RSTR). Use others."))
}

func ntpRefused(f facts) *Finding {
	names := someOf(f, diagnostics.SourceNTP, diagnostics.ReasonRefused)
	return aboutServers(names, "ntp.refused", say.T("No time service listens on: %s.", listed(names)), say.T("The machine is there, its time service is not, or a firewall says no."))
}

func nameNotFound(f facts) *Finding {
	names := append(someOf(f, diagnostics.SourceNTP, diagnostics.ReasonDNS), someOf(f, diagnostics.SourceHTTPS, diagnostics.ReasonDNS)...)
	return aboutServers(names, "network.dns", say.T("These names are not known here (DNS): %s.", listed(names)), say.T("Check the spelling; then ask whether this machine can look up outside names at all."))
}

func tlsInspected(f facts) *Finding {
	names := someOf(f, diagnostics.SourceHTTPS, diagnostics.ReasonTLSInspected)
	if len(names) == 0 {
		return nil
	}
	issuer := ""
	for _, reading := range f.judged.Readings {
		if reading.Reason == diagnostics.ReasonTLSInspected {
			issuer = reading.Detail
		}
	}
	return &Finding{
		Code: "https.inspected", Severity: Info, Step: StepNTP,
		Title:  say.T("Secure connections are opened on the way: signed by '%s', probably your company's proxy.", issuer),
		Detail: say.T("Give its root certificate with --ca-file, and measure again."),
	}
}

func proxyAuth(f facts) *Finding {
	if len(someOf(f, diagnostics.SourceHTTPS, diagnostics.ReasonProxyAuth)) == 0 {
		return nil
	}
	return &Finding{
		Code: "proxy.auth", Severity: Info, Step: StepNTP,
		Title:  say.T("The proxy wants a user name and password."),
		Detail: say.T("Put them into the environment variable HTTPS_PROXY (never on the command line), and measure again."),
	}
}

func proxyBlocked(f facts) *Finding {
	names := someOf(f, diagnostics.SourceHTTPS, diagnostics.ReasonProxyBlocked)
	return aboutServers(names, "proxy.blocked", say.T("The proxy does not let us through to: %s.", listed(names)), say.T("Ask whoever runs it, or name web servers that are allowed with --https."))
}

// proxyClock is found where the proxy's own clock is off. It takes no part in
// the measurement, but it misleads whoever reads its logs.
func proxyClock(f facts) *Finding {
	clock := proxyClockOf(f.session)
	if clock == nil || !f.judged.Known {
		return nil
	}
	readings := make([]diagnostics.Reading, 0, len(f.judged.Readings))
	for _, reading := range f.judged.Readings {
		readings = append(readings, reading.Reading)
	}
	truth := selectReference(readings, clock.Anchor.Raw)
	off, err := diagnostics.Between(clock.Anchor.True, truth.Anchor.At(clock.Anchor.Raw))
	if err != nil || off.Abs() <= clock.Anchor.Uncertainty+tolerance(f.session) {
		return nil
	}
	words := say.T("%s behind", Span(off.Abs()))
	if off.Behind() {
		words = say.T("%s ahead", Span(off.Abs()))
	}
	return &Finding{
		Code: "proxy.clock", Severity: Info, Step: StepNTP,
		Title:  say.T("The proxy's own clock is wrong: %s.", words),
		Detail: say.T("It was not used. Tell whoever runs the proxy (%s).", clock.Server),
	}
}
