package tui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
)

// program is what Run runs, with the size that a terminal would tell.
func program(ctx context.Context, m Model, out io.Writer) *tea.Program {
	options := programOptions(ctx, m.options, nil, out)
	options = append(options, tea.WithWindowSize(80, 24), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	return tea.NewProgram(m, options...)
}

// ticking gives a fake engine whose OS clock runs with the bubble's.
func ticking(view steps.View) *fakeEngine {
	engine := newFake(view)
	start := time.Now()
	engine.clock = func() time.Time { return view.Live.OS.Add(time.Since(start)) }
	return engine
}

// TestProgram runs the whole program for some seconds: the clocks tick, a change
// shows at once, a key is told to the engine, q ends it and leaves nothing running.
func TestProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := ticking(ntpBusy())
		// Not the test's context: that one would end what was forgotten.
		ctx, cancel := context.WithCancel(context.Background())
		model := New(engine, options())
		model.done = ctx.Done()
		p := program(ctx, model, io.Discard)
		var last tea.Model
		var err error
		over := make(chan struct{})
		go func() {
			defer close(over)
			last, err = p.Run()
			cancel()
		}()
		time.Sleep(3500 * time.Millisecond)
		if engine.looks < 4 || engine.looks > 6 {
			t.Errorf("%d snapshots in 3.5 s", engine.looks)
		}
		engine.show(proofPage())
		synctest.Wait()
		p.Send(typed("enter"))
		synctest.Wait()
		if told := engine.told(); len(told) != 1 || told[0].action != steps.ActNext {
			t.Errorf("the engine was told %v: the change was not seen, or the key", told)
		}
		p.Send(typed("q"))
		<-over
		if err != nil {
			t.Errorf("leaving gives %v", err)
		}
		if m := last.(Model); m.view.Page.Step != steps.StepToken {
			t.Errorf("the last page is %s", m.view.Page.Step)
		}
	})
}

func TestRunEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("hang-up")
		ctx, cancel := context.WithCancelCause(context.Background())
		ended := make(chan error)
		go func() {
			_, err := Run(ctx, ticking(ntpBusy()), options(), nil, io.Discard)
			ended <- err
		}()
		time.Sleep(2200 * time.Millisecond)
		cancel(why)
		if err := <-ended; !errors.Is(err, why) {
			t.Errorf("it ended with %v, want the cause", err)
		}
	})
}

// TestRunLeavesTheTerminalAsItWas looks at the bytes around a session.
func TestRunLeavesTheTerminalAsItWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if _, err := Run(ctx, ticking(proofPage()), options(), nil, &out); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it ended with %v", err)
		}
		text := out.String()
		enter, leave := strings.Index(text, "\x1b[?1049h"), strings.LastIndex(text, "\x1b[?1049l")
		if enter < 0 || leave < enter {
			t.Errorf("the alternate screen: entered at %d, left at %d", enter, leave)
		}
		if !strings.Contains(text[max(0, leave):], "\x1b[?25h") {
			t.Error("the cursor stays hidden")
		}
	})
}

// TestLeavingIsNoError, also where the engine ends the context first.
func TestLeavingIsNoError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		engine := ticking(finished())
		model := New(engine, options())
		model.done = ctx.Done()
		p := program(ctx, model, io.Discard)
		ended := make(chan error)
		go func() {
			_, err := show(p)
			ended <- err
		}()
		synctest.Wait()
		p.Send(typed("enter")) // within the first moments: it is noted
		synctest.Wait()
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("leaving gives %v", err)
		}
	})
}
