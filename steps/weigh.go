package steps

import (
	"slices"

	"unskew/diagnostics/aem/process"
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
	} else {
		weighing.Store = storeOf(s)
	}
	if read := s.Machine(); read != nil && a.Offset.Away == "" {
		weighing.Domain = read.Domain
	}
	return remedy.Weigh(weighing)
}

// storeOf is where the AEMs on the machine keep their nodes: a database where one of
// them does, files where all do.
func storeOf(s Session) remedy.Store {
	found := s.AEM()
	if found == nil {
		return remedy.StoreUnknown
	}
	store := remedy.StoreUnknown
	for _, instance := range found.List {
		switch instance.Store {
		case process.StoreDocument:
			return remedy.StoreDocument
		case process.StoreTar:
			store = remedy.StoreTar
		default:
			return remedy.StoreUnknown
		}
	}
	return store
}

// aemOf tells what is known of an AEM on the machine. Only an integration that
// has nothing to do with Adobe makes it unlikely; where a machine that sends a
// signed JWT is concerned, or nothing is known, it may well be there.
func aemOf(s Session, a Assessment) remedy.Answer {
	if found := s.AEM(); found != nil && len(found.List) > 0 {
		return remedy.Yes
	}
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
