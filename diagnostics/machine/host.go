package machine

import (
	"context"
	"io/fs"

	"unskew/diagnostics"
)

// Host is how a machine is looked at. What is nil is not there, and what it
// would have told is unknown.
type Host struct {
	OS   string // as runtime.GOOS has it; "" is linux
	Root fs.FS  // the machine's files: what os.DirFS has of "/", or of Windows' system drive

	Getenv func(name string) string
	UID    func() int            // the effective user; -1 where there are no such numbers
	Groups func() ([]int, error) // the groups of this process, the effective one included
	Clock  diagnostics.Clock     // its wall time is compared with the times of files

	// Run runs a command that only asks, by its full path, and returns what it
	// printed. An error that has a method ExitCode() int tells its exit status.
	Run func(ctx context.Context, argv ...string) ([]byte, error)

	Windows *Windows // what only calls of Windows tell; nil elsewhere
}

// Windows are the calls of Windows that are used. Each may be nil.
type Windows struct {
	Version  func() (version, name string, err error) // "10.0.20348", "Windows Server 2022 Standard"
	Elevated func() (bool, error)
	SetsTime func() (bool, error)   // the token holds SeSystemtimePrivilege
	Domain   func() (string, error) // "" is no member
	Firmware func() ([]byte, error) // the SMBIOS tables, as GetSystemFirmwareTable returns them
	// Service tells whether a service of that name is installed.
	Service func(name string) (bool, error)
	// HyperVTime says whether the Windows Time service takes the time of its
	// Hyper-V host (VMICTimeProvider); nil where the value is not set.
	HyperVTime func() (*bool, error)
	// SecureTimeSeeding is nil where the value is not set.
	SecureTimeSeeding func() (*bool, error)
}

func (h Host) getenv(name string) string {
	if h.Getenv == nil {
		return ""
	}
	return h.Getenv(name)
}

// system is the operating system's name in Go.
func (h Host) system() string {
	if h.OS == "" {
		return "linux"
	}
	return h.OS
}
