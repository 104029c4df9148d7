package steps

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"unskew/steps/say"
)

// TestFirstLinePages: the tables of the first line's pages are what the rules say,
// in the language of each page.
func TestFirstLinePages(t *testing.T) {
	pages := map[language.Tag]string{
		language.English:            "../docs/first-line.en.md",
		language.TraditionalChinese: "../docs/first-line.zh-Hant.md",
	}
	for tag, name := range pages {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, quoted := range quotedWords() {
			if quote := say.In(tag).Text(quoted); !strings.Contains(onOneLine(string(data)), onOneLine(quote)) {
				t.Errorf("%s does not speak of %q, which the program says", name, quote)
			}
		}
		page, old, found := strings.Cut(string(data), tableBegins)
		want, rows := phoneTable(say.In(tag))
		if *update {
			if err := os.WriteFile(name, []byte(page+want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !found || tableBegins+old != want {
			t.Errorf("%s is not what the rules say: go test ./steps -run TestFirstLinePages -update", name)
		}
		if least := 81; rows < least {
			t.Errorf("%s has %d codes, want %d at least", name, rows, least)
		}
		if lines := strings.Count(page, "\n"); lines < 60 || lines > 100 {
			t.Errorf("%s has %d lines before its table: it is to be one page", name, lines)
		}
	}
	if len(pages) != 2 {
		t.Errorf("%d pages", len(pages))
	}
}

// quotedWords are the program's words that the pages tell to look for, and to choose.
func quotedWords() []say.Text {
	return []say.Text{
		say.T("I only have the message"), say.T("May public servers be asked for the time?"), say.T("Yes, ask them"),
		say.T("On the machine where AEM (or the failing service) runs: %s", ""),
		say.T("%s (working)", ""), say.T("within tolerance"), say.T("not today"), say.T("Phone code: %s", ""),
		say.T("Not the clock: %s", ""), say.T("%s more below (PgDn)", ""),
	}
}

// onOneLine is a text without what the end of a line, or of a sentence, adds to it.
func onOneLine(text string) string {
	text = strings.NewReplacer("(PgDn)", "", "（PgDn）", "").Replace(strings.Join(strings.Fields(text), " "))
	return strings.TrimRight(strings.TrimSpace(text), ":：")
}

// tableBegins stands before the table; what follows is made from the rules.
const tableBegins = "<!-- made from the rules: go test ./steps -run TestFirstLinePages -update -->\n"

// phoneTable is every phone code that is in use, with what it means.
func phoneTable(words say.Printer) (table string, rows int) {
	codes := phoneCodes()
	slices.SortFunc(codes, func(a, b phoneCode) int { return strings.Compare(a.digits, b.digits) })
	var out strings.Builder
	out.WriteString(tableBegins)
	fmt.Fprintf(&out, "| %s | %s |\n|---|---|\n", words.Text(say.T("phone code")), words.Text(say.T("what it means")))
	for _, code := range codes {
		if code.retired {
			continue
		}
		found := described(code)
		fmt.Fprintf(&out, "| %s | %s |\n", Spoken(code.digits), words.Text(found.Means))
		rows++
	}
	return out.String(), rows
}
