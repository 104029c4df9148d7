package tui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// state is what a table of keys looks at.
func state(m Model) string {
	phases := map[phase]string{onPage: "page", onHelp: "help", onExport: "export", onSkip: "skip", onQuit: "quit?"}
	text := phases[m.phase]
	if m.phase == onPage {
		text += map[focus]string{atPage: "", atDone: " done", atButtons: " buttons"}[m.focus]
	}
	if m.leaving {
		text += " leaving"
	}
	return text
}

// TestKeys is the table of the keys: where one is, what is pressed, where one is
// then, and what the engine was told.
func TestKeys(t *testing.T) {
	next := []done{{steps.ActNext, ""}}
	cases := []struct {
		name string
		view steps.View
		keys string // separated by spaces
		want string
		told []done
	}{
		{"enter goes on", proofPage(), "enter", "page", next},
		{"b goes back", proofPage(), "b", "page", []done{{steps.ActBack, ""}}},
		{"left goes back", proofPage(), "left", "page", []done{{steps.ActBack, ""}}},
		{"r repeats", proofPage(), "r", "page", []done{{steps.ActRepeat, ""}}},
		{"caps lock", proofPage(), "R", "page", []done{{steps.ActRepeat, ""}}},
		{"full width", proofPage(), "ｒ", "page", []done{{steps.ActRepeat, ""}}},
		{"f applies", confirmPage(), "f", "page", []done{{steps.ActApply, ""}}},
		{"w leaves it to wait", parkablePage(), "w", "page", []done{{steps.ActPark, ""}}},
		{"not today, by its button", parkablePage(), "shift+tab right right enter", "page buttons", []done{{steps.ActPark, ""}}},
		{"w where it is not offered", confirmPage(), "w", "page", nil},
		{"f where it is not offered", proofPage(), "f", "page", nil},
		{"enter where it is not offered", ntpBusy(), "enter", "page", nil},
		{"a second enter waits for the page", proofPage(), "enter enter", "page", next},
		{"esc does nothing", proofPage(), "esc", "page", nil},
		{"unknown keys do nothing", proofPage(), "x y 1 0 / ; delete ctrl+d ctrl+x space", "page", nil},

		{"s asks why", proofPage(), "s", "skip", nil},
		{"a reason", proofPage(), "s n o enter", "page", []done{{steps.ActSkip, "no"}}},
		{"no reason", proofPage(), "s enter", "page", []done{{steps.ActSkip, ""}}},
		{"letters of the reason are text", proofPage(), "s q b backspace enter", "page", []done{{steps.ActSkip, "q"}}},
		{"esc keeps the step", proofPage(), "s x esc", "page", nil},
		{"ctrl+c leaves from the reason", proofPage(), "s ctrl+c", "skip leaving", []done{{steps.ActQuit, ""}}},

		{"? helps", proofPage(), "?", "help", nil},
		{"h helps", proofPage(), "h", "help", nil},
		{"f1 helps", proofPage(), "f1", "help", nil},
		{"help ends by enter", proofPage(), "? enter", "page", nil},
		{"help ends by esc", proofPage(), "? esc", "page", nil},
		{"help ends by q", proofPage(), "? q", "page", nil},
		{"help scrolls", proofPage(), "? down pgdown up pgup home end", "help", nil},
		{"ctrl+c leaves from help", proofPage(), "? ctrl+c", "help leaving", []done{{steps.ActQuit, ""}}},

		{"q leaves", proofPage(), "q", "page leaving", []done{{steps.ActQuit, ""}}},
		{"ctrl+c leaves", proofPage(), "ctrl+c", "page leaving", []done{{steps.ActQuit, ""}}},
		{"q twice leaves once", proofPage(), "q q", "page leaving", []done{{steps.ActQuit, ""}}},
		{"q asks while work is under way", ntpBusy(), "q", "quit?", nil},
		{"enter stays", ntpBusy(), "q enter", "page", nil},
		{"esc stays", ntpBusy(), "q esc", "page", nil},
		{"n stays", ntpBusy(), "q n", "page", nil},
		{"y leaves", ntpBusy(), "q y", "quit? leaving", []done{{steps.ActQuit, ""}}},
		{"q again leaves", ntpBusy(), "q q", "quit? leaving", []done{{steps.ActQuit, ""}}},
		{"ctrl+c again leaves", ntpBusy(), "ctrl+c ctrl+c", "quit? leaving", []done{{steps.ActQuit, ""}}},
		{"the other button leaves", ntpBusy(), "q right enter", "quit? leaving", []done{{steps.ActQuit, ""}}},
		{"there and back stays", ntpBusy(), "q left right enter", "page", nil},

		{"tab moves nothing", proofPage(), "tab", "page", nil},
		{"right goes to the keys", proofPage(), "right", "page buttons", nil},
		{"down from the end goes to the keys", proofPage(), "end down", "page buttons", nil},
		{"shift+tab goes round", proofPage(), "shift+tab shift+tab", "page", nil},
		{"shift+tab goes to the keys", proofPage(), "shift+tab", "page buttons", nil},
		{"up leaves the keys", proofPage(), "shift+tab up", "page", nil},
		{"esc leaves the keys", proofPage(), "shift+tab esc", "page", nil},
		{"the first button", proofPage(), "shift+tab enter", "page buttons", next},
		{"the third button", proofPage(), "shift+tab right right enter", "page buttons", []done{{steps.ActRepeat, ""}}},
		{"left goes round to quit", proofPage(), "shift+tab left enter", "page buttons leaving", []done{{steps.ActQuit, ""}}},
		{"home and end", proofPage(), "shift+tab end home right left enter", "page buttons", next},
		{"a letter at the keys", proofPage(), "shift+tab r", "page buttons", []done{{steps.ActRepeat, ""}}},
		{"skip by its button", proofPage(), "shift+tab right right right enter", "skip", nil},

		{"a choice", firstPage(), "enter", "page", []done{{steps.ActAnswer, "here"}}},
		{"the next choice", firstPage(), "down enter", "page", []done{{steps.ActAnswer, "elsewhere"}}},
		{"down stops at the last", firstPage(), "down down down enter", "page", []done{{steps.ActAnswer, "practising"}}},
		{"down from the last goes to the keys", firstPage(), "end down", "page buttons", nil},
		{"right goes to the keys of a choice", firstPage(), "right", "page buttons", nil},
		{"up stops at the first", firstPage(), "down up up enter", "page", []done{{steps.ActAnswer, "here"}}},
		{"end and home", firstPage(), "end enter", "page", []done{{steps.ActAnswer, "practising"}}},
		{"a digit chooses", firstPage(), "3 enter", "page", []done{{steps.ActAnswer, "message"}}},
		{"a digit too many", firstPage(), "9 enter", "page", []done{{steps.ActAnswer, "here"}}},
		{"answer by its button", firstPage(), "2 shift+tab enter", "page buttons", []done{{steps.ActAnswer, "elsewhere"}}},
		{"help from a choice", firstPage(), "?", "help", nil},
		{"q from a choice", firstPage(), "q", "page leaving", []done{{steps.ActQuit, ""}}},

		{"letters are text in a line", asking(steps.EnterLine), "q b 1 enter", "page", []done{{steps.ActAnswer, "qb1"}}},
		{"spaces around are cut", asking(steps.EnterLine), "space q space b space enter", "page", []done{{steps.ActAnswer, "q b"}}},
		{"an empty line is no answer", asking(steps.EnterLine), "enter", "page", nil},
		{"left edits", asking(steps.EnterLine), "b left a enter", "page", []done{{steps.ActAnswer, "ab"}}},
		{"ctrl+c leaves from a line", asking(steps.EnterLine), "q ctrl+c", "page leaving", []done{{steps.ActQuit, ""}}},
		{"tab stays in a line", asking(steps.EnterLine), "x tab", "page", nil},
		{"down from a line to the keys", asking(steps.EnterLine), "x down", "page buttons", nil},
		{"esc from a line to the keys", asking(steps.EnterLine), "x esc", "page buttons", nil},
		{"there b goes back", asking(steps.EnterLine), "x esc b", "page buttons", []done{{steps.ActBack, ""}}},

		{"enter is a line end in a text", asking(steps.EnterText), "a enter b ctrl+d", "page", []done{{steps.ActAnswer, "a\nb"}}},
		{"esc to Done", asking(steps.EnterText), "a esc", "page done", nil},
		{"Done hands in", asking(steps.EnterText), "a esc enter", "page done", []done{{steps.ActAnswer, "a"}}},
		{"Done, and on to the keys", asking(steps.EnterText), "a esc down", "page buttons", nil},
		{"up from Done", asking(steps.EnterText), "a down up", "page", nil},
		{"an empty text is no answer", asking(steps.EnterText), "enter ctrl+d", "page", nil},

		{"e exports", proofPage(), "e", "export", nil},
		{"esc ends the export", proofPage(), "e esc", "page", nil},
		{"q ends the export", proofPage(), "e q", "page", nil},
		{"letters of the name are text", proofPage(), "e shift+tab q b", "export", nil},
		{"ctrl+c leaves from the export", proofPage(), "e ctrl+c", "export leaving", []done{{steps.ActQuit, ""}}},
		{"c opens the change request", confirmPage(), "c", "export", nil},
		{"esc ends it", confirmPage(), "c esc", "page", nil},
		{"c opens nothing on an earlier page", proofPage(), "c", "page", nil},
		{"export by its button", proofPage(), "shift+tab right right right right enter", "export", nil},

		{"a finished session waits", finished(), "x", "page", nil},
		{"enter leaves a finished session", finished(), "enter", "page leaving", []done{{steps.ActQuit, ""}}},
		{"back from a finished session", finished(), "b", "page", []done{{steps.ActBack, ""}}},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran++
			engine := newFake(c.view)
			m := press(screen(engine, options(), 80, 24), strings.Fields(c.keys)...)
			if got := state(m); got != c.want {
				t.Errorf("at %q, want %q", got, c.want)
			}
			if told := engine.told(); !slices.Equal(told, c.told) {
				t.Errorf("the engine was told %v, want %v", told, c.told)
			}
		})
	}
	if ran != len(cases) || ran < 70 {
		t.Errorf("%d of %d cases ran", ran, len(cases))
	}
}

// finished is a session at its end.
func finished() steps.View {
	view := confirmPage()
	view.Finished = true
	view.Verdict = steps.Verdict{Title: say.T("Fixed: the clock was the cause, and is right now"), Next: say.T("Nothing more is to be done.")}
	view.Actions = []steps.Action{{ID: steps.ActBack, Key: "b", Label: say.T("back")}, {ID: steps.ActQuit, Key: "q", Label: say.T("quit")}}
	return view
}

// TestEveryKeyOfTheKeyLineWorks presses each button by its letter and by arrows
// and Enter, and wants the same of both.
func TestEveryKeyOfTheKeyLineWorks(t *testing.T) {
	ran := 0
	for _, view := range []steps.View{firstPage(), ntpBusy(), proofPage(), confirmPage(), finished()} {
		count := len(screen(newFake(view), options(), 80, 24).buttons())
		for i := range count {
			byArrows, byLetter := newFake(view), newFake(view)
			m := screen(byArrows, options(), 80, 24)
			letter := m.buttons()[i].keys[0]
			keys := append([]string{"right"}, slices.Repeat([]string{"right"}, i)...)
			m = press(m, append(keys, "enter")...)
			n := press(screen(byLetter, options(), 80, 24), letter)
			if m.phase != n.phase || m.leaving != n.leaving || !slices.Equal(byArrows.told(), byLetter.told()) {
				t.Errorf("%s, %q: arrows give %s %v, the letter %s %v", view.Page.Step, letter,
					state(m), byArrows.told(), state(n), byLetter.told())
			}
			if m.phase == onPage && !m.leaving && len(byArrows.told()) == 0 {
				t.Errorf("%s, %q does nothing", view.Page.Step, letter)
			}
			ran++
		}
	}
	if ran < 25 {
		t.Errorf("only %d buttons were pressed", ran)
	}
}

func TestWhatWasTypedIsKeptWhenRefused(t *testing.T) {
	view := asking(steps.EnterLine)
	engine := newFake(view)
	m := press(screen(engine, options(), 80, 24), "b", "a", "d", "enter")
	refused := *view.Page.Question
	refused.Problem = say.T("that is no address")
	view.Page.Question = &refused
	engine.view = view
	m = deliver(m, changedMsgOnly(m))
	if got := m.answer.field.String(); got != "bad" {
		t.Errorf("the field holds %q, want what was typed", got)
	}
	if !strings.Contains(m.View().Content, "that is no address") {
		t.Error("the problem is not shown")
	}
	press(m, "backspace", "enter")
	if want := []done{{steps.ActAnswer, "bad"}, {steps.ActAnswer, "ba"}}; !slices.Equal(engine.told(), want) {
		t.Errorf("the engine was told %v, want %v", engine.told(), want)
	}
}

// changedMsgOnly is the snapshot that follows a change.
func changedMsgOnly(m Model) tea.Msg {
	return lookedMsg{number: m.asked + 1, view: m.engine.Look()}
}

func TestAnotherQuestionStartsAfresh(t *testing.T) {
	engine := newFake(asking(steps.EnterLine))
	m := press(screen(engine, options(), 80, 24), "x", "esc")
	other := asking(steps.EnterLine)
	other.Page.Question.ID, other.Page.Question.Default = "other", "preset"
	engine.view = other
	m = deliver(m, changedMsgOnly(m))
	if m.answer.field.String() != "preset" || m.focus != atPage {
		t.Errorf("the new question starts with %q and focus %d", m.answer.field.String(), m.focus)
	}
}

func TestOvertakenSnapshotIsDropped(t *testing.T) {
	engine := newFake(firstPage())
	m := screen(engine, options(), 80, 24)
	late := lookedMsg{number: 1, tick: true, view: firstPage()}
	m = deliver(m, lookedMsg{number: 2, view: proofPage()})
	next, cmd := m.Update(late)
	if next.(Model).view.Page.Step != steps.StepToken {
		t.Error("an older snapshot replaced a newer one")
	}
	if cmd == nil {
		t.Error("the tick of an overtaken snapshot was lost: the clocks would stop")
	}
}

func TestQuitWaitsForTheTerminalToSettle(t *testing.T) {
	engine := newFake(proofPage())
	m, _ := New(engine, options()).Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m, cmd := m.Update(typed("q"))
	if cmd != nil {
		t.Error("it quit at once: the terminal's answers would land in the shell")
	}
	_, cmd = m.Update(settledMsg{})
	if cmd == nil || cmd() != tea.Quit() {
		t.Error("the wish to quit was forgotten")
	}
}

func TestPaste(t *testing.T) {
	cases := []struct {
		name, pasted string
		view         steps.View
		keys         []string
		want         func(Model) string
		text         string
	}{
		{"a line's ends become spaces", " a\nb\x1b[31m\n", asking(steps.EnterLine), nil, func(m Model) string { return m.answer.field.String() }, "a b[31m"},
		{"a path", "/etc/key.pem\n", asking(steps.EnterPath), nil, func(m Model) string { return m.answer.field.String() }, "/etc/key.pem"},
		{"a text keeps its lines", "a\r\nb\rc\x07", asking(steps.EnterText), nil, func(m Model) string { return m.answer.box.text }, "a\nb\nc"},
		{"a choice takes none", "here", firstPage(), nil, func(m Model) string { return m.answer.field.String() }, "here"},
		{"a reason", "broken\n", proofPage(), []string{"s"}, func(m Model) string { return m.reason.String() }, "broken"},
		{"a file's name", "x.txt\n", proofPage(), []string{"e", "shift+tab", "ctrl+u"}, func(m Model) string { return m.export.name.String() }, "x.txt"},
	}
	for _, c := range cases {
		m := press(screen(newFake(c.view), options(), 80, 24), c.keys...)
		m = deliver(m, tea.PasteMsg{Content: c.pasted})
		if got := c.want(m); got != c.text {
			t.Errorf("%s: %q, want %q", c.name, got, c.text)
		}
	}
	if len(cases) != 6 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestNoExportWithoutAWriter(t *testing.T) {
	m := press(screen(newFake(proofPage()), Options{Environ: []string{}}, 80, 24), "e")
	if m.phase != onPage || strings.Contains(m.View().Content, "export") {
		t.Error("an export is offered that nobody can write")
	}
}
