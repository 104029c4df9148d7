package timeservice

import (
	"context"
	"io/fs"
	"net"
	"sync"
	"time"
)

// Service is one time service on this host and its state, as the host and the
// service itself tell it. A service's own word on how right the clock is proves
// nothing: chronyd's, for one, is relative to a clock of its own making.
type Service struct {
	Name string `json:"name"`           // "chronyd", "ntpd", "ntpsec", "systemd-timesyncd", "openntpd", "vmware-tools"
	Unit string `json:"unit,omitempty"` // systemd's name for it, "chrony.service"; "" where it has none

	Installed bool   `json:"installed"`
	Running   bool   `json:"running"`
	Enabled   string `json:"enabled,omitempty"` // "enabled", "disabled", "masked", "static" and others of systemd's; "" unknown
	Active    string `json:"active,omitempty"`  // "active", "inactive", "failed" and others of systemd's; "" unknown
	PID       int    `json:"pid,omitempty"`     // 0 unknown

	Selected string   `json:"selected,omitempty"` // the name, else the address, of the source it follows now; "" none
	Stratum  int      `json:"stratum,omitempty"`  // its own, 1 to 15; 0 not synchronised or unknown
	Sources  []Source `json:"sources,omitempty"`
	// Correction is what the service says that it still has to add to the OS
	// clock: positive means that the OS clock is behind. nil is unknown.
	Correction *time.Duration `json:"correction,omitempty"`
	// Steps says when it corrects at once instead of gradually: "first 3
	// updates only", "never", "always", "up to 1000 s"; "" unknown.
	Steps string `json:"steps,omitempty"`
	// Unknown has, by the name of the field in lower case, why it is not known.
	Unknown map[string]string `json:"unknown,omitempty"`
}

// Source is one time source of a service.
type Source struct {
	Name     string `json:"name,omitempty"`    // as configured; "" where the service does not tell
	Address  string `json:"address,omitempty"` // an IP address, or the identifier of a reference clock
	Selected bool   `json:"selected,omitempty"`
	State    string `json:"state"` // one of the State constants
	// Reach has a bit for each of the last eight requests, the latest lowest
	// (RFC 5905, section 9.2): 0 is none with a usable answer, 255 all. systemd-timesyncd
	// does not tell it.
	Reach uint8  `json:"reach"`
	Why   string `json:"why,omitempty"` // why it is not followed, in words
}

// What a service holds of a source.
const (
	StateSelected    = "selected"
	StateCombined    = "combined"     // averaged with the selected one
	StateCandidate   = "candidate"    // good, and not needed
	StateFalseticker = "falseticker"  // disagrees with the others
	StateTooVariable = "too-variable" // its answers scatter
	StateOutlier     = "outlier"      // good, but far from the rest
	StateUnreachable = "unreachable"  // none of the last eight requests got an answer that can be used
	StateUnusable    = "unusable"     // it answers, and cannot be used
)

// Host is how a host is looked at. What is nil is not there, and what it would
// have told is unknown.
type Host struct {
	Root fs.FS // the host's files, as os.DirFS("/") has them

	SystemBus  func(context.Context) (net.Conn, error) // D-Bus
	Chrony     func(context.Context) (net.Conn, error) // chronyd's command port, datagrams
	NTPControl func(context.Context) (net.Conn, error) // mode 6 of ntpd and NTPsec, datagrams

	// Elsewhere names the time service of an operating system that has no such
	// files, and ElsewhereTells the command that shows its state.
	Elsewhere, ElsewhereTells string
}

// patience is how long all services together have to answer. They are on this
// very host: an answer takes a millisecond.
const patience = time.Second

// Services reads the state of all time services of this host that are installed
// or running. It runs no command, changes nothing and wakes nobody, and takes
// little more than a second at most. The order is fixed.
func Services(ctx context.Context, host Host) []Service {
	if host.Root == nil {
		return elsewhere(host)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	services := onDisk(ctx, host.Root)
	talk := askBus(ctx, host, services)
	found := services[:0]
	for _, s := range services {
		if s.Installed || s.Running {
			found = append(found, s)
		}
	}
	var asked sync.WaitGroup
	for i := range found {
		asked.Go(func() { ask(ctx, host, &found[i]) })
	}
	asked.Wait()
	for i := range found {
		if found[i].Name == timesyncdName {
			talk.timesyncd(&found[i])
		}
	}
	return found
}

// ask lets a running service speak for itself.
func ask(ctx context.Context, host Host, s *Service) {
	s.Steps = steps(host.Root, s)
	if !s.Running {
		return
	}
	switch s.Name {
	case chronydName:
		askChrony(ctx, host.Chrony, s)
	case ntpdName, ntpsecName:
		askNTP(ctx, host.NTPControl, s)
	case openntpdName:
		s.unknown("sources", "only root may ask it: ntpctl -s all")
	case vmwareName:
		s.unknown("sources", "whether it follows its hypervisor all the time: vmware-toolbox-cmd timesync status")
	}
}

// elsewhere says that the service of an operating system is not read.
func elsewhere(host Host) []Service {
	if host.Elsewhere == "" {
		return nil
	}
	s := Service{Name: host.Elsewhere}
	for _, field := range []string{"installed", "running", "enabled", "active", "sources", "steps"} {
		s.unknown(field, "not read on this operating system: "+host.ElsewhereTells)
	}
	return []Service{s}
}

// unknown notes why a field is not known; the first reason stays.
func (s *Service) unknown(field, why string) {
	if s.Unknown == nil {
		s.Unknown = map[string]string{}
	}
	if s.Unknown[field] == "" {
		s.Unknown[field] = why
	}
}
