package steps

import (
	"slices"

	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// hostServices are the services that could keep this host's clock. In a
// container there are none: its clock is kept, or not, by the machine it runs on.
func hostServices(f facts) (services []timeservice.Service, known bool) {
	if host := f.session.Host(); host == nil || host.Container != "" {
		return nil, false
	}
	all, known := f.session.Services()
	return keepers(all, f.machine().GuestSync[guestTools]), known
}

// onWSL reports whether this is the Windows Subsystem for Linux, whose clock
// Windows sets: it starts no time service (systemd.unit(5), ConditionVirtualization).
func (f facts) onWSL() bool {
	host := f.session.Host()
	return host != nil && host.VirtualMachine == "WSL"
}

// guestTools is the name of VMware's tools, among the services and among what
// the machine tells of its guest tools.
const guestTools = "vmware-tools"

// keepers are the services that are there to keep the clock. VMware's tools run
// in most of its machines for other reasons: they count only where no other
// service runs and they do not say themselves that they leave the clock alone.
func keepers(all []timeservice.Service, tools string) []timeservice.Service {
	isTools := func(s timeservice.Service) bool { return s.Name == guestTools }
	others := slices.DeleteFunc(slices.Clone(all), isTools)
	runs := slices.ContainsFunc(others, func(s timeservice.Service) bool { return s.Running })
	if runs || tools == machine.SyncDisabled {
		return others
	}
	return all
}

// runningServices are those of them that run.
func runningServices(f facts) []timeservice.Service {
	var running []timeservice.Service
	services, _ := hostServices(f)
	for _, service := range services {
		if service.Running {
			running = append(running, service)
		}
	}
	return running
}

// onlyRunning is the one service that runs, nil where there is none or are several.
func onlyRunning(f facts) *timeservice.Service {
	if running := runningServices(f); len(running) == 1 {
		return &running[0]
	}
	return nil
}

// logOf is where a service's log is read.
func logOf(f facts, service timeservice.Service) string {
	switch init := f.machine().Init; init {
	case "", "systemd":
		return "journalctl -u " + unitOf(service)
	case "windows":
		return "Event Viewer, System"
	}
	return "/var/log/messages, /var/log/syslog"
}

// byEffect makes a finding about a service a problem where the clock is wrong,
// and a warning where it is only going to be.
func byEffect(f facts) Severity {
	if f.judged.Relation == Beyond {
		return Problem
	}
	return Warning
}

// knows tells why a field of a service is not known; "" where it is.
func knows(service timeservice.Service, field string) string { return service.Unknown[field] }

// sourceWords says of each source why it is not followed.
func sourceWords(sources []timeservice.Source) say.Text {
	const shown = 4
	var words []say.Text
	for _, source := range sources[:min(shown, len(sources))] {
		words = append(words, say.T("%s (%s)", SourceName(source), SourceWords(source)))
	}
	if more := len(sources) - shown; more > 0 {
		words = append(words, say.Verbatim("+"+say.Number(more)))
	}
	return say.Join(", ", words...)
}

// SourceName is a source's name, else its address.
func SourceName(source timeservice.Source) string {
	if source.Name == "" {
		return source.Address
	}
	return source.Name
}

// SourceWords is what a service makes of a source, and why it does not follow it.
func SourceWords(source timeservice.Source) say.Text {
	switch {
	case source.Selected || source.State == timeservice.StateSelected:
		return say.T("followed")
	case source.Why != "":
		return Reason(source.Why)
	case source.State == timeservice.StateCombined:
		return say.T("averaged with the one that is followed")
	case source.State == timeservice.StateCandidate:
		return say.T("good, and not needed")
	case source.State == timeservice.StateFalseticker:
		return say.T("disagrees with the others")
	case source.State == timeservice.StateTooVariable:
		return say.T("its answers scatter")
	case source.State == timeservice.StateOutlier:
		return say.T("good, but far from the rest")
	case source.State == timeservice.StateUnreachable:
		return say.T("it does not answer")
	}
	return say.T("it answers, and cannot be used")
}
