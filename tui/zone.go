package tui

import (
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// zone is in whose time the clocks of the panel are shown. The instants are the
// same; UTC is what stands in answers and logs of services.
type zone int

const (
	inUTC zone = iota
	inHostZone
	inViewerZone
)

// zones are those that can be told apart here, in the order of the key.
func zones(live steps.Live) []zone {
	list := []zone{inUTC}
	if live.Zone != nil && !isUTC(live.OS.In(live.Zone)) {
		list = append(list, inHostZone)
	}
	if live.Viewer != nil {
		list = append(list, inViewerZone)
	}
	return list
}

func isUTC(t time.Time) bool {
	_, east := t.Zone()
	return east == 0
}

// nextZone goes round. A zone that is no longer there is as UTC.
func (m Model) nextZone() Model {
	list := zones(m.view.Live)
	for i, z := range list {
		if z == m.zone {
			m.zone = list[(i+1)%len(list)]
			return m
		}
	}
	m.zone = inUTC
	return m
}

// location is the zone that is shown.
func (m Model) location() *time.Location {
	live := m.view.Live
	switch {
	case m.zone == inHostZone && live.Zone != nil:
		return live.Zone
	case m.zone == inViewerZone && live.Viewer != nil:
		return live.Viewer
	}
	return time.UTC
}

// stampForm is how a clock is printed. A zone is told by its distance from UTC:
// names of zones are ambiguous (CST is four of them).
func (m Model) stampForm() string {
	if m.location() == time.UTC {
		return "2006-01-02 15:04:05 UTC"
	}
	return "2006-01-02 15:04:05 -07:00"
}

// panelTitle names the zone, where it is not UTC.
func (m Model) panelTitle() string {
	switch {
	case m.location() == time.UTC:
		return m.say(say.T("clock"))
	case m.zone == inHostZone:
		return m.say(say.T("clock, in this machine's time zone"))
	}
	return m.say(say.T("clock, in your time zone %s", m.location().String()))
}
