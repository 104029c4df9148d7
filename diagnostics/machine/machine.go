package machine

import "time"

// Machine is what a machine says of itself at one moment. A field that could not
// be read is zero, and Unknown says why; a list or a map that has its field in
// Unknown may be incomplete. In a container the distribution is that of its
// image, and only processes and files of the container are seen.
type Machine struct {
	Distribution Distribution `json:"distribution,omitzero"`

	// Init is what starts the services: "systemd", "openrc", "sysvinit" (which
	// includes Upstart with its scripts), "launchd", "windows"; "" in most
	// containers, and where it is another one.
	Init string `json:"init,omitempty"`

	Root bool   `json:"root,omitempty"` // the effective user is root, or an elevated administrator
	Sudo string `json:"sudo,omitempty"` // "" or one of the Sudo constants
	// SetsTime says whether this process may set the OS clock: CAP_SYS_TIME is
	// effective (capabilities(7)), the user is root (macOS), or the token holds
	// the privilege (Windows).
	SetsTime *bool `json:"sets_time,omitempty"`
	// RootSetsTime says whether root could, from where this process is: in most
	// containers not even root can.
	RootSetsTime *bool `json:"root_sets_time,omitempty"`

	// Domain is the Kerberos realm or Windows domain that this machine is a member
	// of, "CORP.EXAMPLE". Such a machine takes its time from the domain.
	Domain string `json:"domain,omitempty"`
	Cloud  string `json:"cloud,omitempty"` // "aws", "gcp", "azure"
	// Node is, in a container, the name or address of the machine that the
	// container runs on, where its environment tells.
	Node string `json:"node,omitempty"`

	// Faketime is where a library that bends the time of processes was found:
	// "/etc/ld.so.preload", "process 812 (java)".
	Faketime []string `json:"faketime,omitempty"`
	// PTP has the names of the hardware clocks: "KVM virtual PTP", "hyperv", "ptp_vmw".
	PTP []string `json:"ptp,omitempty"`
	// GuestSync has, by name, the guest tools that can set this clock, each with
	// one of the Sync constants: "vmware-tools", "hyperv", "virtualbox",
	// "qemu-ga", "xen", "parallels".
	GuestSync map[string]string `json:"guest_sync,omitempty"`
	// SecureTimeSeeding says whether Windows may set its clock by what TLS servers
	// say (UtilizeSslTimeData).
	SecureTimeSeeding *bool `json:"secure_time_seeding,omitempty"`

	// LatestFile is the log file with the latest time, if this lies in the future
	// of the OS clock: the clock was once further on, and went back.
	LatestFile *File `json:"latest_file,omitempty"`
	// TimeFiles are files that time services touch while they keep the clock, each
	// with the OS clock's time of the last touch.
	TimeFiles []File `json:"time_files,omitempty"`

	// Unknown has, by the name of the field in JSON, why it is not known.
	Unknown map[string]string `json:"unknown,omitempty"`
}

// File is a file and the time of its last change, in UTC, by the OS clock of then.
type File struct {
	Path string    `json:"path"`
	Time time.Time `json:"time"`
}

// What is known of sudo. It is never run to find out.
const (
	SudoMember    = "member"    // installed, and this user is in group sudo, wheel or admin
	SudoInstalled = "installed" // installed; whether this user may use it is not known
)

// What is known of guest tools.
const (
	SyncEnabled  = "enabled"  // they keep the clock, periodically
	SyncDisabled = "disabled" // they do not, but may still set it once: at a resume, at a start
	SyncPresent  = "present"  // they can set the clock; when they do is not told
	SyncUnknown  = "unknown"  // installed; asked, and no answer
)
