package remedy

import (
	"time"

	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// SetByService has whatever service the machine has set the clock at once. Where
// none is known, a line for each of the usual ones is given, to choose from.
func SetByService(p Place) []Command {
	if elsewhere := p.notHere(); elsewhere != nil {
		return elsewhere
	}
	switch running := p.running(); {
	case p.system() == "windows":
		return SetNow(p, p.named("w32time"))
	case p.system() == "darwin":
		return SetNow(p, p.named("timed"))
	case len(running) > 0:
		if commands := SetNow(p, Kept(running)); commands != nil {
			return commands
		}
	case len(p.Services) > 0:
		return Start(p, Kept(p.Services))
	}
	return usual(p)
}

// named is the service of that name, as far as it is known.
func (p Place) named(name string) timeservice.Service {
	for _, service := range p.Services {
		if service.Name == name {
			return service
		}
	}
	return timeservice.Service{Name: name}
}

// usual are the lines for the usual services, or for those that are configured.
func usual(p Place) []Command {
	configured := map[string]bool{}
	for _, server := range p.Configured {
		configured[server.By] = true
	}
	lines := []struct {
		by, service string
		command     Command
	}{
		{"chrony", "chronyd", asRoot(say.T("where chrony runs (systemctl is-active chronyd chrony)"), "chronyc", "makestep")},
		{"timesyncd", "systemd-timesyncd", asRoot(say.T("where systemd-timesyncd runs (systemctl is-active systemd-timesyncd)"), "systemctl", "restart", "systemd-timesyncd")},
		{"ntp.conf", "ntpd", asRoot(say.T("where ntpd runs, started with -g (systemctl is-active ntpd ntp ntpsec)"), p.manage("restart", "ntpd")...)},
	}
	var commands []Command
	for _, known := range lines {
		if !configured[known.by] && len(configured) > 0 {
			continue
		}
		service := timeservice.Service{Name: known.service}
		known.command.Moves, known.command.Check = true, p.shows(service)
		known.command.Takes = settles(service)
		if known.service == "chronyd" {
			known.command.Takes = say.T("at once")
		}
		commands = append(commands, known.command)
	}
	for i := range commands {
		commands[i].Either = len(commands) > 1
	}
	return commands
}

// SetNow has a running service set the clock at once.
func SetNow(p Place, s timeservice.Service) []Command {
	if elsewhere := p.notHere(); elsewhere != nil {
		return elsewhere
	}
	switch s.Name {
	case "chronyd":
		return makestep(p, s)
	case "systemd-timesyncd":
		return p.restart(say.T("lets the service begin anew: it sets the clock when it starts"), s)
	case "ntpd", "ntpsec":
		if p.Offset.Abs() > panics && s.Steps == "up to 1000 s" {
			return AfterPanic(p, s) // started as it is, without -g, it would give up
		}
		return p.restart(say.T("lets the service begin anew: it sets the clock when it starts"), s)
	case "openntpd":
		return openntpd(p, s)
	case "w32time":
		return resync(p, s)
	case "timed":
		return sntp(p)
	}
	return nil
}

// makestep has chronyd do in one step what it would correct bit by bit. Where it
// has not noticed yet how wrong the clock is, it is made to measure first: it
// asks its servers only every few minutes. Where it holds another time for true
// than was measured, it is not made to step to it.
func makestep(p Place, s timeservice.Service) []Command {
	if holdsAnotherTime(p, s) {
		return []Command{byHand(
			say.T("The service corrects this clock to another time than this program has measured: if it did so at once, the clock would be wrong all the same."),
			"first: find out why the time source of "+s.Name+" ("+s.Selected+") tells another time: chronyc -n sources")}
	}
	step := asRoot(say.T("sets the clock at once, through the running service"), "chronyc", "makestep")
	step.Moves, step.Takes, step.Check = true, say.T("at once"), p.shows(s)
	if s.Correction == nil || p.Offset.Abs() == 0 || s.Correction.Abs() > p.Offset.Abs()/2 {
		return []Command{step}
	}
	burst := asRoot(say.T("has the service ask its servers now: it has not seen yet how wrong the clock is"), "chronyc", "burst", "4/4")
	burst.Takes, burst.Check = say.T("ten seconds: wait before the next line"), p.shows(s)
	return []Command{burst, step}
}

// holdsAnotherTime reports whether a service corrects the clock to something
// else than the measured time: the other way, or twice as far. One that corrects
// too little may only not have seen the error yet.
func holdsAnotherTime(p Place, s timeservice.Service) bool {
	if s.Correction == nil || p.Offset.Abs() == 0 || s.Correction.Abs() <= time.Second {
		return false
	}
	return *s.Correction > 0 != p.Offset.Behind() || s.Correction.Abs() > 2*p.Offset.Abs()
}

// openntpd steps only when it is started with -s (OpenNTPD's ntpd(8)).
func openntpd(p Place, s timeservice.Service) []Command {
	again := p.restart(say.T("starts it anew: with -s it sets the clock when it starts"), s)
	if s.Steps == "at the start only" {
		return again
	}
	option := byHand(say.T("allows the service to set the clock when it starts; without it, it corrects bit by bit"),
		"add -s to the options with which OpenNTPD is started: DAEMON_OPTS in /etc/default/openntpd on Debian, ntpd_flags elsewhere")
	return append([]Command{option}, again...)
}

// panics is the error above which ntpd ends instead of correcting the clock (RFC
// 5905, appendix A.5.5.6: PANICT).
const panics = 1000 * time.Second

// AfterPanic has ntpd set the clock once, whatever the size, and then keep it
// (ntpd(8): -g lifts the limit once, -q sets the clock and ends).
func AfterPanic(p Place, s timeservice.Service) []Command {
	if elsewhere := p.notHere(); elsewhere != nil {
		return elsewhere
	}
	if s.Name == "chronyd" {
		return withoutMaxchange(p, s)
	}
	unit := p.unit(s)
	stop := asRoot(say.T("makes sure that the service does not run: two at once would be in each other's way"), p.manage("stop", unit)...)
	stop.Takes, stop.Undo = say.T("at once"), words(p.manage("start", unit))
	argv := []string{"ntpd", "-gq"}
	if s.Name == "ntpsec" && p.family() == "debian" {
		argv = append(argv, "-c", ntpConf(p, s)) // its start script names this file
	}
	set := asRoot(say.T("the service sets the clock once, however wrong it is, and ends"), argv...)
	set.Moves, set.Takes = true, say.T("up to a minute")
	start := asRoot(say.T("starts it: from now on it keeps the clock"), p.manage("start", unit)...)
	start.Takes, start.Check, start.Undo = settles(s), p.shows(s), words(p.manage("stop", unit))
	commands := []Command{stop, set, start}
	if s.Enabled != "enabled" {
		commands = append(commands, AtBoot(p, s)...)
	}
	return commands
}

// withoutMaxchange is for chronyd, which gives up only where its settings say so
// (chrony.conf(5), maxchange).
func withoutMaxchange(p Place, s timeservice.Service) []Command {
	file := chronyConf(p)
	lift := byHand(say.T("lets the service correct this clock although it is so far off"), "in "+file+", put a # in front of the line that begins with maxchange")
	step := asRoot(say.T("sets the clock at once, through the running service"), "chronyc", "makestep")
	step.Moves, step.Takes, step.Check = true, say.T("at once, ten seconds after the line before"), p.shows(s)
	again := byHand(say.T("from then on the limit holds as before"), "when the clock is right: in "+file+", take the # in front of maxchange away again")
	lift.Takes, again.Takes = say.T("a minute"), say.T("a minute")
	commands := append([]Command{lift}, p.restart(say.T("starts it without the limit"), s)...)
	return append(append(commands, step, again), p.restart(say.T("reads the settings"), s)...)
}
