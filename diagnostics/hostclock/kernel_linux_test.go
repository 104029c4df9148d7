package hostclock

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestKernelOf(t *testing.T) {
	cases := []struct {
		name string
		in   timex
		want Kernel
	}{
		{
			"just booted, in microseconds",
			timex{status: unix.STA_UNSYNC, maximumError: 16_000_000, estimatedError: 16_000_000, tick: 10_000},
			Kernel{MaximumError: 16 * time.Second, EstimatedError: 16 * time.Second},
		},
		{
			"disciplined, in nanoseconds",
			timex{status: unix.STA_PLL | unix.STA_NANO, offset: -1_500, frequency: -12 << 16, maximumError: 2500, estimatedError: 12, tick: 10_000},
			Kernel{true, 2500 * time.Microsecond, 12 * time.Microsecond, -1500 * time.Nanosecond, -12},
		},
		{
			"the same offset, in microseconds",
			timex{status: unix.STA_PLL, offset: -1_500, tick: 10_000},
			Kernel{Synchronised: true, Slewing: -1500 * time.Microsecond},
		},
		{
			"a fraction of a ppm",
			timex{frequency: 1<<16 + 1<<15, tick: 10_000},
			Kernel{Synchronised: true, Frequency: 1.5},
		},
		{
			"slewed by chrony at a twelfth, mostly in the tick",
			timex{frequency: 33 << 16, tick: 10_833},
			Kernel{Synchronised: true, Frequency: 83_333},
		},
		{
			"no tick told",
			timex{frequency: 5 << 16},
			Kernel{Synchronised: true, Frequency: 5},
		},
	}
	for _, c := range cases {
		if got := kernelOf(c.in); got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
	if statusUnsynchronised != unix.STA_UNSYNC || statusNanoseconds != unix.STA_NANO {
		t.Error("the bits of the status word are not the kernel's")
	}
}

// TestKernelIsOnlyRead: no mode is set in what the kernel was given. A sandbox
// may refuse the call; then there is an error and no state.
func TestKernelIsOnlyRead(t *testing.T) {
	read, refused := readTimex()
	if read.Modes != 0 {
		t.Fatalf("modes %#x are set", read.Modes)
	}
	kernel, err := platformKernel()
	if (kernel == nil) != (refused != nil) || (err == nil) != (refused == nil) {
		t.Fatalf("%v, %v; the kernel said %v", kernel, err, refused)
	}
	if kernel == nil {
		return
	}
	if kernel.MaximumError < 0 || kernel.Frequency < -100_000 || kernel.Frequency > 100_000 {
		t.Errorf("out of the kernel's own limits: %+v", kernel)
	}
}
