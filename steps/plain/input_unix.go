//go:build unix

package plain

import (
	"io"

	"github.com/muesli/cancelreader"
)

// interruptible makes a blocking read of a terminal or pipe end when cancel is
// called. Other readers, and regular files, are left as they are.
func interruptible(in io.Reader) (io.Reader, func()) {
	reader, err := cancelreader.NewReader(in)
	if err != nil {
		return in, func() {}
	}
	return reader, func() { reader.Cancel() }
}
