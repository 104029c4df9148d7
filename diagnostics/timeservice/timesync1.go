package timeservice

import (
	"net/netip"

	"github.com/godbus/dbus/v5"

	"unskew/diagnostics"
)

// systemd-timesyncd on the bus (org.freedesktop.timesync1(5)).
const (
	timesyncService = "org.freedesktop.timesync1"
	timesyncObject  = "/org/freedesktop/timesync1"
	timesyncManager = "org.freedesktop.timesync1.Manager"
)

// timesync is what systemd-timesyncd says of itself.
type timesync struct {
	problem string // why there is nothing, "" where there is
	server  string // the one it asks now
	address string
	others  []string // names it may turn to
	message ntpMessage
	heard   bool // message is one
}

// ntpMessage is of the last answer that timesyncd took what is used here.
type ntpMessage struct {
	stratum uint32
	ignored bool   // a spike, and not followed
	packets uint64 // answers so far
}

// ntpMessageOf reads the property NTPMessage, of signature (uuuuittayttttbtt):
// leap, version, mode, stratum, precision, root delay, root dispersion,
// reference, four times, ignored, packets, jitter.
func ntpMessageOf(value dbus.Variant) (ntpMessage, bool) {
	fields, _ := value.Value().([]any)
	if len(fields) != 15 {
		return ntpMessage{}, false
	}
	stratum, isStratum := fields[3].(uint32)
	ignored, isIgnored := fields[12].(bool)
	packets, isPackets := fields[13].(uint64)
	return ntpMessage{stratum, ignored, packets}, isStratum && isIgnored && isPackets && packets > 0
}

func (t *timesync) read(b *bus) {
	values, err := b.all(timesyncService, timesyncObject, timesyncManager)
	if err != nil {
		t.problem = busError(err)
		return
	}
	t.take(values)
}

// take keeps the properties that are there and of the documented type.
func (t *timesync) take(values map[string]dbus.Variant) {
	text := func(name string) string {
		value, _ := values[name].Value().(string)
		return diagnostics.Clean(value, 253)
	}
	t.server = text("ServerName")
	t.address = serverAddress(values["ServerAddress"])
	for _, list := range []string{"LinkNTPServers", "RuntimeNTPServers", "SystemNTPServers", "FallbackNTPServers"} {
		names, _ := values[list].Value().([]string)
		if list == "FallbackNTPServers" && len(t.others) > 0 {
			break // used where no other is named
		}
		for _, name := range names[:min(len(names), mostSources)] {
			t.others = append(t.others, diagnostics.Clean(name, 253))
		}
	}
	t.message, t.heard = ntpMessageOf(values["NTPMessage"])
}

// serverAddress reads a pair of address family and bytes.
func serverAddress(value dbus.Variant) string {
	pair, _ := value.Value().([]any)
	if len(pair) != 2 {
		return ""
	}
	raw, _ := pair[1].([]byte)
	address, found := netip.AddrFromSlice(raw)
	if !found {
		return ""
	}
	return address.String()
}

// timesyncd adds what was said to the service. It follows one server at a time,
// and tells neither what it still corrects nor of several requests.
func (t *timesync) timesyncd(s *Service) {
	if !s.Running {
		return
	}
	s.unknown("correction", "systemd-timesyncd does not tell it")
	if t.problem != "" {
		s.unknown("sources", t.problem)
		s.unknown("selected", t.problem)
		return
	}
	if t.server != "" {
		s.Sources = append(s.Sources, t.current())
		if t.heard && !t.message.ignored && t.message.stratum < 15 {
			s.Selected = t.server
			s.Stratum = int(t.message.stratum) + 1
		}
	}
	for _, name := range t.others {
		if name != t.server && len(s.Sources) < mostSources {
			s.Sources = append(s.Sources, Source{
				Name: name, State: StateCandidate, Why: "it follows one server at a time",
			})
		}
	}
}

// current is the server that timesyncd asks now.
func (t *timesync) current() Source {
	source := Source{Name: t.server, Address: t.address}
	switch {
	case !t.heard:
		source.State, source.Why = StateUnreachable, "no answer so far"
	case t.message.ignored:
		source.State, source.Why = StateTooVariable, "its last answer was a spike and was ignored"
	default:
		source.State, source.Selected = StateSelected, true
	}
	return source
}
