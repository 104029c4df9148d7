package hostclock

import (
	"errors"
	"io/fs"
	"time"

	"golang.org/x/sys/unix"
)

// platformRaw is CLOCK_UPTIME_RAW, which clock_gettime(3) of macOS defines as
// the value of mach_absolute_time.
func platformRaw() (func() time.Duration, error) { return posixRaw(unix.CLOCK_UPTIME_RAW) }

// platformUptime uses that CLOCK_MONOTONIC_RAW of macOS counts while the
// machine sleeps and CLOCK_UPTIME_RAW does not.
func platformUptime() (uptime, asleep time.Duration, err error) {
	awake, err := clockTime(unix.CLOCK_UPTIME_RAW)
	if err != nil {
		return 0, 0, err
	}
	uptime, err = clockTime(unix.CLOCK_MONOTONIC_RAW)
	if err != nil {
		return 0, 0, err
	}
	return uptime, (uptime - awake).Truncate(time.Millisecond), nil
}

func platformKernel() (*Kernel, error) { return nil, errors.New("macOS does not tell it") }

func platformBootID(fs.FS) (string, error) { return unix.Sysctl("kern.bootsessionuuid") }

func platformRelease(fs.FS) (string, error) {
	version, err := unix.Sysctl("kern.osproductversion")
	if err != nil {
		return "", err
	}
	return "macOS " + version, nil
}

func platformVirtualMachine(fs.FS) (string, error) {
	present, err := unix.SysctlUint32("kern.hv_vmm_present")
	if err != nil {
		return "", err
	}
	if present != 0 {
		return unknownMachine, nil
	}
	return "", nil
}
