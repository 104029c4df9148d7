package logscan

import "sync/atomic"

// Meter tells how far a scan is, in bytes as they lie on the disk. It may be read
// from any goroutine.
type Meter struct{ done, total atomic.Int64 }

// Done returns how many bytes were read.
func (m *Meter) Done() int64 { return m.done.Load() }

// Total returns how many there are, as far as that is known: a pipe's are not.
func (m *Meter) Total() int64 { return m.total.Load() }
