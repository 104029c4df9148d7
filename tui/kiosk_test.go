package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
)

// TestUnnamedExport: where the person names no file, whatever is pressed, typed or
// pasted reaches the writer as no name, and it is said where the report goes.
func TestUnnamedExport(t *testing.T) {
	o := options()
	o.Exports.Unnamed = true
	var names []string
	o.Exports.Save = func(e steps.Export, name string) (steps.Saved, error) {
		names = append(names, name)
		return steps.Saved{Name: "/srv/reports/made-by-the-program." + e.Format}, nil
	}
	open := func() Model { return press(screen(newFake(proofPage()), o, 80, 24), "e", "1", "down") }
	if text := ansi.Strip(open().View().Content); !strings.Contains(text, "file, in the administrator's folder") || strings.Contains(text, "unskew-aem-author-01.txt") {
		t.Errorf("the page asks for a name:\n%s", text)
	}
	keys := []string{
		"enter", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "backspace", "delete", "f1", "space",
		"ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+y", "ctrl+v", "ctrl+o", "ctrl+x", "ctrl+z", "ctrl+d", "ctrl+l",
	}
	for c := rune('!'); c <= '~'; c++ {
		keys = append(keys, string(c))
	}
	ran := 0
	for _, key := range keys {
		ran++
		m := press(open(), key)
		if m.export.row == toFile {
			t.Errorf("%s puts the keys into a name", key)
		}
		m = deliver(m, tea.PasteMsg{Content: "/etc/cron.d/x"})
		if m.phase == onExport {
			m = press(m, "enter")
		}
		if strings.Contains(m.View().Content, "/etc/cron.d") {
			t.Errorf("%s: a pasted name is shown", key)
		}
	}
	if ran != 121 || len(names) < 100 {
		t.Errorf("%d keys, %d reports", ran, len(names))
	}
	for _, name := range names {
		if name != "" {
			t.Errorf("the writer was given %q", name)
		}
	}
}

// TestEveryKeyIsASign: keys and pastes say that somebody is there, ticks do not.
func TestEveryKeyIsASign(t *testing.T) {
	signs := 0
	o := options()
	o.Present = func() { signs++ }
	m := screen(newFake(proofPage()), o, 80, 24)
	m = deliver(m, tickMsg{})
	m = deliver(m, changedMsg{})
	m = deliver(m, tea.WindowSizeMsg{Width: 100, Height: 30})
	m = deliver(m, tea.BackgroundColorMsg{})
	if signs != 0 {
		t.Errorf("%d signs, and nobody was there", signs)
	}
	m = press(m, "x", "?", "esc", "e", "tab", "esc")
	deliver(m, tea.PasteMsg{Content: "text"})
	if signs != 7 {
		t.Errorf("%d signs of 7", signs)
	}
}

// TestLeavingIsSaid at every size at which there is a line for it.
func TestLeavingIsSaid(t *testing.T) {
	view := proofPage()
	view.Leaving = true
	for _, at := range []size{{80, 24}, {40, 12}, {60, 8}} {
		text := ansi.Strip(screen(newFake(view), options(), at.columns, at.rows).View().Content)
		if !strings.Contains(text, "Still there? Press a key to stay") {
			t.Errorf("%v:\n%s", at, text)
		}
		if rows := strings.Count(text, "\n") + 1; rows > at.rows {
			t.Errorf("%v: %d rows", at, rows)
		}
	}
	view.Leaving = false
	if strings.Contains(screen(newFake(view), options(), 80, 24).View().Content, "Still there") {
		t.Error("it is said all the time")
	}
}
