package tui

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestField(t *testing.T) {
	cases := []struct{ start, keys, want string }{
		{"", "a b", "ab|"},
		{"ab", "left x", "ax|b"},
		{"ab", "left left left x", "x|ab"},
		{"ab", "home x", "x|ab"},
		{"ab", "ctrl+a x end y", "xaby|"},
		{"ab", "ctrl+b ctrl+f ctrl+f", "ab|"},
		{"ab", "ctrl+a ctrl+e", "ab|"},
		{"ab", "backspace", "a|"},
		{"ab", "home backspace", "|ab"},
		{"ab", "home delete", "|b"},
		{"ab", "delete", "ab|"},
		{"ab", "left ctrl+h", "|b"},
		{"a bc  ", "ctrl+w", "a |"},
		{"abc", "left ctrl+u", "|c"},
		{"abc", "left ctrl+k", "ab|"},
		{"日本", "left backspace", "|本"},
		{"a", "up down f1 enter tab", "a|"}, // not a field's keys
	}
	for _, c := range cases {
		f := fieldOf(c.start)
		for _, key := range strings.Fields(c.keys) {
			f, _ = f.press(keyOf(typed(key)))
		}
		if got := string(f.text[:f.at]) + "|" + string(f.text[f.at:]); got != c.want {
			t.Errorf("%q after %s: %q, want %q", c.start, c.keys, got, c.want)
		}
	}
	if len(cases) != 17 {
		t.Errorf("%d cases", len(cases))
	}
}

// FuzzField: the cursor stays in the text and in the window, whatever is typed.
func FuzzField(f *testing.F) {
	f.Add("hello", 3, 4)
	f.Add("日本語 e\u0301 \x1b[31m", 2, 1)
	f.Add("", 0, 0)
	f.Add(strings.Repeat("long ", 50), 100, 20)
	f.Fuzz(func(t *testing.T, text string, at, limit int) {
		line := field{}.insert(text)
		line.at = max(0, min(at, len(line.text)))
		limit = max(1, min(limit, 200))
		shown, column := line.window(limit)
		if ansi.StringWidth(shown) > limit {
			t.Errorf("%q in %d cells takes %d", text, limit, ansi.StringWidth(shown))
		}
		if column < 0 || column > limit {
			t.Errorf("the cursor is in column %d of %d", column, limit)
		}
		if strings.ContainsFunc(shown, unicode.IsControl) {
			t.Errorf("%q is drawn with controls: %q", text, shown)
		}
		for _, key := range []string{"backspace", "delete", "ctrl+w", "ctrl+k", "ctrl+u"} {
			changed, _ := line.press(keyOf(typed(key)))
			if changed.at < 0 || changed.at > len(changed.text) {
				t.Fatalf("%s puts the cursor at %d of %d", key, changed.at, len(changed.text))
			}
		}
	})
}

func TestBox(t *testing.T) {
	b := box{}.add("one\r\ntwo\n")
	if b.lines() != 2 || (box{}).lines() != 0 {
		t.Errorf("%d lines", b.lines())
	}
	for _, step := range []struct{ key, want string }{
		{"x", "one\ntwo\nx"},
		{"backspace", "one\ntwo\n"},
		{"ctrl+u", "one\n"},
		{"ctrl+u", ""},
		{"ctrl+u", ""},
		{"backspace", ""},
		{"enter", "\n"},
	} {
		b, _ = b.press(keyOf(typed(step.key)))
		if b.text != step.want {
			t.Fatalf("after %s: %q, want %q", step.key, b.text, step.want)
		}
	}
	if got := strings.Join((box{}).add("1\n2\n3").tail(2), ","); got != "2,3" {
		t.Errorf("the tail is %q", got)
	}
}

// FuzzBox: it never holds more than its limit, controls or broken characters.
func FuzzBox(f *testing.F) {
	f.Add("a", 1)
	f.Add("日", boxLimit)
	f.Add("\xff\x00\r\n", 3)
	f.Fuzz(func(t *testing.T, text string, times int) {
		b := box{}
		for range max(0, min(times, boxLimit)) % 5 {
			b = b.add(text)
		}
		b.text += strings.Repeat("x", max(0, boxLimit-1-len(b.text)))
		b = b.add(text)
		if len(b.text) > max(boxLimit, len(text)*5) || !utf8.ValidString(b.text) {
			t.Errorf("%d bytes, valid %v", len(b.text), utf8.ValidString(b.text))
		}
		if len(b.add(text).text) > boxLimit {
			t.Errorf("%d bytes", len(b.add(text).text))
		}
	})
}
