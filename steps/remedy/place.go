package remedy

import (
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
	Offset         diagnostics.Offset // reference minus OS clock, 0 where unknown
}

// system is "linux", "windows" or "darwin".
func (p Place) system() string {
	name, _, _ := strings.Cut(p.OS, "/")
	return name
}

// unit is the name by which the service manager knows a service.
func unit(s timeservice.Service) string {
	if s.Unit != "" {
		return s.Unit
	}
	return s.Name
}
