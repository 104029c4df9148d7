package steps

import (
	"unskew/diagnostics"
	"unskew/steps/say"
)

// referenceChanged is found where a server that is believed told another time
// before, in the same epoch: nothing was seen of this host's clocks being moved,
// so either the server was wrong once, or the machine was paused unseen. A clock
// that seems right after that was not corrected.
func referenceChanged() rule {
	return rule{
		Code: "reference.changed", Step: StepConfirm,
		Means: say.T("A server told another time than before, although this machine's clock was not moved in between."),
		Told:  say.T("Two answers of a server that is believed, in one run of the machine with its clocks undisturbed, are apart by more than both uncertainties."),
		Mend:  say.T("Measure again later, or name another server with --ntp: nothing was corrected."),
		Look:  lookReferenceChanged,
	}
}

func lookReferenceChanged(f facts) *Finding {
	for _, reading := range f.judged.Readings {
		if !reading.Used || reading.Source == diagnostics.SourcePerson {
			continue
		}
		first := firstOf(f.now.entries, reading.Reading)
		if first == nil || !contradict(first.Anchor, reading.Anchor, reading.At, f) {
			continue
		}
		before, err := first.Anchor.Offset(reading.At)
		now, bad := reading.Anchor.Offset(reading.At)
		if err != nil || bad != nil {
			continue
		}
		return &Finding{
			Severity: Warning,
			Title:    say.T("%s tells another time than before, although this machine's clock was not moved in between.", reading.Server),
			Detail:   say.T("By its earlier answer this clock would be %s, by the newest one it is %s. Either that server was wrong once, or this machine was paused. Nothing was corrected: measure again later, or name another server with --ntp.", Skew(before), Skew(now)),
		}
	}
	return nil
}

// firstOf is the first measured reading of the same server among entries.
func firstOf(entries []Entry, of diagnostics.Reading) *diagnostics.Reading {
	for _, entry := range entries {
		reading := entry.Reading
		if reading != nil && reading.Outcome == diagnostics.Measured && reading.Source == of.Source && reading.Server == of.Server {
			return reading
		}
	}
	return nil
}

// contradict reports whether two anchors are apart by more than both may be off,
// and a tolerance.
func contradict(one, other diagnostics.Anchor, at diagnostics.Instant, f facts) bool {
	apart, err := diagnostics.Between(one.At(at.Raw), other.At(at.Raw))
	return err != nil || apart.Abs() > one.UncertaintyAt(at.Raw)+other.UncertaintyAt(at.Raw)+tolerance(f.session)
}
