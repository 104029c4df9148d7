package hostclock

import "time"

// Bits of the status word of adjtimex(2).
const (
	statusUnsynchronised = 0x0040 // STA_UNSYNC
	statusNanoseconds    = 0x2000 // STA_NANO: offset in ns, else in µs
)

// nominalTick is the length of a kernel tick in µs at 100 ticks per second.
const nominalTick = 10_000

// timex is the part of the kernel's answer that is used, in its own units.
type timex struct {
	status                       int64
	offset                       int64 // ns or µs, see statusNanoseconds
	frequency                    int64 // ppm with a 16-bit fraction
	maximumError, estimatedError int64 // µs
	tick                         int64 // µs
}

// kernelOf converts units. Frequency counts the tick in: chrony turns a large
// part of the correction into the tick (1 µs of it is 100 ppm).
func kernelOf(t timex) Kernel {
	unit := time.Microsecond
	if t.status&statusNanoseconds != 0 {
		unit = time.Nanosecond
	}
	frequency := float64(t.frequency) / (1 << 16)
	if t.tick != 0 {
		frequency += float64(t.tick-nominalTick) * 100
	}
	return Kernel{
		Synchronised:   t.status&statusUnsynchronised == 0,
		MaximumError:   time.Duration(t.maximumError) * time.Microsecond,
		EstimatedError: time.Duration(t.estimatedError) * time.Microsecond,
		Slewing:        time.Duration(t.offset) * unit,
		Frequency:      frequency,
	}
}
