package report

import (
	"slices"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// zone is the time zone of somebody who reads a clock of this session.
type zone struct {
	Whose string // "host", "aem" or "viewer"
	Who   say.Text
	Name  string // as it is set; may be empty
	At    *time.Location
}

// zonesOf are all zones that are known: the machine's, those of the AEMs on it and of
// AEMs that made a test, and the viewer's. UTC is everybody's.
func zonesOf(c content) []zone {
	var out []zone
	fixed := func(whose string, who say.Text, name string, east time.Duration) {
		out = append(out, zone{whose, who, name, time.FixedZone("", int(east/time.Second))})
	}
	if host := c.session.Host(); host != nil {
		fixed("host", say.T("this machine"), host.Zone, host.ZoneOffset)
	}
	if found := c.session.AEM(); found != nil {
		for _, instance := range found.List {
			if instance.ZoneKnown {
				fixed("aem", say.T("AEM (JVM)"), instance.Zone, instance.ZoneOffset)
			}
		}
	}
	told := map[string]bool{}
	for _, test := range c.session.AgentTests() {
		if test.ZoneKnown && !told[test.URL] {
			told[test.URL] = true
			fixed("aem", say.T("AEM on %s", endpointHost(test.URL)), "", test.ZoneOffset)
		}
	}
	if name := c.session.Settings().ViewerZone; name != "" {
		if at, err := time.LoadLocation(name); err == nil {
			out = append(out, zone{"viewer", say.T("the reader"), name, at})
		}
	}
	return out
}

// zonesSection shows the clocks at the end of the session in every zone: stamps of
// logs and what people say are in one of them. A clock itself is judged in UTC. Where
// all zones are UTC there is nothing to show.
func zonesSection(c content) section {
	zones := zonesOf(c)
	wall, truth := c.session.Last().At.Wall, truthAt(c.session.Last(), c.now.Offset)
	if !slices.ContainsFunc(zones, func(one zone) bool { _, east := wall.In(one.At).Zone(); return east != 0 }) {
		return section{}
	}
	rows := []steps.Row{{Cells: []say.Text{say.T("everybody"), say.Verbatim("UTC"), local(wall, time.UTC), local(truth, time.UTC)}}}
	for _, one := range zones {
		rows = append(rows, steps.Row{Cells: []say.Text{one.Who, one.shown(wall), local(wall, one.At), local(truth, one.At)}})
	}
	return section{Title: say.T("Those clocks in each zone"), Blocks: []steps.Block{
		steps.Table{Head: []say.Text{say.T("read by"), say.T("zone"), say.T("OS clock"), say.T("true time")}, Rows: rows},
		steps.Prose{Lines: []say.Text{say.T("A zone is only a way to write a time down. Whether a clock is right does not depend on it.")}},
	}}
}

// shown is a zone's name and its distance from UTC at a time.
func (z zone) shown(at time.Time) say.Text {
	return shown(joined(z.Name, " ", at.In(z.At).Format("-07:00")))
}

func local(at time.Time, in *time.Location) say.Text {
	if at.IsZero() {
		return say.T("not known")
	}
	return say.Verbatim(at.In(in).Format("2006-01-02 15:04:05"))
}

// zonesJSONOf is the same for programs.
func zonesJSONOf(c content) []zoneJSON {
	var out []zoneJSON
	for _, one := range zonesOf(c) {
		_, east := c.session.Last().At.Wall.In(one.At).Zone()
		out = append(out, zoneJSON{Whose: word(one.Whose), Zone: known(one.Name), Offset: int64(east)})
	}
	return out
}
