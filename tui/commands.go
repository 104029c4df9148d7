package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
)

// settleTime is how long a wish to quit waits after the start: the terminal is
// still answering our questions, and its answers would land in the shell.
const settleTime = 300 * time.Millisecond

// tickMargin is by how much a tick comes after the whole second, so that a
// timer that fires a little early does not show the old second again.
const tickMargin = 5 * time.Millisecond

// movingTick is the tick while the OS clock is being moved.
const movingTick = 250 * time.Millisecond

type (
	tickMsg    struct{}
	changedMsg struct{}
	settledMsg struct{}

	lookedMsg struct {
		number int
		tick   bool // asked for by the tick
		view   steps.View
	}
)

// look takes a snapshot.
func (m Model) look(number int, tick bool) tea.Cmd {
	engine := m.engine
	return func() tea.Msg { return lookedMsg{number: number, tick: tick, view: engine.Look()} }
}

// waitForChange waits for the engine, once.
func (m Model) waitForChange() tea.Cmd {
	changed, done := m.engine.Changed(), m.done
	return func() tea.Msg {
		select {
		case _, open := <-changed:
			if !open { // the engine has ended: nothing will change any more
				return nil
			}
			return changedMsg{}
		case <-done:
			return nil
		}
	}
}

// after sends a message later, unless the program ends before.
func (m Model) after(wait time.Duration, msg tea.Msg) tea.Cmd {
	done := m.done
	return func() tea.Msg {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
			return msg
		case <-done:
			return nil
		}
	}
}

func (m Model) settle() tea.Cmd { return m.after(settleTime, settledMsg{}) }

// nextTick waits for the next whole second of the OS clock, as the last snapshot
// told it: the timer itself runs on the monotonic clock.
func (m Model) nextTick() tea.Cmd {
	return m.after(untilTick(m.view.Live), tickMsg{})
}

func untilTick(live steps.Live) time.Duration {
	if live.Motion.Jumped || live.Motion.Slewing {
		return movingTick
	}
	return time.Second - time.Duration(live.OS.Nanosecond()) + tickMargin
}
