// Package say is the one catalogue of what the program says to people.
//
// A sentence is written in English where it is used, as say.T("…%s…", args):
// that English text is also its key. A Text is data; it becomes words only
// when a Printer of a language renders it, so that the language can change at
// any time and a report can be in another language than the screen.
//
// Arguments are strings or other Texts. Numbers, ids, codes and commands are
// made into strings before they come here: the formatter behind this package
// would group digits, and print the year 2017 as 2,017.
package say

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

// Text is a sentence that is not yet in any language. The zero Text is empty.
type Text struct {
	Format string `json:"format"`
	Args   []any  `json:"args,omitempty"` // string or Text
}

// T makes a Text from an English format with %s verbs and its arguments, each
// a string, a Text or a fmt.Stringer.
func T(format string, args ...any) Text {
	kept := make([]any, len(args))
	for i, arg := range args {
		switch value := arg.(type) {
		case string, Text:
			kept[i] = value
		case fmt.Stringer:
			kept[i] = value.String()
		default:
			kept[i] = fmt.Sprint(value)
		}
	}
	return Text{Format: format, Args: kept}
}

// Verbatim is a Text that is the same in every language: a name, a command, a
// time stamp.
func Verbatim(text string) Text { return Text{Format: "%s", Args: []any{text}} }

// UnmarshalJSON reads a Text whose arguments are strings or Texts.
func (t *Text) UnmarshalJSON(data []byte) error {
	var raw struct {
		Format string            `json:"format"`
		Args   []json.RawMessage `json:"args"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	read := Text{Format: raw.Format}
	for _, arg := range raw.Args {
		var word string
		if json.Unmarshal(arg, &word) == nil {
			read.Args = append(read.Args, word)
			continue
		}
		var inner Text
		if err := json.Unmarshal(arg, &inner); err != nil {
			return err
		}
		read.Args = append(read.Args, inner)
	}
	*t = read
	return nil
}

// IsZero reports whether there is nothing to say.
func (t Text) IsZero() bool { return t.Format == "" }

// String renders the text in English.
func (t Text) String() string { return English().Text(t) }

// Join puts texts behind one another with a separator that is not translated.
func Join(separator string, texts ...Text) Text {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = text
	}
	separator = strings.ReplaceAll(separator, "%", "%%")
	return Text{Format: strings.TrimSuffix(strings.Repeat("%s"+separator, len(texts)), separator), Args: args}
}

// Printer renders Texts in one language.
type Printer struct {
	tag     language.Tag
	printer *message.Printer
}

// Languages are the languages that the catalogue speaks, the first is the
// fall-back for a sentence that another one lacks.
func Languages() []language.Tag { return []language.Tag{language.English} }

// In returns a Printer for a language; an unknown one gives English.
func In(tag language.Tag) Printer {
	builder := catalog.NewBuilder(catalog.Fallback(language.English))
	matcher := language.NewMatcher(Languages())
	_, index, _ := matcher.Match(tag)
	tag = Languages()[index]
	return Printer{tag: tag, printer: message.NewPrinter(tag, message.Catalog(builder))}
}

// English returns the Printer of JSON and of tests.
func English() Printer { return In(language.English) }

// Tag returns the printer's language.
func (p Printer) Tag() language.Tag { return p.tag }

// Text renders one Text.
func (p Printer) Text(t Text) string {
	if t.IsZero() {
		return ""
	}
	args := make([]any, len(t.Args))
	for i, arg := range t.Args {
		if inner, ok := arg.(Text); ok {
			args[i] = p.Text(inner)
			continue
		}
		args[i] = arg
	}
	if t.Format == "%s" && len(args) == 1 {
		return fmt.Sprint(args[0])
	}
	return p.printer.Sprintf(message.Key(t.Format, t.Format), args...)
}

// Number makes a number into an argument. It is never grouped.
func Number(n int) string { return strconv.Itoa(n) }
