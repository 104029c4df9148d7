package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// wentBackAtLeast keeps files away that another machine stamped: their clocks
// differ by seconds or minutes.
const wentBackAtLeast = time.Hour

// clockWentBack is evidence of the past: a log file that is stamped later than
// the clock shows was written when the clock was further on.
func clockWentBack() rule {
	return rule{
		Code: "clock.went-back", Step: StepOSTime,
		Means: say.T("This clock was once further on than it is now: it was set back, began anew, or the files were copied from another machine."),
		Told:  say.T("The newest log file is stamped an hour or more later than the OS clock shows."),
		Mend:  say.T("Nothing by itself. It helps to find out when the clock went wrong, and who or what did it."),
		Look:  lookWentBack,
	}
}

func lookWentBack(f facts) *Finding {
	latest, host := f.machine().LatestFile, f.session.Host()
	if latest == nil || host == nil || host.Container != "" {
		return nil // the files of a container are as old as its image
	}
	ahead, err := diagnostics.Between(latest.Time, hostInstant(f.session))
	if err != nil || !ahead.Behind() || ahead.Abs() < wentBackAtLeast {
		return nil
	}
	return &Finding{
		Severity: Info,
		Title:    say.T("This clock was once further on: the file %s is stamped %s later than the clock shows.", latest.Path, Span(ahead.Abs())),
		Detail:   say.T("It went back since %s by its own count. Look in the logs of that time for what happened.", latest.Time.UTC().Format(time.DateTime)),
	}
}
