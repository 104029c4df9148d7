package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

func clockBehind(f facts) *Finding {
	if f.judged.Relation != Beyond || !f.judged.Offset.Behind() {
		return nil
	}
	return &Finding{
		Code: "clock.behind", Severity: Problem, Step: StepNTP,
		Title:  say.T("This machine's clock is %s.", f.judged.Words),
		Detail: say.T("Whatever it signs looks old to others: tokens and assertions have expired before they arrive."),
		Remedy: correctClock(f),
	}
}

func clockAhead(f facts) *Finding {
	if f.judged.Relation != Beyond || f.judged.Offset.Behind() {
		return nil
	}
	return &Finding{
		Code: "clock.ahead", Severity: Problem, Step: StepNTP,
		Title:  say.T("This machine's clock is %s.", f.judged.Words),
		Detail: say.T("Whatever it signs seems to come from the future: others call it not valid yet."),
		Remedy: correctClock(f),
	}
}

func clockUnclear(f facts) *Finding {
	if f.judged.Relation != Unclear {
		return nil
	}
	return &Finding{
		Code: "clock.unclear", Severity: Warning, Step: StepNTP,
		Title:  say.T("The measurement is too coarse to say whether the clock is right."),
		Detail: say.T("Measured: %s, %s; allowed is %s.", f.judged.Words, PlusMinus(f.judged.Uncertainty), Span(tolerance(f.session))),
	}
}

// clockBeforeRelease needs no server: a clock that shows a time before this
// program was released is certainly wrong. A year is left for build machines
// and simulated hosts whose release date is set by hand.
func clockBeforeRelease(f facts) *Finding {
	released := f.session.Start().Released
	at := f.session.Last().At.Wall
	if released.IsZero() || !at.Before(released) {
		return nil
	}
	behind, err := diagnostics.Between(released, at)
	if err != nil {
		return nil
	}
	return &Finding{
		Code: "clock.before-release", Severity: Problem, Step: StepOSTime,
		Title:  say.T("This machine's clock is certainly wrong: it shows a time before this program was made."),
		Detail: say.T("It is behind by %s at least. A dead battery of the hardware clock, or a restored snapshot, are common reasons.", Span(behind.Abs())),
		Remedy: correctClock(f),
	}
}

// movedBack is found where the clock was right after it had been wrong, and was
// then made wrong again.
func movedBack(f facts) *Finding {
	if !relapsed(f.history) {
		return nil
	}
	if f.judged.Relation != Beyond {
		return &Finding{
			Code: "clock.moved-back", Severity: Warning, Step: StepConfirm,
			Title:  say.T("Something set the clock wrong again once already in this session."),
			Detail: say.T("It has to be found, or the error comes back: a virtual machine's host, a second time service or a scheduled job can do that. Leave this page open for a while and watch."),
		}
	}
	detail := say.T("It was wrong again after the machine was started anew. Its hardware clock or a virtual machine's host can do that: it has to be found, or the error comes back.")
	if resumedUnseen(f.session, f.now) {
		detail = say.T("It was wrong again when this session was taken up again. A virtual machine's host, a second time service or a scheduled job can do that: it has to be found, or the error comes back.")
	}
	if opening := f.now.entries[0]; opening.Kind == Moved {
		detail = say.T("It was moved by %s while this program watched. A virtual machine's host, a second time service or a scheduled job can do that: it has to be found, or the error comes back.", Span(moveSize(opening.Move)))
	}
	return &Finding{
		Code: "clock.moved-back", Severity: Problem, Step: StepConfirm,
		Title:  say.T("Something set the clock wrong again after it had been right."),
		Detail: detail,
	}
}

// relapsed reports whether the clock was wrong, right, and then wrong again.
func relapsed(history []epoch) bool {
	wasWrong, wasRight := false, false
	for _, part := range history {
		switch part.offset.Relation {
		case Beyond:
			if wasRight {
				return true
			}
			wasWrong = true
		case Within:
			wasRight = wasRight || wasWrong
		}
	}
	return false
}

func moveSize(move *Move) time.Duration {
	size, err := diagnostics.OffsetSeconds(move.After.Seconds() - move.Before.Seconds())
	if err != nil {
		return 0
	}
	return size.Abs()
}

func clockMoved(f facts) *Finding {
	moves := f.session.Moves()
	if len(moves) == 0 {
		return nil
	}
	last := moves[len(moves)-1].Move
	words := map[MoveKind]say.Text{
		MoveStep:    say.T("The clock was set while this program watched."),
		MoveSlew:    say.T("The clock was slewed while this program watched."),
		MoveSuspend: say.T("The machine slept or was paused while this program ran."),
	}
	return &Finding{
		Code: "clock.moved", Severity: Info, Step: StepConfirm,
		Title:  words[last.How],
		Detail: say.T("Before: %s; after: %s.", Skew(last.Before), Skew(last.After)),
	}
}

// correctClock is the remedy that is right whatever keeps the clock: have the
// service that is there do it. Where the host's configuration names servers,
// its service is known; else the commands of each of the usual ones are given.
func correctClock(f facts) []Remedy {
	if host := f.session.Host(); host != nil && host.Container != "" {
		return []Remedy{{
			Command: "(on the container's host)", NeedsRoot: true,
			Why: say.T("A container has no clock of its own: the clock of the machine it runs on has to be corrected."),
		}}
	}
	if running := runningServices(f); len(running) == 1 {
		if remedy, known := correctBy(running[0]); known {
			return []Remedy{remedy}
		}
	}
	configured := map[string]bool{}
	for _, server := range configuredOf(f.session) {
		configured[server.By] = true
	}
	usual := []struct {
		by     string
		remedy Remedy
	}{
		{"chrony", Remedy{Command: "chronyc makestep", NeedsRoot: true, Why: say.T("where chrony runs (systemctl is-active chronyd chrony)")}},
		{"timesyncd", Remedy{Command: "systemctl restart systemd-timesyncd", NeedsRoot: true, Why: say.T("where systemd-timesyncd runs (systemctl is-active systemd-timesyncd)")}},
		{"ntp.conf", Remedy{Command: "systemctl restart ntpd", NeedsRoot: true, Why: say.T("where ntpd runs, started with -g (systemctl is-active ntpd ntp ntpsec)")}},
	}
	var remedies []Remedy
	for _, known := range usual {
		if configured[known.by] || len(configured) == 0 {
			remedies = append(remedies, known.remedy)
		}
	}
	return remedies
}

// correctBy is how a running service is made to set the clock at once.
func correctBy(service timeservice.Service) (Remedy, bool) {
	switch service.Name {
	case "chronyd":
		return Remedy{Command: "chronyc makestep", NeedsRoot: true, Why: say.T("sets the clock at once, through the running service")}, true
	case "systemd-timesyncd", "ntpd", "ntpsec":
		return Remedy{Command: "systemctl restart " + unitOf(service), NeedsRoot: true, Why: say.T("lets the service begin anew: it sets the clock when it starts")}, true
	}
	return Remedy{}, false
}
