package say

import (
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/language"
)

var release = flag.Bool("release", false, "a sentence that a language lacks is an error")

// TestCatalogues compares each language with the source.
func TestCatalogues(t *testing.T) {
	keys := readSource(t).keys
	ran := 0
	for _, tag := range Languages()[1:] {
		ran++
		rooms, err := readRooms(files, tag.String())
		if err != nil {
			t.Error(err)
		}
		missing, broken := compare(keys, rooms)
		for _, problem := range broken {
			t.Errorf("%s: %s", tag, problem)
		}
		for _, problem := range missing {
			t.Logf("%s: %s", tag, problem)
		}
		t.Logf("%s: %d of %d sentences are missing", tag, len(missing), len(keys))
		if *release && len(missing) > 0 {
			t.Errorf("%s: %d sentences are missing (see above)", tag, len(missing))
		}
	}
	if ran != 1 {
		t.Errorf("%d languages", ran)
	}
}

// compare lists the sentences that a language lacks, and what is wrong with those
// that it has.
func compare(keys map[string]string, rooms []room) (missing, broken []string) {
	where := map[string]string{}
	for _, room := range rooms {
		for key, words := range room.words {
			if first, twice := where[key]; twice {
				broken = append(broken, fmt.Sprintf("%s: %q stands in %s too", room.name, key, first))
			}
			where[key] = room.name
			if keys[key] == "" {
				broken = append(broken, fmt.Sprintf("%s: the program does not say %q", room.name, key))
			}
			if problem := sameVerbs(key, words); problem != "" {
				broken = append(broken, fmt.Sprintf("%s: %q: %s", room.name, key, problem))
			}
		}
	}
	for key, place := range keys {
		if where[key] == "" && hasWords(key) {
			missing = append(missing, fmt.Sprintf("%s: %q", place, key))
		}
	}
	slices.Sort(missing)
	slices.Sort(broken)
	return missing, broken
}

// hasWords reports whether there is anything to translate.
func hasWords(key string) bool {
	return regexp.MustCompile(`[A-Za-z]`).MatchString(strings.ReplaceAll(key, "%s", ""))
}

// verbs is which arguments a format has, from 1, sorted. Only %s, %[n]s and %% are
// formats of a sentence, and who indexes one argument indexes them all.
func verbs(format string) ([]int, error) {
	var used []int
	indexed := 0
	for _, found := range regexp.MustCompile(`%(%|(?:\[(\d+)\])?(.?))`).FindAllStringSubmatch(format, -1) {
		switch {
		case found[1] == "%":
			continue
		case found[3] != "s":
			return nil, fmt.Errorf("%q is no verb of a sentence: write %%s", found[0])
		case found[2] != "":
			at, _ := strconv.Atoi(found[2])
			used = append(used, at)
			indexed++
		default:
			used = append(used, len(used)+1)
		}
	}
	if indexed > 0 && indexed < len(used) {
		return nil, fmt.Errorf("some arguments are indexed and some are not")
	}
	slices.Sort(used)
	return used, nil
}

// sameVerbs says what a translation does with the arguments that it should not.
func sameVerbs(key, words string) string {
	want, err := verbs(key)
	if err != nil {
		return err.Error()
	}
	got, err := verbs(words)
	switch {
	case err != nil:
		return err.Error()
	case !slices.Equal(got, want):
		return fmt.Sprintf("the translation has the arguments %v, not %v: %q", got, want, words)
	case strings.TrimSpace(words) == "":
		return "there is no translation"
	case strings.ContainsAny(words, "\n\r\t"):
		return fmt.Sprintf("a sentence has one line: %q", words)
	}
	return ""
}

// TestCompareCatches: each of the mistakes is found.
func TestCompareCatches(t *testing.T) {
	keys := map[string]string{"one": "a.go:1", "%s of %s": "a.go:2", "%s: %s": "a.go:3", "%s left": "a.go:4"}
	cases := []struct {
		name, missing, broken string
		words                 map[string]string
	}{
		{"complete", "", "", map[string]string{"one": "一", "%s of %s": "%[2]s 之 %[1]s", "%s left": "剩 %s"}},
		{"missing", `a.go:4: "%s left"`, "", map[string]string{"one": "一", "%s of %s": "%s/%s"}},
		{"unused", "", "does not say", map[string]string{"one": "一", "%s of %s": "%s/%s", "%s left": "%s", "two": "二"}},
		{"too few", "", "not [1 2]", map[string]string{"one": "一", "%s of %s": "%s", "%s left": "%s"}},
		{"too many", "", "not [1]", map[string]string{"one": "一", "%s of %s": "%s%s", "%s left": "%s %s"}},
		{"one argument twice", "", "[1 1], not [1 2]", map[string]string{"one": "一", "%s of %s": "%[1]s%[1]s", "%s left": "%s"}},
		{"half indexed", "", "some are not", map[string]string{"one": "一", "%s of %s": "%[2]s%s", "%s left": "%s"}},
		{"another verb", "", "no verb", map[string]string{"one": "一", "%s of %s": "%s%d", "%s left": "%s"}},
		{"a bare percent sign", "", "no verb", map[string]string{"one": "100%", "%s of %s": "%s%s", "%s left": "%s"}},
		{"empty", "", "no translation", map[string]string{"one": " ", "%s of %s": "%s%s", "%s left": "%s"}},
	}
	for _, c := range cases {
		missing, broken := compare(keys, []room{{name: "room.toml", words: c.words}})
		if got := strings.Join(missing, "\n"); got != c.missing {
			t.Errorf("%s: missing %q, want %q", c.name, got, c.missing)
		}
		if got := strings.Join(broken, "\n"); !strings.Contains(got, c.broken) || (c.broken == "") != (got == "") {
			t.Errorf("%s: broken %q, want %q", c.name, got, c.broken)
		}
	}
	if len(cases) != 10 {
		t.Errorf("%d cases", len(cases))
	}
	twice := []room{{"a.toml", map[string]string{"one": "一"}}, {"b.toml", map[string]string{"one": "壹"}}}
	if _, broken := compare(keys, twice); len(broken) != 1 || !strings.Contains(broken[0], "stands in a.toml too") {
		t.Errorf("a sentence that stands twice: %v", broken)
	}
}

// TestReadRooms: a file that cannot be read is named, and costs the others nothing.
func TestReadRooms(t *testing.T) {
	rooms, err := readRooms(fstest.MapFS{
		"xx/a.toml": {Data: []byte("# a\n\"a.b \\\"c\\\"\" = \"d\"\n")},
		"xx/b.toml": {Data: []byte("\"a\" = \"b\"\n\"a\" = \"c\"\n")},
		"xx/c.toml": {Data: []byte("\"e\" = \"f\"\n")},
		"xx/d.txt":  {Data: []byte("no")},
	}, "xx")
	if err == nil || !strings.Contains(err.Error(), "xx/b.toml") {
		t.Errorf("a key that stands twice: %v", err)
	}
	if len(rooms) != 2 || rooms[0].words[`a.b "c"`] != "d" || rooms[1].words["e"] != "f" {
		t.Errorf("%+v", rooms)
	}
}

// TestNothingIsGrouped: ports, years and status codes are the same in all languages,
// and so are arguments that a sentence puts into another order.
func TestNothingIsGrouped(t *testing.T) {
	words := &catalogue{read: func() map[string]string {
		return map[string]string{"port %s in %s": "%[2]s 年的連接埠 %[1]s"}
	}}
	chinese := Printer{tag: language.TraditionalChinese, words: words}
	for _, number := range []any{123456, Number(123456), "123456", int64(123456)} {
		if got := chinese.Text(T("port %s in %s", number, 2017)); got != "2017 年的連接埠 123456" {
			t.Error(got)
		}
	}
	for _, tag := range Languages() {
		if got := In(tag).Text(T("%s: %s", 1234567, 2017)); got != "1234567: 2017" {
			t.Errorf("%s: %s", tag, got)
		}
	}
	if got := chinese.Text(T("%s left", T("port %s in %s", "1", "2"))); got != "2 年的連接埠 1 left" {
		t.Errorf("a sentence that is missing is said in English, with what it holds: %s", got)
	}
}

// TestJoinedInChinese: sentences follow one another without a space, lists have the
// marks of Chinese.
func TestJoinedInChinese(t *testing.T) {
	chinese := In(language.TraditionalChinese)
	a, b := Verbatim("時鐘慢了。"), Verbatim("請校正。")
	cases := []struct {
		text Text
		want string
	}{
		{Join(" ", a, b), "時鐘慢了。請校正。"},
		{T("%s %s", a, b), "時鐘慢了。請校正。"},
		{Join(" ", Verbatim("200"), Verbatim("（要求 7）"), Verbatim("x")), "200（要求 7）x"},
		{Join(" ", Verbatim("NTP"), b), "NTP 請校正。"},
		{Join(", ", Verbatim("a"), Verbatim("b"), Verbatim("c")), "a，b，c"},
		{Join("; ", Verbatim("a"), Verbatim("b")), "a；b"},
		{Join(", ", Verbatim("a")), "a"},
		{Join(", "), ""},
		{Verbatim("date, %s 。 x"), "date, %s 。 x"},
	}
	for _, c := range cases {
		if got := chinese.Text(c.text); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if len(cases) != 9 {
		t.Errorf("%d cases", len(cases))
	}
}
