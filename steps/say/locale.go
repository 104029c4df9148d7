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

// Locale is what the environment says of the language of messages.
type Locale struct {
	Language language.Tag // Und where it says nothing, or nothing that is known
	Charset  string       // in lower case without hyphens, such as utf8 or big5; empty: not told
}

// LocaleOf reads the environment the way that POSIX says (XBD 8.2): the first of
// LC_ALL, LC_MESSAGES and LANG that is not empty, in the form zh_TW.UTF-8@modifier.
func LocaleOf(getenv func(string) string) Locale {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			return parseLocale(value)
		}
	}
	return Locale{}
}

func parseLocale(value string) Locale {
	value, _, _ = strings.Cut(value, "@")
	name, charset, _ := strings.Cut(value, ".")
	locale := Locale{Charset: strings.ToLower(strings.ReplaceAll(charset, "-", ""))}
	if tag, err := language.Parse(name); err == nil {
		locale.Language = tag
	}
	return locale
}

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
