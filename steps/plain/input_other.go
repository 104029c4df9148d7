//go:build !unix

package plain

import "io"

// interruptible leaves a reader as it is: on Windows an interruptible one would
// take line editing away.
func interruptible(in io.Reader) (io.Reader, func()) { return in, func() {} }
