package steps

import (
	"slices"

	"unskew/steps/remedy"
)

// Weigh lists what to know before the clock of a session is moved; nothing where
// it need not be moved, or not on this machine.
func Weigh(s Session, a Assessment) []remedy.Danger {
	if a.Offset.Relation != Beyond {
		return nil
	}
	weighing := remedy.Weighing{Offset: a.Offset.Offset, Span: size(a.Offset.Offset), AEM: aemOf(s, a)}
	if a.Offset.Away != "" {
		weighing.AEM = remedy.Yes
	} else if read := s.Machine(); read != nil {
		weighing.Domain = read.Domain
	}
	return remedy.Weigh(weighing)
}

// aemOf tells what is known of an AEM on the machine. Only an integration that
// has nothing to do with Adobe makes it unlikely; where a machine that sends a
// signed JWT is concerned, or nothing is known, it may well be there.
func aemOf(s Session, a Assessment) remedy.Answer {
	profile := a.Exchange.Profile
	if profile == "" {
		profile = s.Settings().Profile
	}
	adobe := []string{"", "jwt-bearer", "ims-jwt", "ims-oauth"}
	if s.Transcript() == nil && !slices.Contains(adobe, profile) {
		return remedy.No
	}
	return remedy.Unknown
}
