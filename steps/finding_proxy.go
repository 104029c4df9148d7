package steps

import (
	"unskew/diagnostics"
	"unskew/steps/say"
)

func tlsInspected() rule {
	return rule{
		Code: "https.inspected", Step: StepNTP,
		Means:    say.T("A proxy opens secure connections on the way."),
		Told:     say.T("The chain of certificates ends in a root that this machine does not trust."),
		Mend:     say.T("Give that root with --ca-file."),
		Explains: []string{"exchange.tls-inspected"},
		Look: func(f facts) *Finding {
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
				Severity: Info,
				Title:    say.T("Secure connections are opened on the way: signed by '%s', probably your company's proxy.", issuer),
				Detail:   say.T("Give its root certificate with --ca-file, and measure again."),
			}
		},
	}
}

func proxyAuth() rule {
	return rule{
		Code: "proxy.auth", Step: StepNTP,
		Means:    say.T("The proxy wants a user name and password."),
		Told:     say.T("It answered 407."),
		Mend:     say.T("Put them into the environment variable HTTPS_PROXY."),
		Explains: []string{"exchange.proxy-auth"},
		Look: func(f facts) *Finding {
			if len(someOf(f, diagnostics.SourceHTTPS, diagnostics.ReasonProxyAuth)) == 0 {
				return nil
			}
			return &Finding{
				Severity: Info,
				Title:    say.T("The proxy wants a user name and password."),
				Detail:   say.T("Put them into the environment variable HTTPS_PROXY (never on the command line), and measure again."),
			}
		},
	}
}

func proxyBlocked() rule {
	return rule{
		Code: "proxy.blocked", Step: StepNTP,
		Means:    say.T("The proxy does not let the program through to a web server."),
		Told:     say.T("It answered the request for a connection with a refusal."),
		Mend:     say.T("Have it allowed, or name other web servers with --https."),
		Explains: []string{"exchange.proxy-blocked"},
		Look: func(f facts) *Finding {
			names := someOf(f, diagnostics.SourceHTTPS, diagnostics.ReasonProxyBlocked)
			return aboutServers(names, say.T("The proxy does not let us through to: %s.", listed(names)), say.T("Ask whoever runs it, or name web servers that are allowed with --https."))
		},
	}
}

func proxyClock() rule {
	return rule{
		Code: "proxy.clock", Step: StepNTP,
		Means: say.T("The proxy's own clock is wrong."),
		Told:  say.T("The date of its own answers is away from the reference by more than the tolerance and its rounding."),
		Mend:  say.T("Tell whoever runs the proxy. It takes no part in the measurement."),
		Look: func(f facts) *Finding {
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
				Severity: Info,
				Title:    say.T("The proxy's own clock is wrong: %s.", words),
				Detail:   say.T("It was not used. Tell whoever runs the proxy (%s).", clock.Server),
			}
		},
	}
}
