package ntp

import (
	"slices"
	"strings"

	"unskew/diagnostics"
)

// own reports whether a reading is of a server that this host follows and that
// nobody vouches for: it cannot show that the host is right.
func own(r diagnostics.Reading) bool { return r.OwnSource && !r.Vouched }

// dependent reports whether a reading depends on what this host follows: it is
// of such a server, or of the same server under another name, or of the same
// operator.
func dependent(r diagnostics.Reading, all []diagnostics.Reading) bool {
	if own(r) || r.Vouched {
		return own(r)
	}
	return slices.ContainsFunc(all, func(o diagnostics.Reading) bool {
		return own(o) && (same(r.Operator, o.Operator) || same(r.Server, o.Server) || same(r.Address, o.Address))
	})
}

// same compares two names that are both known.
func same(a, b string) bool { return a != "" && strings.EqualFold(a, b) }

// witness returns what a reading depends on: readings with the same answer are
// one voice.
func witness(r diagnostics.Reading) string {
	switch {
	case r.Via != "":
		return "via " + strings.ToLower(r.Via)
	case r.Operator != "":
		return "operator " + strings.ToLower(r.Operator)
	case r.Address != "":
		return "address " + strings.ToLower(r.Address)
	}
	return string(r.Source) + " " + strings.ToLower(r.Server)
}
