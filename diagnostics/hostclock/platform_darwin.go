package hostclock

import (
	"errors"
	"io/fs"
	"time"
	"unsafe"

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

// ntpTimeval is struct ntptimeval of <sys/timex.h> on macOS.
type ntpTimeval struct {
	seconds, nanoseconds         int64
	maximumError, estimatedError int64 // µs
	offset                       int64 // of TAI, not filled in
	state                        int32
}

// stateError is TIME_ERROR: the clock is not synchronised.
const stateError = 5

// platformKernel asks ntp_gettime(2), which can only read.
func platformKernel() (*Kernel, error) {
	var answer ntpTimeval
	if _, _, failed := unix.Syscall(unix.SYS_NTP_GETTIME, uintptr(unsafe.Pointer(&answer)), 0, 0); failed != 0 {
		return nil, failed
	}
	return &Kernel{
		Synchronised:   answer.state != stateError,
		MaximumError:   time.Duration(answer.maximumError) * time.Microsecond,
		EstimatedError: time.Duration(answer.estimatedError) * time.Microsecond,
	}, nil
}

func platformRTC(fs.FS) (hardwareClock, error) {
	return hardwareClock{}, errors.New("macOS does not tell it")
}

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
