package timeservice

// System is the host that the program runs on.
func System() Host {
	return Host{Elsewhere: "w32time", ElsewhereTells: "w32tm /query /status"}
}
