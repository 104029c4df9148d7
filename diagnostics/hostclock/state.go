package hostclock

import "time"

// State is what a host says of its own clock at one moment. Fields that could
// not be read are zero, and Unknown says why, in a few words by field.
type State struct {
	Name   string `json:"name"`
	OS     string `json:"os"` // "linux/amd64 Debian GNU/Linux 12"
	BootID string `json:"boot_id,omitempty"`

	Zone       string        `json:"zone"`        // IANA name where known, else the abbreviation
	ZoneOffset time.Duration `json:"zone_offset"` // east of UTC is positive

	// ZoneOwn says that the zone is that of this program's environment (TZ), which
	// may be the person's and not the machine's.
	ZoneOwn bool `json:"zone_own,omitempty"`

	Uptime time.Duration `json:"uptime,omitempty"` // includes time asleep where the OS tells
	Asleep time.Duration `json:"asleep,omitempty"` // BOOTTIME minus MONOTONIC

	RTC      *time.Time `json:"rtc,omitempty"` // hardware clock, read as UTC
	RTCLocal bool       `json:"rtc_local,omitempty"`

	Kernel *Kernel `json:"kernel,omitempty"`

	Container      string `json:"container,omitempty"`       // "docker", "kubernetes", …
	VirtualMachine string `json:"virtual_machine,omitempty"` // "VMware", "KVM", …

	Unknown map[string]string `json:"unknown,omitempty"`
}

// Kernel is the state of the kernel's clock discipline, from adjtimex(2) with
// no mode set: reading needs no privilege and changes nothing.
type Kernel struct {
	Synchronised   bool          `json:"synchronised"` // STA_UNSYNC is not set
	MaximumError   time.Duration `json:"maximum_error"`
	EstimatedError time.Duration `json:"estimated_error"`
	// Slewing is what is still to be slewed away; positive runs the clock forward.
	Slewing time.Duration `json:"slewing"`
	// Frequency is the correction of the clock's rate, in parts per million.
	Frequency float64 `json:"frequency_ppm"`
}

// unknownMachine is said where something tells of a hypervisor, and nothing
// tells which.
const unknownMachine = "virtual machine (unknown kind)"
