//go:build e2e && linux

package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// timesyncdState is systemd-timesyncd in one state.
type timesyncdState struct {
	name    string
	servers map[string]time.Duration
	unit    unit // as systemd has it
	runs    bool
	packets int // from its server, at least
	want    expectation
}

const timesyncdUnit = "systemd-timesyncd.service"

func timesyncdStates() []timesyncdState {
	const followed = "127.0.0.11"
	is := func(enabled, active string, sources ...hostSource) []hostService {
		return []hostService{timesyncdWith(enabled, active, sources...)}
	}
	return []timesyncdState{
		{
			name: "synchronised", servers: map[string]time.Duration{followed: 0}, unit: unit{file: "enabled", active: "active"}, runs: true, packets: 1,
			want: expectation{services: is("enabled", "active", source(followed, "selected")), verdict: "healthy"},
		},
		{
			name: "a silent server", unit: unit{file: "enabled", active: "active"}, runs: true,
			want: expectation{
				services: is("enabled", "active", source(followed, "unreachable")), status: 1, verdict: "healthy",
				findings: []string{"timeservice.nothing-selected"}, says: []string{followed + " (no answer so far)"},
			},
		},
		{
			name: "enabled but stopped", unit: unit{file: "enabled"},
			want: expectation{
				services: is("enabled", "inactive"), status: 1, verdict: "healthy",
				findings: []string{"timeservice.stopped"},
			},
		},
		{
			name: "NTP off", unit: unit{file: "disabled"},
			want: expectation{
				services: is("disabled", "inactive"), status: 1, verdict: "healthy",
				findings: []string{"timeservice.stopped"},
			},
		},
	}
}

// timesyncdWith does not tell what it still corrects.
func timesyncdWith(enabled, active string, sources ...hostSource) hostService {
	s := hostService{Name: "systemd-timesyncd", Unit: timesyncdUnit, Enabled: enabled, Active: active, Running: active == "active", Steps: "always"}
	s = s.following(0, sources)
	s.Correction = nil
	return s
}

// TestLiveTimesyncd has the program find systemd-timesyncd, as Debian installs
// it, on a system bus.
func TestLiveTimesyncd(t *testing.T) {
	states := timesyncdStates()
	if len(states) != 4 {
		t.Errorf("%d states are tried", len(states))
	}
	for _, c := range states {
		t.Run(c.name, func(t *testing.T) {
			inRoom(t, func(r *room) {
				r.installTimesyncd()
				// On disk the opposite of what systemd says, who knows better.
				if c.unit.file == "disabled" {
					r.enable(timesyncdUnit)
				}
				for address, shift := range c.servers {
					timeServer(t, address+":123", shift)
				}
				known := map[string]unit{timesyncdUnit: c.unit}
				manager := r.bus(known)
				if c.runs {
					r.timesyncd(c.packets)
				}
				r.check(0, c.want)
				for _, call := range []string{"GetUnitFileState ", "GetUnit "} {
					if manager.asked(call+timesyncdUnit) == 0 {
						t.Errorf("systemd was not asked %s%s", call, timesyncdUnit)
					}
				}
			})
		})
	}
}

// TestLiveTwoServices: each follows a server, and they may move the clock against
// each other.
func TestLiveTwoServices(t *testing.T) {
	inRoom(t, func(r *room) {
		r.installTimesyncd()
		r.installChronyd("server 127.0.0.11" + quick)
		r.enable("chrony.service")
		r.bus(map[string]unit{
			timesyncdUnit:    {file: "enabled", active: "active"},
			"chrony.service": {file: "enabled", active: "active"},
		})
		timeServer(t, "127.0.0.11:123", 0)
		r.timesyncd(1)
		r.chronyd([]string{"*"}, 0)
		kept := chronydWith("enabled", 0, source("127.0.0.11", "selected"))
		kept.Active = "active"
		r.check(0, expectation{
			services: []hostService{kept, timesyncdWith("enabled", "active", source("127.0.0.11", "selected"))},
			status:   1, verdict: "healthy", findings: []string{"timeservice.two"},
		})
	})
}

func (r *room) installTimesyncd() {
	r.t.Helper()
	r.install("systemd-timesyncd")
	r.user("systemd-timesync", 992, "/run/systemd/timesync", "/var/lib/systemd/timesync")
	r.write("/etc/systemd/timesyncd.conf.d/near.conf", "[Time]\nNTP=127.0.0.11\n")
}

// timesyncd starts it and waits until it has so many packets of its server. It
// insists on its capability only where root starts it.
func (r *room) timesyncd(packets int) {
	r.t.Helper()
	s := r.start(tool(r.t, "", "setpriv"), "--reuid=992", "--regid=992", "--clear-groups", "--no-new-privs", "/lib/systemd/systemd-timesyncd")
	s.await(r.t, liveLimit, func() error { return timesyncdHeard(packets) })
}

// timesyncdHeard asks systemd-timesyncd whether it has a server, and so many
// packets of it.
func timesyncdHeard(packets int) error {
	conn, err := dbus.Connect("unix:path=" + systemBus)
	if err != nil {
		return err
	}
	defer conn.Close()
	var values map[string]dbus.Variant
	object := conn.Object("org.freedesktop.timesync1", "/org/freedesktop/timesync1")
	if err := object.Call(propertiesBus+".GetAll", dbus.FlagNoAutoStart, "org.freedesktop.timesync1.Manager").Store(&values); err != nil {
		return err
	}
	fields, _ := values["NTPMessage"].Value().([]any)
	const all, count = 15, 13 // org.freedesktop.timesync1(5)
	if len(fields) != all || values["ServerName"].Value() != "127.0.0.11" {
		return fmt.Errorf("its server is %s, its message %s", values["ServerName"], values["NTPMessage"])
	}
	if heard, ok := fields[count].(uint64); !ok || heard < uint64(packets) {
		return fmt.Errorf("its message is %s", values["NTPMessage"])
	}
	return nil
}
