package steps

import (
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// serviceStopped: there is a service, and it does not run.
func serviceStopped() rule {
	return rule{
		Code: "timeservice.stopped", Step: StepOSTime, Cause: true,
		Means:    say.T("A time service is installed and does not run, or was masked so that it cannot be started."),
		Told:     say.T("The system's service manager or its list of processes says so. One that gave up for the size of the error is timeservice.gave-up."),
		Mend:     say.T("Start it, now and at every boot. If it was masked, ask first who did that and why."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookServiceStopped,
	}
}

func lookServiceStopped(f facts) *Finding {
	services, known := hostServices(f)
	if !known || f.onWSL() || len(services) == 0 || len(runningServices(f)) > 0 || gaveUp(f) != nil {
		return nil
	}
	service := remedy.Kept(services)
	if knows(service, "running") != "" {
		return nil
	}
	if service.Enabled == "manual" && f.judged.Relation != Beyond {
		return nil // Windows outside of a domain starts it now and then, by a task
	}
	detail := say.T("Once it runs it corrects the clock by itself and keeps it.")
	if service.Failed != "" {
		detail = say.T("It ended by itself (%s). Look for the reason in its log before you start it again: %s", service.Failed, logOf(f, service))
	}
	if service.Enabled == "masked" {
		detail = say.T("It was masked, so somebody did not want it to run. Ask why before you start it.")
	}
	return &Finding{
		Severity: byEffect(f),
		Title:    say.T("The time service of this machine (%s) does not run: nothing keeps its clock.", service.Name),
		Detail:   detail,
		Remedy:   remedy.Start(placeOf(f), service),
	}
}
