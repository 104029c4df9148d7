package refusal

import (
	"slices"
	"strings"
	"sync"
)

// tiers are the catalogue: rows that know the vendor, rows that know the
// standard, rows that know no more than the class.
func tiers() [][]Row {
	var vendors []Row
	for _, rows := range [][]Row{
		adobeJWT(), adobeJWTNames(), adobeGateway(), adobeOAuth(), adobeClients(), adobeAgents(),
		google(), github(), entra(), salesforce(), okta(), auth0(), box(), snowflake(), twilio(), aws(), kerberos(), saml(), tls(), network(),
	} {
		vendors = append(vendors, rows...)
	}
	return [][]Row{vendors, standards(), classes()}
}

// catalogue is tiers, made once.
var catalogue = sync.OnceValue(tiers)

// Rows lists the catalogue, in the order of the documentation.
func Rows() []Row { return slices.Concat(catalogue()...) }

// ByClass reports whether a row knows no more than the class of the words.
func (r Row) ByClass() bool { return strings.HasPrefix(r.ID, "class.") }

// Find returns the row for an answer; false where none is known.
func Find(said Said) (Row, bool) {
	row, _, found := find(said)
	return row, found
}

// find is Find, and the tier of the row: 0 knows the vendor best.
func find(said Said) (row Row, tier int, found bool) {
	text := said.text()
	for tier, rows := range catalogue() {
		for _, row := range rows {
			if row.fits(said, text) {
				return row, tier, true
			}
		}
	}
	return Row{}, 0, false
}

// text is what words are looked for in.
func (s Said) text() string {
	return strings.ToLower(strings.TrimSpace(s.Error) + ": " + s.Description)
}

func (r Row) fits(said Said, text string) bool {
	m := r.Match
	switch {
	case r.Class != said.Class,
		m.At != nil && !slices.Contains(m.At, said.At),
		m.Status != 0 && m.Status != said.Status,
		m.Errors != nil && !slices.Contains(m.Errors, strings.ToLower(strings.TrimSpace(said.Error))),
		m.Bare && strings.TrimSpace(said.Description) != "",
		m.Page && !said.Page:
		return false
	}
	for _, word := range m.Words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return !slices.ContainsFunc(m.Not, func(word string) bool { return strings.Contains(text, word) })
}
