package tui

import (
	"strings"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

const (
	panelWidth = 120 // the widest box; beyond it the eye has too far to go
	labelWidth = 26  // the longest name of a clock, with the gap behind it
)

// instant is the three clocks as of the last whole second of the OS clock, each
// to the nearest second: on a right clock they show the same, and they turn over
// together.
type instant struct{ os, reference, server time.Time }

func instantOf(live steps.Live) instant {
	past := time.Duration(live.OS.Nanosecond())
	var at instant
	if !live.OS.IsZero() {
		at.os = live.OS.Add(-past).UTC()
	}
	if !live.Reference.IsZero() {
		at.reference = live.Reference.Add(-past).Round(time.Second).UTC()
	}
	if !live.Server.IsZero() {
		at.server = live.Server.Add(-past).Round(time.Second).UTC()
	}
	return at
}

// panel is the live panel in its box: the skew, the clocks, the chart.
func (m Model) panel() []string {
	inner := min(m.width, panelWidth) - 4
	rows := append([]string{m.skewLine(inner)}, m.clockRows(inner)...)
	if chart := m.chartLine(inner); chart != "" {
		rows = append(rows, chart)
	}
	return m.boxed(m.panelTitle(), rows, inner)
}

// boxed draws a frame of inner+4 cells around rows.
func (m Model) boxed(title string, rows []string, inner int) []string {
	g, frame := m.glyphs, m.theme.frame
	top := g.topLeft + " " + title + " "
	top += strings.Repeat(g.across, max(0, inner+3-width(top))) + g.topRight
	lines := []string{frame.Render(top)}
	side := frame.Render(g.down)
	for _, row := range rows {
		lines = append(lines, side+" "+pad(m.fit(row, inner), inner)+" "+side)
	}
	return append(lines, frame.Render(g.bottomLeft+strings.Repeat(g.across, inner+2)+g.bottomRight))
}

// skewLine is the skew in words, how sure it is, and what is happening to it.
func (m Model) skewLine(limit int) string {
	live := m.view.Live
	if live.Relation == steps.Unmeasured || live.Relation == "" {
		text := live.Skew
		if text.IsZero() {
			text = say.T("not measured yet")
		}
		if live.Motion.Jumped {
			text = say.T("the clock moved: measuring afresh")
		}
		return m.theme.strong.Render(m.fit(m.say(text), limit))
	}
	style := m.theme.tone(relationTone(live)).Bold(true)
	skew := m.fit(m.say(live.Skew), limit)
	line := style.Render(skew)
	left := limit - width(skew)
	for _, part := range []string{m.shown(steps.PlusMinus(live.Uncertainty)), m.relation(live), m.motion(live.Motion)} {
		if part == "" || left < width(part)+2 {
			continue
		}
		line += "  " + part
		left -= width(part) + 2
	}
	return line
}

func (m Model) relation(live steps.Live) string {
	sign := m.glyphs.tone(relationTone(live)) + " "
	switch {
	case live.Relation == steps.Within && live.Circular:
		return sign + m.say(say.T("not confirmed by anybody else"))
	case live.Relation == steps.Within:
		return sign + m.say(say.T("within tolerance"))
	case live.Relation == steps.Beyond:
		return sign + m.say(say.T("beyond tolerance"))
	}
	return sign + m.say(say.T("too close to the tolerance to say"))
}

func (m Model) motion(motion steps.Motion) string {
	switch {
	case motion.Jumped:
		return m.say(say.T("the clock moved: measuring afresh"))
	case motion.Slewing && motion.Left > 0:
		return m.say(say.T("being corrected bit by bit, %s left", steps.Span(motion.Left)))
	case motion.Slewing:
		return m.say(say.T("being moved bit by bit"))
	}
	return ""
}

// clockRows are the clocks in fixed columns: name, time, by whom.
func (m Model) clockRows(inner int) []string {
	live, at := m.view.Live, instantOf(m.view.Live)
	clocks := []clockLine{
		{m.say(m.judgedClock()), at.os, m.osNote(inner)},
		{m.say(say.T("true time")), at.reference, m.trueNote(inner)},
	}
	if !at.server.IsZero() {
		name := live.ServerName
		if name.IsZero() {
			name = say.T("the server")
		}
		note := m.say(say.T("its own answers, %s", steps.PlusMinus(live.ServerUncertainty)))
		clocks = append(clocks, clockLine{m.say(name), at.server, note})
	}
	names := 0
	for _, clock := range clocks {
		names = min(labelWidth, max(names, width(clock.name)+3))
	}
	var rows []string
	for _, clock := range clocks {
		rows = append(rows, m.clockRow(clock, names, inner))
	}
	return rows
}

// clockLine is one clock of the panel.
type clockLine struct {
	name string
	at   time.Time
	note string
}

func (m Model) clockRow(clock clockLine, names, inner int) string {
	stamp, form := m.say(say.T("not known yet")), m.stampForm()
	if !clock.at.IsZero() {
		stamp = clock.at.In(m.location()).Format(form)
	}
	note := clock.note
	row := pad(m.fit(clock.name, names-1), names) + pad(stamp, len(form))
	if room := inner - width(row) - 2; note != "" && room > 0 {
		row += "  " + m.theme.faint.Render(m.fit(note, room))
	}
	return row
}

// judgedClock names the clock that is judged.
func (m Model) judgedClock() say.Text {
	if m.view.Live.Away != "" {
		return say.T("AEM's clock")
	}
	return say.T("OS clock")
}

// osNote adds local time where it is another and there is room, to the minute:
// seconds in a second place would only cost bytes.
func (m Model) osNote(inner int) string {
	live := m.view.Live
	if live.Away != "" {
		return m.say(say.T("%s, by its own Date", live.Away))
	}
	note := m.say(say.T("this machine"))
	if live.Zone != nil && inner >= 88 && !live.OS.IsZero() && !isUTC(live.OS.In(live.Zone)) {
		note += m.say(say.T(", %s local", live.OS.In(live.Zone).Format("15:04 MST")))
	}
	return note
}

func (m Model) trueNote(inner int) string {
	live := m.view.Live
	note := m.say(live.ReferenceBy)
	if live.Viewer != nil && inner >= 88 && !live.Reference.IsZero() {
		note += m.say(say.T(", %s yours", live.Reference.In(live.Viewer).Format("15:04 MST")))
	}
	return note
}

// shortClocks is OS clock and true time in one line, with as much of the date
// as fits, in UTC or with the distance from it.
func (m Model) shortClocks() string {
	at, where := instantOf(m.view.Live), m.location()
	osName, trueName := m.say(say.T("OS")), m.say(say.T("true"))
	if m.view.Live.Away != "" {
		osName = m.say(say.T("AEM"))
	}
	suffix := ""
	if where != time.UTC {
		shown := m.view.Live.OS
		if shown.IsZero() {
			shown = m.view.Live.Reference
		}
		suffix = shown.In(where).Format(" -07:00")
	}
	for _, form := range []string{"2006-01-02 15:04:05", "01-02 15:04:05", "15:04:05"} {
		trueTime := m.say(say.T("not known yet"))
		if !at.reference.IsZero() {
			trueTime = at.reference.In(where).Format(form)
		}
		osTime := m.say(say.T("not known yet"))
		if !at.os.IsZero() {
			osTime = at.os.In(where).Format(form)
		}
		line := osName + " " + osTime + "  " + trueName + " " + trueTime + suffix
		if width(line) <= m.width {
			return line
		}
	}
	return m.fit(osName+" "+at.os.In(where).Format("15:04:05")+suffix, m.width)
}
