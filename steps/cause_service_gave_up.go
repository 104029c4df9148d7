package steps

import (
	"strings"
	"time"

	"unskew/diagnostics/timeservice"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// panicThreshold is the offset above which ntpd exits instead of correcting the
// clock, unless it is told otherwise (RFC 5905, appendix A.5.5.6: PANICT, 1000 s).
const panicThreshold = 1000 * time.Second

// serviceGaveUp: ntpd ended by itself because the clock was too far off.
func serviceGaveUp() rule {
	return rule{
		Code: "timeservice.gave-up", Step: StepOSTime, Cause: true,
		Means:    say.T("ntpd or NTPsec ended by itself, because the clock was more than 1000 s off (its panic threshold); or chronyd did, because its settings tell it to (maxchange). Starting it again ends the same way."),
		Told:     say.T("It is installed and to be started at boot, does not run, and the measured offset is above 1000 s (RFC 5905, PANICT). Its log says \"panic threshold\" or \"exceeds\": that makes it sure."),
		Mend:     say.T("Have it set the clock once, whatever the size (ntpd -gq; chronyd: without maxchange), then start it."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look: func(f facts) *Finding {
			service := gaveUp(f)
			if service == nil {
				return nil
			}
			return &Finding{
				Severity: Problem,
				Title:    gaveUpTitle(*service),
				Detail:   say.T("That is very likely what happened. To be sure, look for \"panic\" or \"exiting\" in its log (%s). Starting it as it is would end the same way.", logOf(f, *service)),
				Remedy:   remedy.AfterPanic(placeOf(f), *service),
			}
		},
	}
}

func gaveUpTitle(service timeservice.Service) say.Text {
	if service.Name == "chronyd" {
		return say.T("The time service (%s) is to run and does not: its settings have it give up where a clock is far off (maxchange).", service.Name)
	}
	return say.T("The time service (%s) is to run and does not: it gives up where a clock is more than 1000 s off.", service.Name)
}

// gaveUp returns the service that ended for the size of the error, or nil.
func gaveUp(f facts) *timeservice.Service {
	if f.judged.Relation != Beyond || f.judged.Offset.Abs() <= panicThreshold || len(runningServices(f)) > 0 {
		return nil
	}
	services, _ := hostServices(f)
	for i, service := range services {
		wanted := service.Enabled == "enabled" || service.Active == "failed" || service.Failed != ""
		if wanted && knows(service, "running") == "" && mayPanic(service) {
			return &services[i]
		}
	}
	return nil
}

// mayPanic reports whether a service ends by itself where the clock is too far
// off: ntpd does unless it is told otherwise, chronyd only where it is told to
// (maxchange).
func mayPanic(service timeservice.Service) bool {
	switch service.Name {
	case "ntpd", "ntpsec":
		return !strings.HasPrefix(service.Panics, "never")
	case "chronyd":
		return strings.HasPrefix(service.Panics, "exits") && service.Failed != ""
	}
	return false
}

// unitOf is the name by which a service manager knows a service.
func unitOf(service timeservice.Service) string {
	if service.Unit != "" {
		return service.Unit
	}
	return service.Name
}
