package steps

import (
	"context"
	"fmt"
	"time"

	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// osTimeStep reads what the host says of its own clock.
func osTimeStep() Step {
	return Step{
		ID:     StepOSTime,
		Title:  say.T("OS time"),
		Skip:   skipWithoutHost,
		Ask:    func(Session) *Question { return nil },
		Work:   osTimeWork,
		Show:   osTimeShow,
		Silent: func(Session) bool { return false },
		Help: []say.Text{
			say.T("UTC is the world's common time, without time zones. Clocks are compared in UTC only: a wrong zone is not a wrong clock."),
			say.T("Synchronised is the kernel's own word that some time service keeps the clock. It can be wrong, so the next step measures."),
			say.T("The hardware clock (RTC) runs on a battery while the machine is off. It gives the time at the next start."),
		},
	}
}

// skipWithoutHost leaves a step out where there is only a message.
func skipWithoutHost(s Session) (string, bool) {
	return "only the message is at hand", where(s) == WhereMessage
}

func osTimeWork(s Session) Work {
	entries := since(s, StepOSTime)
	for _, entry := range entries {
		if entry.Host == nil {
			continue
		}
		if s.Start().Attended && remotePatient(s) && !doneIn(epochOnly(s, entries), taskSights) {
			return Work{Task: sightsTask()}
		}
		return Work{}
	}
	return Work{Task: &Task{Name: "host", Run: func(ctx context.Context, b *Bench) {
		configured := b.World.Configured()
		b.Observe(Observation{Configured: configured})
		b.readLogs(ctx)
		b.readHost(ctx)
	}}}
}

// readLogs reads what the logs at hand say of the past.
func (b *Bench) readLogs(ctx context.Context) {
	if said := b.logsNow(ctx); said != nil {
		b.Observe(Observation{Log: said})
	}
}

func (b *Bench) logsNow(ctx context.Context) *LogEvidence {
	if b.World.Log == nil {
		return nil
	}
	var here process.Found // a person's session has it from its start
	if found := b.Session().AEM(); found != nil && !remotePatient(b.Session()) {
		here = *found
	}
	return b.World.Log(ctx, here)
}

// readHost reads what the host and its time services say now.
func (b *Bench) readHost(ctx context.Context) {
	if b.World.Services != nil {
		found := Services{List: b.World.Services(ctx)}
		if b.World.Refclocks != nil {
			found.Refclocks = b.World.Refclocks()
		}
		b.Observe(Observation{Services: &found})
	}
	if b.World.Machine != nil {
		found := b.World.Machine(ctx)
		b.Observe(Observation{Machine: &found})
	}
	if b.World.AEM != nil {
		found := b.World.AEM(ctx)
		b.Observe(Observation{AEM: &found})
	}
	state := b.World.Host(ctx)
	b.Observe(Observation{Host: &state})
}

func osTimeShow(s Session, a Assessment) Page {
	if awayAddress(s) != "" {
		return awayOSTime(s)
	}
	page := Page{
		Step: StepOSTime, Number: 1, Title: say.T("What does this machine believe the time is?"),
		About: []say.Text{say.T("Reading this machine's clock and what its kernel says about it. Nothing is sent.")},
	}
	host := s.Host()
	if host == nil {
		return page
	}
	if early := finding(a, "clock.before-release"); early != nil {
		page.About = []say.Text{early.Title, early.Detail}
	} else {
		page.About = []say.Text{
			say.T("This is what the machine believes. A clock cannot tell by itself that it is wrong, so nothing is judged yet."),
		}
	}
	if statusOf(s, StepOSTime).ended {
		page.About = append(page.About, say.T("Press Enter: the next step compares it with time servers."))
	}
	if address, _ := s.Value(StepWhere, askAddress); where(s) == WhereElsewhere && address != "" {
		page.Blocks = append(page.Blocks, Prose{Tone: Caution, Lines: []say.Text{
			say.T("This measures %s. You said the service runs on %s: log in there and run this program there.", host.Name, address),
		}})
	}
	if where(s) == WhereElsewhere && s.Settings().Kiosk {
		page.Blocks = append(page.Blocks, Prose{Tone: Caution, Lines: []say.Text{
			say.T("This measures %s. You said the service runs on another machine: log in there and run this program there.", host.Name),
		}})
	}
	page.Blocks = append(page.Blocks, Facts{Rows: hostRows(s, host)})
	page.Blocks = append(page.Blocks, LogBlocks(s)...)
	return page
}

func hostRows(s Session, host *hostclock.State) []Fact {
	at := hostInstant(s)
	local := time.FixedZone(host.Zone, int(host.ZoneOffset/time.Second))
	rows := []Fact{
		{Label: say.T("machine"), Value: say.Verbatim(host.Name), Note: say.Verbatim(host.OS)},
		{Label: say.T("OS clock, UTC"), Value: say.Verbatim(stamp(at)), Tone: Strong},
		{Label: say.T("OS clock, local"), Value: say.Verbatim(at.In(local).Format("2006-01-02 15:04:05 -07:00")), Note: say.T("zone %s", host.Zone)},
	}
	if viewer := s.Settings().ViewerZone; viewer != "" {
		if zone, err := time.LoadLocation(viewer); err == nil {
			rows = append(rows, Fact{Label: say.T("OS clock, yours"), Value: say.Verbatim(at.In(zone).Format("2006-01-02 15:04:05 -07:00")), Note: say.T("zone %s", viewer)})
		}
	}
	if host.RTC != nil {
		row := Fact{Label: say.T("hardware clock"), Value: say.Verbatim(stamp(*host.RTC))}
		if host.RTCLocal {
			row.Note = say.T("kept in local time")
		}
		rows = append(rows, row)
	}
	rows = append(rows, kernelRow(host))
	if host.Uptime > 0 {
		rows = append(rows, Fact{Label: say.T("running for"), Value: say.Verbatim(Span(host.Uptime))})
	}
	rows = append(rows, placeRow(host, s.Machine()), configuredRow(s))
	rows = append(rows, FoundRows(s, host)...)
	rows = append(rows, logRow(s)...)
	services, known := s.Services()
	if known && len(services) == 0 {
		rows = append(rows, Fact{Label: say.T("time service"), Value: say.T("none is installed"), Tone: Caution})
	}
	for _, service := range services {
		rows = append(rows, serviceRow(service))
	}
	return rows
}

// serviceRow is a time service and its state.
func serviceRow(service timeservice.Service) Fact {
	note, tone := ServiceWords(service)
	return Fact{Label: say.T("time service"), Value: say.Verbatim(service.Name), Note: note, Tone: tone}
}

// ServiceWords is the state of a time service in a few words.
func ServiceWords(service timeservice.Service) (words say.Text, tone Tone) {
	switch {
	case knows(service, "running") != "":
		return say.Verbatim(knows(service, "running")), Plain
	case !service.Running && service.Enabled == "masked":
		return say.T("does not run, and is masked"), Caution
	case !service.Running:
		return say.T("does not run"), Caution
	case service.Enabled == "disabled":
		return say.T("runs, but does not start at boot"), Caution
	case service.Selected != "":
		return say.T("runs, follows %s", service.Selected), Plain
	case knows(service, "sources") != "" || knows(service, "selected") != "":
		return say.T("runs"), Plain
	}
	return say.T("runs, follows no server"), Caution
}

func kernelRow(host *hostclock.State) Fact {
	row := Fact{Label: say.T("kernel says")}
	switch kernel := host.Kernel; {
	case kernel == nil:
		row.Value, row.Note = say.T("not known"), say.Verbatim(host.Unknown["kernel"])
	case kernel.Slewing != 0:
		row.Value, row.Tone = say.T("the clock is being slewed, %s to go", Span(kernel.Slewing)), Caution
	case kernel.Synchronised:
		row.Value = say.T("synchronised")
		row.Note = say.T("to within %s, by its own word", Span(kernel.MaximumError))
	default:
		row.Value, row.Tone = say.T("not synchronised"), Caution
		row.Note = say.T("nothing keeps the clock, as far as the kernel knows")
	}
	return row
}

func placeRow(host *hostclock.State, machine *machine.Machine) Fact {
	row := Fact{Label: say.T("kind of machine"), Value: say.T("no container or virtual machine seen")}
	switch {
	case host.Container != "":
		row.Value = say.T("container (%s)", host.Container)
		row.Note = say.T("it has no clock of its own: its host's is the one")
	case host.VirtualMachine != "":
		row.Value = say.T("virtual machine (%s)", host.VirtualMachine)
		if machine != nil && machine.Cloud != "" {
			row.Note = say.T("in the cloud of %s", machine.Cloud)
		}
	}
	return row
}

func configuredRow(s Session) Fact {
	row := Fact{Label: say.T("follows"), Value: say.T("no time server is configured")}
	servers := configuredOf(s)
	if clocks := s.refclocks(); len(servers) == 0 && len(clocks) > 0 {
		row.Value, row.Note = say.T("a hardware clock: %s", clocks[0].Name), say.T("named in %s", clocks[0].File)
	}
	if len(servers) == 0 {
		return row
	}
	row.Value = say.Verbatim(servers[0].Name)
	if len(servers) > 1 {
		row.Value = say.T("%s and %s more", servers[0].Name, fmt.Sprint(len(servers)-1))
	}
	row.Note = say.T("named in %s", servers[0].File)
	return row
}

// stamp prints a time in UTC, to the second.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
