package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"unskew/steps/say"
	"unskew/tui/wire"
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
	writer := wire.NewWriter(out)
	options := []tea.ProgramOption{
		tea.WithContext(ctx),
		// Signals end the context in the command line, for all front ends alike.
		tea.WithoutSignalHandler(),
		tea.WithInput(in),
		tea.WithOutput(onto(writer, out)),
		tea.WithFilter(forWire(writer)),
		tea.WithFPS(framesPerSecond),
	}
	if o.Environ != nil {
		options = append(options, tea.WithEnvironment(o.Environ))
	}
	return options
}

// forWire keeps the messages that the writer has to know of. After a change of size
// the terminal may show anything. A terminal that measures clusters of characters
// as we do (mode 2027) is not told so to the renderer, which would then no longer
// mark the rows that it repaints.
func forWire(writer *wire.Writer) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch msg := msg.(type) {
		case tea.WindowSizeMsg:
			writer.Forget()
		case tea.ModeReportMsg:
			if msg.Mode == ansi.ModeUnicodeCore {
				return nil
			}
		}
		return msg
	}
}

// terminal is the file of a terminal whose output goes through the writer.
type terminal struct {
	*wire.Writer
	file *os.File
}

func (t terminal) Read(data []byte) (int, error) { return t.file.Read(data) }
func (t terminal) Close() error                  { return t.file.Close() }
func (t terminal) Fd() uintptr                   { return t.file.Fd() }

// onto returns the writer as a terminal, where out is the file of one.
func onto(writer *wire.Writer, out io.Writer) io.Writer {
	if file, ok := out.(*os.File); ok {
		return terminal{Writer: writer, file: file}
	}
	return writer
}
