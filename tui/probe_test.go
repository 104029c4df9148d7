package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// TestProbe: in East Asia the screen starts in ASCII and changes over only where
// the terminal says that it draws the other characters in one cell.
func TestProbe(t *testing.T) {
	narrow, wide := tea.CursorPositionMsg{X: 2, Y: 1}, tea.CursorPositionMsg{X: 4, Y: 1}
	cases := []struct {
		name         string
		ascii, probe bool
		keys         []string // before the answer
		answers      []tea.Msg
		asked, boxes bool
	}{
		{"nowhere near East Asia", false, false, nil, nil, false, true},
		{"one cell", false, true, nil, []tea.Msg{narrow}, true, true},
		{"two cells", false, true, nil, []tea.Msg{wide}, true, false},
		{"no answer", false, true, nil, nil, true, false},
		{"ASCII was asked for", true, true, nil, []tea.Msg{narrow}, false, false},
		{"an answer that nobody asked for", true, false, nil, []tea.Msg{narrow}, false, false},
		{"the second answer is a key", false, true, nil, []tea.Msg{wide, narrow}, true, false},
		{"the person chose", false, true, []string{"a", "a"}, []tea.Msg{narrow}, true, false},
		{"changed to Chinese, two cells", false, false, []string{"tab"}, []tea.Msg{wide}, false, false},
		{"changed to Chinese, one cell", false, false, []string{"tab"}, []tea.Msg{narrow}, false, true},
		{"there and back, then an answer", false, false, []string{"tab", "tab"}, []tea.Msg{wide}, false, false},
	}
	ran := 0
	for _, c := range cases {
		o := options()
		o.ASCII, o.Probe = c.ascii, c.probe
		next, _ := New(newFake(proofPage()), o).Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		if c.probe && strings.Contains(next.(Model).View().Content, "╭") {
			t.Errorf("%s: the first frame is not in ASCII", c.name)
		}
		next, cmd := next.Update(settledMsg{})
		if (cmd != nil) != c.asked {
			t.Errorf("%s: asked %v", c.name, cmd != nil)
		}
		m := press(next.(Model), c.keys...)
		for _, answer := range c.answers {
			m = deliver(m, answer)
		}
		if got := strings.Contains(m.View().Content, "╭"); got != c.boxes {
			t.Errorf("%s: boxes %v", c.name, got)
		}
		ran++
	}
	if ran != 11 {
		t.Errorf("%d cases", ran)
	}
}
