package tui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/vt"
	"golang.org/x/text/language"

	"unskew/steps/say"
	"unskew/tui/wire"
)

// twoScreens is a terminal that is given everything, and one behind the wire.
type twoScreens struct {
	mu           sync.Mutex
	all, thrifty *vt.Emulator
	behind       *wire.Writer
	sent, saved  int
}

func newTwoScreens(columns, rows int) *twoScreens {
	s := &twoScreens{all: vt.NewEmulator(columns, rows), thrifty: vt.NewEmulator(columns, rows)}
	s.behind = wire.NewWriter(counting{s})
	for _, screen := range []*vt.Emulator{s.all, s.thrifty} {
		go func() { _, _ = io.Copy(io.Discard, screen) }() // what it answers to queries
	}
	return s
}

func (s *twoScreens) close() {
	_ = s.all.Close()
	_ = s.thrifty.Close()
}

// counting is the way to the second terminal.
type counting struct{ *twoScreens }

func (c counting) Write(data []byte) (int, error) {
	c.sent += len(data)
	return c.thrifty.Write(data)
}

// Write gives a frame to both. There is no line discipline here that would make
// a line end of a line feed.
func (s *twoScreens) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	if _, err := s.all.Write(seen); err != nil {
		return 0, err
	}
	before := s.sent
	if _, err := s.behind.Write(seen); err != nil {
		return 0, err
	}
	s.saved += len(seen) - (s.sent - before)
	return len(data), nil
}

func (s *twoScreens) resize(columns, rows int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Resize(columns, rows)
	s.thrifty.Resize(columns, rows)
	s.behind.Forget()
}

func (s *twoScreens) differ() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if all, thrifty := s.all.Render(), s.thrifty.Render(); all != thrifty {
		return fmt.Sprintf("everything shows\n%s\nbehind the wire it is\n%s", all, thrifty)
	}
	return ""
}

// TestWire runs the program on two terminals, one of which is told only what it
// does not show yet, through keys and sizes: both show the same, always.
func TestWire(t *testing.T) {
	keys := []string{"enter", "esc", "tab", "tab", "down", "up", "right", "pgdown", "pgup", "?", "e", "1", "2", "s", "a", "z", "x", "發", "👩‍🔧", "backspace"}
	compared, saved := 0, 0
	for seed, view := range append(everyView(), wideViews()...) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(uint64(seed), 163))
			screens := newTwoScreens(80, 24)
			o := options()
			o.Printer = say.In(language.TraditionalChinese)
			ctx, cancel := context.WithCancel(context.Background())
			model := New(ticking(view), o)
			model.done = ctx.Done()
			p := tea.NewProgram(model, tea.WithContext(ctx), tea.WithInput(nil), tea.WithOutput(screens), tea.WithoutSignalHandler(),
				tea.WithWindowSize(80, 24), tea.WithFPS(framesPerSecond), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
			ended := make(chan error)
			go func() {
				_, err := p.Run()
				ended <- err
			}()
			for range 60 {
				time.Sleep(400 * time.Millisecond)
				synctest.Wait()
				if said := screens.differ(); said != "" {
					t.Errorf("seed %d: %s", seed, said)
					break
				}
				compared++
				if random.IntN(8) == 0 {
					columns, rows := 10+random.IntN(110), 4+random.IntN(36)
					screens.resize(columns, rows)
					p.Send(tea.WindowSizeMsg{Width: columns, Height: rows})
					continue
				}
				p.Send(typed(keys[random.IntN(len(keys))]))
			}
			cancel()
			<-ended
			screens.close()
			time.Sleep(2 * time.Second)
			saved += screens.saved
		})
	}
	if want := 2 * len(everyView()) * 60; compared != want && !t.Failed() {
		t.Errorf("%d screens were compared, want %d", compared, want)
	}
	if saved <= 0 {
		t.Error("nothing was saved")
	}
}
