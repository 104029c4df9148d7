package report

import (
	"html"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"unskew/steps"
	"unskew/steps/report/names"
	"unskew/steps/report/standin"
	"unskew/steps/say"
)

// Names lists the names in a session that stand-ins are given to, in the order of
// the record. A report never holds this table.
func Names(s steps.Session) []standin.Row { return names.Of(s).Rows() }

// hidden is a copy of a value in which every text went through replace: strings,
// and what is put into sentences. The sentences themselves are ours and stay, as
// do fields of JSON that hold codes. What has no exported fields is copied.
func hidden[T any](value T, replace func(string) string) T {
	copied := hiddenValue(reflect.ValueOf(&value).Elem(), replace)
	return copied.Interface().(T)
}

func hiddenValue(value reflect.Value, replace func(string) string) reflect.Value {
	out := reflect.New(value.Type()).Elem()
	out.Set(value)
	if text, is := value.Interface().(say.Text); is {
		return reflect.ValueOf(hiddenText(text, replace))
	}
	switch value.Kind() {
	case reflect.String:
		out.SetString(replace(value.String()))
	case reflect.Pointer:
		if !value.IsNil() {
			out = reflect.New(value.Type().Elem())
			out.Elem().Set(hiddenValue(value.Elem(), replace))
		}
	case reflect.Interface:
		if !value.IsNil() {
			out.Set(hiddenValue(value.Elem(), replace))
		}
	case reflect.Slice:
		if !value.IsNil() {
			out = reflect.MakeSlice(value.Type(), value.Len(), value.Len())
			for i := range value.Len() {
				out.Index(i).Set(hiddenValue(value.Index(i), replace))
			}
		}
	case reflect.Map:
		if !value.IsNil() {
			out = reflect.MakeMap(value.Type())
			for _, key := range value.MapKeys() {
				out.SetMapIndex(key, hiddenValue(value.MapIndex(key), replace))
			}
		}
	case reflect.Struct:
		for i := range value.NumField() {
			if field := value.Type().Field(i); field.IsExported() && !isCode(field) {
				out.Field(i).Set(hiddenValue(value.Field(i), replace))
			}
		}
	}
	return out
}

func hiddenText(text say.Text, replace func(string) string) say.Text {
	out := text
	out.Args = nil
	for _, arg := range text.Args {
		switch inner := arg.(type) {
		case string:
			out.Args = append(out.Args, replace(inner))
		case say.Text:
			out.Args = append(out.Args, hiddenText(inner, replace))
		}
	}
	return out
}

// isCode reports whether a field of the JSON report holds one of a fixed set of
// words, which programs compare.
func isCode(field reflect.StructField) bool {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return slices.Contains([]string{
		"schema", "simulated", "version", "os", "zone", "viewer_zone", "clock_source", "unit", "enabled", "active", "init", "cloud", "distribution",
		"source", "outcome", "reason", "kiss_code", "why_unused", "relation", "profile", "by", "class", "id", "code", "severity", "findings",
		"because_of", "gravity", "how", "state", "proof", "certainty", "store", "digest",
		"whose", "step", "question", "what", "stamp",
	}, name)
}

// netOf is the last net under hidden: whatever name still stands in a finished
// report is replaced, also as the format writes it. A name that is also a word of
// our own sentences is left to hidden, which knows the two apart.
func netOf(table *standin.Table, ours string) *standin.Table {
	own := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(ours), func(r rune) bool { return !unicode.IsLetter(r) }) {
		own[word] = true
	}
	net := &standin.Table{}
	for _, row := range table.Rows() {
		if own[strings.ToLower(row.Name)] {
			continue
		}
		for _, written := range []string{row.Name, escaped(row.Name), html.EscapeString(row.Name), strings.ReplaceAll(row.Name, `\`, `\\`)} {
			net.Also(written, row.StandIn)
		}
	}
	return net
}

// namesSection tells who reads a report with stand-ins what they are.
func namesSection() section {
	return section{Title: say.T("Names in this report"), Blocks: []steps.Block{steps.Prose{Lines: []say.Text{
		say.T("Names of machines, addresses, organisations, tenants, clients, accounts and files are stand-ins here, such as HOST-1: the same one always means the same name, also in another report of this session."),
		say.T("A command that holds a stand-in cannot be typed as it is: put the real name in its place. Who made this report has the table of names; it is not part of the report."),
		say.T("Public servers, time zones, versions and request ids were kept. What a server said in its own words was searched for names too: read it before you pass it on."),
	}}}}
}
