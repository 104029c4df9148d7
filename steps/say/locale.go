package say

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// Named returns the Printer of the language that a person named, such as en,
// zh-Hant or zh_TW. The error names the choices.
func Named(name string) (Printer, error) {
	tag, err := language.Parse(name)
	if err == nil {
		// Only the language itself: the matcher also knows second languages, such as
		// English for Klingon.
		found, known := spoken(tag)
		wanted, _ := tag.Base()
		if base, _ := found.Base(); known && base == wanted {
			return In(tag), nil
		}
	}
	return Printer{}, fmt.Errorf("%q is none of the languages that there are: choose %s", name, choices())
}

// choices lists the languages as a person writes them.
func choices() string {
	var names []string
	for _, tag := range Languages() {
		names = append(names, tag.String())
	}
	return strings.Join(names, " or ")
}

// Locale is what the environment says of the language of messages, and of the
// characters that the terminal takes. The zero Locale is the one of an environment
// that says nothing: English, in ASCII.
type Locale struct {
	Language language.Tag // Und where it says nothing, or nothing that is known
	Charset  string       // in lower case without hyphens, such as utf8 or big5; empty: not told
}

// LocaleOf reads the environment the way that POSIX says (XBD 8.2): each is told by
// the first of its three variables that is not empty, in the form
// zh_TW.UTF-8@modifier.
func LocaleOf(getenv func(string) string) Locale {
	first := func(names ...string) string {
		for _, name := range names {
			if value := getenv(name); value != "" {
				value, _, _ = strings.Cut(value, "@")
				return value
			}
		}
		return ""
	}
	messages, _, _ := strings.Cut(first("LC_ALL", "LC_MESSAGES", "LANG"), ".")
	locale := Locale{Charset: charsetOf(first("LC_ALL", "LC_CTYPE", "LANG"))}
	if tag, err := language.Parse(messages); err == nil {
		locale.Language = tag
	}
	return locale
}

// charsetOf is the character set of a locale's name. macOS has it as a name of its
// own, and C, which POSIX is another name of, knows ASCII only.
func charsetOf(name string) string {
	_, charset, written := strings.Cut(name, ".")
	switch plain := strings.ToLower(strings.ReplaceAll(name, "-", "")); {
	case written:
		return strings.ToLower(strings.ReplaceAll(charset, "-", ""))
	case plain == "utf8":
		return plain
	case name == "C" || name == "POSIX":
		return "ascii"
	}
	return ""
}

// ASCIIOnly reports whether the terminal shows nothing but ASCII for certain: its
// characters are not said to be UTF-8, as with no locale at all, which is C, and with
// the older ones such as zh_TW.Big5. A console of Windows is told none of it.
func (l Locale) ASCIIOnly() bool { return l.Charset != "utf8" }

// EastAsian reports whether the language is one whose terminals may draw the
// characters of frames two cells wide (Unicode UAX #11, class Ambiguous).
func (l Locale) EastAsian() bool {
	base, _ := l.Language.Base()
	return base.String() == "zh" || base.String() == "ja" || base.String() == "ko"
}

// Printer returns the Printer of the locale's language. Where the locale says that
// the terminal does not take UTF-8, that is English: anything else would be
// garbled there.
func (l Locale) Printer() Printer {
	if l.Charset != "" && l.Charset != "utf8" {
		return English()
	}
	return In(l.Language)
}
