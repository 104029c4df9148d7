package diagnostics

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	cases := []struct {
		name, in string
		limit    int
		want     string
	}{
		{"plain", "JWT has expired", 80, "JWT has expired"},
		{"empty", "", 80, ""},
		{"only spaces", " \t\r\n\v ", 80, ""},
		{"colour", "\x1b[31mred\x1b[0m", 80, "[31mred [0m"},
		{"title of the terminal", "\x1b]0;owned\x07after", 80, "]0;owned after"},
		{"clipboard", "\x1b]52;c;aGk=\x1b\\x", 80, "]52;c;aGk= \\x"},
		{"escape of one byte", "a\u009b31mb", 80, "a 31mb"},
		{"backspaces", "safe\b\b\b\bevil", 80, "safe evil"},
		{"new lines", "a\r\nb\nc\x00d", 80, "a b c d"},
		{"line separators", "a\u2028b\u2029c\u0085d", 80, "a b c d"},
		{"kinds of space", "a\u00a0\u2003\u3000b", 80, "a b"},
		{"override", "exp\u202etpircs\u202c", 80, "exp tpircs"},
		{"isolates", "\u2066a\u2069\u200eb\u200f", 80, "a b"},
		{"zero width", "in\u200bvisi\ufeffble\u2060", 80, "in visi ble"},
		{"tags", "a\U000E0041\U000E007Fb", 80, "a b"},
		{"soft hyphen", "a\u00adb", 80, "a b"},
		{"private use", "a\ue000\U0010fffdb", 80, "a b"},
		{"invalid bytes", "a\xff\xfeb\xc3", 80, "a\ufffdb\ufffd"},
		{"half a surrogate", "a\xed\xa0\x80b", 80, "a\ufffdb"},
		{"overlong escape", "a\xc0\x9bb", 80, "a\ufffdb"},
		{"other scripts", "時計がずれています", 80, "時計がずれています"},
		{"limit", "abcdef", 3, "abc…"},
		{"limit in other scripts", "時計がずれ", 2, "時計…"},
		{"exactly the limit", "abc", 3, "abc"},
		{"the limit and spaces", "abc   ", 3, "abc"},
		{"the limit before a word", "abc def", 3, "abc…"},
		{"the limit after a space", "ab cd", 3, "ab …"},
		{"no room", "abc", 0, "…"},
		{"no room, nothing to say", "\x1b", 0, ""},
	}
	for _, c := range cases {
		if got := Clean(c.in, c.limit); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCleanLines(t *testing.T) {
	cases := []struct {
		name, in string
		limit    int
		want     string
	}{
		{"lines", "a\r\nb\n\n  c\x1b[0m \n", 80, "a\nb\n\nc [0m\n"},
		{"a lone return", "evil\rgood", 80, "evil good"},
		{"overrides end with their line", "a\u202e\nb", 80, "a\nb"},
		{"limit", "abc\ndef", 5, "abc\nd"},
		{"limit within a character", "時計", 4, "時"},
		{"limit within nonsense", strings.Repeat("\x80", 9), 4, ""},
		{"no room", "abc", 0, ""},
		{"empty", "", 0, ""},
	}
	for _, c := range cases {
		if got := CleanLines(c.in, c.limit); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	long := CleanLines(strings.Repeat("x", 10_000)+"\nend", 20_000)
	if first, rest, _ := strings.Cut(long, "\n"); utf8.RuneCountInString(first) != 4097 || rest != "end" {
		t.Errorf("a long line keeps %d characters, then %q", utf8.RuneCountInString(first), rest)
	}
}

// unsafe reports what must not reach a terminal.
func unsafe(r rune) bool {
	return r != ' ' && (unicode.IsControl(r) || unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp))
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"a b", "\x1b[31mred", "\u202eabc", "\xff\xfe", "時計  がずれ", "a\r\nb", strings.Repeat("x ", 40)} {
		f.Add(seed, 20)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = max(0, min(limit, 1000))
		got := Clean(text, limit)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unsafe) {
			t.Errorf("%q is not fit to be shown", got)
		}
		if strings.Contains(got, "  ") || strings.TrimSpace(got) != got {
			t.Errorf("%q has spare spaces", got)
		}
		if count := utf8.RuneCountInString(got); count > limit+1 {
			t.Errorf("%d characters, limit %d", count, limit)
		}
		if again := Clean(got, limit); again != got {
			t.Errorf("%q becomes %q", got, again)
		}
		for line := range strings.SplitSeq(CleanLines(text, limit), "\n") {
			if !utf8.ValidString(line) || strings.ContainsFunc(line, unsafe) {
				t.Errorf("the line %q is not fit to be shown", line)
			}
		}
	})
}
