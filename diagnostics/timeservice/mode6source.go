package timeservice

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/facebook/time/ntp/control"

	"unskew/diagnostics"
)

// mostVariables is kept at most of one answer; ntpd has about fifty.
const mostVariables = 256

// parseVariables reads "name=value, name="a, b", ..." of RFC 9327, section 2.
// A value in quotes may hold commas. Names and values are made safe to keep.
func parseVariables(text string) map[string]string {
	found := map[string]string{}
	for len(text) > 0 && len(found) < mostVariables {
		end := endOfVariable(text)
		name, value, assigned := strings.Cut(text[:end], "=")
		text = strings.TrimPrefix(text[end:], ",")
		name = diagnostics.Clean(name, 64)
		value = strings.TrimSpace(value)
		if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
			value = value[1 : len(value)-1]
		}
		if assigned && name != "" {
			found[name] = diagnostics.Clean(value, 253)
		}
	}
	return found
}

// endOfVariable returns where the first comma outside of quotes stands, or the
// length of the text.
func endOfVariable(text string) int {
	quoted := false
	for i := range len(text) {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ',' && !quoted:
			return i
		}
	}
	return len(text)
}

// ntpSourceOf puts an association into our words: its status word (RFC 9327,
// section 3.2) and its variables.
func ntpSourceOf(status *control.PeerStatusWord, peer map[string]string) Source {
	source := Source{Address: peer["srcadr"], Name: peer["srchost"]}
	if address, err := netip.ParseAddr(source.Address); err != nil || address.IsUnspecified() {
		source.Address = ""
	}
	if source.Name == source.Address {
		source.Name = ""
	}
	reach, err := strconv.ParseUint(strings.TrimPrefix(peer["reach"], "0x"), reachBase(peer["reach"]), 8)
	if err == nil {
		source.Reach = uint8(reach)
	}
	source.State, source.Why = ntpState(status, peer, source)
	source.Selected = source.State == StateSelected
	return source
}

// reachBase: ntpd writes the register in hexadecimal behind 0x, older releases
// in octal.
func reachBase(text string) int {
	if strings.HasPrefix(text, "0x") {
		return 16
	}
	return 8
}

// ntpState reads the selection of the status word, which "ntpq -p" shows as
// * o + # - x and a space.
func ntpState(status *control.PeerStatusWord, peer map[string]string, source Source) (state, why string) {
	switch status.PeerSelection {
	case control.SelSYSPeer, control.SelPPSPeer:
		return StateSelected, ""
	case control.SelCandidate:
		return StateCombined, ""
	case control.SelBackup, control.SelExcess:
		return StateCandidate, "good, and not needed"
	case control.SelOutlier:
		return StateOutlier, "it is far from the other good sources"
	case control.SelFalseTick:
		return StateFalseticker, "it disagrees with the other sources"
	}
	switch {
	case source.Address == "":
		return StateUnreachable, "its name has no address yet (DNS)"
	case source.Reach == 0:
		return StateUnreachable, "none of the last eight requests got an answer that can be used"
	}
	if why := flashWords(peer["flash"]); why != "" {
		return StateUnusable, why
	}
	return StateUnusable, "it answers, and was not chosen yet"
}

// flashWords says which tests of an answer failed (RFC 9327, section 4: flash;
// the tests are those of RFC 5905, section 9.2, figure 27, and of ntpd).
func flashWords(text string) string {
	flash, err := strconv.ParseUint(strings.TrimPrefix(text, "0x"), flashBase(text), 16)
	if err != nil {
		return ""
	}
	tests := []struct {
		bit  uint64
		word string
	}{
		{0x0008, "it denies access"},
		{0x0010, "its authentication fails"},
		{0x0200, "it is not synchronised itself"},
		{0x0020, "it is not synchronised itself"},
		{0x0400, "its distance from a reference clock is too great"},
		{0x0800, "it follows this host"},
		{0x1000, "it does not answer"},
		{0x0040, "its answers have an invalid head"},
		{0x0007, "its answers are duplicates, forged, or out of order"},
	}
	for _, test := range tests {
		if flash&test.bit != 0 {
			return test.word
		}
	}
	return ""
}

func flashBase(text string) int {
	if strings.HasPrefix(text, "0x") {
		return 16
	}
	return 10
}
