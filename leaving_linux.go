package main

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// dropOutput throws away what a terminal was sent and has not taken, and wakes
// whoever waits to write more. The output is held meanwhile (tcflow(3)): going on
// is what wakes them.
func dropOutput(stream io.Writer) {
	file, ok := stream.(*os.File)
	if !ok {
		return
	}
	descriptor := int(file.Fd())
	_ = unix.IoctlSetInt(descriptor, unix.TCXONC, unix.TCOOFF)
	_ = unix.IoctlSetInt(descriptor, unix.TCFLSH, unix.TCOFLUSH)
	_ = unix.IoctlSetInt(descriptor, unix.TCXONC, unix.TCOON)
}
