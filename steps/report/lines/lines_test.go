package lines

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
	"unskew/steps/say"
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
	}
	for _, c := range cases {
		if got := strings.Join(Wrap(c.text, c.width), "|"); got != c.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	for _, seed := range []string{"", "one two", "時計 aem-author-01", strings.Repeat("x", 200), "a\u0301\u200db \xff"} {
		f.Add(seed, 20)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = 2 + max(0, width)%100
		clean := Layout{}.Plain(text)
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

func layout() Layout { return Layout{Width: 40, ASCII: true, Printer: say.English()} }

func cells(texts ...string) []say.Text {
	var out []say.Text
	for _, text := range texts {
		out = append(out, say.Verbatim(text))
	}
	return out
}

func TestBlocks(t *testing.T) {
	long := "a remark that is longer than the line has room for"
	cases := []struct {
		name  string
		block steps.Block
		want  string
	}{
		{"prose", steps.Prose{Lines: cells("one ±3 ms…", "two")}, "one +/-3 ms...\ntwo"},
		{"facts", steps.Facts{Rows: []steps.Fact{
			{Label: say.T("OS clock"), Value: say.Verbatim("now"), Note: say.Verbatim("host")},
			{Label: say.T("x"), Value: say.Verbatim(long)},
			{Label: say.T("a label that is much too long"), Value: say.T("v")},
		}}, "  OS clock: now (host)\n  x:        a remark that is longer than\n            the line has room for\n  a label that is much too long: v"},
		{
			"table",
			steps.Table{Head: cells("server", "is"), Rows: []steps.Row{{Cells: cells("a", "2 s behind")}, {Cells: cells("時計")}}},
			"  server  is\n  ------  ----------\n  a       2 s behind\n  時計",
		},
		{
			"last column wraps",
			steps.Table{Head: cells("server", "remark"), Rows: []steps.Row{{Cells: cells("a", long)}}},
			"  server  remark\n  ------  ------------------------------\n  a       a remark that is longer than\n          the line has room for",
		},
		{
			"list",
			steps.Table{Head: cells("server", "this clock is", "by"), Rows: []steps.Row{{Cells: cells("time.example", "2d 9h 49m 14s behind", "NTP")}, {Cells: cells("b", "-", "")}}},
			"  - time.example; this clock is: 2d 9h\n    49m 14s behind; by: NTP\n  - b",
		},
		{
			"command",
			steps.Command{Line: "chronyc  makestep " + strings.Repeat("x", 40), Why: say.T("sets it"), Root: true},
			"  sets it (as administrator, root):\n    chronyc  makestep " + strings.Repeat("x", 40),
		},
		{"progress", steps.Progress{Label: say.T("asking"), Done: 1, Total: 3}, "  asking: 1 of 3"},
		{"progress without a count", steps.Progress{Label: say.T("asking")}, "  asking ..."},
		{"empty table", steps.Table{}, ""},
	}
	for _, c := range cases {
		got := layout().Block(c.block)
		for i := range got {
			got[i] = strings.TrimRight(got[i], " ")
		}
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, text, c.want)
		}
	}
	if len(cases) != 9 {
		t.Fatalf("%d blocks were laid out, want 9", len(cases))
	}
}

// TestForeignText: nothing from outside moves the cursor or ends a line.
func TestForeignText(t *testing.T) {
	evil := "a\x1b[2Jb\r\nc\u202ed\x00e"
	for _, got := range []string{layout().Plain(evil), Command(evil), strings.Join(layout().Block(steps.Command{Line: evil}), "")} {
		if strings.ContainsAny(got, "\x1b\r\n\x00\u202e") {
			t.Errorf("%q still holds control characters", got)
		}
	}
}
