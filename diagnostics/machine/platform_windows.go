package machine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"unskew/diagnostics/hostclock"
)

// System is the machine that the program runs on.
func System() Host {
	host := Host{
		OS: "windows", Getenv: os.Getenv, UID: os.Geteuid, Clock: hostclock.System(),
		Windows: &Windows{
			Version:           version,
			Elevated:          func() (bool, error) { return windows.GetCurrentProcessToken().IsElevated(), nil },
			SetsTime:          setsTime,
			Domain:            joined,
			Firmware:          firmwareTables,
			Service:           service,
			HyperVTime:        func() (*bool, error) { return timeSwitch(`TimeProviders\VMICTimeProvider`, "Enabled") },
			SecureTimeSeeding: func() (*bool, error) { return timeSwitch("Config", "UtilizeSslTimeData") },
		},
	}
	// The drive that Windows is on need not be C:.
	if folder, err := windows.GetSystemWindowsDirectory(); err == nil {
		host.Root = os.DirFS(filepath.VolumeName(folder) + `\`)
	}
	return host
}

// version asks the kernel, which does not pretend to be an older one, and the
// registry for the name of the edition.
func version() (number, name string, err error) {
	v := windows.RtlGetVersion()
	number = fmt.Sprintf("%d.%d.%d", v.MajorVersion, v.MinorVersion, v.BuildNumber)
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Microsoft\Windows NT\CurrentVersion`, registry.QUERY_VALUE)
	if err != nil {
		return number, "Windows " + number, nil // the name is only for people
	}
	name, _, err = key.GetStringValue("ProductName")
	if err != nil || name == "" {
		name = "Windows " + number
	}
	// Windows 11 kept the product name of its forerunner; its builds begin at 22000.
	if v.BuildNumber >= 22000 {
		name = strings.Replace(name, "Windows 10", "Windows 11", 1)
	}
	return number, name, key.Close()
}

// setsTime looks for the privilege in this process's token. One that is there
// and not enabled counts: commands enable it for themselves.
func setsTime() (bool, error) {
	name, err := windows.UTF16PtrFromString("SeSystemtimePrivilege")
	if err != nil {
		return false, err
	}
	var wanted windows.LUID
	if err := windows.LookupPrivilegeValue(nil, name, &wanted); err != nil {
		return false, err
	}
	token := windows.GetCurrentProcessToken()
	var length uint32
	err = windows.GetTokenInformation(token, windows.TokenPrivileges, nil, 0, &length)
	if !errors.Is(err, windows.ERROR_INSUFFICIENT_BUFFER) || length == 0 {
		return false, fmt.Errorf("the privileges of this process: %w", err)
	}
	held := make([]byte, length)
	if err := windows.GetTokenInformation(token, windows.TokenPrivileges, &held[0], length, &length); err != nil {
		return false, fmt.Errorf("the privileges of this process: %w", err)
	}
	return holdsPrivilege(held, wanted.LowPart, uint32(wanted.HighPart)), nil
}

// joined returns the domain's name for DNS, else its short name; "" outside of a
// domain.
func joined() (string, error) {
	var short *uint16
	var status uint32
	if err := windows.NetGetJoinInformation(nil, &short, &status); err != nil {
		return "", err
	}
	name := windows.UTF16PtrToString(short)
	if err := windows.NetApiBufferFree((*byte)(unsafe.Pointer(short))); err != nil {
		return "", err
	}
	if status != windows.NetSetupDomainName {
		return "", nil
	}
	full := make([]uint16, 256)
	length := uint32(len(full))
	if err := windows.GetComputerNameEx(windows.ComputerNamePhysicalDnsDomain, &full[0], &length); err == nil {
		if dns := windows.UTF16ToString(full); dns != "" {
			name = dns
		}
	}
	return strings.ToUpper(name), nil
}

// firmwareTables asks for the SMBIOS tables, which need no rights.
func firmwareTables() ([]byte, error) {
	const provider = 0x52534D42 // 'RSMB'
	get := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetSystemFirmwareTable")
	if err := get.Find(); err != nil {
		return nil, err
	}
	length, _, err := get.Call(provider, 0, 0, 0)
	if length == 0 {
		return nil, err
	}
	tables := make([]byte, min(length, 1<<20))
	length, _, err = get.Call(provider, 0, uintptr(unsafe.Pointer(&tables[0])), uintptr(len(tables)))
	if length == 0 || length > uintptr(len(tables)) {
		return nil, fmt.Errorf("the firmware's tables: %w", err)
	}
	return tables[:length], nil
}

const services = `SYSTEM\CurrentControlSet\Services\`

// service reports whether a service is installed, by its key in the registry.
func service(name string) (bool, error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, services+name, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, key.Close()
}

// timeSwitch reads a switch of the Windows Time service; nil is not set: Windows
// then decides by its version.
func timeSwitch(folder, name string) (*bool, error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, services+`W32Time\`+folder, registry.QUERY_VALUE)
	if err != nil {
		return nil, err
	}
	value, _, err := key.GetIntegerValue(name)
	closed := key.Close()
	if errors.Is(err, registry.ErrNotExist) {
		return nil, closed
	}
	if err = errors.Join(err, closed); err != nil {
		return nil, err
	}
	on := value != 0
	return &on, nil
}
