//go:build !windows

package steps

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile takes the lock of an open file, without waiting for it. It ends with
// the file: also where the program is killed. flock(2) ties it to this opening
// of the file, so a second one of the same program is kept out as well.
func lockFile(file *os.File) error {
	for {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EWOULDBLOCK):
			return ErrOpenElsewhere
		}
		return err
	}
}
