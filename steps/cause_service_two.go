package steps

import (
	"strings"

	"unskew/steps/remedy"
	"unskew/steps/say"
)

// servicesTwo: they would set the clock against each other.
func servicesTwo() rule {
	return rule{
		Code: "timeservice.two", Step: StepOSTime, Cause: true,
		Means:    say.T("Two time services run at once and can move the clock against each other."),
		Told:     say.T("More than one of the services that keep a clock runs. Guest tools of a hypervisor are host.guest-sync."),
		Mend:     say.T("Keep one of them, and switch the other off."),
		Explains: []string{"clock.moved-back"},
		Look:     lookServicesTwo,
	}
}

func lookServicesTwo(f facts) *Finding {
	running := runningServices(f)
	var names []string
	for _, service := range running {
		names = append(names, service.Name)
	}
	if len(names) < 2 {
		return nil
	}
	return &Finding{
		Severity: Warning,
		Title:    say.T("Two time services run at once: %s.", strings.Join(names, ", ")),
		Detail:   say.T("They can move the clock against each other. Its administrator has to keep one and switch the other off."),
		Remedy:   remedy.KeepOne(placeOf(f), running),
	}
}
