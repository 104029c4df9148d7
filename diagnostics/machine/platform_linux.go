package machine

import (
	"os"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/inquiry"
)

// System is the machine that the program runs on.
func System() Host {
	return Host{
		OS: "linux", Root: os.DirFS("/"), Getenv: os.Getenv, UID: os.Geteuid, Groups: groups,
		Clock: hostclock.System(), Run: inquiry.Run,
	}
}
