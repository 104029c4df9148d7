package remedy

import (
	"strings"

	"unskew/steps/say"
)

// yourServer stands for a time server that a person has to name.
const yourServer = "<your-time-server>"

// appleServer is the time server that macOS is set to.
func (p Place) appleServer() string {
	for _, server := range p.Configured {
		if server.Name != "" && !strings.Contains(server.Name, ":") {
			return server.Name
		}
	}
	return yourServer
}

// sntp has macOS ask the server that it follows anyway, and set the clock by its
// answer (sntp(1): -s slews, -S steps where the error is large).
func sntp(p Place) []Command {
	server := p.appleServer()
	command := asRoot
	why := say.T("asks the time server that this machine is set to, and sets the clock by it")
	if server == yourServer {
		command = toFillIn
		why = say.T("asks a time server and sets the clock by it; systemsetup -getnetworktimeserver names the one that this machine is set to")
	}
	set := command(why, "sntp", "-sS", server)
	set.Moves, set.Takes, set.Check = true, say.T("a few seconds"), "sntp "+server
	return append([]Command{set}, switchOnApple(p)...)
}

// switchOnApple has macOS keep its clock.
func switchOnApple(p Place) []Command {
	on := asRoot(say.T("has the system keep the clock from now on"), "systemsetup", "-setusingnetworktime", "on")
	on.Moves, on.Takes = true, say.T("up to a minute")
	on.Check, on.Undo = "systemsetup -getusingnetworktime", "systemsetup -setusingnetworktime off"
	return []Command{on}
}
