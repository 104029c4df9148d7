package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

func clockBehind() rule {
	return rule{
		Code: "clock.behind", Step: StepNTP,
		Means:    say.T("The OS clock is behind true time by more than the tolerance. What it signs looks old to others."),
		Told:     say.T("The offset less its uncertainty is above the tolerance (--tolerance, 1 s unless told otherwise)."),
		Mend:     say.T("Have the time service that runs correct the clock; if a cause is named beside it, mend that first."),
		Explains: []string{"exchange.expired", "exchange.tls-time", "aem.token-refused"},
		Look:     lookBehind,
	}
}

func lookBehind(f facts) *Finding {
	if f.judged.Relation != Beyond || !f.judged.Offset.Behind() {
		return nil
	}
	return &Finding{
		Severity: Problem,
		Title:    clockTitle(f),
		Detail:   say.T("Whatever it signs looks old to others: tokens and assertions have expired before they arrive."),
		Remedy:   setHere(f),
	}
}

// clockTitle says whose clock is wrong, and by how much.
func clockTitle(f facts) say.Text {
	if f.judged.Away != "" {
		return say.T("The clock of AEM on %s is %s.", f.judged.Away, f.judged.Words)
	}
	return say.T("This machine's clock is %s.", f.judged.Words)
}

// setHere is the remedy. Of another machine it is not known what keeps its clock.
func setHere(f facts) []remedy.Command {
	if f.judged.Away != "" {
		return remedy.OnAnother(f.judged.Offset)
	}
	return remedy.SetByService(placeOf(f))
}

func clockAhead() rule {
	return rule{
		Code: "clock.ahead", Step: StepNTP,
		Means:    say.T("The OS clock is ahead of true time by more than the tolerance. What it signs seems to come from the future."),
		Told:     say.T("The offset is negative, and its size less its uncertainty is above the tolerance."),
		Mend:     say.T("Have the time service that runs correct the clock. It goes back: weigh what that does to the programs on the machine."),
		Explains: []string{"exchange.not-yet-valid", "exchange.lifetime-too-long", "exchange.tls-time", "aem.token-refused"},
		Look:     lookAhead,
	}
}

func lookAhead(f facts) *Finding {
	if f.judged.Relation != Beyond || f.judged.Offset.Behind() {
		return nil
	}
	return &Finding{
		Severity: Problem,
		Title:    clockTitle(f),
		Detail:   say.T("Whatever it signs seems to come from the future: others call it not valid yet."),
		Remedy:   setHere(f),
	}
}

func clockUnclear() rule {
	return rule{
		Code: "clock.unclear", Step: StepNTP,
		Means: say.T("The measurement is too coarse to say whether the clock is right."),
		Told:  say.T("The offset is neither surely within nor surely beyond the tolerance."),
		Mend:  say.T("Name a nearer time server with --ntp, and measure again."),
		Look:  lookUnclear,
	}
}

func lookUnclear(f facts) *Finding {
	if f.judged.Relation != Unclear {
		return nil
	}
	return &Finding{
		Severity: Warning,
		Title:    say.T("The measurement is too coarse to say whether the clock is right."),
		Detail:   say.T("Measured: %s, %s; allowed is %s.", f.judged.Words, PlusMinus(f.judged.Uncertainty), Span(tolerance(f.session))),
	}
}

// clockBeforeRelease needs no server: a clock that shows a time before this
// program was released is certainly wrong.
func clockBeforeRelease() rule {
	return rule{
		Code: "clock.before-release", Step: StepOSTime,
		Means:    say.T("The OS clock shows a time before this program was made, so it is certainly wrong, whatever any server says."),
		Told:     say.T("The OS clock is before the date of this program's release. No server is needed for that."),
		Mend:     say.T("Have the clock corrected, then find out why it started so far back."),
		Explains: []string{"exchange.tls-time"},
		Look:     lookBeforeRelease,
	}
}

func lookBeforeRelease(f facts) *Finding {
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
		Severity: Problem,
		Title:    say.T("This machine's clock is certainly wrong: it shows a time before this program was made."),
		Detail:   say.T("It is behind by %s at least.", Span(behind.Abs())),
		Remedy:   remedy.SetByService(placeOf(f)),
	}
}

// movedBack is found where the clock was right after it had been wrong, and was
// then made wrong again.
func movedBack() rule {
	return rule{
		Code: "clock.moved-back", Step: StepConfirm,
		Means:    say.T("The clock had been corrected and was then made wrong again, during this session."),
		Told:     say.T("It was beyond the tolerance, then within, then beyond. Each move was seen against a clock that nobody steers, and measured afresh."),
		Mend:     say.T("Find what sets it: the machine's hypervisor, a second time service, a scheduled job. Correcting it once more does not help."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookMovedBack,
	}
}

func lookMovedBack(f facts) *Finding {
	if !relapsed(f.history) {
		return nil
	}
	if f.judged.Relation != Beyond {
		return &Finding{
			Severity: Warning,
			Title:    say.T("Something set the clock wrong again once already in this session."),
			Detail:   say.T("It has to be found, or the error comes back: a virtual machine's host, a second time service or a scheduled job can do that. Leave this page open for a while and watch."),
		}
	}
	detail := say.T("It was wrong again after the machine was started anew. Its hardware clock or a virtual machine's host can do that: it has to be found, or the error comes back.")
	if resumedUnseen(f.session, f.now) {
		detail = say.T("It was wrong again when this session was taken up again. A virtual machine's host, a second time service or a scheduled job can do that: it has to be found, or the error comes back.")
	}
	if opening := f.now.entries[0]; opening.Kind == Moved {
		detail = say.T("It was moved by %s at %s while this program watched. A virtual machine's host, a second time service or a scheduled job can do that: it has to be found, or the error comes back.", Span(moveSize(opening.Move)), trueTimeOf(opening))
	}
	return &Finding{
		Severity: Problem,
		Title:    say.T("Something set the clock wrong again after it had been right."),
		Detail:   detail,
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

// trueTimeOf is true time at a movement, by the offset after it.
func trueTimeOf(moved Entry) string { return stamp(moved.At.Wall.Add(moved.Move.After.Duration())) }

func moveSize(move *Move) time.Duration {
	size, err := diagnostics.OffsetSeconds(move.After.Seconds() - move.Before.Seconds())
	if err != nil {
		return 0
	}
	return size.Abs()
}

func clockMoved() rule {
	return rule{
		Code: "clock.moved", Step: StepConfirm,
		Means: say.T("The OS clock was set or slewed while this program watched, or the machine slept."),
		Told:  say.T("The OS clock and a clock that nobody steers went apart; servers were then asked afresh, which tells a step from a pause."),
		Mend:  say.T("Nothing. It is what a correction looks like."),
		Look:  lookMoved,
	}
}

func lookMoved(f facts) *Finding {
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
		Severity: Info,
		Title:    words[last.How],
		Detail:   say.T("Before: %s; after: %s.", Skew(last.Before), Skew(last.After)),
	}
}
