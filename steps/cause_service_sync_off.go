package steps

import (
	"unskew/diagnostics/timeservice"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// serviceSyncOff: the service runs and is told to leave the clock alone.
func serviceSyncOff() rule {
	return rule{
		Code: "timeservice.sync-off", Step: StepOSTime, Cause: true,
		Means:    say.T("The time service of Windows or macOS is there, but is set to leave the clock alone."),
		Told:     say.T("Its own settings say so: Type is NoSync (Windows), or setting the time automatically is off (macOS)."),
		Mend:     say.T("Have it follow time servers, or the domain where the machine belongs to one."),
		Explains: []string{"timeservice.nothing-selected", "clock.behind", "clock.ahead"},
		Look:     lookServiceSyncOff,
	}
}

func lookServiceSyncOff(f facts) *Finding {
	services, _ := hostServices(f)
	for _, service := range services {
		if service.Sync == timeservice.SyncNone {
			return &Finding{
				Severity: byEffect(f),
				Title:    say.T("The time service of this machine (%s) is set to leave the clock alone.", service.Name),
				Detail:   say.T("Somebody switched the synchronisation off. Its administrator has to switch it on again."),
				Remedy:   remedy.SyncOn(placeOf(f), service),
			}
		}
	}
	return nil
}
