//go:build unix

package main

import (
	"io/fs"
	"os"
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
// them: the first might print a trace of the program, the second would stop it and
// leave a connection that hangs. They are taken and not ignored, because what is
// ignored stays so in the programs that are run.
func noKeySignals() {
	signal.Reset(syscall.SIGQUIT)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGQUIT, syscall.SIGTSTP)
}
