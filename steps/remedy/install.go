package remedy

import (
	"time"

	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// packages is how a distribution installs its time service.
type packages struct {
	argv    []string
	service timeservice.Service
	undo    string
	started bool // the package starts it, now and at every boot
}

// packagesOf is the time service that a distribution comes with; false where the
// distribution is not known.
func packagesOf(p Place) (packages, bool) {
	chronyd, ntpd := timeservice.Service{Name: "chronyd"}, timeservice.Service{Name: "ntpd"}
	release := p.release()
	switch p.family() {
	case "rhel":
		switch {
		case p.oldRHEL():
			return packages{argv: []string{"yum", "install", "-y", "ntp"}, service: ntpd, undo: "yum remove ntp"}, true
		case release == 7 && p.Machine.Distribution.ID != "fedora":
			return packages{argv: []string{"yum", "install", "-y", "chrony"}, service: chronyd, undo: "yum remove chrony"}, true
		}
		return packages{argv: []string{"dnf", "install", "-y", "chrony"}, service: chronyd, undo: "dnf remove chrony"}, true
	case "amazon": // 2 has yum, 2023 has both names for one program
		return packages{argv: []string{"yum", "install", "-y", "chrony"}, service: chronyd, undo: "yum remove chrony"}, true
	case "debian":
		return packages{argv: []string{"apt-get", "install", "-y", "chrony"}, service: chronyd, undo: "apt-get remove chrony", started: true}, true
	case "suse":
		if release > 0 && release <= 12 {
			return packages{argv: []string{"zypper", "--non-interactive", "install", "ntp"}, service: ntpd, undo: "zypper remove ntp"}, true
		}
		return packages{argv: []string{"zypper", "--non-interactive", "install", "chrony"}, service: chronyd, undo: "zypper remove chrony"}, true
	case "alpine":
		return packages{argv: []string{"apk", "add", "chrony"}, service: chronyd, undo: "apk del chrony"}, true
	case "arch":
		return packages{argv: []string{"pacman", "-S", "--noconfirm", "--needed", "chrony"}, service: chronyd, undo: "pacman -R chrony"}, true
	}
	return packages{}, false
}

// Install installs the time service that the distribution comes with, names its
// servers, and starts it. Where one is installed, it does nothing: packages of
// time services throw each other off the machine.
func Install(p Place) []Command {
	switch {
	case len(p.Services) > 0:
		return nil
	case p.Container != "":
		return []Command{onContainerHost()}
	case p.system() == "windows":
		register := asRoot(say.T("puts back the time service that Windows comes with"), "w32tm", "/register")
		register.Takes, register.Check, register.Undo = say.T("at once"), "sc.exe query w32time", "w32tm /unregister"
		return append([]Command{register}, Start(p, timeservice.Service{Name: "w32time"})...)
	case p.system() == "darwin":
		return switchOnApple(p)
	}
	known, found := packagesOf(p)
	if p.Machine.Distribution.Image {
		return []Command{byHand(
			say.T("This system is an image as a whole: what is added to it in place is gone with its next update."),
			"have whoever builds this image add its time service, usually the package chrony")}
	}
	if !found {
		return []Command{
			byHand(say.T("This program does not know this distribution."), "install the time service that this distribution comes with, usually the package chrony"),
			p.firstServers(timeservice.Service{Name: "chronyd"}),
			byHand(say.T("From then on it keeps the clock."), "have it started, now and at every boot"),
		}
	}
	install := asRoot(installWhy(p, known.service.Name), known.argv...)
	install.Takes, install.Check, install.Undo = say.T("about a minute"), p.runs(p.unit(known.service)), known.undo
	install.Moves = known.started
	commands := []Command{install, p.firstServers(known.service)}
	if known.started {
		return append(commands, p.restart(say.T("reads the settings and sets the clock"), known.service)...)
	}
	return append(commands, Start(p, known.service)...)
}

// firstServers names the servers of a service that was just installed.
func (p Place) firstServers(s timeservice.Service) Command {
	if domain := p.Machine.Domain; domain != "" {
		return byHand(say.T("A member of a domain takes its time from there; whoever runs the domain knows their names."),
			"name the domain controllers of "+domain+" as its time servers")
	}
	return p.nameIn(s, sourceFor(p, s.Name))
}

// installWhy warns of what a wrong clock does to package managers. apt-get
// refuses lists whose date lies in the future (apt.conf(5), Acquire::Check-Date);
// all refuse certificates whose dates do not fit.
func installWhy(p Place, service string) say.Text {
	why := say.T("installs the time service of this distribution (%s)", service)
	switch {
	case p.Offset.Abs() < time.Hour:
		return why
	case p.family() == "debian" && p.Offset.Behind():
		return say.T("%s. If it does not find the package because a list is \"not valid yet\", the wrong clock is why: first apt-get -o Acquire::Check-Date=false update", why)
	}
	return say.T("%s. If it refuses a certificate or a signature for its dates, the wrong clock is why: then take the package from a local mirror or file", why)
}
