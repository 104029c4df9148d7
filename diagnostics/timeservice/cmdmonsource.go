package timeservice

import (
	"github.com/facebook/time/ntp/chrony"

	"unskew/diagnostics"
)

// chronySourceOf puts chronyd's word on a source into ours.
func chronySourceOf(data chrony.SourceData) Source {
	source := Source{Reach: uint8(data.Reachability)}
	switch {
	case data.Mode == chrony.SourceModeRef:
		// A reference clock's four letters stand where others have an address.
		source.Address = refclockName(data.IPAddr)
	case data.IPAddr.Family == chrony.IPAddrID:
		source.State, source.Why = StateUnreachable, "its name has no address yet (DNS)"
		return source
	default:
		source.Address = diagnostics.Clean(data.IPAddr.String(), 64)
	}
	source.State, source.Why = chronyState(data)
	source.Selected = source.State == StateSelected
	return source
}

// chronyState reads the state of candm.h, which "chronyc sources" shows as * ? x ~ + -.
func chronyState(data chrony.SourceData) (state, why string) {
	switch data.State {
	case chrony.SourceStateSync:
		return StateSelected, ""
	case chrony.SourceStateCandidate:
		return StateCombined, "" // '+'
	case chrony.SourceStateOutlier:
		return StateCandidate, "good, and not needed" // '-'
	case chrony.SourceStateFalseTicker:
		return StateFalseticker, "it disagrees with the other sources, or no majority of them agrees"
	case chrony.SourceStateJittery:
		return StateTooVariable, "its answers scatter too much"
	}
	if uint8(data.Reachability) == 0 {
		return StateUnreachable, "none of the last eight requests got an answer that can be used"
	}
	return StateUnusable, "it answers, and cannot be used yet, or is only watched (noselect)"
}

// refclockName returns the letters of a reference clock.
func refclockName(address *chrony.IPAddr) string {
	letters := address.IP[:4]
	text := ""
	for _, letter := range letters {
		if letter > ' ' && letter < 0x7f {
			text += string(rune(letter))
		}
	}
	return text
}
