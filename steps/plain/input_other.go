//go:build !unix

package plain

import "io"

// interruptible leaves a reader as it is: on Windows an interruptible one would
// take line editing away.
func interruptible(in io.Reader) (reader io.Reader, interrupt func() bool, done func()) {
	return in, func() bool { return false }, func() {}
}
