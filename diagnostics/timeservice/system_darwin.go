package timeservice

// System is the host that the program runs on.
func System() Host {
	return Host{Elsewhere: "timed", ElsewhereTells: "sudo systemsetup -getusingnetworktime"}
}
