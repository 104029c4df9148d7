package remedy

import (
	"strings"

	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// manager is what starts the services: "systemd", "sysvinit", "openrc",
// "launchd" or "windows".
func (p Place) manager() string {
	switch {
	case p.system() == "windows":
		return "windows"
	case p.system() == "darwin":
		return "launchd"
	case p.oldRHEL():
		return "sysvinit"
	case p.Machine.Init == "sysvinit", p.Machine.Init == "openrc", p.Machine.Init == "systemd":
		return p.Machine.Init
	case p.family() == "alpine":
		return "openrc"
	}
	return "systemd"
}

// atOnce reports whether systemctl can start a service with the command that
// has it started at boot (--now: systemd 220, and in RHEL 7 since 7.2).
func (p Place) atOnce() bool { return p.manager() == "systemd" && !p.systemdBefore(9, 16) }

// systemdBefore reports whether this is a Debian or an Ubuntu older than those
// releases, as far as that is known.
func (p Place) systemdBefore(debian, ubuntu int) bool {
	release := p.release()
	if p.family() != "debian" || release == 0 {
		return false
	}
	if release >= 12 && (p.Machine.Distribution.ID == "ubuntu" || strings.Contains(strings.ToLower(p.OS), "ubuntu")) {
		return release < ubuntu
	}
	return release < debian
}

// unit is the name by which the service manager knows a service.
func (p Place) unit(s timeservice.Service) string {
	if !plainName(s.Unit) {
		s.Unit = "" // it comes from outside, and must not become a command of its own
	}
	if !plainName(s.Name) {
		return "<service>"
	}
	if s.Unit != "" && p.manager() == "systemd" {
		return s.Unit
	}
	if s.Unit != "" {
		return strings.TrimSuffix(s.Unit, ".service")
	}
	switch {
	case s.Name == "chronyd" && p.family() == "debian":
		return "chrony"
	case s.Name == "ntpd" && p.family() == "debian":
		return "ntp"
	}
	return s.Name
}

// plainName reports whether a name holds nothing but what systemd allows in the
// name of a unit (systemd.unit(5)), and is no option.
func plainName(name string) bool {
	if name == "" || name[0] == '-' {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune(":_.@-", r)
	}) < 0
}

// plainZone reports the same of the name of a zone.
func plainZone(zone string) bool {
	return plainName(strings.Map(func(r rune) rune {
		if r == '/' || r == '+' {
			return '_'
		}
		return r
	}, zone))
}

// manage is the command that starts, stops or restarts a service.
func (p Place) manage(verb, unit string) []string {
	switch p.manager() {
	case "sysvinit":
		return []string{"service", unit, verb}
	case "openrc":
		return []string{"rc-service", unit, verb}
	case "windows":
		return []string{"net", verb, unit}
	}
	return []string{"systemctl", verb, unit}
}

// boot is the command that has a service started at boot, or not.
func (p Place) boot(on bool, unit string) []string {
	pick := func(yes, no string) string {
		if on {
			return yes
		}
		return no
	}
	switch p.manager() {
	case "sysvinit":
		if p.family() == "debian" {
			return []string{"update-rc.d", unit, pick("enable", "disable")}
		}
		return []string{"chkconfig", unit, pick("on", "off")}
	case "openrc":
		return []string{"rc-update", pick("add", "del"), unit, "default"}
	case "windows":
		return []string{"sc.exe", "config", unit, "start=", pick("auto", "demand")}
	}
	return []string{"systemctl", pick("enable", "disable"), unit}
}

// runs is the command that shows whether a service runs.
func (p Place) runs(unit string) string {
	switch p.manager() {
	case "sysvinit":
		return "service " + unit + " status"
	case "openrc":
		return "rc-service " + unit + " status"
	case "windows":
		return "sc.exe query " + unit
	}
	return "systemctl is-active " + unit
}

// starts is the command that shows whether a service starts at boot.
func (p Place) starts(unit string) string {
	switch p.manager() {
	case "sysvinit":
		if p.family() == "debian" {
			return "ls /etc/rc2.d"
		}
		return "chkconfig --list " + unit
	case "openrc":
		return "rc-update show default"
	case "windows":
		return "sc.exe qc " + unit
	}
	return "systemctl is-enabled " + unit
}

// restart stops and starts a service. A time service may set the clock when it
// starts.
func (p Place) restart(why say.Text, s timeservice.Service) []Command {
	unit := p.unit(s)
	if p.manager() != "windows" {
		again := asRoot(why, p.manage("restart", unit)...)
		again.Moves, again.Takes, again.Check = true, settles(s), p.shows(s)
		return []Command{again}
	}
	stop := asRoot(say.T("stops the time service"), p.manage("stop", unit)...)
	stop.Takes, stop.Undo = say.T("at once"), words(p.manage("start", unit))
	start := asRoot(why, p.manage("start", unit)...)
	start.Moves, start.Takes, start.Check = true, settles(s), p.shows(s)
	return []Command{stop, start}
}

// words is a command as it is typed.
func words(argv []string) string { return strings.Join(argv, " ") }

// settles says how long a service that was just started needs.
func settles(s timeservice.Service) say.Text {
	switch s.Name {
	case "chronyd":
		return say.T("about ten seconds, once a server answers")
	case "ntpd", "ntpsec", "openntpd":
		return say.T("up to a few minutes, once a server answers")
	}
	return say.T("a few seconds, once a server answers")
}

// shows is the command that tells the state of a service.
func (p Place) shows(s timeservice.Service) string {
	switch s.Name {
	case "chronyd":
		return "chronyc -n tracking"
	case "ntpd", "ntpsec":
		return "ntpq -pn"
	case "openntpd":
		return "ntpctl -s all"
	case "systemd-timesyncd":
		if p.systemdBefore(10, 19) { // systemd 239
			return "timedatectl status"
		}
		return "timedatectl timesync-status"
	case guestTools:
		return "vmware-toolbox-cmd timesync status"
	case "w32time":
		return "w32tm /query /status"
	case "timed":
		return "sntp " + p.appleServer()
	}
	return p.runs(p.unit(s))
}
