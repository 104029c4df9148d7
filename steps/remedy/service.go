package remedy

import (
	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// SetByService has whatever service the machine has set the clock at once. Where
// none is known to run, a line for each of the usual ones is given.
func SetByService(p Place) []Command {
	if p.Container != "" {
		return []Command{{Line: "(on the container's host)", NeedsRoot: true, Why: say.T("A container has no clock of its own: the clock of the machine it runs on has to be corrected.")}}
	}
	var running []timeservice.Service
	for _, service := range p.Services {
		if service.Running {
			running = append(running, service)
		}
	}
	if len(running) == 1 {
		if commands := SetNow(p, running[0]); commands != nil {
			return commands
		}
	}
	configured := map[string]bool{}
	for _, server := range p.Configured {
		configured[server.By] = true
	}
	usual := []struct {
		by      string
		command Command
	}{
		{"chrony", asRoot(say.T("where chrony runs (systemctl is-active chronyd chrony)"), "chronyc", "makestep")},
		{"timesyncd", asRoot(say.T("where systemd-timesyncd runs (systemctl is-active systemd-timesyncd)"), "systemctl", "restart", "systemd-timesyncd")},
		{"ntp.conf", asRoot(say.T("where ntpd runs, started with -g (systemctl is-active ntpd ntp ntpsec)"), "systemctl", "restart", "ntpd")},
	}
	var commands []Command
	for _, known := range usual {
		if configured[known.by] || len(configured) == 0 {
			commands = append(commands, known.command)
		}
	}
	return commands
}

// SetNow has a running service set the clock at once.
func SetNow(_ Place, s timeservice.Service) []Command {
	switch s.Name {
	case "chronyd":
		return []Command{asRoot(say.T("sets the clock at once, through the running service"), "chronyc", "makestep")}
	case "systemd-timesyncd", "ntpd", "ntpsec":
		return []Command{asRoot(say.T("lets the service begin anew: it sets the clock when it starts"), "systemctl", "restart", unit(s))}
	}
	return nil
}

// Start starts a service now and at every boot; one that is masked is unmasked first.
func Start(_ Place, s timeservice.Service) []Command {
	var commands []Command
	if s.Enabled == "masked" {
		unmask := asRoot(say.T("allows it to be started"), "systemctl", "unmask", unit(s))
		unmask.Undo = "systemctl mask " + unit(s)
		commands = append(commands, unmask)
	}
	start := asRoot(say.T("starts it now and at every boot; it sets the clock as soon as a server answers"), "systemctl", "enable", "--now", unit(s))
	start.Undo = "systemctl disable --now " + unit(s)
	return append(commands, start)
}

// AtBoot has a running service started at every boot.
func AtBoot(_ Place, s timeservice.Service) []Command {
	enable := asRoot(say.T("starts it at every boot"), "systemctl", "enable", unit(s))
	enable.Undo = "systemctl disable " + unit(s)
	return []Command{enable}
}
