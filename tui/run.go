package tui

import (
	"context"
	"errors"
	"fmt"
	"io"

	tea "charm.land/bubbletea/v2"

	"unskew/steps/say"
)

// framesPerSecond is the upper limit of redraws: a key shows within 0.1 s, and
// an idle screen costs next to no processor time.
const framesPerSecond = 10

// Run shows the session until it is left or finished, and returns nil then.
// Ending the context closes the screen with the terminal restored, and its error
// wraps the context's cause. A nil in means no keyboard. It returns the language
// that the person was left in.
func Run(ctx context.Context, e Engine, o Options, in io.Reader, out io.Writer) (say.Printer, error) {
	restore := expandTabs(in)
	defer restore()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	model := New(e, o)
	model.done = ctx.Done()
	spoken, err := show(tea.NewProgram(model, programOptions(ctx, o, in, out)...))
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return spoken, fmt.Errorf("the screen was closed: %w", cause)
	}
	return spoken, err
}

// show runs a program. That the person left is no error, even where the engine,
// which is told of it first, has ended the context before the screen was gone.
func show(p *tea.Program) (say.Printer, error) {
	last, err := p.Run()
	m, ok := last.(Model)
	if ok && m.leaving && errors.Is(err, context.Canceled) {
		return m.printer, nil
	}
	if err != nil {
		return m.printer, fmt.Errorf("the screen failed (--plain asks the same without it): %w", err)
	}
	return m.printer, nil
}

func programOptions(ctx context.Context, o Options, in io.Reader, out io.Writer) []tea.ProgramOption {
	options := []tea.ProgramOption{
		tea.WithContext(ctx),
		// Signals end the context in the command line, for all front ends alike.
		tea.WithoutSignalHandler(),
		tea.WithInput(in),
		tea.WithOutput(repaintsOf(out)),
		tea.WithFPS(framesPerSecond),
	}
	if o.Environ != nil {
		options = append(options, tea.WithEnvironment(o.Environ))
	}
	return options
}
