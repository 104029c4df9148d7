package remedy

import (
	"unskew/diagnostics"
	"unskew/steps/say"
)

// OnAnother are the lines for a machine of which nothing is known but its clock's
// error: one for each usual time service, of which its administrators type the one
// that fits. They are never run by this program: it is not on that machine.
func OnAnother(offset diagnostics.Offset) []Command {
	commands := usual(Place{})
	windows := resyncNow()
	windows.Why = say.T("where it is a Windows machine (in a window that was opened with \"Run as administrator\")")
	if offset.Abs() > w32Limit {
		windows.Why = say.T("where it is a Windows machine (as administrator). It may refuse a correction of more than 15 hours: then run this program there, which shows how to allow it once")
	}
	commands = append(commands, windows, byHand(
		say.T("A container has no clock of its own: the clock of the machine it runs on has to be corrected."),
		"where AEM runs in a container: type it on the container's host"))
	for i := range commands {
		commands[i].Either, commands[i].ByPerson = true, true
	}
	return commands
}
