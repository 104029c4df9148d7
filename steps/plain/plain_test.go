package plain

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
	"unskew/steps/say"
)

// wizard is a fake engine that walks the shapes of page there are: a choice, a
// line, a text, work with servers that answer one by one, a page to read, and
// the wait for the clock.
func wizard() *fake {
	choice := asks(page(steps.StepWhere, 0, "Where are you?", "A service was refused."), steps.Question{
		ID: "where", Kind: steps.Choose, Prompt: say.T("Where are you?"), Default: "here",
		Options: []steps.Option{{Value: "here", Label: say.T("On the machine"), Note: say.T("measured")}, {Value: "message", Label: say.T("I only have the message")}},
	})
	choice.Live = steps.Live{OS: noon, Relation: steps.Unmeasured}
	line := asks(page(steps.StepNTP, 2, "What is the true time?", "Servers are asked."), steps.Question{
		ID: "server", Kind: steps.EnterLine, Prompt: say.T("Which server?"), Help: []say.Text{say.T("By name.")}, Default: "time.example",
	})
	ntp := func(answers int, busy bool) steps.View {
		v := page(steps.StepNTP, 2, "What is the true time?", "Servers are asked.")
		v.Page.Busy = busy
		table := steps.Table{Head: []say.Text{say.T("server"), say.T("this clock is"), say.T("outcome")}}
		for _, server := range []string{"a.example", "b.example"}[:answers] {
			table.Rows = append(table.Rows, steps.Row{Cells: []say.Text{say.Verbatim(server), say.T("2d 9h 49m 14s behind"), say.T("agrees")}})
		}
		v.Page.Blocks = []steps.Block{table}
		if busy {
			v.Actions = v.Actions[1:]
			waiting := steps.Table{Rows: []steps.Row{{Cells: []say.Text{say.Verbatim("b.example"), say.T("asking...")}}}}
			v.Page.Blocks = append(v.Page.Blocks, waiting, steps.Progress{Label: say.T("asking"), Done: answers, Total: 2})
		} else {
			v.Page.About = append(v.Page.About, say.T("The clock is wrong."))
		}
		return v
	}
	confirm := page(steps.StepConfirm, 4, "The remedy", "Have the clock corrected.")
	confirm.Actions = []steps.Action{action(steps.ActApply, "f", "fix the simulated clock"), action(steps.ActBack, "b", "back"), action(steps.ActQuit, "q", "quit")}
	confirm.Page.Blocks = []steps.Block{steps.Command{Line: "chronyc makestep", Why: say.T("sets the clock"), Root: true}, steps.Prose{Lines: []say.Text{say.T("Waiting.")}}}
	fixed := page(steps.StepConfirm, 4, "Fixed", "It is fixed.")
	fixed.Live = live(2 * time.Millisecond)
	fixed.Actions = []steps.Action{action(steps.ActNext, "enter", "finish"), action(steps.ActQuit, "q", "quit")}
	end := fixed
	end.Finished, end.Verdict = true, steps.Verdict{Code: steps.Fixed, Proof: steps.BeforeAfter, Title: say.T("Fixed."), Next: say.T("Export the report.")}
	end.Proof = steps.Assessment{Verdict: end.Verdict}.ProofWords()

	f := newFake(choice)
	f.step = func(f *fake, id steps.ActionID, value string) *steps.View {
		at := f.Look().Page
		switch {
		case at.Step == steps.StepWhere && value == "here":
			return &line
		case at.Question != nil && at.Question.ID == "server" && value == "bad":
			again := line
			question := *line.Page.Question
			question.Problem = say.T("there is no such server")
			again.Page.Question = &question
			return &again
		case at.Question != nil && id == steps.ActAnswer:
			time.AfterFunc(time.Second, func() { f.show(ntp(1, true)) })
			time.AfterFunc(3*time.Second, func() { f.show(ntp(2, true)) })
			time.AfterFunc(5*time.Second, func() { f.show(ntp(2, false)) })
			first := ntp(0, true)
			return &first
		case at.Step == steps.StepNTP && id == steps.ActNext:
			return &confirm
		case id == steps.ActApply:
			jumping := confirm
			jumping.Live.Motion.Jumped = true
			time.AfterFunc(5*time.Second, func() { f.show(fixed) })
			return &jumping
		case at.Step == steps.StepConfirm && id == steps.ActNext:
			return &end
		}
		return nil
	}
	return f
}

// TestTranscript holds a whole session against its golden file, once piped in
// at once and once typed slowly: the same is printed.
func TestTranscript(t *testing.T) {
	input := []string{"7", "1", "bad", "?", "", "", "x", "f", ""}
	inBubble(t, func(t *testing.T, _ context.Context) {
		f := wizard()
		out := talk(t, f, strings.NewReader(strings.Join(input, "\n")+"\n"), english())
		golden(t, "wizard.txt", out)
		want := "answer here|answer bad|answer time.example|next|apply|next"
		if got := f.done(); got != want {
			t.Errorf("did %s, want %s", got, want)
		}
	})
	inBubble(t, func(t *testing.T, ctx context.Context) {
		f := wizard()
		out := talk(t, f, &slow{ctx: ctx, wait: 20 * time.Second, lines: input}, english())
		golden(t, "wizard.txt", out)
	})
}

// TestEndOfInput cuts the input off after every line: each time the session is
// left politely, and what was found stands in the output.
func TestEndOfInput(t *testing.T) {
	input := []string{"1", "bad", "time.example", "", "f", ""}
	for cut := range input {
		inBubble(t, func(t *testing.T, _ context.Context) {
			f := wizard()
			out := talk(t, f, strings.NewReader(strings.Join(append(input[:cut:cut], ""), "\n")), english())
			if !strings.HasSuffix(f.done(), "quit the input ended") {
				t.Errorf("after %d lines: did %s", cut, f.done())
			}
			if !strings.Contains(out, "The input has ended") {
				t.Errorf("after %d lines the end is not told:\n%s", cut, out)
			}
			if cut == 5 && !strings.Contains(out, "It is fixed.") {
				t.Errorf("what came of the fix is missing:\n%s", out)
			}
		})
	}
	if len(input) != 6 {
		t.Fatal("every prompt of the wizard has to be cut")
	}
}

// TestContextEnds: the end of the context ends Run at every prompt, with an
// input that never ends.
func TestContextEnds(t *testing.T) {
	input := []string{"1", "bad", "time.example", "", "f"}
	for upTo := range len(input) + 1 {
		inBubble(t, func(t *testing.T, _ context.Context) {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
			defer cancel()
			f := wizard()
			var out bytes.Buffer
			_, err := Run(ctx, f, &slow{ctx: ctx, wait: time.Second, lines: input[:upTo]}, &out, english())
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("after %d lines: %v", upTo, err)
			}
			if strings.Contains(f.done(), "quit") {
				t.Errorf("after %d lines: a signal is not the person's quit", upTo)
			}
			cancel()
		})
	}
}

// broken is an output that is closed after some bytes.
type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestClosedOutput(t *testing.T) {
	inBubble(t, func(t *testing.T, ctx context.Context) {
		f := wizard()
		_, err := Run(ctx, f, &slow{ctx: ctx, wait: time.Second, lines: []string{"1", "x", ""}}, &broken{left: 700}, english())
		if !errors.Is(err, io.ErrClosedPipe) || strings.Contains(f.done(), "quit") {
			t.Errorf("%v; did %s", err, f.done())
		}
	})
}

// deaf is an output that nobody reads any more from some words on.
type deaf struct{ from string }

func (d deaf) Write(p []byte) (int, error) {
	if strings.Contains(string(p), d.from) {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

// TestLinkThatIsGone: where the input ends because nobody is there to be told, the
// session was cut off, not left.
func TestLinkThatIsGone(t *testing.T) {
	for from, cutOff := range map[string]bool{"The input has ended": true, "words that nobody says": false} {
		inBubble(t, func(t *testing.T, ctx context.Context) {
			f := newFake(questions()["page"])
			_, err := Run(ctx, f, strings.NewReader(""), deaf{from}, english())
			if errors.Is(err, io.ErrClosedPipe) != cutOff || strings.Contains(f.done(), "quit") == cutOff {
				t.Errorf("%q: %v; did %q", from, err, f.done())
			}
		})
	}
}

// TestLinesFit: no line is wider than a terminal, except a command; and there
// is no control character at all.
func TestLinesFit(t *testing.T) {
	inBubble(t, func(t *testing.T, _ context.Context) {
		out := talk(t, wizard(), strings.NewReader("1\n\n\nf\n\n"), english())
		for _, line := range strings.Split(out, "\n") {
			if ansi.StringWidth(line) > width && !strings.HasPrefix(line, "    ") {
				t.Errorf("too wide: %q", line)
			}
		}
		for _, r := range out {
			if r != '\n' && (r < ' ' || r > '~') {
				t.Errorf("%U is not plain ASCII", r)
			}
		}
	})
}
