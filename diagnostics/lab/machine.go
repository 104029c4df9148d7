package lab

import (
	"strings"
	"time"

	"unskew/diagnostics/machine"
)

// Machine is what the simulated host says of itself, beside its clock. The
// remedy takes out what bends the clock, so it is no longer found afterwards.
func (l *Lab) Machine() machine.Machine {
	h := l.scenario.Host
	id, version, _ := strings.Cut(h.Distribution, " ")
	m := machine.Machine{
		Distribution: machine.Distribution{ID: id, Version: version, Name: h.Distribution},
		Init:         or(h.Init, "systemd"),
		Domain:       h.Domain, Cloud: h.Cloud, Node: h.Node, Faketime: h.Faketime,
		GuestSync: h.GuestSync,
	}
	if h.LastLog > 0 && !l.Fixed() {
		m.LatestFile = &machine.File{Path: "/var/log/syslog", Time: l.clock.Wall().Add(time.Duration(h.LastLog))}
	}
	if h.Seeding {
		on := !l.Fixed()
		m.SecureTimeSeeding = &on
	}
	if l.Fixed() {
		m.Faketime = nil
		if l.scenario.Fix.RelapseAfter == 0 { // else the remedy did not reach them
			m.GuestSync = nil
		}
	}
	return m
}
