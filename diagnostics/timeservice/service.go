package timeservice

import (
	"context"
	"sync"
	"time"
)

// Service is one time service on this host and its state, as the host and the
// service itself tell it. A service's own word on how right the clock is proves
// nothing: chronyd's, for one, is relative to a clock of its own making.
type Service struct {
	Name string `json:"name"` // "chronyd", "ntpd", "ntpsec", "systemd-timesyncd", "openntpd", "vmware-tools", "w32time", "timed"
	// Unit is the name by which the host's own manager of services knows it:
	// "chrony.service" (systemd), "W32Time" (Windows), "com.apple.timed" (launchd);
	// "" where it has none.
	Unit string `json:"unit,omitempty"`

	Installed bool   `json:"installed"`
	Running   bool   `json:"running"`
	Enabled   string `json:"enabled,omitempty"` // "enabled", "disabled", "masked", "static" and others of systemd's; of Windows also "manual"; "" unknown
	Active    string `json:"active,omitempty"`  // "active", "inactive", "failed" and others of systemd's; "" unknown
	PID       int    `json:"pid,omitempty"`     // 0 unknown
	// Failed says how it ended where it ended by itself, in systemd's word for it
	// (systemd.service(5), $SERVICE_RESULT): "exit-code", "signal", "timeout",
	// "start-limit-hit" and others. "" where it did not, or that is unknown.
	Failed     string `json:"failed,omitempty"`
	ExitStatus int    `json:"exit_status,omitempty"` // of that end, or the number of its signal; 0 none or unknown

	Selected string   `json:"selected,omitempty"` // the name, else the address, of the source it follows now; "" none
	Stratum  int      `json:"stratum,omitempty"`  // its own, 1 to 15; 0 not synchronised or unknown
	Sources  []Source `json:"sources,omitempty"`
	// Correction is what the service says that it still has to add to the OS
	// clock: positive means that the OS clock is behind. nil is unknown.
	Correction *time.Duration `json:"correction,omitempty"`
	// Steps says when it corrects at once instead of gradually: "first 3
	// updates only", "never", "always", "up to 1000 s", "up to 15 h, larger is
	// refused"; "" unknown.
	Steps string `json:"steps,omitempty"`
	// Panics says whether it gives up, and ends, where the clock is far off. It
	// begins with "exits", with "once" (any offset is accepted at its start, and
	// later it ends), or with "never"; "" unknown.
	Panics string `json:"panics,omitempty"`

	// Sync is what w32time and timed are set to do, one of the Sync constants; ""
	// unknown, or a service that has no such setting.
	Sync string `json:"sync,omitempty"`
	// Trouble is how its last synchronisation failed, one of the Trouble constants
	// or a code such as "0x800706BA"; "" it did not, or that is unknown.
	Trouble string        `json:"trouble,omitempty"`
	Poll    time.Duration `json:"poll,omitempty"` // how often it asks; 0 unknown
	// HostClock says whether it may take the time of its hypervisor, "enabled" or
	// "disabled"; "" unknown. Windows has that enabled on real machines as well.
	HostClock string `json:"host_clock,omitempty"`
	// Settings are w32time's and timed's own, by their own names.
	Settings map[string]string `json:"settings,omitempty"`

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
	// does not tell it, nor w32time to everybody.
	Reach uint8  `json:"reach"`
	Why   string `json:"why,omitempty"` // why it is not followed, in words
}

// What w32time and timed are set to do: the words of w32time's setting Type.
const (
	SyncNTP    = "NTP"     // follow the servers that are named here
	SyncDomain = "NT5DS"   // follow the domain's controllers
	SyncAll    = "AllSync" // follow both
	SyncNone   = "NoSync"  // leave the clock alone
)

// How a service's last synchronisation failed.
const (
	TroubleNoData     = "no-data"     // no source gave a time that can be used
	TroubleStale      = "stale"       // what was given is older than what is known
	TroubleTooBig     = "too-big"     // the clock is further off than it may correct
	TroubleTimeout    = "timeout"     // a source did not answer
	TroubleNotStarted = "not-started" // the service does not run
)

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

// Services reads the state of all time services of this host that are installed
// or running. It changes nothing and wakes nobody. On Linux it runs no command
// and takes little more than a second at most; on Windows and macOS it runs some
// that only show state, and takes four seconds at most. The order is fixed.
func Services(ctx context.Context, host Host) []Service {
	switch {
	case host.OS == osWindows:
		return windowsServices(ctx, host)
	case host.OS == osDarwin:
		return darwinServices(ctx, host)
	case host.Root == nil:
		return nil
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
	s.Panics = panics(host.Root, s)
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

// unknown notes why a field is not known; the first reason stays.
func (s *Service) unknown(field, why string) {
	if s.Unknown == nil {
		s.Unknown = map[string]string{}
	}
	if s.Unknown[field] == "" {
		s.Unknown[field] = why
	}
}
