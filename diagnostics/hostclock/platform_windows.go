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

// platformUptime compares the time since boot with the one that stands still
// while the machine sleeps (QueryUnbiasedInterruptTime, in units of 100 ns).
func platformUptime() (uptime, asleep time.Duration, err error) {
	uptime = windows.DurationSinceBoot()
	awake := windows.NewLazySystemDLL("kernel32.dll").NewProc("QueryUnbiasedInterruptTime")
	if err := awake.Find(); err != nil {
		return uptime, 0, err
	}
	var units uint64
	if ok, _, err := awake.Call(uintptr(unsafe.Pointer(&units))); ok == 0 {
		return uptime, 0, err
	}
	// The counters of 100 ns and of ticks are up to a tick apart.
	slept := max(0, uptime-time.Duration(units)*100)
	if slept < time.Second {
		slept = 0
	}
	return uptime, slept.Truncate(time.Millisecond), nil
}

func platformKernel() (*Kernel, error) {
	return nil, errors.New("the kernel of Windows does not tell; its time service does")
}

// platformBootID is the number of this start, which Windows counts for its
// prefetcher and puts into its registry.
func platformBootID(fs.FS) (string, error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters`, registry.QUERY_VALUE)
	if err != nil {
		return "", err
	}
	number, _, err := key.GetIntegerValue("BootId")
	if err := errors.Join(err, key.Close()); err != nil {
		return "", err
	}
	return fmt.Sprintf("boot %d", number), nil
}

// platformRTC knows only how the hardware clock is kept: in local time, unless
// the registry says otherwise.
func platformRTC(fs.FS) (hardwareClock, error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SYSTEM\CurrentControlSet\Control\TimeZoneInformation`, registry.QUERY_VALUE)
	if err != nil {
		return hardwareClock{}, err
	}
	universal, _, err := key.GetIntegerValue("RealTimeIsUniversal")
	if errors.Is(err, registry.ErrNotExist) {
		universal, err = 0, nil
	}
	clock := hardwareClock{local: universal == 0}
	return clock, errors.Join(err, key.Close(), errors.New("Windows does not tell its time"))
}

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
