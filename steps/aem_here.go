package steps

import (
	"maps"
	"slices"

	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/hostclock"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// AEM returns the AEMs that were found on the machine when it was last looked; nil
// where nobody looked.
func (s Session) AEM() *process.Found {
	return newest(s, func(o Observation) *process.Found { return o.AEM })
}

// aemAbsent reports whether it is known that no AEM runs on the machine. From inside
// a container others are not seen.
func aemAbsent(s Session) bool {
	found := s.AEM()
	host := s.Host()
	return found != nil && found.None() && (host == nil || host.Container == "")
}

// hereNote is what the first page says beside "on this machine".
func hereNote(s Session) say.Text {
	found := s.AEM()
	switch {
	case found == nil || found.NotLooked != "" && len(found.List) == 0:
		return say.T("its clock is measured")
	case len(found.List) == 0:
		return say.T("its clock is measured; AEM was not found here")
	}
	return say.T("its clock is measured; AEM runs here: %s", instanceName(found.List[0]))
}

// instanceName is an AEM in a few words: its kind, and its port.
func instanceName(instance process.Instance) say.Text {
	kind := "AEM"
	for _, mode := range []string{"author", "publish"} {
		if slices.Contains(instance.RunModes, mode) {
			kind = mode
		}
	}
	if instance.Port == 0 {
		return say.Verbatim(kind)
	}
	return say.T("%s, port %s", kind, say.Number(instance.Port))
}

// FoundRows are the AEMs of the machine, on the page of the OS clock and in the report.
func FoundRows(s Session, host *hostclock.State) []Fact {
	found := s.AEM()
	switch {
	case found == nil:
		return nil
	case len(found.List) == 0 && found.NotLooked != "":
		return []Fact{{Label: say.T("AEM"), Value: say.T("not looked for"), Note: say.Verbatim(found.NotLooked), Tone: Faint}}
	case len(found.List) == 0:
		return []Fact{{Label: say.T("AEM"), Value: say.T("was not found here"), Note: say.T("this measures %s", host.Name)}}
	}
	var rows []Fact
	for _, instance := range found.List {
		rows = append(rows, Fact{Label: say.T("AEM"), Value: instanceName(instance), Note: instanceNote(instance)})
		if instance.ZoneKnown && instance.ZoneOffset != host.ZoneOffset {
			rows = append(rows, Fact{
				Label: say.T("AEM's zone"), Value: say.T("%s (UTC%s)", instance.Zone, east(instance.ZoneOffset)), Tone: Caution,
				Note: say.T("from %s; this machine has another one: AEM's log differs by that much, and its clock does not", instance.ZoneBy),
			})
		}
		for _, proxy := range instance.Proxies {
			rows = append(rows, Fact{Label: say.T("AEM's proxy"), Value: say.Verbatim(proxy)})
		}
		for _, field := range slices.Sorted(maps.Keys(instance.Unknown)) {
			rows = append(rows, Fact{Label: say.T("AEM: %s", field), Value: say.T("not known"), Note: say.Verbatim(instance.Unknown[field]), Tone: Faint})
		}
	}
	return rows
}

func instanceNote(instance process.Instance) say.Text {
	var parts []say.Text
	if instance.Folder != "" {
		parts = append(parts, say.Verbatim(instance.Folder))
	}
	switch instance.Store {
	case process.StoreTar:
		parts = append(parts, say.T("its own files (tar)"))
	case process.StoreDocument:
		parts = append(parts, say.T("a database (DocumentNodeStore)"))
	}
	if instance.Container {
		parts = append(parts, say.T("in a container"))
	}
	return say.Join("; ", parts...)
}

// withoutAEM says beside a verdict that AEM does not run on the measured machine,
// where the session may be about AEM.
func withoutAEM(s Session, verdict Verdict) Verdict {
	if !s.Start().Attended || where(s) != WhereHere || !aemAbsent(s) || len(s.aems()) > 0 {
		return verdict
	}
	if aemOf(s, Assessment{Exchange: Proofs{Profile: profileOf(s)}}) == remedy.No {
		return verdict
	}
	verdict.Title = say.T("%s This measured %s; AEM was not found here.", verdict.Title, s.Start().Host)
	return verdict
}

// profileOf is the kind of integration that a session is about, "" not known.
func profileOf(s Session) string {
	if target := targetOf(s); target != nil {
		return target.Profile
	}
	return ""
}
