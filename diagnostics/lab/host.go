package lab

import (
	"crypto/sha256"
	"fmt"
	"net"
	"strings"
	"time"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/timeservice"
)

// maximumError is what the kernel says of a clock that nothing disciplines: it
// grows by 500 ppm and stops at 16 s (RFC 5905, MAXDISP).
const maximumError = 16 * time.Second

// Host is what the simulated host would say of its own clock now.
func (l *Lab) Host() hostclock.State {
	h := l.scenario.Host
	raw := l.clock.Raw()
	s := hostclock.State{
		Name: h.Name, OS: h.OS, BootID: bootID(l.scenario.Name),
		Zone: h.Zone, ZoneOffset: time.Duration(h.ZoneOffset), Uptime: time.Duration(h.Uptime) + raw,
		Asleep: time.Duration(h.Asleep), Container: h.Inside, VirtualMachine: h.Machine, RTCLocal: h.RTCLocal && !l.Fixed(),
		Kernel: l.kernel(raw),
	}
	switch {
	case h.NoRTC:
		s.Unknown = map[string]string{"rtc": "this machine has none"}
	case h.RTCIsRight:
		s.RTC = second(l.Now())
	default:
		s.RTC = second(l.clock.Wall())
	}
	return s
}

// kernel is the state of the clock discipline. The remedy starts a service that
// disciplines the clock; while it slews, the kernel has something left to do.
func (l *Lab) kernel(raw time.Duration) *hostclock.Kernel {
	current := l.course.current(raw)
	if !l.scenario.Host.Synced && (!l.Fixed() || l.scenario.Without) {
		return &hostclock.Kernel{MaximumError: maximumError, EstimatedError: maximumError}
	}
	k := &hostclock.Kernel{Synchronised: true, MaximumError: 20 * time.Millisecond, EstimatedError: time.Millisecond}
	if current.rate != 0 {
		k.Slewing = current.at(raw)
	}
	return k
}

// second cuts a time to the whole seconds that a hardware clock has.
func second(t time.Time) *time.Time {
	t = t.Truncate(time.Second)
	return &t
}

// bootID is the same in every run of a scenario.
func bootID(name string) string {
	h := sha256.Sum256([]byte("boot " + name))
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// OwnServers are those that the host is configured to follow, as its
// configuration names them.
func (l *Lab) OwnServers() []timeservice.Server {
	var list []timeservice.Server
	file, by := l.configuredIn()
	for _, s := range l.scenario.NTP {
		if s.Own {
			list = append(list, timeservice.Server{
				Name: strings.TrimSuffix(s.Name, ":123"), File: file, Line: len(list) + 3, By: by, NTS: l.asksOverNTS(),
			})
		}
	}
	return list
}

// configuredIn is the file in which the host's first service names its servers.
func (l *Lab) configuredIn() (file, by string) {
	name := "chronyd"
	if len(l.scenario.Service) > 0 {
		name = l.scenario.Service[0].Name
	}
	system := l.scenario.Host.OS + " " + l.scenario.Host.Distribution
	switch {
	case name == "systemd-timesyncd":
		return "/etc/systemd/timesyncd.conf", "timesyncd"
	case name == "ntpd":
		return "/etc/ntp.conf", "ntp.conf"
	case name == "ntpsec":
		return "/etc/ntpsec/ntp.conf", "ntp.conf"
	case name == "w32time":
		return `HKLM\SYSTEM\CurrentControlSet\Services\W32Time\Parameters\NtpServer`, "w32time"
	case strings.Contains(system, "Red Hat"), strings.Contains(system, "SUSE"):
		return "/etc/chrony.conf", "chrony"
	}
	return "/etc/chrony/chrony.conf", "chrony"
}

// Server is a source of time that a person or the defaults would name.
type Server struct {
	Name     string // NTP: host:port; HTTPS: host
	Operator string
	URL      string // of HTTPS servers
}

// NTPServers are the public time servers; the host's own are OwnServers.
func (l *Lab) NTPServers() []Server {
	var list []Server
	for _, s := range l.scenario.NTP {
		if !s.Own {
			list = append(list, Server{Name: s.Name, Operator: s.Operator})
		}
	}
	return list
}

// HTTPSHosts are the web servers whose Date is read.
func (l *Lab) HTTPSHosts() []Server {
	var list []Server
	for _, s := range l.scenario.HTTPS {
		host := hostOf(s.URL)
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		list = append(list, Server{Name: host, Operator: s.Operator, URL: s.URL})
	}
	return list
}
