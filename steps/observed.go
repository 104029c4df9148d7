package steps

import (
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
)

// newest returns what was observed last of a kind, nil where nothing was.
func newest[T any](s Session, of func(Observation) *T) *T {
	entries := s.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		if found := of(entries[i].Observation); found != nil {
			return found
		}
	}
	return nil
}

// hostInstant is what the OS clock showed when the host's state was read.
func hostInstant(s Session) time.Time {
	entries := s.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Host != nil {
			return entries[i].At.Wall
		}
	}
	return s.Last().At.Wall
}

// configuredOf returns the time servers that the host is configured to follow;
// of a member of a Windows domain also those that the domain gives it.
func configuredOf(s Session) []timeservice.Server {
	var servers []timeservice.Server
	entries := s.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Configured != nil {
			servers = entries[i].Configured
			break
		}
	}
	return append(servers[:len(servers):len(servers)], ofDomain(s)...)
}

// ofDomain are the servers that a Windows domain gives to its member: no setting
// names them, the service does.
func ofDomain(s Session) []timeservice.Server {
	var servers []timeservice.Server
	services, _ := s.Services()
	for _, service := range services {
		if service.Sync != timeservice.SyncDomain && service.Sync != timeservice.SyncAll {
			continue
		}
		for _, source := range service.Sources {
			if name := SourceName(source); strings.Contains(name, ".") {
				servers = append(servers, timeservice.Server{Name: name, File: "Active Directory", By: service.Name})
			}
		}
	}
	return servers
}

// Services returns the host's time services as they were last found; known is
// false where they were not looked for.
func (s Session) Services() (services []timeservice.Service, known bool) {
	if found := newest(s, func(o Observation) *Services { return o.Services }); found != nil {
		return found.List, true
	}
	return nil, false
}

// Machine returns what the machine said of itself last, nil where it was not
// read.
func (s Session) Machine() *machine.Machine {
	return newest(s, func(o Observation) *machine.Machine { return o.Machine })
}

// refclocks are the hardware clocks that the host is configured to follow.
func (s Session) refclocks() []timeservice.Refclock {
	if found := newest(s, func(o Observation) *Services { return o.Services }); found != nil {
		return found.Refclocks
	}
	return nil
}

// proxyClockOf returns the newest reading of a proxy's own clock.
func proxyClockOf(s Session) *diagnostics.Reading {
	return newest(s, func(o Observation) *diagnostics.Reading { return o.ProxyClock })
}

// targetOf returns the token endpoint that the session is about, nil before
// that was worked out.
func targetOf(s Session) *Target {
	return newest(s, func(o Observation) *Target { return o.Target })
}

// personUncertainty is how well a person reads a watch.
const personUncertainty = time.Minute

// personReading is the time by the person's own watch (--now) as a reading.
func personReading(s Session) *diagnostics.Reading {
	settings := s.Settings()
	if settings.Person == nil {
		return nil
	}
	first := s.Entries()[0].At
	return &diagnostics.Reading{
		Source: diagnostics.SourcePerson, Server: "watch", Outcome: diagnostics.Measured, Samples: 1,
		Anchor: diagnostics.Anchor{True: *settings.Person, Raw: first.Raw, Uncertainty: personUncertainty},
		At:     first,
	}
}
