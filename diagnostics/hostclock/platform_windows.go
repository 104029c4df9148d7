package hostclock

import (
	"errors"
	"fmt"
	"io/fs"
	"math/bits"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// platformRaw is QueryPerformanceCounter. Go's own monotonic clock on Windows is
// the interrupt time, which moves in steps of up to 15.6 ms.
func platformRaw() (func() time.Duration, error) {
	kernel32 := windows.NewLazySystemDLL("kernel32.dll")
	counter := kernel32.NewProc("QueryPerformanceCounter")
	frequency := kernel32.NewProc("QueryPerformanceFrequency")
	if err := errors.Join(counter.Find(), frequency.Find()); err != nil {
		return nil, err
	}
	perSecond, err := queryPerformance(frequency)
	if err != nil {
		return nil, err
	}
	last, err := queryPerformance(counter)
	if err != nil {
		return nil, err
	}
	return func() time.Duration {
		now, err := queryPerformance(counter)
		if err != nil {
			now = last // it was readable at the start: cannot happen
		}
		return ticks(now, perSecond)
	}, nil
}

func queryPerformance(proc *windows.LazyProc) (uint64, error) {
	var value uint64
	ok, _, err := proc.Call(uintptr(unsafe.Pointer(&value)))
	if ok == 0 {
		return 0, err
	}
	return value, nil
}

// ticks converts in 128 bits: count times 1e9 overflows 64 after half an hour
// of a 10 MHz counter. The quotient fits for 584 years.
func ticks(count, perSecond uint64) time.Duration {
	high, low := bits.Mul64(count, uint64(time.Second))
	if perSecond <= high {
		return 0
	}
	quotient, _ := bits.Div64(high, low, perSecond)
	return time.Duration(quotient)
}

func platformUptime() (uptime, asleep time.Duration, err error) {
	return windows.DurationSinceBoot(), 0, nil
}

func platformKernel() (*Kernel, error) { return nil, errors.New("Windows does not tell it") }

func platformBootID(fs.FS) (string, error) { return "", errors.New("Windows has none") }

func platformRelease(fs.FS) (string, error) {
	v := windows.RtlGetVersion()
	return fmt.Sprintf("Windows %d.%d build %d", v.MajorVersion, v.MinorVersion, v.BuildNumber), nil
}

// platformVirtualMachine reads the firmware's words where Windows copies them to
// at each start.
func platformVirtualMachine(fs.FS) (string, error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `HARDWARE\DESCRIPTION\System\BIOS`, registry.QUERY_VALUE)
	if err != nil {
		return "", err
	}
	words := map[string]string{}
	for field, value := range map[string]string{
		"sys_vendor":   "SystemManufacturer",
		"product_name": "SystemProductName",
		"bios_vendor":  "BIOSVendor",
	} {
		words[field], _, _ = key.GetStringValue(value) // one that is not there is empty
	}
	return firmwareMachine(words), key.Close()
}
