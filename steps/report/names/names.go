// Package names finds the names in a session that say whose it is: of machines,
// addresses, organisations, tenants, clients, accounts, agents and files.
//
// Its rules: what a field of the record holds decides (fields.go), and only what
// is in nobody's words is searched for what looks like a name (words.go). Names
// that identify nobody stay (public.go). Names are given out in the order of the
// record, so a longer record of the same session gives the same stand-ins.
package names

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"unskew/steps"
	"unskew/steps/report/standin"
)

// Of finds the names in a session and gives each a stand-in.
func Of(s steps.Session) *standin.Table {
	f := &finder{table: &standin.Table{}, fields: fields(), domains: map[string]bool{}, known: map[string]bool{}}
	for _, entry := range s.Entries() {
		f.question = ""
		if entry.Answer != nil {
			f.question = entry.Answer.Question
		}
		begun := len(f.domains)
		heard := len(f.heard)
		f.walk(reflect.ValueOf(entry), "")
		if read := entry.Reading; read != nil && read.Inspected {
			f.table.Add(standin.Issuer, read.Detail) // who signed the proxy's certificates
		}
		f.listen(f.heard[heard:])
		if len(f.domains) > begun { // machines of these may have been told of before
			for _, text := range f.heard {
				f.listenForDomains(text)
			}
		}
	}
	return f.table
}

// finder walks through a record.
type finder struct {
	table    *standin.Table
	fields   map[string]holds
	domains  map[string]bool // the customer's
	heard    []string        // the words so far, each once
	known    map[string]bool // whether they were heard
	question string          // of the answer that is walked through
	own      bool            // the text is this machine's own name
}

// walk looks at every text of a value. name is the field that it stands in.
func (f *finder) walk(value reflect.Value, name string) {
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !value.IsNil() {
			f.walk(value.Elem(), name)
		}
	case reflect.Slice, reflect.Array:
		for i := range value.Len() {
			f.walk(value.Index(i), name)
		}
	case reflect.Map:
		for _, key := range sortedKeys(value) {
			f.walk(value.MapIndex(key), name)
		}
	case reflect.Struct:
		for i := range value.NumField() {
			if value.Type().Field(i).IsExported() {
				f.walk(value.Field(i), value.Type().String()+"."+value.Type().Field(i).Name)
			}
		}
	case reflect.String:
		f.text(value.String(), name)
	}
}

func sortedKeys(value reflect.Value) []reflect.Value {
	byName := map[string]reflect.Value{}
	for _, key := range value.MapKeys() {
		byName[key.String()] = key
	}
	var keys []reflect.Value
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		keys = append(keys, byName[name])
	}
	return keys
}

// text takes the names out of one text of the record.
func (f *finder) text(text, name string) {
	what, known := f.fields[name]
	if !known {
		what = words
	}
	if what == ours || text == "" {
		return
	}
	if what == answer {
		what = answerHolds(f.question)
	}
	f.own = name == "steps.Start.Host" || name == "hostclock.State.Name"
	switch what {
	case host:
		f.host(text)
	case place:
		f.place(text)
	case domain:
		f.domain(text)
		if !strings.Contains(text, ".") {
			f.table.Add(standin.Domain, text) // a workgroup, or a realm of one word
		}
	case setting:
		f.configured(text)
	case path:
		f.table.Add(standin.Path, text)
	case account:
		f.identity(standin.Account, text)
	case client:
		f.identity(standin.Client, text)
	case scopes:
		f.scopes(text)
	case company:
		f.identity(standin.Client, text)
	case agent:
		f.table.Add(standin.Agent, text)
	case issuer:
		f.table.Add(standin.Issuer, text)
	case boot:
		f.table.Add(standin.ID, text)
	case pair:
		_, value, _ := strings.Cut(text, "=")
		f.identity(standin.ID, strings.Trim(value, `"`))
	}
	f.own = false
	if !f.known[text] {
		f.known[text] = true
		f.heard = append(f.heard, text)
	}
}

// answerHolds says what a person answers to a question.
func answerHolds(question string) holds {
	switch question {
	case "address", "--token-url":
		return place
	case "--credentials", "--key":
		return path
	case "--kid":
		return client
	case "--scope":
		return scopes
	}
	return words
}

// identity is who sends a request, or for whom: the shape tells what it is.
func (f *finder) identity(otherwise standin.Kind, text string) {
	switch {
	case strings.Contains(text, "://"):
		f.place(text)
	case strings.Contains(text, "@"):
		f.account(text)
	case text != "true" && text != "false":
		f.table.Add(otherwise, text)
	}
}

// account is an organisation of Adobe's, or a name like one of a mailbox.
func (f *finder) account(text string) {
	before, after, _ := strings.Cut(text, "@")
	kind := standin.Account
	if strings.EqualFold(after, "AdobeOrg") {
		kind = standin.Org
	}
	standIn := f.table.Add(kind, text)
	if len(before) >= leastAlone {
		f.table.Also(before, standIn)
	}
}

// scopes of a token are the vendor's words, or name something of the customer's.
func (f *finder) scopes(text string) {
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		if !publicScope(one) {
			f.identity(standin.ID, one)
		}
	}
}
