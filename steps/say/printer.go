package say

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// Printer renders Texts in one language. The zero Printer speaks English.
type Printer struct {
	tag   language.Tag
	words *catalogue // nil: English, whose sentences are the keys
}

// Languages are the languages that the catalogue speaks, the first is the
// fall-back for a sentence that another one lacks.
func Languages() []language.Tag {
	return []language.Tag{language.English, language.TraditionalChinese}
}

// In returns a Printer for a language; one that nobody here speaks gives English.
// Its catalogue is read once, when the first Text is rendered.
func In(tag language.Tag) Printer {
	tag, _ = spoken(tag)
	return Printer{tag: tag, words: catalogues()[tag]}
}

// spoken is the language of the catalogue that serves a reader of tag best, and
// whether there is one. Who reads Simplified Chinese is served in Traditional
// Chinese, which the matcher (CLDR's languageMatching) holds for nearer than
// English: most of it can be read, and English is one key away.
func spoken(tag language.Tag) (language.Tag, bool) {
	_, index, confidence := matcher().Match(tag)
	return Languages()[index], confidence > language.No
}

// matcher is made once: that takes longer than writing a page.
var matcher = sync.OnceValue(func() language.Matcher { return language.NewMatcher(Languages()) })

// English returns the Printer of JSON and of tests.
func English() Printer { return Printer{tag: language.English} }

// Other returns the Printer of the language that is offered beside p's.
func (p Printer) Other() Printer {
	all := Languages()
	for i, tag := range all {
		if tag == p.Tag() {
			return In(all[(i+1)%len(all)])
		}
	}
	return English()
}

// Offer is what a language says of itself to people who read no other. It stands
// here, not in the catalogue, because that is not read for it.
type Offer struct {
	Press string // %s is the key to press
	Short string // the same on a narrow screen
	ASCII string // the same where only ASCII is drawn: Chinese in Pinyin
	Type  string // %s is a word to be typed
}

// Offer returns how p's language is offered to readers of another.
func (p Printer) Offer() Offer {
	if p.Tag() == language.TraditionalChinese {
		return Offer{"中文請按 %s", "中文: %s", "Zhongwen: %s", "要看中文，請輸入 %s 再按 Enter。"}
	}
	return Offer{"%s: English", "%s: English", "%s: English", "For English type %s and press Enter."}
}

// Tag returns the printer's language.
func (p Printer) Tag() language.Tag {
	if p.words == nil {
		return language.English
	}
	return p.tag
}

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
	if p.Tag() == language.TraditionalChinese && joins(t.Format) {
		return p.joined(t.Format, args)
	}
	return fmt.Sprintf(p.words.lookup(t.Format), args...)
}

// joins reports whether a format only puts sentences or names behind one another,
// see Join.
func joins(format string) bool {
	return strings.Trim(strings.ReplaceAll(format, "%s", ""), " ,;") == ""
}

// endsWide and startsWide report whether a mark has the space of a join within.
func endsWide(text string) bool {
	return hasAny(strings.HasSuffix, text, "。", "，", "；", "：", "）", "」")
}

func startsWide(text string) bool { return hasAny(strings.HasPrefix, text, "（", "「") }

func hasAny(has func(text, mark string) bool, text string, marks ...string) bool {
	return slices.ContainsFunc(marks, func(mark string) bool { return has(text, mark) })
}

// joined does so with the marks of Chinese, which have their space within.
func (p Printer) joined(format string, args []any) string {
	separators := strings.Split(format, "%s")
	var out strings.Builder
	for i, separator := range separators {
		if i > 0 && i <= len(args) {
			out.WriteString(fmt.Sprint(args[i-1]))
		}
		switch mark := strings.TrimSpace(separator); {
		case mark == ",":
			out.WriteString(p.Marks().Comma)
		case mark == ";":
			out.WriteString(p.Marks().Semicolon)
		case endsWide(out.String()), i < len(args) && startsWide(fmt.Sprint(args[i])):
		default:
			out.WriteString(separator)
		}
	}
	return out.String()
}
