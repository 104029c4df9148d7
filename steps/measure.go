package steps

import (
	"context"
	"slices"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/httpdate"
	"unskew/diagnostics/ntp"
)

// The names of tasks that others ask for by name.
const (
	taskServers  = "servers"
	taskFresh    = "fresh"
	taskExchange = "exchange"
	taskPoll     = "poll" // nobody waits for it
)

const (
	// politeSamples is how often a public server is asked in one measurement,
	// 2 s apart: the second sample tells a lost packet from a silent server.
	politeSamples = 2
	politeTimeout = 4 * time.Second
	httpsTimeout  = 4 * time.Second
)

// measureTask asks all servers of the session at once.
func measureTask() *Task {
	return &Task{Name: taskServers, Run: func(ctx context.Context, b *Bench) { measureServers(ctx, b, nil) }}
}

// measureServers asks all servers of the session at once; only narrows that to
// servers by name, nil asks all.
func measureServers(ctx context.Context, b *Bench, only map[string]bool) {
	s := b.Session()
	servers, hosts := ntpServers(s, b.World), httpsHosts(s, b.World)
	if len(only) > 0 {
		servers = slices.DeleteFunc(servers, func(server ntp.Server) bool { return !only[server.Name] })
		hosts = slices.DeleteFunc(slices.Clone(hosts), func(host httpdate.Host) bool { return !only[host.Name] })
	}
	if len(servers)+len(hosts) == 0 {
		b.Observe(Observation{Nothing: "no time server to ask"})
		return
	}
	var tasks []func(context.Context)
	for _, server := range servers {
		tasks = append(tasks, func(ctx context.Context) { b.readNTP(ctx, server) })
	}
	for _, host := range hosts {
		tasks = append(tasks, func(ctx context.Context) { b.readDate(ctx, host, false) })
	}
	together(ctx, tasks)
	if consensus := consensusOf(b.Session()); consensus.Found && consensus.Source == diagnostics.SourceNTP {
		return
	}
	tasks = nil
	for _, reading := range b.Session().Readings() {
		for _, host := range hosts {
			if host.Name == reading.Server && reading.Outcome == diagnostics.Measured {
				tasks = append(tasks, func(ctx context.Context) { b.readDate(ctx, host, true) })
			}
		}
	}
	together(ctx, tasks)
}

// readNTP asks one NTP server and hands in what it said. Bursts go only to
// servers that the person named, or that turn out to be on a local network.
func (b *Bench) readNTP(ctx context.Context, server ntp.Server) {
	plan := ntp.Polite()
	plan.Samples, plan.Timeout = politeSamples, politeTimeout
	if server.Vouched {
		plan = ntp.Burst()
	}
	reading := b.NTP().Measure(ctx, server, plan, b.Glimpse)
	b.observeReading(reading)
}

// readDate reads the Date of one web server and hands in what it said.
func (b *Bench) readDate(ctx context.Context, host httpdate.Host, fine bool) {
	limited, cancel := context.WithTimeout(ctx, httpsTimeout)
	defer cancel()
	result := b.HTTPDate().Measure(limited, host, fine, b.Glimpse)
	if result.ProxyClock != nil {
		b.Observe(Observation{ProxyClock: result.ProxyClock})
	}
	reading := result.Reading
	reading.Unreferenced = result.Unreferenced
	b.observeReading(reading)
}

// observeReading hands in a reading. One that was cut short by the limit of a
// check is a server that has not answered in time.
func (b *Bench) observeReading(reading diagnostics.Reading) {
	if reading.Outcome == diagnostics.Skipped {
		reading.Outcome, reading.Reason = diagnostics.Failed, diagnostics.ReasonTimeout
	}
	if reading.Outcome == diagnostics.Measured && reading.Anchor.True.Before(b.World.Released) {
		// No clock that is right shows a time before this program was made.
		reading.Outcome, reading.Reason = diagnostics.Failed, diagnostics.ReasonInvalid
		reading.Detail = "it tells a time before this program was made: " + stamp(reading.Anchor.True)
	}
	b.Observe(Observation{Reading: &reading})
}

// answeredBefore names the servers that gave a time at any moment of a session.
func answeredBefore(s Session) map[string]bool {
	names := map[string]bool{}
	for _, entry := range s.Entries() {
		if entry.Reading != nil && entry.Reading.Outcome == diagnostics.Measured {
			names[entry.Reading.Server] = true
		}
	}
	return names
}
