package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/lab"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
)

// ordinary is a host of a kind that there are many of, and the causes that are
// to be named on it: no more and no fewer.
type ordinary struct {
	name     string
	behind   time.Duration // negative: ahead
	host     func(*hostclock.State)
	machine  machine.Machine
	services []timeservice.Service
	reading  func(*diagnostics.Reading) // of the server that the host follows; nil: there is none
	causes   []string
}

// follower is a service that runs, starts at boot and follows a server.
func follower(name string, change func(*timeservice.Service)) timeservice.Service {
	s := timeservice.Service{
		Name: name, Installed: true, Running: true, Enabled: "enabled", Selected: "ntp.corp.example",
		Sources: []timeservice.Source{{Name: "ntp.corp.example", State: timeservice.StateSelected, Selected: true, Reach: 255}},
	}
	if change != nil {
		change(&s)
	}
	return s
}

func stopped(s *timeservice.Service) { s.Running, s.Selected, s.Sources = false, "", nil }

func (o ordinary) session() Session {
	m := made(o.behind, Settings{})
	state := hostclock.State{
		Name: "made-1", OS: "linux/amd64", BootID: m.boot, Zone: "UTC", Kernel: &hostclock.Kernel{Synchronised: true, MaximumError: 2 * time.Second}, Uptime: time.Hour,
	}
	if o.host != nil {
		o.host(&state)
	}
	if state.RTC == nil { // it has the OS clock's time
		rtc := m.now().Wall.Add(time.Second)
		state.RTC = &rtc
	}
	m.observe(StepOSTime, Observation{Host: &state, Machine: &o.machine, Services: &Services{List: o.services}})
	m.reading("time-a.example", time.Millisecond).reading("time-b.example", time.Millisecond).reading("time-c.example", time.Millisecond)
	if o.reading != nil {
		m.reading("ntp.corp.example", time.Millisecond, own, o.reading)
	}
	return m.session
}

func TestOrdinaryHosts(t *testing.T) {
	tools := timeservice.Service{
		Name: "vmware-tools", Installed: true, Running: true, Enabled: "enabled", Unknown: map[string]string{"sources": "not told"},
	}
	vmware := func(s *hostclock.State) { s.VirtualMachine = "VMware" }
	quiet := machine.Machine{GuestSync: map[string]string{"vmware-tools": machine.SyncDisabled}}
	hyperv := func(s *hostclock.State) { s.OS, s.VirtualMachine = "windows/amd64", "Hyper-V" }
	windows := func(s *hostclock.State) { s.OS = "windows/amd64" }
	vienna := func(s *hostclock.State) {
		s.Zone, s.ZoneOffset, s.Kernel.Synchronised, s.Uptime = "Europe/Vienna", 2*time.Hour, false, 3*time.Minute
	}
	slewing := func(by time.Duration) func(*timeservice.Service) {
		return func(s *timeservice.Service) { s.Correction = &by }
	}
	cases := []ordinary{
		{
			name: "chronyd beside VMware's tools, right", host: vmware, machine: quiet,
			services: []timeservice.Service{follower("chronyd", nil), tools},
		},
		{
			name: "chronyd slews beside VMware's tools", behind: 10 * time.Minute, host: vmware, machine: quiet,
			services: []timeservice.Service{follower("chronyd", slewing(10*time.Minute)), tools}, causes: []string{"timeservice.only-slews"},
		},
		{
			name: "chronyd is stopped, VMware's tools run and keep no time", behind: 10 * time.Minute, host: vmware, machine: quiet,
			services: []timeservice.Service{follower("chronyd", stopped), tools}, causes: []string{"timeservice.stopped"},
		},
		{
			name: "ntpd gave up beside VMware's tools", behind: time.Hour + 10*time.Minute, host: vmware, machine: quiet,
			services: []timeservice.Service{follower("ntpd", stopped), tools}, causes: []string{"timeservice.gave-up"},
		},
		{
			name: "nothing but VMware's tools, which keep no time", behind: 10 * time.Minute, host: vmware, machine: quiet,
			services: []timeservice.Service{tools}, causes: []string{"timeservice.none"},
		},
		{
			name: "nothing but VMware's tools, which keep the time", host: vmware,
			machine:  machine.Machine{GuestSync: map[string]string{"vmware-tools": machine.SyncEnabled}},
			services: []timeservice.Service{tools},
		},
		{
			name: "Windows under Hyper-V as it is set up, right", host: hyperv,
			machine:  machine.Machine{Init: "windows", GuestSync: map[string]string{"hyperv": machine.SyncEnabled}},
			services: []timeservice.Service{follower("w32time", nil)},
		},
		{
			name: "Windows outside of a domain, whose service is started when it is needed, right", host: windows,
			services: []timeservice.Service{follower("w32time", func(s *timeservice.Service) { stopped(s); s.Enabled = "manual" })},
		},
		{
			name: "and wrong", host: windows, behind: 10 * time.Minute, causes: []string{"timeservice.stopped"},
			services: []timeservice.Service{follower("w32time", func(s *timeservice.Service) { stopped(s); s.Enabled = "manual" })},
		},
		{
			name: "started beside Windows, which writes local time to the hardware clock", behind: -2 * time.Hour, host: vienna,
			services: []timeservice.Service{follower("chronyd", nil)}, causes: []string{"rtc.local-time"},
		},
		{
			name: "the same by one hour, as in summer in London", behind: -time.Hour, host: func(s *hostclock.State) {
				vienna(s)
				s.Zone, s.ZoneOffset = "Europe/London", time.Hour
			},
			services: []timeservice.Service{follower("chronyd", nil)}, causes: []string{"rtc.local-time"},
		},
		{
			name: "a virtual machine whose hypervisor gives it local time", behind: -2 * time.Hour, host: func(s *hostclock.State) {
				vienna(s)
				s.VirtualMachine = "KVM"
			},
			services: []timeservice.Service{follower("chronyd", nil)}, causes: []string{"host.hypervisor-clock"},
		},
		{
			name: "chronyd corrects something else than the error", behind: 10 * time.Minute,
			services: []timeservice.Service{follower("chronyd", slewing(-5*time.Minute))},
		},
		{
			name:     "a firewall lets only the service's own port through, right",
			services: []timeservice.Service{follower("chronyd", nil)}, reading: silent,
		},
		{
			name:     "its server stopped answering",
			services: []timeservice.Service{follower("chronyd", func(s *timeservice.Service) { s.Sources[0].Reach = 0o370 })},
			reading:  silent, causes: []string{"timeservice.no-answer"},
		},
	}
	ran := 0
	for _, c := range append(cases, ordinaryGuests()...) {
		ran++
		a := Assess(c.session())
		var causes []string
		for _, found := range a.Findings {
			if found.Root() {
				causes = append(causes, found.Code)
			}
		}
		if !slices.Equal(causes, c.causes) {
			t.Errorf("%s: %v, want %v", c.name, causes, c.causes)
		}
		if len(c.causes) == 0 && c.behind == 0 && a.Keeping.State == LastsRelapse {
			t.Errorf("%s: it is said to be wrong again: %v", c.name, a.Keeping.Why)
		}
	}
	if ran != 26 {
		t.Errorf("%d cases", ran)
	}
}

// ordinaryGuests are virtual machines, and machines without a hardware clock.
func ordinaryGuests() []ordinary {
	rightRTC := func(s *hostclock.State) {
		s.VirtualMachine, s.Kernel.Synchronised = "KVM", false
		rtc := truthAt().Add(time.Minute + 2*time.Second)
		s.RTC = &rtc
	}
	limited := follower("chronyd", stopped)
	limited.Panics, limited.Failed = "exits where the clock is more than 1000 s off (maxchange)", "exit-code"
	return []ordinary{
		{
			name: "a virtual machine that drifted for a month", behind: time.Minute, host: func(s *hostclock.State) {
				rightRTC(s)
				s.Uptime = 33 * 24 * time.Hour
			},
			services: []timeservice.Service{}, causes: []string{"timeservice.none"},
		},
		{
			name: "one that was paused", behind: time.Minute, host: rightRTC,
			services: []timeservice.Service{follower("chronyd", nil)}, causes: []string{"host.paused"},
		},
		{
			name: "WSL, which starts no time service, right", host: func(s *hostclock.State) { s.VirtualMachine = "WSL" },
			services: []timeservice.Service{follower("systemd-timesyncd", stopped)},
		},
		{
			name: "WSL after its computer slept", behind: time.Hour + 10*time.Minute, host: func(s *hostclock.State) {
				rightRTC(s)
				s.VirtualMachine = "WSL"
			},
			services: []timeservice.Service{follower("systemd-timesyncd", stopped)}, causes: []string{"host.paused"},
		},
		{
			name: "chronyd gave up by maxchange", behind: 3 * time.Hour / 2, host: nil,
			services: []timeservice.Service{limited}, causes: []string{"timeservice.gave-up"},
		},
		{
			name: "its own server is silent, others have no name here", host: nil,
			services: []timeservice.Service{}, reading: silent, causes: []string{"timeservice.none", "timeservice.no-answer"},
		},
		{
			name: "kept by a service that this program does not know", host: func(s *hostclock.State) { s.Kernel.MaximumError = 20 * time.Millisecond },
			services: []timeservice.Service{},
		},
		{
			name: "Windows, which keeps local time in the hardware clock, and a clock set by hand", behind: -time.Hour, host: func(s *hostclock.State) {
				s.OS, s.Zone, s.ZoneOffset, s.RTCLocal = "windows/amd64", "Europe/London", time.Hour, true
			},
			services: []timeservice.Service{follower("w32time", nil)}, causes: []string{"zone.dst-by-hand"},
		},
		{
			name: "Windows with secure time seeding, which is on unless somebody switched it off, and a wrong zone", behind: -8 * time.Hour,
			host: func(s *hostclock.State) { s.OS = "windows/amd64" }, machine: machine.Machine{Init: "windows", SecureTimeSeeding: new(true)},
			services: []timeservice.Service{follower("w32time", nil)}, causes: []string{"zone.set-by-hand"},
		},
		{
			name: "the same without its service, which would do the seeding", behind: 30 * time.Hour,
			host: func(s *hostclock.State) { s.OS = "windows/amd64" }, machine: machine.Machine{Init: "windows", SecureTimeSeeding: new(true)},
			services: []timeservice.Service{follower("w32time", stopped)}, causes: []string{"timeservice.stopped"},
		},
		{
			name: "a member of a domain on Windows, right", host: func(s *hostclock.State) { s.OS = "windows/amd64" },
			machine:  machine.Machine{Init: "windows", Domain: "CORP.EXAMPLE"},
			services: []timeservice.Service{follower("w32time", func(s *timeservice.Service) { s.Sync = timeservice.SyncDomain })},
		},
	}
}

// TestContainerIsKept: the kernel's flag stays for hours after whatever set it;
// its error tells how long ago the clock was corrected.
func TestContainerIsKept(t *testing.T) {
	for maximum, want := range map[time.Duration]Lasting{20 * time.Millisecond: LastsKept, 9 * time.Second: LastsNow} {
		one := ordinary{host: func(s *hostclock.State) { s.Container, s.Kernel.MaximumError = "docker", maximum }}
		if got := Assess(one.session()).Keeping; got.State != want {
			t.Errorf("maximum error %s: %q, want %q", maximum, got.State, want)
		}
	}
}

// TestStartsAtBoot: what was enabled only until the next boot does not.
func TestStartsAtBoot(t *testing.T) {
	for word, want := range map[string]bool{"enabled": true, "static": true, "enabled-runtime": false, "disabled": false, "manual": false, "": false} {
		if got := startsAtBoot(timeservice.Service{Enabled: word}); got != want {
			t.Errorf("%q: %t", word, got)
		}
	}
}

// TestBlockedIsSilence: names that are not known are no sign of a firewall, also
// where the machine's own servers are silent.
func TestBlockedIsSilence(t *testing.T) {
	unknown := func(r *diagnostics.Reading) { silent(r); r.Reason = diagnostics.ReasonDNS }
	for _, c := range []struct {
		change  func(*diagnostics.Reading)
		blocked bool
	}{{unknown, false}, {silent, true}} {
		m := made(0, Settings{}).host()
		for _, name := range []string{"time-a.example", "time-b.example"} {
			m.reading(name, 0, c.change)
		}
		for _, name := range []string{"192.0.2.1", "192.0.2.2"} {
			m.reading(name, 0, own, silent)
		}
		if found := finding(Assess(m.session), "ntp.blocked"); (found != nil) != c.blocked {
			t.Errorf("blocked is %t, want %t", found != nil, c.blocked)
		}
	}
}

// TestNoHardwareClock: a board without one has no battery that could be empty.
func TestNoHardwareClock(t *testing.T) {
	m := made(50*365*24*time.Hour, Settings{})
	for _, rtc := range []*time.Time{nil, new(m.now().Wall)} {
		host := hostclock.State{Name: "made-1", OS: "linux/arm64", BootID: m.boot, Uptime: time.Hour, RTC: rtc}
		title := finding(Assess(m.observe(StepOSTime, Observation{Host: &host}).reading("time-a.example", time.Millisecond).session), "rtc.battery")
		if title == nil || strings.Contains(title.Title.String(), "has no hardware clock") != (rtc == nil) {
			t.Errorf("with a hardware clock: %t: %+v", rtc != nil, title)
		}
	}
}

// TestZoneOfThePerson: a zone that a person brought along in TZ says nothing of
// how the machine's clock was set.
func TestZoneOfThePerson(t *testing.T) {
	for _, own := range []bool{false, true} {
		bubble(t, fmt.Sprint(own), func(t *testing.T) {
			scenario, err := lab.Find("zone-by-hand")
			if err != nil {
				t.Fatal(err)
			}
			world := startLab(t, scenario)
			host := world.world.Host
			world.world.Host = func(ctx context.Context) hostclock.State {
				state := host(ctx)
				state.ZoneOwn = own
				return state
			}
			engine := NewEngine(world.world, world.settings, false, NoKeeper{})
			if err := engine.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			found := finding(Assess(engine.Session()), "zone.set-by-hand") != nil
			if found == own {
				t.Errorf("with a zone of the person's own (%v): found %v", own, found)
			}
		})
	}
}
