package remedy

import (
	"strings"

	"unskew/steps/say"
)

// onContainerHost: a container has no clock.
func onContainerHost() Command {
	return byHand(
		say.T("A container has no clock of its own: the clock of the machine it runs on has to be corrected."),
		"on the container's host")
}

// restartWSL: Windows sets the clock of its subsystem for Linux when that starts,
// and often no more after the computer slept.
func restartWSL() Command {
	return byHand(
		say.T("This Linux runs in Windows (WSL), which sets its clock when it starts. All that runs in it is stopped by that."),
		"save your work here; in Windows, type: wsl --shutdown; then open this Linux again")
}

// upstreamFirst: a clock that is set by wrong servers is wrong again.
func upstreamFirst(servers []string) Command {
	return byHand(
		say.T("They are wrong themselves: whatever this machine's time service does now, it follows them."),
		"first: whoever runs the time servers "+strings.Join(servers, ", ")+" has to correct them")
}

// domainFirst: a member of a domain takes the domain's time, right or wrong.
func domainFirst(domain string) Command {
	return byHand(
		say.T("This machine is a member of the domain %s and takes its time from there. If it alone follows other servers, people can no longer log in to it.", domain),
		"ask whoever runs the domain "+domain+": its domain controllers have to give the time, and this machine has to reach them")
}
