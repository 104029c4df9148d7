package tui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
	"unskew/steps/say"
)

// everyView is a view of each kind, for what must hold of all.
func everyView() []steps.View {
	return []steps.View{
		{},
		firstPage(), ntpBusy(), proofPage(), confirmPage(), finished(),
		asking(steps.EnterLine), asking(steps.EnterPath), asking(steps.EnterText),
	}
}

// TestNoScreenOverflows draws every view in every phase at many sizes.
func TestNoScreenOverflows(t *testing.T) {
	ran := 0
	for _, view := range everyView() {
		for _, keys := range [][]string{nil, {"?"}, {"e"}, {"e", "down", "enter"}, {"s"}, {"q"}, {"right"}, {"shift+tab", "right", "shift+tab"}, {"tab"}} {
			for _, columns := range []int{1, 5, 20, 40, 60, 80, 160} {
				for _, rows := range []int{1, 2, 4, 6, 12, 24, 50} {
					o := options()
					o.ASCII = (columns+rows)%2 == 0
					checkFits(t, press(screen(newFake(view), o, columns, rows), keys...), columns, rows)
					ran++
				}
			}
		}
	}
	if ran != 9*9*7*7 {
		t.Errorf("%d screens were drawn", ran)
	}
}

func checkFits(t *testing.T, m Model, columns, rows int) {
	t.Helper()
	view := m.View()
	if !view.AltScreen {
		t.Fatal("a view that is not of the alternate screen makes it flip back")
	}
	lines := strings.Split(view.Content, "\n")
	if len(lines) > rows {
		t.Errorf("%s at %dx%d: %d lines", state(m), columns, rows, len(lines))
	}
	for _, line := range lines {
		if ansi.StringWidth(line) > columns {
			t.Errorf("%s at %dx%d: a line of %d: %q", state(m), columns, rows, ansi.StringWidth(line), ansi.Strip(line))
		}
	}
	if c := view.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= columns || c.Y >= rows) {
		t.Errorf("%s at %dx%d: the cursor is at %d,%d", state(m), columns, rows, c.X, c.Y)
	}
}

// TestSkewAndKeysAreAlwaysShown: they are what a small screen is still good for.
func TestSkewAndKeysAreAlwaysShown(t *testing.T) {
	ran := 0
	for _, at := range sizes {
		for _, view := range []steps.View{ntpBusy(), proofPage(), confirmPage()} {
			text := ansi.Strip(screen(newFake(view), options(), at.columns, at.rows).View().Content)
			lines := strings.Split(text, "\n")
			if !strings.Contains(text, "2d 9h 49m 14s behind") {
				t.Errorf("%s at %s: no skew", view.Page.Step, at.name)
			}
			if last := lines[len(lines)-1]; !strings.Contains(last, "?") || !strings.Contains(last, "q") {
				t.Errorf("%s at %s: no keys in %q", view.Page.Step, at.name, last)
			}
			if view.Simulated != "" && !strings.Contains(text, "SIMULATED") {
				t.Errorf("%s at %s: it is not said that this is a simulation", view.Page.Step, at.name)
			}
			ran++
		}
	}
	if ran != 12 {
		t.Errorf("%d screens", ran)
	}
}

// TestASCII: with --ascii nothing beyond it is drawn, and `a` changes over.
func TestASCII(t *testing.T) {
	o := options()
	o.ASCII = true
	ran := 0
	for _, view := range everyView() {
		for _, keys := range [][]string{nil, {"?"}, {"e"}, {"q"}, {"right"}} {
			for _, at := range sizes {
				m := press(screen(newFake(view), o, at.columns, at.rows), keys...)
				for _, r := range ansi.Strip(m.View().Content) {
					if r > '~' {
						t.Errorf("%s at %s draws %q", state(m), at.name, r)
					}
				}
				ran++
			}
		}
	}
	if ran != 9*5*4 {
		t.Errorf("%d screens", ran)
	}
	m := press(screen(newFake(proofPage()), o, 80, 24), "a")
	if !strings.Contains(m.View().Content, "╭") {
		t.Error("the key a does not change over to box characters")
	}
	if m = press(m, "a"); strings.Contains(m.View().Content, "╭") {
		t.Error("the key a does not change back")
	}
}

// TestForeignTextCannotSteerTheTerminal: whatever gets as far as here.
func TestForeignTextCannotSteerTheTerminal(t *testing.T) {
	const hostile = "x\x1b]0;owned\x07\x1b[2J\r\n\t\u202e\u0085y"
	view := proofPage()
	view.Host, view.Simulated = hostile, hostile
	view.Live.ReferenceBy, view.Live.ServerName, view.Live.Band = say.Verbatim(hostile), say.Verbatim(hostile), say.Verbatim(hostile)
	view.Problem = say.Verbatim(hostile)
	view.Page.Title, view.Page.About = say.Verbatim(hostile), []say.Text{say.Verbatim(hostile)}
	view.Page.Help = []say.Text{say.Verbatim(hostile)}
	view.Page.Blocks = []steps.Block{
		steps.Prose{Lines: []say.Text{say.Verbatim(hostile)}},
		steps.Facts{Rows: []steps.Fact{{Label: say.Verbatim(hostile), Value: say.Verbatim(hostile), Note: say.Verbatim(hostile)}}},
		steps.Table{Head: []say.Text{say.Verbatim(hostile)}, Rows: []steps.Row{{Cells: []say.Text{say.Verbatim(hostile)}}}},
		steps.Command{Line: hostile, Why: say.Verbatim(hostile)},
		steps.Progress{Label: say.Verbatim(hostile), Done: 1, Total: 2},
	}
	view.Page.Question = &steps.Question{
		ID: "q", Kind: steps.EnterPath, Prompt: say.Verbatim(hostile), Default: hostile,
		Problem: say.Verbatim(hostile), Help: []say.Text{say.Verbatim(hostile)},
	}
	o := options()
	o.NoColor = true
	o.Exports.Preview = func(steps.Export) (string, error) { return hostile, nil }
	o.Exports.Save = func(steps.Export, string) (steps.Saved, error) { return steps.Saved{Name: hostile}, nil }
	engine := newFake(view)
	engine.paths = map[string][]string{hostile: {hostile + "a", hostile + "b"}}
	ran := 0
	for _, keys := range [][]string{nil, {"tab"}, {"esc", "?"}, {"esc", "e"}, {"esc", "e", "enter"}} {
		m := press(screen(engine, o, 80, 60), keys...)
		if !strings.Contains(m.View().Content, "owned") {
			t.Errorf("%s: the text is not drawn at all", state(m))
		}
		for _, r := range ansi.Strip(m.View().Content) {
			if (r < ' ' && r != '\n') || r == 0x7f || r == 0x85 || r == '\u202e' {
				t.Errorf("%s: %q is drawn", state(m), r)
			}
		}
		if strings.Contains(m.View().Content, "\x1b]") || strings.Contains(m.View().Content, "\x1b[2J") {
			t.Errorf("%s: the sequence reaches the terminal", state(m))
		}
		ran++
	}
	if ran != 5 {
		t.Errorf("%d phases", ran)
	}
}

func TestScrolling(t *testing.T) {
	m := screen(newFake(proofPage()), options(), 40, 12)
	if !strings.Contains(m.View().Content, "more below") {
		t.Fatalf("no sign of more:\n%s", ansi.Strip(m.View().Content))
	}
	if strings.Contains(m.View().Content, "PROVED") {
		t.Fatal("all of it is shown already")
	}
	m = press(m, "pgdown", "pgdown")
	if view := m.View().Content; !strings.Contains(view, "PROVED") || !strings.Contains(view, "more above") {
		t.Errorf("the end is not reached:\n%s", ansi.Strip(view))
	}
	m = press(m, "up")
	if !strings.Contains(m.View().Content, "PgUp, PgDn") {
		t.Errorf("in the middle:\n%s", ansi.Strip(m.View().Content))
	}
	if m = press(m, "home"); !strings.Contains(m.View().Content, "Is the clock the cause?") {
		t.Error("the beginning is not reached again")
	}
}

// TestANewTitleIsShownFromItsFirstLine: the last page turns by itself, under a
// person who has scrolled down to its command.
func TestANewTitleIsShownFromItsFirstLine(t *testing.T) {
	view := proofPage()
	m := press(screen(newFake(view), options(), 40, 12), "pgdown", "pgdown")
	if m = m.seen(view); m.scroll == 0 {
		t.Fatal("the same page scrolls back by itself")
	}
	view.Page.Title = say.T("The proof of the fix")
	if m = m.seen(view); !strings.Contains(m.View().Content, "The proof of the fix") {
		t.Errorf("the new title is out of sight:\n%s", ansi.Strip(m.View().Content))
	}
}

// TestTheChosenOptionIsInSight also on a small screen.
func TestTheChosenOptionIsInSight(t *testing.T) {
	ran := 0
	for _, at := range sizes {
		m := screen(newFake(firstPage()), options(), at.columns, at.rows)
		for _, word := range []string{"1 On the", "2 On", "3 I only", "4 I am"} {
			if !strings.Contains(ansi.Strip(m.View().Content), "› "+word) {
				t.Errorf("%s: %q is out of sight:\n%s", at.name, word, ansi.Strip(m.View().Content))
			}
			m = press(m, "down")
			ran++
		}
	}
	if ran != 16 {
		t.Errorf("%d options", ran)
	}
}

func TestColours(t *testing.T) {
	m := screen(newFake(proofPage()), options(), 80, 24)
	dark, _ := m.Update(tea.BackgroundColorMsg{Color: ansi.Black})
	light, _ := m.Update(tea.BackgroundColorMsg{Color: ansi.BrightWhite})
	plain := options()
	plain.Environ = append(plain.Environ, "NO_COLOR=yes")
	none := screen(newFake(proofPage()), plain, 80, 24)
	contents := map[string]bool{}
	for _, model := range []tea.Model{m, dark, light, none} {
		contents[model.View().Content] = true
		if got, want := ansi.Strip(model.View().Content), ansi.Strip(m.View().Content); got != want {
			t.Error("colours change the text")
		}
	}
	if len(contents) != 4 {
		t.Errorf("%d different looks, want 4", len(contents))
	}
	for _, sequence := range []string{"\x1b[3", "\x1b[9", ";3", ";9"} {
		if strings.Contains(none.View().Content, sequence) {
			t.Errorf("with NO_COLOR there is %q", sequence)
		}
	}
	again, _ := none.Update(tea.BackgroundColorMsg{Color: ansi.Black})
	if again.View().Content != none.View().Content {
		t.Error("the background brings colours back in spite of NO_COLOR")
	}
}

// TestProblemOfTheSession takes two lines at most, its end cut, and one where that
// is enough.
func TestProblemOfTheSession(t *testing.T) {
	long := strings.Repeat("word ", 40)
	for text, want := range map[string][]string{
		"short":              {" ✗ short"},
		long[:30] + "ending": {" ✗ word word word word word word", "   ending"},
		long:                 {" ✗ word word word word word word", "   word word word word word word wo…"},
	} {
		m := screen(newFake(firstPage()), options(), 36, 12)
		if got := m.problemLines(text); !slices.Equal(strings.Split(ansi.Strip(strings.Join(got, "\n")), "\n"), want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
