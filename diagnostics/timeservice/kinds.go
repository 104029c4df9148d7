package timeservice

import (
	"io/fs"
	"path"
	"slices"
)

// The names of services.
const (
	chronydName   = "chronyd"
	ntpdName      = "ntpd"
	ntpsecName    = "ntpsec"
	timesyncdName = "systemd-timesyncd"
	openntpdName  = "openntpd"
	vmwareName    = "vmware-tools"
	w32timeName   = "w32time"
	timedName     = "timed"
)

// The operating systems that have a time service of their own.
const (
	osWindows = "windows"
	osDarwin  = "darwin"
)

// kind is how a service is recognised.
type kind struct {
	name     string
	units    []string // of systemd, in the order of preference
	binaries []string // its program
	process  string   // as /proc/PID/comm has it: 15 bytes at most
}

func kinds() []kind {
	return []kind{
		{
			name: chronydName, process: "chronyd",
			units:    []string{"chronyd.service", "chrony.service"},
			binaries: []string{"/usr/sbin/chronyd", "/usr/bin/chronyd"},
		},
		{
			name: ntpdName, process: "ntpd",
			units:    []string{"ntpd.service", "ntp.service"},
			binaries: []string{"/usr/sbin/ntpd", "/usr/bin/ntpd"},
		},
		{
			name: ntpsecName, process: "ntpd",
			units:    []string{"ntpsec.service", "ntpd.service"},
			binaries: []string{"/usr/bin/ntpmon", "/usr/sbin/ntpmon"},
		},
		{
			name: timesyncdName, process: "systemd-timesyn",
			units:    []string{"systemd-timesyncd.service"},
			binaries: []string{"/usr/lib/systemd/systemd-timesyncd", "/lib/systemd/systemd-timesyncd"},
		},
		{
			name: openntpdName, process: "ntpd",
			units:    []string{"openntpd.service", "ntpd.service"},
			binaries: []string{"/usr/sbin/ntpctl", "/usr/bin/ntpctl"},
		},
		{
			name: vmwareName, process: "vmtoolsd",
			units:    []string{"vmtoolsd.service", "open-vm-tools.service"},
			binaries: []string{"/usr/bin/vmtoolsd", "/usr/sbin/vmtoolsd"},
		},
	}
}

// ntpdOwner says which of three services the program named ntpd is: each calls
// itself so, and they exclude each other. NTPsec brings ntpmon, OpenNTPD brings
// ntpctl.
func ntpdOwner(root fs.FS) string {
	for _, k := range kinds() {
		if k.process == "ntpd" && k.name != ntpdName && (k.program(root) || hasUnit(root, k.units[0])) {
			return k.name
		}
	}
	return ntpdName
}

// program reports whether the service's program is there.
func (k kind) program(root fs.FS) bool {
	return slices.ContainsFunc(k.binaries, func(file string) bool {
		info, err := fs.Stat(root, rooted(file))
		return err == nil && info.Mode().IsRegular()
	})
}

// unit returns the service's unit on this host, "" without one.
func (k kind) unit(root fs.FS) string {
	for _, unit := range k.units {
		if hasUnit(root, unit) {
			return unit
		}
	}
	return ""
}

// unitFolders is where systemd looks for units, in the order of precedence
// (systemd.unit(5)).
func unitFolders() []string {
	return []string{
		"/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system",
		"/usr/lib/systemd/system", "/lib/systemd/system",
	}
}

// hasUnit reports whether a unit of that very name is there. A link is another
// name for a unit, or masks one.
func hasUnit(root fs.FS, unit string) bool {
	return unitFile(root, unit) != ""
}

func unitFile(root fs.FS, unit string) string {
	for _, folder := range unitFolders() {
		file := path.Join(folder, unit)
		if info, err := fs.Lstat(root, rooted(file)); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			return file
		}
	}
	return ""
}
