package remedy

import (
	"slices"
	"strconv"
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
)

// Place is the machine that a remedy is for, as far as it is known. Zero fields
// are unknown.
type Place struct {
	OS             string // "linux/amd64 Debian GNU/Linux 12": the first word tells
	Zone           string // IANA name
	Container      string // its kind; its clock is the host's
	VirtualMachine string // its kind
	Machine        machine.Machine
	Services       []timeservice.Service
	Configured     []timeservice.Server
	Wrong          []string           // the servers that it follows and that are held to be wrong
	Offset         diagnostics.Offset // reference minus OS clock, 0 where unknown
}

// system is "linux", "windows" or "darwin".
func (p Place) system() string {
	name, _, _ := strings.Cut(p.OS, "/")
	return name
}

// family names the distributions that share commands, packages and places, as
// machine.Distribution has them. Where the machine did not tell, the name of its
// operating system does.
func (p Place) family() string {
	d := p.Machine.Distribution
	if d.ID != "" {
		return d.Family()
	}
	for _, word := range strings.Fields(strings.ToLower(p.OS)) {
		switch word {
		case "red", "oracle": // Red Hat Enterprise Linux, Oracle Linux
			return "rhel"
		case "amazon":
			return "amazon"
		}
		if family := (machine.Distribution{ID: word}).Family(); family != "" {
			return family
		}
	}
	return ""
}

// release is the first number of the distribution's version, 0 where it is
// unknown or has none.
func (p Place) release() int {
	version := p.Machine.Distribution.Version
	if p.Machine.Distribution.ID == "" {
		words := strings.Fields(p.OS)
		at := slices.IndexFunc(words, func(word string) bool { return word[0] >= '0' && word[0] <= '9' })
		if at >= 0 {
			version = words[at]
		}
	}
	first, _, _ := strings.Cut(version, ".")
	number, err := strconv.Atoi(first)
	if err != nil {
		return 0
	}
	return number
}

// oldRHEL reports whether it is RHEL 6 or older, or made like it: ntpd, started
// by scripts.
func (p Place) oldRHEL() bool {
	id := p.Machine.Distribution.ID
	return p.family() == "rhel" && id != "fedora" && p.release() > 0 && p.release() <= 6
}

// running are the services that keep time. The guest tools of a hypervisor are
// one only where nothing else runs.
func (p Place) running() []timeservice.Service {
	var keepers, tools []timeservice.Service
	for _, service := range p.Services {
		switch {
		case !service.Running:
		case service.Name == guestTools:
			tools = append(tools, service)
		default:
			keepers = append(keepers, service)
		}
	}
	if len(keepers) == 0 {
		return tools
	}
	return keepers
}

// guestTools is the name under which the tools of VMware are listed among the
// services.
const guestTools = "vmware-tools"

// notHere is what is said where nothing typed on this machine mends its clock,
// nil elsewhere.
func (p Place) notHere() []Command {
	switch {
	case p.Container != "":
		return []Command{onContainerHost()}
	case p.VirtualMachine == "WSL" && len(p.running()) == 0:
		return []Command{restartWSL()}
	case len(p.Wrong) > 0:
		return []Command{upstreamFirst(p.Wrong)}
	}
	return nil
}
