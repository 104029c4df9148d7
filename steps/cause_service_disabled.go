package steps

import (
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// serviceDisabled: it runs, and does not come back after a restart.
func serviceDisabled() rule {
	return rule{
		Code: "timeservice.disabled", Step: StepOSTime, Cause: true,
		Means: say.T("The time service runs, but is not started at boot: after the next restart nothing keeps the clock."),
		Told:  say.T("The service manager calls the one service that runs disabled."),
		Mend:  say.T("Enable it at boot."),
		Look:  lookServiceDisabled,
	}
}

func lookServiceDisabled(f facts) *Finding {
	service := onlyRunning(f)
	if service == nil || service.Enabled != "disabled" {
		return nil
	}
	return &Finding{
		Severity: Warning,
		Title:    say.T("The time service (%s) runs, but does not start at boot.", service.Name),
		Detail:   say.T("After the next restart of this machine nothing would keep the clock."),
		Remedy:   remedy.AtBoot(placeOf(f), *service),
	}
}
