package remedy

import (
	"strings"

	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// Start starts a service now and at every boot; one that is masked is unmasked
// first.
func Start(p Place, s timeservice.Service) []Command {
	if elsewhere := p.notHere(); elsewhere != nil {
		return elsewhere
	}
	unit := p.unit(s)
	var commands []Command
	if s.Enabled == "masked" && p.manager() == "systemd" {
		unmask := asRoot(say.T("allows it to be started"), "systemctl", "unmask", unit)
		unmask.Takes, unmask.Check, unmask.Undo = say.T("at once"), p.starts(unit), "systemctl mask "+unit
		commands = append(commands, unmask)
	}
	switch {
	case p.manager() == "launchd":
		return switchOnApple(p)
	case s.Name == guestTools:
		return guestSyncOn()
	case p.atOnce():
		start := asRoot(say.T("starts it now and at every boot; it sets the clock as soon as a server answers"), "systemctl", "enable", "--now", unit)
		start.Undo = "systemctl disable --now " + unit
		commands = append(commands, start)
	default:
		atBoot := AtBoot(p, s)
		start := asRoot(say.T("starts it now; it sets the clock as soon as a server answers"), p.manage("start", unit)...)
		start.Undo = words(p.manage("stop", unit))
		commands = append(append(commands, atBoot...), start)
	}
	last := &commands[len(commands)-1]
	last.Moves, last.Takes, last.Check = true, settles(s), p.shows(s)
	return append(commands, afterStart(p, s)...)
}

// afterStart is for services that do not set a wrong clock when they start.
func afterStart(p Place, s timeservice.Service) []Command {
	switch {
	case s.Name == "w32time":
		return resync(p, running(p.named("w32time")))
	case s.Name == "chronyd" && (s.Steps == "never" || strings.HasPrefix(s.Steps, "first update")):
		step := asRoot(say.T("sets the clock at once: by its own settings the service would correct it bit by bit"), "chronyc", "makestep")
		step.Moves, step.Takes, step.Check = true, say.T("nothing, ten seconds after the line before"), p.shows(s)
		return []Command{step}
	}
	return nil
}

// AtBoot has a running service started at every boot.
func AtBoot(p Place, s timeservice.Service) []Command {
	if p.manager() == "launchd" {
		return switchOnApple(p)
	}
	unit := p.unit(s)
	enable := asRoot(say.T("starts it at every boot"), p.boot(true, unit)...)
	enable.Takes, enable.Check, enable.Undo = say.T("at once"), p.starts(unit), words(p.boot(false, unit))
	return []Command{enable}
}

// KeepOne stops all services but one, and starts none of them at boot. None is
// taken off the machine.
func KeepOne(p Place, services []timeservice.Service) []Command {
	if len(services) < 2 {
		return nil
	}
	keep := Kept(services)
	var commands []Command
	if keep.Enabled != "enabled" && keep.Enabled != "static" {
		commands = AtBoot(p, keep)
	}
	for _, other := range services {
		if other.Name == keep.Name {
			continue
		}
		unit := p.unit(other)
		why := say.T("stops %s, now and at every boot; %s stays and keeps the clock", other.Name, keep.Name)
		if p.atOnce() {
			stop := asRoot(why, "systemctl", "disable", "--now", unit)
			stop.Takes, stop.Check, stop.Undo = say.T("at once"), p.runs(unit), "systemctl enable --now "+unit
			commands = append(commands, stop)
			continue
		}
		stop := asRoot(why, p.manage("stop", unit)...)
		stop.Takes, stop.Check, stop.Undo = say.T("at once"), p.runs(unit), words(p.manage("start", unit))
		off := asRoot(say.T("does not start it at boot any more"), p.boot(false, unit)...)
		off.Takes, off.Check, off.Undo = say.T("at once"), p.starts(unit), words(p.boot(true, unit))
		commands = append(commands, stop, off)
	}
	return commands
}

// Kept is the service that stays: one that is started at boot and follows a
// server, else one that is started at boot, else one that follows a server, else
// the first that was not masked. It is what somebody has set up. There has to be
// one at least.
func Kept(services []timeservice.Service) timeservice.Service {
	best, most := services[0], -2
	for _, service := range services {
		worth := 0
		switch service.Enabled {
		case "enabled":
			worth += 2
		case "masked":
			worth--
		}
		if service.Selected != "" {
			worth++
		}
		if worth > most {
			best, most = service, worth
		}
	}
	return best
}
