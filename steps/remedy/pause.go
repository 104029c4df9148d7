package remedy

import (
	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// StepAfterPause sets the clock of a machine that stood still, and has the
// service set it at once after the next pause, too.
func StepAfterPause(p Place, s timeservice.Service) []Command {
	commands := SetNow(p, s)
	if p.notHere() != nil {
		return commands
	}
	switch {
	case s.Name == "chronyd" && s.Steps != "always":
		// chrony.conf(5), makestep: a negative limit is none.
		always := byHand(say.T("lets the service set the clock at once after every pause, not only when it starts"),
			"in "+chronyConf(p)+", in place of the line that begins with makestep, write: makestep 1 -1")
		always.Takes, always.Undo = say.T("a minute"), "write the former line again"
		commands = append(append(commands, always), p.restart(say.T("reads the settings"), s)...)
	case (s.Name == "ntpd" || s.Name == "ntpsec") && s.Steps != "always":
		// ntp.conf(5), tinker panic: 0 is no limit; it has to come first.
		always := byHand(say.T("keeps the service from ending where a pause was longer than 1000 s"),
			"in "+ntpConf(p, s)+", as the first line, write: tinker panic 0")
		always.Takes, always.Undo = say.T("a minute"), "take that line out again"
		commands = append(append(commands, always), p.restart(say.T("reads the settings"), s)...)
	}
	return commands
}
