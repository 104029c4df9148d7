package steps

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockFile takes the lock of an open file, without waiting for it. It ends with
// the file: also where the program is killed. LockFileEx keeps others from
// reading what is locked, so it is one byte far beyond the end: a session that
// is being written can still be printed.
func lockFile(file *os.File) error {
	beyond := &windows.Overlapped{Offset: 0, OffsetHigh: 0x4000_0000}
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, beyond)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrOpenElsewhere
	}
	return err
}
