package tui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// TestSecretIsNotShown: a passphrase is dots on the screen, goes to the engine as
// it is, and is gone from the field afterwards.
func TestSecretIsNotShown(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		view := asking(steps.EnterSecret)
		engine, o := newFake(view), options()
		o.ASCII = ascii
		sign := map[bool]string{false: "••••••", true: "******"}[ascii]
		m := press(screen(engine, o, 80, 24), "q", "Z", "?")
		m = deliver(m, tea.PasteMsg{Content: " x \n"})
		shown := m.View().Content
		if !strings.Contains(shown, sign) || strings.Contains(shown, sign+sign[:1]+sign) || strings.Contains(shown, "qZ") {
			t.Errorf("shown as:\n%s", shown)
		}
		m = press(m, "enter")
		if m.answer.field.String() != "" {
			t.Error("it stays in the field")
		}
		if want := []done{{steps.ActAnswer, "qZ? x "}}; !slices.Equal(engine.told(), want) {
			t.Errorf("the engine was told %q, want %q", engine.told(), want)
		}
		refused := *view.Page.Question
		refused.Problem = say.T("that is not it")
		view.Page.Question = &refused
		engine.view = view
		m = deliver(m, changedMsgOnly(m))
		if m.answer.field.String() != "" || !strings.Contains(m.View().Content, "that is not it") {
			t.Error("a refusal is not told, or what was typed came back")
		}
	}
}
