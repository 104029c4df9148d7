//go:build linux || darwin

package tui

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// expandTabs tells the terminal's line discipline that tabs are not the
// terminal's (TAB3), and returns what undoes it. The renderer otherwise moves
// the cursor by tabs, which goes wrong where somebody has set tab stops.
func expandTabs(in io.Reader) (restore func()) {
	file, ok := in.(*os.File)
	if !ok {
		return func() {}
	}
	fd := int(file.Fd())
	before, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil { // no terminal
		return func() {}
	}
	changed := *before
	changed.Oflag = changed.Oflag&^unix.TABDLY | unix.TAB3
	if err := unix.IoctlSetTermios(fd, setTermios, &changed); err != nil {
		return func() {}
	}
	return func() { _ = unix.IoctlSetTermios(fd, setTermios, before) }
}
