package steps

import (
	"fmt"

	"unskew/diagnostics/timeservice"
)

// hostServices are the services that could keep this host's clock. In a
// container there are none: its clock is kept, or not, by the machine it runs on.
func hostServices(f facts) (services []timeservice.Service, known bool) {
	if host := f.session.Host(); host == nil || host.Container != "" {
		return nil, false
	}
	return f.session.Services()
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
func sourceWords(sources []timeservice.Source) []string {
	var words []string
	for _, source := range sources {
		name := source.Name
		if name == "" {
			name = source.Address
		}
		state := source.State
		if source.Why != "" {
			state = source.Why
		}
		words = append(words, fmt.Sprintf("%s (%s)", name, state))
	}
	return words
}
