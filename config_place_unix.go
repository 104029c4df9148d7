//go:build !windows

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// administratorFile is the administrator's file where it is not the platform's:
// a packager sets it with -ldflags "-X main.administratorFile=...". No user can.
var administratorFile = ""

func administratorsPlace() string {
	switch {
	case administratorFile != "":
		return administratorFile
	case runtime.GOOS == "darwin":
		return filepath.Join("/Library", "Application Support", "unskew", "config.toml")
	}
	return "/etc/unskew/config.toml"
}

// whoElse tells what others can do with a file: others than root and the user who
// runs this program. An access list shows in the group's bits as its mask.
func whoElse(_ *os.File, info fs.FileInfo) access {
	mode := info.Mode().Perm()
	found := access{read: mode&0o077 != 0, write: mode&0o022 != 0}
	if status, ok := info.Sys().(*syscall.Stat_t); !ok || status.Uid != 0 && int(status.Uid) != os.Geteuid() {
		return access{read: true, write: true}
	}
	return found
}

const ownFile = "have it belong to root or yourself, and take the others' right away: chmod go-w"

const privateFile = "chmod 600"
