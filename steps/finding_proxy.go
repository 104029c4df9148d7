package steps

import (
	"slices"
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
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

// aemProxy compares the way out of an AEM that runs here with this program's own.
func aemProxy() rule {
	return rule{
		Code: "aem.proxy-differs", Step: StepNTP,
		Means: say.T("AEM and this program leave the machine by different ways, so what the one reaches the other may not."),
		Told:  say.T("The proxies that AEM's command line and configuration name, against the one that this program's own requests went through."),
		Mend:  say.T("Start this program with --proxy and AEM's proxy (or --proxy none), so that it goes the way that AEM goes; or correct AEM's setting, if it is the wrong one."),
		Look: func(f facts) *Finding {
			found := f.session.AEM()
			if found == nil || remotePatient(f.session) {
				return nil
			}
			ours, tried := ownProxies(f.now)
			for _, instance := range found.List {
				if !tried || len(instance.Proxies) == 0 && (instance.Folder == "" || len(ours) == 0) || sameProxies(instance.Proxies, ours) {
					continue
				}
				return otherWay(instance.Proxies, ours)
			}
			return nil
		},
	}
}

func otherWay(aems, ours []string) *Finding {
	differs := &Finding{Severity: Info, Detail: say.T("What one of them reaches the other may not. To go AEM's way, start this program again with --proxy and AEM's proxy.")}
	switch {
	case len(ours) == 0:
		differs.Title = say.T("AEM is set to use the proxy %s, this program went out without one.", strings.Join(aems, ", "))
	case len(aems) == 0:
		differs.Title = say.T("This program went out through the proxy %s, AEM is set to use none.", strings.Join(ours, ", "))
		differs.Detail = say.T("If a proxy is the only way out, AEM needs it as well: Apache HTTP Components Proxy Configuration, in its OSGi console. If not, start this program again with --proxy none.")
	default:
		differs.Title = say.T("AEM is set to use the proxy %s, this program went out through %s.", strings.Join(aems, ", "), strings.Join(ours, ", "))
	}
	return differs
}

// ownProxies are those that this program's own requests over HTTPS went through; tried
// is false where there were none.
func ownProxies(now epoch) (list []string, tried bool) {
	add := func(via string) {
		tried = true
		if via != "" && !slices.Contains(list, via) {
			list = append(list, via)
		}
	}
	for _, entry := range now.entries {
		switch {
		case entry.Reading != nil && entry.Reading.Source == diagnostics.SourceHTTPS && !entry.Reading.Withheld:
			add(entry.Reading.Via)
		case entry.Attempt != nil && entry.Attempt.Outcome != exchange.Skipped:
			add(entry.Attempt.Via)
		}
	}
	return list, tried
}

// sameProxies compares names, and ports where both are known.
func sameProxies(aems, ours []string) bool {
	if len(aems) == 0 || len(ours) == 0 {
		return len(aems) == len(ours)
	}
	for _, one := range ours {
		if !slices.ContainsFunc(aems, func(other string) bool { return sameProxy(one, other) }) {
			return false
		}
	}
	return true
}

func sameProxy(one, other string) bool {
	host, port, _ := strings.Cut(strings.ToLower(one), ":")
	otherHost, otherPort, _ := strings.Cut(strings.ToLower(other), ":")
	return host == otherHost && (port == otherPort || port == "" || otherPort == "")
}
