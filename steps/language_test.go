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

// verbatimRuns are what services, systems and AEM say, and names of menus.
var verbatimRuns = []string{}

// leaks lists English in what a value says to people in another language.
func leaks(value any) []string {
	chinese := say.In(language.TraditionalChinese)
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

func (w *walker) speak(v View) {
	w.t.Helper()
	for _, leak := range leaks(v) {
		if !w.said[leak] {
			w.said[leak] = true
			w.t.Logf("LEAK %s: %s", v.Page.Step, leak)
		}
	}
}
