package hostclock

import (
	"io/fs"
	"strings"
)

// virtualMachine names the hypervisor that this machine runs under, or returns
// "" where no sign of one is found.
func virtualMachine(root fs.FS) string {
	if release, err := readLine(root, "proc/sys/kernel/osrelease"); err == nil &&
		strings.Contains(strings.ToLower(release), "microsoft") {
		return "WSL"
	}
	guest := hypervisorFlag(root)
	words := map[string]string{}
	for _, field := range firmwareFields() {
		words[field], _ = readLine(root, "sys/class/dmi/id/"+field)
	}
	if name := firmwareMachine(words); name != "" {
		return name
	}
	if kind, err := readLine(root, "sys/hypervisor/type"); err == nil && !xenHost(root) {
		if kind == "xen" {
			return "Xen"
		}
		return kind
	}
	if guest && !xenHost(root) {
		return unknownMachine
	}
	return ""
}

// xenHost reports whether this is Xen's control domain, which owns the clock.
func xenHost(root fs.FS) bool {
	capabilities, err := readLine(root, "proc/xen/capabilities")
	return err == nil && strings.Contains(capabilities, "control_d")
}

// hypervisorFlag looks for the bit that x86 reserves for hypervisors.
func hypervisorFlag(root fs.FS) bool {
	text, err := readFile(root, "proc/cpuinfo")
	if err != nil {
		return false
	}
	for line := range strings.Lines(text) {
		name, flags, found := strings.Cut(line, ":")
		if found && strings.TrimSpace(name) == "flags" {
			return strings.Contains(" "+strings.TrimSpace(flags)+" ", " hypervisor ")
		}
	}
	return false
}
