package steps

import (
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// serviceUnselected: it runs, and follows nobody.
func serviceUnselected() rule {
	return rule{
		Code: "timeservice.nothing-selected", Step: StepOSTime, Cause: true,
		Means:    "The time service runs, but follows no server: none is configured, or none of them can be used.",
		Told:     "The service itself says that it has selected no source. Each source is named with the reason why it is not used.",
		Mend:     "Make its servers reachable, or name others in its configuration.",
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookServiceUnselected,
	}
}

func lookServiceUnselected(f facts) *Finding {
	service := onlyRunning(f)
	if service == nil || service.Selected != "" || knows(*service, "sources") != "" || knows(*service, "selected") != "" {
		return nil
	}
	detail := say.T("It has no time server configured. Name some of your network in its configuration.")
	if len(service.Sources) > 0 {
		detail = say.T("Of its sources: %s. Ask for them to be reachable, or have it follow others.", sourceWords(service.Sources))
	}
	return &Finding{
		Severity: byEffect(f),
		Title:    say.T("The time service (%s) runs, but follows no server.", service.Name),
		Detail:   detail,
		Remedy:   remedy.NameServers(placeOf(f), *service),
	}
}
