// Package say is the one catalogue of what the program says to people.
//
// A sentence is written in English where it is used, as say.T("…%s…", args):
// that English text is also its key. A Text is data; it becomes words only
// when a Printer of a language renders it, so that the language can change at
// any time and a report can be in another language than the screen.
//
// Arguments are strings or other Texts. Numbers, ids, codes and commands become
// strings as they come in, so that no language groups their digits: ports, years
// and status codes are the same in all of them.
//
// A language is a folder of catalogues, LANGUAGE/*.toml: one for each room of the
// program, each line "English" = "translation". A translation has the verbs of its
// key, and may put them into another order with %[2]s; then it indexes them all. A
// sentence that a language lacks is said in English. The tests compare the
// catalogues with the source, in both directions.
package say

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
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

// Number makes a number into an argument. It is never grouped.
func Number(n int) string { return strconv.Itoa(n) }

// With returns the same sentence with other arguments.
func (t Text) With(args ...any) Text { return T(t.Format, args...) }

// IsVerbatim reports whether the text is the same in every language.
func (t Text) IsVerbatim() bool {
	if t.Format != "%s" || len(t.Args) != 1 {
		return false
	}
	_, nested := t.Args[0].(Text)
	return !nested
}
