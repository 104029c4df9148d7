//go:build unix

package main

import (
	"io/fs"
	"os/signal"
	"syscall"
)

// refuseKiosk tells why no restricted session can be held.
func refuseKiosk(host kioskHost) error {
	if host.root {
		return kioskRefusal("--kiosk does not run as root: give it an account of its own, see docs/ssh.md")
	}
	return nil
}

// ownedBy reports whether a file belongs to an account.
func ownedBy(info fs.FileInfo, account int) bool {
	status, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(status.Uid) == account
}

// noKeySignals has Ctrl-\ and Ctrl-Z do nothing where the terminal makes signals of
// them: the first would print a trace of the program, the second would stop it and
// leave a connection that hangs.
func noKeySignals() { signal.Ignore(syscall.SIGQUIT, syscall.SIGTSTP) }
