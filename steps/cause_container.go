package steps

import "unskew/steps/say"

// hostContainer: the clock is somebody else's.
func hostContainer() rule {
	return rule{
		Code: "host.container", Step: StepOSTime, Cause: true,
		Means:    say.T("This is a container: it shares the clock of the machine it runs on and has none of its own."),
		Told:     say.T("The container's own marks: control groups, environment, files of the container engine."),
		Mend:     say.T("Correct the clock on the machine it runs on. Time services inside the container mean nothing."),
		Explains: []string{"keeping.unknown", "clock.behind", "clock.ahead"},
		Look:     lookContainer,
	}
}

func lookContainer(f facts) *Finding {
	host := f.session.Host()
	if host == nil || host.Container == "" {
		return nil
	}
	detail := say.T("The clock is that of the machine it runs on, and has to be corrected there. Ask whoever runs the containers which machine that is.")
	if node := f.machine().Node; node != "" {
		detail = say.T("The clock is that of the machine it runs on, %s, and has to be corrected there, by whoever runs that machine.", node)
	}
	severity := Info
	if f.judged.Relation == Beyond {
		severity = Problem
	}
	return &Finding{
		Severity: severity,
		Title:    say.T("This is a container (%s): it has no clock of its own.", host.Container),
		Detail:   detail,
	}
}
