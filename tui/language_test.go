package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/language"

	"unskew/steps"
	"unskew/steps/say"
)

// TestTabSwitchesTheLanguage: from every page and phase at once, and back.
func TestTabSwitchesTheLanguage(t *testing.T) {
	cases := []struct {
		name string
		view steps.View
		keys []string
	}{
		{"the first page", firstPage(), nil},
		{"a page being measured", ntpBusy(), nil},
		{"a page", proofPage(), nil},
		{"the keys", proofPage(), []string{"right"}},
		{"the last page", confirmPage(), nil},
		{"the end", finished(), nil},
		{"help", proofPage(), []string{"?"}},
		{"the reason to leave a step out", proofPage(), []string{"s", "x"}},
		{"leaving", ntpBusy(), []string{"q"}},
		{"an export", proofPage(), []string{"e"}},
		{"the export's name", proofPage(), []string{"e", "down", "x"}},
		{"a line", asking(steps.EnterLine), []string{"x"}},
		{"a secret", asking(steps.EnterSecret), []string{"x"}},
		{"an empty path", asking(steps.EnterPath), nil},
		{"a path, after Esc", asking(steps.EnterPath), []string{"x", "esc"}},
		{"an empty text", asking(steps.EnterText), nil},
		{"a text, after Esc", asking(steps.EnterText), []string{"x", "esc"}},
	}
	for _, c := range cases {
		engine := newFake(c.view)
		before := press(screen(engine, options(), 80, 24), c.keys...)
		if line := firstLine(before); !strings.Contains(line, "中文") || strings.Contains(line, "Esc") {
			t.Errorf("%s: the first line offers no Chinese: %s", c.name, line)
		}
		m := press(before, "tab")
		if line := firstLine(m); m.printer.Tag() != language.TraditionalChinese || !strings.Contains(line, "Tab: English") {
			t.Errorf("%s: in %s: %s", c.name, m.printer.Tag(), line)
		}
		if state(m) != state(before) || m.answer.field.String() != before.answer.field.String() || m.answer.box.text != before.answer.box.text {
			t.Errorf("%s: %s became %s", c.name, state(before), state(m))
		}
		checkFits(t, m, 80, 24)
		if m = press(m, "tab"); m.printer.Tag() != language.English || len(engine.told()) != 0 {
			t.Errorf("%s: back in %s; the session was told %v", c.name, m.printer.Tag(), engine.told())
		}
	}
	if len(cases) != 17 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestTabWhileTyping: there Tab belongs to the text, and the first line says what
// does it instead.
func TestTabWhileTyping(t *testing.T) {
	for _, kind := range []steps.QuestionKind{steps.EnterPath, steps.EnterText} {
		m := press(screen(newFake(asking(kind)), options(), 80, 24), "x")
		if line := firstLine(m); !strings.Contains(line, "中文請按 Esc, Tab") {
			t.Errorf("%s: %s", kind, line)
		}
		if m = press(m, "tab"); m.printer.Tag() != language.English {
			t.Errorf("%s: Tab switches within a text", kind)
		}
	}
	m := press(screen(newFake(asking(steps.EnterText)), options(), 80, 24), "a", "tab", "b")
	if m.answer.box.text != "a\tb" {
		t.Errorf("a tab is lost: %q", m.answer.box.text)
	}
}

// TestOffer: the other language is offered at every size, in ASCII too.
func TestOffer(t *testing.T) {
	ran := 0
	for _, chinese := range []bool{false, true} {
		for _, ascii := range []bool{false, true} {
			for _, columns := range []int{40, 60, 80, 160} {
				for _, simulated := range []string{"", "brand-portal"} {
					view := proofPage()
					view.Simulated = simulated
					o := options()
					o.ASCII = ascii
					want := "中文"
					switch {
					case chinese:
						want, o.Printer = "Tab: English", say.In(language.TraditionalChinese)
					case ascii:
						want = "Zhongwen: Tab"
					}
					if line := firstLine(screen(newFake(view), o, columns, 24)); !strings.Contains(line, want) {
						t.Errorf("%d columns, simulated %q: %s", columns, simulated, line)
					}
					ran++
				}
			}
		}
	}
	if ran != 32 {
		t.Errorf("%d screens", ran)
	}
	for _, tag := range say.Languages() { // in the same places, whichever is spoken
		o := options()
		o.Printer = say.In(tag)
		if line := firstLine(screen(newFake(firstPage()), o, 80, 24)); !strings.Contains(line, "中文請按 Tab / Tab: English") {
			t.Errorf("the first page in %s: %s", tag, line)
		}
	}
}

// TestReportFollowsTheScreen: preview and file are in the language of the screen,
// unless another one was chosen for them.
func TestReportFollowsTheScreen(t *testing.T) {
	cases := []struct{ keys, want string }{
		{"e 1 tab enter tab", "preview en, preview zh-Hant, save zh-Hant, preview en"},
		{"e 1 down down right tab enter", "preview en, preview zh-Hant, save zh-Hant"},
		{"tab e 1 down down left tab enter", "preview zh-Hant, preview en, save en"},
	}
	ran := 0
	for _, c := range cases {
		var asked []string
		o := options()
		o.Exports.Preview = func(e steps.Export) (string, error) {
			asked = append(asked, "preview "+e.Printer.Tag().String())
			return "report", nil
		}
		o.Exports.Save = func(e steps.Export, _ string) (steps.Saved, error) {
			asked = append(asked, "save "+e.Printer.Tag().String())
			return steps.Saved{}, nil
		}
		press(screen(newFake(proofPage()), o, 80, 24), strings.Fields(c.keys)...)
		if got := strings.Join(asked, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", c.keys, got, c.want)
		}
		ran++
	}
	if ran != 3 {
		t.Errorf("%d cases", ran)
	}
}

func firstLine(m tea.Model) string {
	line, _, _ := strings.Cut(m.(Model).View().Content, "\n")
	return ansi.Strip(line)
}
