package say

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestWrap(t *testing.T) {
	cases := []struct {
		text  string
		width int
		want  string
	}{
		{"", 10, ""},
		{"  one   two ", 10, "one two"},
		{"one two three", 7, "one two|three"},
		{"aem-author-01 is behind", 10, "aem-author|-01 is|behind"},
		{"a-b-c d-e-f", 6, "a-b-c|d-e-f"},
		{"時計が遅れている", 6, "時計が|遅れて|いる"},
		{"abc", 1, "a|b|c"},
		{"時", 1, "時"},
		{"x", 0, "x"},
		{"時鐘慢了。", 8, "時鐘慢|了。"},
		{"時鐘慢了，還沒好", 9, "時鐘慢|了，還沒|好"},
		{"請看「時鐘」", 6, "請看|「時|鐘」"},
		{"時鐘慢了 2d 9h 49m。", 10, "時鐘慢了|2d 9h|49m。"},
		{"請在aem-author-01上執行", 12, "請在|aem-author-0|1上執行"},
		{"主機 aem-author-01 的時鐘", 18, "主機 aem-author-01|的時鐘"},
		{"「aem」（主機）", 8, "「aem」|（主機）"},
		{"慢了 50% 以上", 8, "慢了 50%|以上"},
	}
	for _, c := range cases {
		if got := strings.Join(Wrap(c.text, c.width), "|"); got != c.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
	if len(cases) != 17 {
		t.Errorf("%d cases", len(cases))
	}
}

func FuzzWrap(f *testing.F) {
	for _, seed := range []string{"", "one two", "時計 aem-author-01", "「時鐘」，慢了。", strings.Repeat("x", 200), "a\u0301\u200db"} {
		f.Add(seed, 20)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = 2 + max(0, width)%100
		clean := strings.Map(func(r rune) rune {
			if r < ' ' || r >= 0x7f && r < 0xa0 {
				return ' '
			}
			return r
		}, strings.ToValidUTF8(text, "\uFFFD"))
		wrapped := Wrap(clean, width)
		for _, line := range wrapped {
			if ansi.StringWidth(line) > width && len([]rune(line)) > 1 && ansi.Truncate(line, width, "") != "" {
				t.Fatalf("%q is wider than %d", line, width)
			}
		}
		if got, want := squeezed(strings.Join(wrapped, "")), squeezed(clean); got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }
