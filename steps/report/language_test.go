package report

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"unskew/steps/say"
)

var englishRun = regexp.MustCompile(`[A-Za-z][a-z'’-]*,?(?: [A-Za-z][a-z'’-]*,?){3,}`)

// chinese reads its catalogue once for all tests.
var chinese = say.In(language.TraditionalChinese)

// checkChinese looks for English in a report that is to be in Chinese: four words of a
// sentence or more. What services and systems say stands as they said it.
func checkChinese(t *testing.T, r rendered, scenario string) {
	t.Helper()
	out, err := newWriter(r.content, Options{Printer: chinese}).write(Markdown)
	if err != nil {
		t.Fatal(err)
	}
	code := false
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "```") {
			code = !code
		}
		if code && strings.HasPrefix(line, "(") {
			t.Errorf("English for what is done by hand, in the report of %s: %s", scenario, line)
		}
		for _, run := range englishRun.FindAllString(line, -1) {
			if !code && !notOurs(run) {
				t.Errorf("English in the report of %s: %s   in: %s", scenario, run, line)
			}
		}
	}
}

func notOurs(run string) bool {
	for _, verbatim := range []string{
		"Linux", "its times are in the future", "T is not yet valid", "T token has expired", "T has an invalid signature",
		"must be a short-lived token", "must be an Integer representing", "must be a numeric value representing",
		"credentials have been retired", "in a reasonable timeframe", "assertion valid from", "expiry time of assertion",
		"is not within its valid time range", "Check your iat and exp", // services
		"systemctl is-active", "write the former line again", "as a Cloud Service",
	} {
		if strings.Contains(run, verbatim) {
			return true
		}
	}
	return false
}
