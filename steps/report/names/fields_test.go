package names

import (
	"reflect"
	"testing"

	"unskew/steps"
)

// TestFieldsAreDecided: every text in the record is in the table, so that whoever
// adds a field says whether it holds a name; and the table names no other.
func TestFieldsAreDecided(t *testing.T) {
	found := map[string]bool{}
	texts(reflect.TypeFor[steps.Entry](), "", map[reflect.Type]bool{}, found)
	if len(found) < 120 {
		t.Fatalf("only %d texts were found in the record", len(found))
	}
	decided := fields()
	for name := range found {
		if _, known := decided[name]; !known {
			t.Errorf("%s: say in fields.go what it holds: a name, words of others, or ours alone", name)
		}
	}
	for name := range decided {
		if !found[name] {
			t.Errorf("%s is in fields.go, but not in the record", name)
		}
	}
}

// texts collects the fields below a type that hold text.
func texts(of reflect.Type, name string, seen map[reflect.Type]bool, found map[string]bool) {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		texts(of.Elem(), name, seen, found)
	case reflect.String, reflect.Interface:
		found[name] = true
	case reflect.Struct:
		if seen[of] {
			return
		}
		seen[of] = true
		for i := range of.NumField() {
			if field := of.Field(i); field.IsExported() {
				texts(field.Type, of.String()+"."+field.Name, seen, found)
			}
		}
	}
}
