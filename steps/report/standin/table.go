// Package standin keeps names out of a text: each gets a stand-in, the same one
// wherever it occurs.
//
// Its rules: a stand-in is a kind and a number, given out in the order in which
// names were added, so nothing in it is derived from the name; what was added
// once keeps its stand-in; and a longer name is replaced before a shorter one
// that it holds.
package standin

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// Kind is what a name names. It is how the stand-in begins.
type Kind string

// The kinds.
const (
	Host    Kind = "HOST"
	Address Kind = "ADDR"
	Domain  Kind = "DOMAIN"
	Org     Kind = "ORG"
	Tenant  Kind = "TENANT"
	Client  Kind = "CLIENT"
	Account Kind = "ACCOUNT"
	User    Kind = "USER"
	Agent   Kind = "AGENT"
	Path    Kind = "PATH"
	Issuer  Kind = "CA"
	ID      Kind = "ID"
)

// Row is one name with its stand-in.
type Row struct{ StandIn, Name string }

// Table gives names their stand-ins. The zero Table is empty and ready.
type Table struct {
	rows    []Row
	known   map[string]string // by the folded name
	counts  map[Kind]int
	byStart map[byte][]Row // by the folded first byte, longest first
}

// Add gives a name a stand-in, if it has none yet, and returns it. An empty name
// has none. Upper and lower case are one name, and so are the ways to write an
// IP address.
func (t *Table) Add(kind Kind, name string) string {
	if name == "" {
		return ""
	}
	if standIn, known := t.known[key(name)]; known {
		t.keep(name, standIn)
		return standIn
	}
	if t.counts == nil {
		t.counts = map[Kind]int{}
	}
	t.counts[kind]++
	standIn := fmt.Sprintf("%s-%d", kind, t.counts[kind])
	t.Also(name, standIn)
	return standIn
}

// Also gives a name the stand-in of another: a short name of the same machine.
// One that has a stand-in keeps it.
func (t *Table) Also(name, standIn string) {
	if name == "" || standIn == "" || t.Has(name) {
		return
	}
	if t.known == nil {
		t.known = map[string]string{}
	}
	t.known[key(name)] = standIn
	t.keep(name, standIn)
}

// keep makes one way to write a name findable.
func (t *Table) keep(name, standIn string) {
	start := fold(name[0])
	among := t.byStart[start]
	if slices.ContainsFunc(among, func(row Row) bool { return equal(row.Name, name) }) {
		return
	}
	if t.byStart == nil {
		t.byStart = map[byte][]Row{}
	}
	t.rows = append(t.rows, Row{standIn, name})
	at, _ := slices.BinarySearchFunc(among, len(name), func(row Row, length int) int { return length - len(row.Name) })
	t.byStart[start] = slices.Insert(among, at, Row{standIn, name})
}

// Has reports whether a name has a stand-in.
func (t *Table) Has(name string) bool {
	_, known := t.known[key(name)]
	return known
}

// Rows lists the names in the order in which they were added.
func (t *Table) Rows() []Row { return slices.Clone(t.rows) }

// key is the same for all ways to write a name.
func key(name string) string {
	if address, err := netip.ParseAddr(name); err == nil {
		return address.Unmap().String()
	}
	return strings.ToLower(name)
}
