package lab

import (
	"slices"
	"strings"

	"unskew/diagnostics/timeservice"
)

// followsNone is a service that can use none of its sources.
const followsNone = "none"

// Services are the host's time services as they would show now. The remedy
// starts what is stopped, and has it started at every boot.
func (l *Lab) Services() []timeservice.Service {
	if l.scenario.Without {
		return []timeservice.Service{}
	}
	described := l.scenario.Service
	if len(described) == 0 {
		described = []Service{{Name: "chronyd", Unit: "chrony.service"}}
	}
	list := make([]timeservice.Service, 0, len(described))
	for _, d := range described {
		list = append(list, l.service(d))
	}
	return list
}

func (l *Lab) service(d Service) timeservice.Service {
	s := timeservice.Service{
		Name: d.Name, Unit: d.Unit, Installed: true,
		Running: d.State != "stopped", Enabled: d.Enabled,
	}
	if !l.Fixed() {
		s.Sync, s.Trouble = d.Sync, d.Trouble
	}
	if s.Enabled == "" || l.Fixed() {
		s.Enabled = "enabled"
	}
	s.Running = s.Running || l.Fixed()
	if !s.Running {
		s.Active = or(d.Active, "inactive")
		return s
	}
	s.Active = "active"
	follows := d.Follows
	if l.Fixed() && follows == followsNone {
		follows = ""
	}
	s.Sources = l.sources(follows)
	for _, source := range s.Sources {
		if source.Selected {
			s.Selected, s.Stratum = source.Name, 3
		}
	}
	if d.Slews {
		behind := l.course.behind(l.clock.Raw())
		s.Correction = &behind
	}
	return s
}

// sources are the host's own servers as its service sees them.
func (l *Lab) sources(follows string) []timeservice.Source {
	var list []timeservice.Source
	selected := false
	for _, server := range l.scenario.NTP {
		if !server.Own {
			continue
		}
		source := timeservice.Source{Name: strings.TrimSuffix(server.Name, ":123"), State: timeservice.StateUnreachable, Why: "it does not answer"}
		answers := server.Behaviour == "" || server.Behaviour == Open
		switch {
		case follows == followsNone:
		case answers && !selected && (follows == "" || follows == source.Name):
			selected = true
			source.State, source.Why, source.Selected, source.Reach = timeservice.StateSelected, "", true, 255
		case answers:
			source.State, source.Why, source.Reach = timeservice.StateCandidate, "", 255
		}
		list = append(list, source)
	}
	return list
}

// asksOverNTS reports whether the host's service asks its servers over NTS.
func (l *Lab) asksOverNTS() bool {
	return slices.ContainsFunc(l.scenario.Service, func(s Service) bool { return s.NTS })
}
