//go:build !linux && !darwin && !windows

package machine

import (
	"os"
	"runtime"

	"unskew/diagnostics/hostclock"
)

// System is the machine that the program runs on: only its files are read.
func System() Host {
	return Host{OS: runtime.GOOS, Root: os.DirFS("/"), Getenv: os.Getenv, UID: os.Geteuid, Clock: hostclock.System()}
}
