package report

import (
	"maps"
	"slices"
	"strings"

	"unskew/diagnostics/machine"
	"unskew/steps"
	"unskew/steps/say"
)

// machineRows are what may set or keep the clock from outside, and to whom the
// machine belongs.
func machineRows(read *machine.Machine) []steps.Fact {
	if read == nil {
		return nil
	}
	var tools []string
	for _, name := range slices.Sorted(maps.Keys(read.GuestSync)) {
		tools = append(tools, name+" ("+read.GuestSync[name]+")")
	}
	return []steps.Fact{
		{Label: say.T("cloud"), Value: shown(read.Cloud)},
		{Label: say.T("domain"), Value: shown(read.Domain)},
		{Label: say.T("runs on"), Value: shown(read.Node)},
		{Label: say.T("clock devices"), Value: shown(strings.Join(read.PTP, ", "))},
		{Label: say.T("guest tools"), Value: shown(strings.Join(tools, ", "))},
		{Label: say.T("libfaketime"), Value: shown(strings.Join(read.Faketime, ", "))},
	}
}

// machineJSONOf is the same for programs; nil where it was not read.
func machineJSONOf(read *machine.Machine) *machineJSON {
	if read == nil {
		return nil
	}
	out := &machineJSON{
		Distribution: word(read.Distribution.ID), Version: word(read.Distribution.Version), Init: word(read.Init),
		Cloud: word(read.Cloud), Domain: word(read.Domain), Node: word(read.Node), PTP: words(read.PTP), Faketime: words(read.Faketime),
	}
	for name, state := range read.GuestSync {
		if out.GuestSync == nil {
			out.GuestSync = map[string]word{}
		}
		out.GuestSync[string(word(name))] = word(state)
	}
	return out
}
