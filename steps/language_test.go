package steps

import (
	"reflect"
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"unskew/steps/say"
)

// englishRun is a piece of a sentence: four words or more.
var englishRun = regexp.MustCompile(`[A-Za-z][a-z'’-]*,?(?: [A-Za-z][a-z'’-]*,?){3,}`)

// verbatimRuns are what services say, and names of systems: those are not ours.
var verbatimRuns = []string{
	"Linux", "its times are in the future", "T is not yet valid", "T token has expired",
	"T has an invalid signature", "must be a short-lived token", "must be an Integer representing",
	"must be a numeric value representing", "credentials have been retired", "in a reasonable timeframe",
	"systemctl is-active", "assertion valid from", "is not within its valid time range", "Check your iat and exp",
}

// chinese reads its catalogue once for all tests.
var chinese = say.In(language.TraditionalChinese)

// leaks lists English in what a value says to people in another language.
func leaks(value any) []string {
	var found []string
	textsIn(reflect.ValueOf(value), func(text say.Text) {
		said := chinese.Text(text)
		for _, run := range englishRun.FindAllString(said, -1) {
			known := false
			for _, verbatim := range verbatimRuns {
				known = known || strings.Contains(run, verbatim)
			}
			if !known {
				found = append(found, run+"   in: "+said)
			}
		}
	})
	return found
}

// textsIn visits every Text within a value.
func textsIn(v reflect.Value, visit func(say.Text)) {
	if !v.IsValid() {
		return
	}
	if v.Type() == reflect.TypeFor[say.Text]() {
		visit(v.Interface().(say.Text))
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		textsIn(v.Elem(), visit)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				textsIn(v.Field(i), visit)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			textsIn(v.Index(i), visit)
		}
	}
}

// speak looks at all that a view says, in Chinese.
func (w *walker) speak(v View) {
	w.t.Helper()
	for _, leak := range leaks(v) {
		if !w.said[leak] {
			w.said[leak] = true
			w.t.Errorf("English on the page %s: %s", v.Page.Step, leak)
		}
	}
	for _, block := range v.Page.Blocks {
		if command, ok := block.(Command); ok && command.ByHand && Instruction(command.Line).IsVerbatim() {
			w.t.Errorf("on the page %s, nobody can translate: %s", v.Page.Step, command.Line)
		}
	}
}
