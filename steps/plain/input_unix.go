//go:build unix

package plain

import (
	"io"

	"github.com/muesli/cancelreader"
)

// interruptible makes a blocking read of a terminal or pipe end when interrupt
// is called, which reports whether it will. Other readers, and regular files,
// are left as they are. done is called after the last read.
func interruptible(in io.Reader) (reader io.Reader, interrupt func() bool, done func()) {
	cancellable, err := cancelreader.NewReader(in)
	if err != nil {
		return in, func() bool { return false }, func() {}
	}
	return cancellable, cancellable.Cancel, func() { _ = cancellable.Close() }
}
