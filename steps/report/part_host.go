package report

import (
	"maps"
	"slices"
	"strings"
	"time"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/timeservice"
	"unskew/steps"
	"unskew/steps/say"
)

// hostSection tells what the machine says of itself and of its clock.
func hostSection(c content) section {
	host := c.session.Host()
	if host == nil {
		return section{}
	}
	rows := []steps.Fact{
		{Label: say.T("name"), Value: shown(host.Name)},
		{Label: say.T("system"), Value: shown(host.OS)},
		{Label: say.T("zone"), Value: shown(host.Zone), Note: say.T("UTC%s", eastOf(host.ZoneOffset))},
		{Label: say.T("boot id"), Value: shown(host.BootID)},
		{Label: say.T("container"), Value: shown(host.Container)},
		{Label: say.T("virtual machine"), Value: shown(host.VirtualMachine)},
		{Label: say.T("hardware clock"), Value: rtcWords(host)},
		{Label: say.T("kernel says"), Value: kernelWords(host.Kernel)},
		{Label: say.T("follows"), Value: followsWords(configuredOf(c.session))},
	}
	rows = append(rows, machineRows(c.session.Machine())...)
	rows = append(rows, steps.FoundRows(c.session, host)...)
	services, looked := c.session.Services()
	if looked && len(services) == 0 {
		rows = append(rows, steps.Fact{Label: say.T("time service"), Value: say.T("none is installed")})
	}
	for _, service := range services {
		words, _ := steps.ServiceWords(service)
		rows = append(rows, steps.Fact{Label: say.T("time service"), Value: say.Verbatim(service.Name), Note: words})
		for _, source := range service.Sources {
			rows = append(rows, steps.Fact{Label: say.T("its source"), Value: shown(steps.SourceName(source)), Note: steps.SourceWords(source)})
		}
	}
	if host.Uptime > 0 {
		rows = append(rows, steps.Fact{Label: say.T("running for"), Value: say.Verbatim(steps.Span(host.Uptime))})
	}
	if host.Asleep > time.Second {
		rows = append(rows, steps.Fact{Label: say.T("asleep for"), Value: say.Verbatim(steps.Span(host.Asleep))})
	}
	if proxy := proxyClockOf(c.session); !empty(proxy.Value) {
		rows = append(rows, proxy)
	}
	for _, field := range slices.Sorted(maps.Keys(host.Unknown)) {
		rows = append(rows, steps.Fact{Label: say.T("not read: %s", field), Value: shown(host.Unknown[field])})
	}
	return section{Title: say.T("The machine"), Blocks: []steps.Block{steps.Facts{Rows: filled(rows)}}}
}

// eastOf prints an offset from UTC: "+05:30".
func eastOf(offset time.Duration) string {
	return time.Unix(0, 0).In(time.FixedZone("", int(offset/time.Second))).Format("-07:00")
}

func rtcWords(host *hostclock.State) say.Text {
	switch {
	case host.RTC == nil:
		return say.Text{}
	case host.RTCLocal:
		return say.T("%s, kept in local time", utc(*host.RTC))
	}
	return utc(*host.RTC)
}

func kernelWords(kernel *hostclock.Kernel) say.Text {
	switch {
	case kernel == nil:
		return say.Text{}
	case kernel.Slewing != 0:
		return say.T("the clock is being slewed, %s to go", steps.Span(kernel.Slewing))
	case kernel.Synchronised:
		return say.T("synchronised, to within %s by its own word", steps.Span(kernel.MaximumError))
	}
	return say.T("not synchronised")
}

// configuredOf returns the newest list of servers that the host follows, and
// whether one was read.
func configuredOf(s steps.Session) ([]timeservice.Server, bool) {
	entries := s.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Configured != nil {
			return entries[i].Configured, true
		}
	}
	return nil, false
}

func followsWords(servers []timeservice.Server, read bool) say.Text {
	if !read {
		return say.Text{}
	}
	if len(servers) == 0 {
		return say.T("no time server is configured")
	}
	var names []string
	for _, server := range servers {
		names = append(names, server.Name+" ("+server.File+")")
	}
	return say.Verbatim(strings.Join(names, ", "))
}

// proxyClockOf is the newest reading of a proxy's own clock.
func proxyClockOf(s steps.Session) steps.Fact {
	entries := s.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		if clock := entries[i].ProxyClock; clock != nil {
			return steps.Fact{
				Label: say.T("the proxy's clock"), Value: say.T("by it, this clock is: %s", readingCell(*clock)),
				Note: say.T("%s; it takes no part", clock.Server),
			}
		}
	}
	return steps.Fact{}
}

// aboutSection tells how the report came about.
func aboutSection(c content) section {
	start := c.session.Start()
	settings := start.Settings
	started := utc(c.startedIn)
	if empty(started) {
		started = say.T("not known")
	}
	rows := []steps.Fact{
		{Label: say.T("made by"), Value: say.T("unskew %s", start.Tool)},
		{Label: say.T("began, by OS clock"), Value: utc(c.startedAt)},
		{Label: say.T("began, by true time"), Value: started},
		{Label: say.T("tolerance"), Value: say.Verbatim(steps.Span(settings.Tolerance))},
		{Label: say.T("records"), Value: say.Verbatim(say.Number(len(c.session.Entries())))},
		{Label: say.T("NTP servers named"), Value: listed(settings.NTP)},
		{Label: say.T("web servers named"), Value: listed(settings.HTTPS)},
	}
	rows = append(rows, resumedRows(c.session)...)
	if settings.NoExchange {
		rows = append(rows, steps.Fact{Label: say.T("exchange"), Value: say.T("was not to be tested")})
	}
	return section{Title: say.T("About this report"), Blocks: []steps.Block{steps.Facts{Rows: filled(rows)}}}
}

func listed(names []string) say.Text {
	shownNames := make([]string, len(names))
	for i, name := range names {
		shownNames[i] = withoutUser(name)
	}
	return shown(strings.Join(shownNames, ", "))
}
