package lines

import (
	"strings"
	"testing"

	"golang.org/x/text/language"

	"unskew/steps"
	"unskew/steps/say"
)

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

// TestChinese: labels, remarks and lists have the marks of Chinese, which are two cells
// wide, and the values still stand in one column.
func TestChinese(t *testing.T) {
	l := Layout{Width: 40, ASCII: true, Printer: say.In(language.TraditionalChinese)}
	facts := steps.Facts{Rows: []steps.Fact{
		{Label: say.T("clock"), Value: say.Verbatim("1 s"), Note: say.T("measured")},
		{Label: say.T("token endpoint"), Value: say.Verbatim("https://login.example/")},
	}}
	got := strings.Join(l.Block(facts), "\n")
	if want := "  時鐘：    1 s（已量測）\n  權杖端點：https://login.example/"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	row := steps.Row{Cells: []say.Text{say.Verbatim("ntp.example"), say.T("accepted")}}
	if got, want := l.RowText([]say.Text{say.T("server"), say.T("outcome")}, row), "ntp.example；結果：被接受"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	command := steps.Command{Line: "chronyc makestep", Takes: say.T("at once"), Check: "chronyc -n tracking"}
	got = strings.Join(l.Block(command), "\n")
	if want := "    chronyc makestep\n      所需時間：立即\n      檢查："; !strings.HasPrefix(got, want) {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
