package steps

import (
	"slices"
	"strings"

	"unskew/diagnostics/machine"
	"unskew/steps/remedy"
)

// Mending is what has to be done first, and what is typed for it.
type Mending struct {
	// Cause is what has to be mended: the cause, or the wrong clock itself where
	// no cause is known. nil: nothing.
	Cause *Finding
	// Commands are those of the cause. Where somebody else has to mend it, they
	// are what is typed here once that is done.
	Commands []remedy.Command
	// Elsewhere says that the cause is mended by somebody else, not on this machine.
	Elsewhere bool
}

// MendingOf picks what comes first: what explains the wrong clock, and only then
// what would make it wrong again.
func MendingOf(a Assessment) Mending {
	for _, code := range []string{"host.container", "timeservice.upstream-wrong"} {
		found := finding(a, code)
		if found == nil || found.Severity == Info && a.Offset.Relation != Beyond {
			continue // a container is nothing to mend in itself
		}
		return Mending{Cause: found, Elsewhere: true}
	}
	clock := clockFinding(a)
	if clock == nil {
		return withoutClock(a)
	}
	roots := rootsOf(a, clock)
	if found := firstWithRemedy(roots); found != nil {
		return Mending{Cause: found, Commands: thenSet(found.Remedy, clock.Remedy)}
	}
	if len(roots) == 0 {
		return Mending{Cause: clock, Commands: clock.Remedy}
	}
	first := finding(a, roots[0].Code)
	if first.Code == "clock.moved-back" { // to correct it once more does not help
		return Mending{Cause: first}
	}
	return Mending{Cause: first, Commands: clock.Remedy, Elsewhere: true}
}

// withoutClock is for a clock that is right, or not known to be wrong.
func withoutClock(a Assessment) Mending {
	if found := firstWithRemedy(a.Findings); found != nil {
		return Mending{Cause: found, Commands: found.Remedy}
	}
	for i, found := range a.Findings {
		if found.Root() {
			return Mending{Cause: &a.Findings[i]}
		}
	}
	return Mending{}
}

// thenSet adds what sets the clock, where the cause is mended on this machine by
// commands that leave the clock as it is.
func thenSet(commands, setting []remedy.Command) []remedy.Command {
	moves := func(c remedy.Command) bool { return c.Moves }
	typed := func(c remedy.Command) bool { return !c.ByHand }
	if slices.ContainsFunc(commands, moves) || !slices.ContainsFunc(commands, typed) {
		return commands
	}
	return slices.Concat(commands, setting)
}

// Besides are the findings that would make a right clock wrong again, beside
// what has to be done first.
func Besides(a Assessment) []Finding {
	first := MendingOf(a).Cause
	var list []Finding
	for _, found := range a.Findings {
		if found.Severity == Info || len(found.Remedy) == 0 || len(found.BecauseOf) > 0 || strings.HasPrefix(found.Code, "clock.") {
			continue
		}
		if first == nil || first.Code != found.Code {
			list = append(list, found)
		}
	}
	return list
}

func clockFinding(a Assessment) *Finding {
	for _, code := range []string{"clock.behind", "clock.ahead", "clock.before-release"} {
		if found := finding(a, code); found != nil {
			return found
		}
	}
	return nil
}

// rootsOf are the findings from which another one follows, over any number of
// steps, and that follow from none themselves.
func rootsOf(a Assessment, of *Finding) []Finding {
	behind := slices.Clone(of.BecauseOf)
	for i := 0; i < len(behind); i++ {
		if found := finding(a, behind[i]); found != nil {
			for _, code := range found.BecauseOf {
				if !slices.Contains(behind, code) {
					behind = append(behind, code)
				}
			}
		}
	}
	var roots []Finding
	for _, found := range a.Findings {
		if slices.Contains(behind, found.Code) && len(found.BecauseOf) == 0 {
			roots = append(roots, found)
		}
	}
	return roots
}

func firstWithRemedy(findings []Finding) *Finding {
	for i, found := range findings {
		if len(found.Remedy) > 0 && len(found.BecauseOf) == 0 {
			return &findings[i]
		}
	}
	return nil
}

// CommandOf is a command of a remedy as a block: with sudo in front where the
// person of the session types it so.
func CommandOf(s Session, c remedy.Command) Command {
	if remotePatient(s) { // nothing is known of the machine where it is typed
		return Command{Line: c.Line, ByHand: c.ByHand, Why: c.Why, Root: c.NeedsRoot, Takes: c.Takes, Check: c.Check, Undo: c.Undo}
	}
	var m machine.Machine
	if read := s.Machine(); read != nil {
		m = *read
	}
	line := c.Line
	if remedy.WithSudo(c, m) {
		line = remedy.Typed(c, m)
	}
	windows := false
	if host := s.Host(); host != nil {
		windows = strings.HasPrefix(host.OS, "windows")
	}
	return Command{Line: line, Windows: windows, ByHand: c.ByHand, Why: c.Why, Root: c.NeedsRoot && line == c.Line, Takes: c.Takes, Check: c.Check, Undo: c.Undo}
}
