package steps

import (
	"fmt"
	"strings"
	"time"

	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// chronySlew is the fastest that chronyd slews unless it is told otherwise
// (chrony.conf, maxslewrate): 83,333 ppm, a second in twelve.
const chronySlew = 83_333e-6

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

// byEffect makes a finding about a service a problem where the clock is wrong,
// and a warning where it is only going to be.
func byEffect(f facts) Severity {
	if f.judged.Relation == Beyond {
		return Problem
	}
	return Warning
}

// serviceNone: nothing is installed that could keep the clock.
func serviceNone(f facts) *Finding {
	services, known := hostServices(f)
	if !known || len(services) > 0 {
		return nil
	}
	return &Finding{
		Code: "timeservice.none", Severity: byEffect(f), Step: StepOSTime,
		Title:  say.T("No time service is installed on this machine: nothing keeps its clock."),
		Detail: say.T("Its administrator has to install the one that its distribution comes with, and name time servers of your network in it."),
		Remedy: correctClock(f),
	}
}

// serviceStopped: there is a service, and it does not run.
func serviceStopped(f facts) *Finding {
	services, known := hostServices(f)
	if !known || len(services) == 0 || len(runningServices(f)) > 0 {
		return nil
	}
	service := services[0]
	if knows(service, "running") != "" {
		return nil
	}
	found := &Finding{
		Code: "timeservice.stopped", Severity: byEffect(f), Step: StepOSTime,
		Title:  say.T("The time service of this machine (%s) does not run: nothing keeps its clock.", service.Name),
		Detail: say.T("Once it runs it corrects the clock by itself and keeps it."),
	}
	unit := unitOf(service)
	if service.Enabled == "masked" {
		found.Detail = say.T("It was masked, so somebody did not want it to run. Ask why before you start it.")
		found.Remedy = append(found.Remedy, Remedy{
			Command: "systemctl unmask " + unit, NeedsRoot: true, Undo: "systemctl mask " + unit,
			Why: say.T("allows it to be started"),
		})
	}
	found.Remedy = append(found.Remedy, Remedy{
		Command: "systemctl enable --now " + unit, NeedsRoot: true, Undo: "systemctl disable --now " + unit,
		Why: say.T("starts it now and at every boot; it sets the clock as soon as a server answers"),
	})
	return found
}

// serviceDisabled: it runs, and does not come back after a restart.
func serviceDisabled(f facts) *Finding {
	running := runningServices(f)
	if len(running) != 1 || running[0].Enabled != "disabled" {
		return nil
	}
	unit := unitOf(running[0])
	return &Finding{
		Code: "timeservice.disabled", Severity: Warning, Step: StepOSTime,
		Title:  say.T("The time service (%s) runs, but does not start at boot.", running[0].Name),
		Detail: say.T("After the next restart of this machine nothing would keep the clock."),
		Remedy: []Remedy{{Command: "systemctl enable " + unit, NeedsRoot: true, Undo: "systemctl disable " + unit, Why: say.T("starts it at every boot")}},
	}
}

// serviceUnselected: it runs, and follows nobody.
func serviceUnselected(f facts) *Finding {
	running := runningServices(f)
	if len(running) != 1 || running[0].Selected != "" || knows(running[0], "sources") != "" || knows(running[0], "selected") != "" {
		return nil
	}
	detail := say.T("It has no time server configured. Name some of your network in its configuration.")
	if sources := running[0].Sources; len(sources) > 0 {
		detail = say.T("Of its sources: %s. Ask for them to be reachable, or have it follow others.", listed(sourceWords(sources)))
	}
	return &Finding{
		Code: "timeservice.nothing-selected", Severity: byEffect(f), Step: StepOSTime,
		Title:  say.T("The time service (%s) runs, but follows no server.", running[0].Name),
		Detail: detail,
	}
}

// servicesTwo: they would set the clock against each other.
func servicesTwo(f facts) *Finding {
	var names []string
	for _, service := range runningServices(f) {
		if service.Name != "vmware-tools" { // it may be there without keeping time
			names = append(names, service.Name)
		}
	}
	if len(names) < 2 {
		return nil
	}
	return &Finding{
		Code: "timeservice.two", Severity: Warning, Step: StepOSTime,
		Title:  say.T("Two time services run at once: %s.", strings.Join(names, ", ")),
		Detail: say.T("They can move the clock against each other. Its administrator has to keep one and switch the other off."),
	}
}

// serviceSlews: the service knows that the clock is wrong and only slews it.
func serviceSlews(f facts) *Finding {
	running := runningServices(f)
	if len(running) != 1 || running[0].Correction == nil || running[0].Name != "chronyd" || f.judged.Relation != Beyond {
		return nil
	}
	left := running[0].Correction.Abs()
	if left <= tolerance(f.session) {
		return nil
	}
	return &Finding{
		Code: "timeservice.only-slews", Severity: Problem, Step: StepOSTime,
		Title:  say.T("The time service (%s) knows that the clock is wrong, and corrects it only bit by bit.", running[0].Name),
		Detail: say.T("At its fastest that takes another %s.", Span(time.Duration(float64(left)/chronySlew))),
		Remedy: []Remedy{{Command: "chronyc makestep", NeedsRoot: true, Why: say.T("sets the clock at once, through the running service")}},
	}
}

// knows tells why a field of a service is not known; "" where it is.
func knows(service timeservice.Service, field string) string { return service.Unknown[field] }

// unitOf is the name by which systemctl knows a service.
func unitOf(service timeservice.Service) string {
	if service.Unit != "" {
		return service.Unit
	}
	return service.Name
}

// sourceWords says of each source why it is not followed.
func sourceWords(sources []timeservice.Source) []string {
	var words []string
	for _, source := range sources {
		name := source.Name
		if name == "" {
			name = source.Address
		}
		words = append(words, fmt.Sprintf("%s (%s)", name, source.State))
	}
	return words
}
