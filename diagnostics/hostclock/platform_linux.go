package hostclock

import (
	"io/fs"
	"time"

	"golang.org/x/sys/unix"
)

// platformRaw is CLOCK_MONOTONIC_RAW: clock_gettime(2) says that it is the
// hardware's time without the adjustments of NTP or adjtime, which steer
// CLOCK_MONOTONIC (and so Go's own) together with CLOCK_REALTIME.
func platformRaw() (func() time.Duration, error) { return posixRaw(unix.CLOCK_MONOTONIC_RAW) }

// platformUptime returns the time since boot with sleep in it, and the sleep.
func platformUptime() (uptime, asleep time.Duration, err error) {
	awake, err := clockTime(unix.CLOCK_MONOTONIC)
	if err != nil {
		return 0, 0, err
	}
	uptime, err = clockTime(unix.CLOCK_BOOTTIME)
	if err != nil {
		return 0, 0, err
	}
	// The two reads are microseconds apart; a suspend is not that short.
	return uptime, (uptime - awake).Truncate(time.Millisecond), nil
}

// platformKernel asks adjtimex(2) for the state of the clock's discipline.
func platformKernel() (*Kernel, error) {
	t, err := readTimex()
	if err != nil {
		return nil, err
	}
	k := kernelOf(timex{
		status: int64(t.Status), offset: int64(t.Offset), frequency: int64(t.Freq),
		maximumError: int64(t.Maxerror), estimatedError: int64(t.Esterror), tick: int64(t.Tick),
	})
	return &k, nil
}

// readTimex is the only call of adjtimex in the program. The structure is made
// here and its Modes is never assigned: with no mode set the call only reads.
func readTimex() (unix.Timex, error) {
	var t unix.Timex
	_, err := unix.Adjtimex(&t)
	return t, err
}

func platformRTC(root fs.FS) (hardwareClock, error) {
	read, err := rtc(root)
	return hardwareClock{time: read, local: rtcLocal(root)}, err
}

func platformBootID(root fs.FS) (string, error) {
	return readLine(root, "proc/sys/kernel/random/boot_id")
}

func platformRelease(root fs.FS) (string, error) { return osRelease(root) }

func platformVirtualMachine(root fs.FS) (string, error) { return virtualMachine(root), nil }
