package remedy

import (
	"slices"
	"strings"

	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// source is a time source that a machine is told to follow.
type source struct {
	name    string // for a setting that takes names
	chrony  string // the line of chrony.conf(5)
	ntp     string // the line of ntp.conf(5)
	told    say.Text
	unnamed bool // a person has to fill it in
}

// sourceFor is the cloud's own source where it has one that the service can
// follow, else a place to fill in.
func sourceFor(p Place, service string) source {
	switch p.Machine.Cloud {
	case "aws":
		// Amazon EC2 User Guide, "Set the time reference": reached from every
		// instance, without a rule in a security group.
		return source{
			name: "169.254.169.123", chrony: "server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4", ntp: "server 169.254.169.123 prefer iburst",
			told: say.T("Amazon's own time source: every machine there reaches it, whatever its firewall says."),
		}
	case "gcp":
		// Google smears leap seconds: others beside it would disagree for a day.
		return source{
			name: "metadata.google.internal", chrony: "server metadata.google.internal iburst", ntp: "server metadata.google.internal iburst",
			told: say.T("Google's own time source. Name no other beside it: it treats leap seconds in its own way."),
		}
	case "azure":
		if service == "chronyd" && slices.Contains(p.Machine.PTP, "hyperv") {
			return source{
				name: "/dev/ptp_hyperv", chrony: "refclock PHC /dev/ptp_hyperv poll 3 dpoll -2 offset 0 stratum 2",
				told: say.T("Azure's own time source, a device of this virtual machine: it needs no network."),
			}
		}
	}
	return source{
		name: yourServer, chrony: "server " + yourServer + " iburst", ntp: "server " + yourServer + " iburst", unnamed: true,
		told: say.T("Ask your network team which time servers the machines here use: take those, two or better four."),
	}
}

// NameServers has a service follow servers that can be followed. A member of a
// domain is not re-pointed.
func NameServers(p Place, s timeservice.Service) []Command {
	if p.Container != "" {
		return []Command{onContainerHost()}
	}
	if domain := p.Machine.Domain; domain != "" {
		commands := []Command{domainFirst(domain)}
		if s.Name == "w32time" {
			ask := asRoot(say.T("looks for the domain's time servers anew; it changes no settings"), "w32tm", "/resync", "/rediscover")
			ask.Moves, ask.Takes, ask.Check = true, say.T("up to a minute"), "w32tm /query /status"
			commands = append(commands, ask)
		}
		return commands
	}
	from := sourceFor(p, s.Name)
	switch s.Name {
	case "chronyd", "ntpd", "ntpsec", "openntpd", "systemd-timesyncd":
		edit := p.nameIn(s, from)
		return append([]Command{edit}, p.restart(say.T("reads the settings and sets the clock"), s)...)
	case "w32time":
		return windowsServers(p, from)
	case "timed":
		return appleServers(p, from)
	}
	return []Command{byHand(from.told, "name time servers in the settings of "+s.Name)}
}

// CloudsOwn has a service follow the cloud's own time source, which no firewall
// keeps away; nil where there is none that it can follow, or that is the domain's
// to give.
func CloudsOwn(p Place, s timeservice.Service) []Command {
	if p.notHere() != nil || p.Machine.Domain != "" || sourceFor(p, s.Name).unnamed {
		return nil
	}
	return NameServers(p, s)
}

// nameIn is the edit that names a source in a service's configuration.
func (p Place) nameIn(s timeservice.Service, from source) Command {
	file, line := chronyConf(p), from.chrony
	switch s.Name {
	case "ntpd", "ntpsec":
		file, line = ntpConf(p, s), from.ntp
	case "openntpd":
		file, line = "ntpd.conf", "server "+from.name
		if p.family() == "debian" {
			file = "/etc/openntpd/ntpd.conf"
		}
	case "systemd-timesyncd":
		file, line = "/etc/systemd/timesyncd.conf", "NTP="+from.name
		edit := byHand(from.told, "in "+file+", below [Time], write: "+line)
		edit.Takes = say.T("a minute")
		return edit
	}
	edit := byHand(from.told, "in "+file+", add the line: "+line)
	edit.Takes = say.T("a minute")
	return edit
}

// chronyConf is chronyd's configuration on this machine.
func chronyConf(p Place) string {
	for _, server := range p.Configured {
		if server.By == "chrony" && strings.HasSuffix(server.File, "/chrony.conf") {
			return server.File
		}
	}
	switch p.family() {
	case "debian", "alpine":
		return "/etc/chrony/chrony.conf"
	}
	return "/etc/chrony.conf"
}

// ntpConf is the configuration of ntpd or NTPsec on this machine.
func ntpConf(p Place, s timeservice.Service) string {
	if s.Name == "ntpsec" && p.family() == "debian" {
		return "/etc/ntpsec/ntp.conf"
	}
	return "/etc/ntp.conf"
}

func windowsServers(p Place, from source) []Command {
	command := asRoot
	if from.unnamed {
		command = toFillIn
	}
	// 0x8: as a client (Windows Time service tools and settings, /manualpeerlist).
	set := command(from.told, "w32tm", "/config", "/manualpeerlist:"+from.name+",0x8", "/syncfromflags:manual", "/update")
	set.Takes, set.Check = say.T("at once"), "w32tm /query /peers"
	return append([]Command{set}, resync(p, running(p.named("w32time")))...)
}

func appleServers(p Place, from source) []Command {
	command := asRoot
	if from.unnamed {
		command = toFillIn
	}
	set := command(from.told, "systemsetup", "-setnetworktimeserver", from.name)
	set.Takes, set.Check = say.T("at once"), "systemsetup -getnetworktimeserver"
	return append([]Command{set}, switchOnApple(p)...)
}
