package main

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"unskew/diagnostics/lab"
	"unskew/steps"
	"unskew/steps/say"
	"unskew/tui"
)

// TestQuotedSecretsAreNotShown walks a world whose token service quotes secrets:
// none is on any page, in any size, nor in a report that is looked at.
func TestQuotedSecretsAreNotShown(t *testing.T) {
	scenario, err := lab.Find("quoting")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		running, err := lab.Start(scenario, lab.Memory())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = running.Close() }()
		world, settings := steps.Simulated(running, "test")
		engine := steps.NewEngine(world, settings, true, steps.NoKeeper{})
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- engine.Run(ctx) }()
		defer func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}()
		w := watcher{t: t, engine: engine}
		time.Sleep(time.Second)
		w.look("where")
		engine.Do(steps.ActAnswer, steps.WhereHere)
		for _, page := range []string{"os-time", "ntp", "token"} {
			time.Sleep(30 * time.Second)
			w.look(page)
			engine.Do(steps.ActNext, "")
		}
		time.Sleep(10 * time.Second)
		w.look("confirm")
		running.Fix()
		time.Sleep(30 * time.Second)
		w.look("confirm")
		if w.screens < 6*3 || !w.redacted {
			t.Errorf("%d screens were searched; the answer with what was taken out of it stood on one: %v", w.screens, w.redacted)
		}
	})
}

// watcher searches what a person sees.
type watcher struct {
	t        *testing.T
	engine   *steps.Engine
	screens  int
	redacted bool
}

var quotedSecret = regexp.MustCompile(`lab-canary|PRIVATE KEY|eyJ[A-Za-z0-9_-]{8,}|[A-Za-z0-9_-]{65,}`)

func (w *watcher) look(page string) {
	w.t.Helper()
	if got := string(w.engine.Look().Page.Step); got != page {
		w.t.Errorf("the page is %s, not %s", got, page)
	}
	exports := console{}.exports(&options{format: "text"}, w.engine)
	exports.Audience = steps.OwnSupport
	o := tui.Options{Printer: say.English(), Exports: exports, Environ: []string{"TERM=xterm-256color"}}
	for _, size := range [][2]int{{80, 24}, {40, 12}, {200, 100}} {
		m := send(tui.New(w.engine, o), tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		shown := m.View().Content
		for _, key := range []rune{'?', tea.KeyEscape, 'e'} {
			m = send(m, tea.KeyPressMsg{Code: key, Text: strings.TrimFunc(string(key), func(r rune) bool { return r < ' ' })})
			shown += m.View().Content
		}
		w.screens++
		shown = ansi.Strip(shown)
		w.redacted = w.redacted || strings.Contains(shown, "[secret]")
		if found := quotedSecret.FindString(shown); found != "" {
			w.t.Errorf("%s: %q is on the screen:\n%s", page, found, shown)
		}
	}
}

// send gives the screen a message, and what comes of it at once.
func send(m tea.Model, msg tea.Msg) tea.Model {
	m, command := m.Update(msg)
	if _, key := msg.(tea.KeyPressMsg); key && command != nil {
		m, _ = m.Update(command())
	}
	return m
}
