package machine

import (
	"os"

	"unskew/diagnostics/hostclock"
)

// System is the machine that the program runs on.
func System() Host {
	return Host{
		OS: "darwin", Root: os.DirFS("/"), Getenv: os.Getenv, UID: os.Geteuid, Groups: groups,
		Clock: hostclock.System(),
	}
}
