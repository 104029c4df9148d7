package plain

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// The questions of the table, one of each kind.
func questions() map[string]steps.View {
	at := page(steps.StepToken, 3, "Token")
	options := []steps.Option{{Value: "ims-jwt", Label: say.T("Adobe IMS")}, {Value: "none", Label: say.T("None of these")}, {Value: "back", Label: say.T("A tape")}}
	return map[string]steps.View{
		"choice":     asks(at, steps.Question{ID: "q", Kind: steps.Choose, Prompt: say.T("Which?"), Options: options, Default: "none"}),
		"no default": asks(at, steps.Question{ID: "q", Kind: steps.Choose, Prompt: say.T("Which?"), Options: options}),
		"line":       asks(at, steps.Question{ID: "q", Kind: steps.EnterLine, Prompt: say.T("Name?")}),
		"url":        asks(at, steps.Question{ID: "q", Kind: steps.EnterLine, Prompt: say.T("Address?"), Default: "https://"}),
		"path":       asks(at, steps.Question{ID: "q", Kind: steps.EnterPath, Prompt: say.T("File?"), Optional: true}),
		"text":       asks(at, steps.Question{ID: "q", Kind: steps.EnterText, Prompt: say.T("Text?")}),
		"page":       at,
		"waiting": func() steps.View {
			v := at
			v.Actions = []steps.Action{action(steps.ActApply, "f", "mend it"), action(steps.ActPark, "w", "not today"), action(steps.ActQuit, "q", "quit")}
			return v
		}(),
	}
}

// TestInput is the table of what may be typed. Each line of input is followed by
// the end of the input; want is what reaches the engine before that, and told a
// piece of what is answered.
func TestInput(t *testing.T) {
	cases := []struct{ page, input, want, told string }{
		{"choice", "1\n", "answer ims-jwt", ""},
		{"choice", " 1. \n", "answer ims-jwt", ""},
		{"choice", "１\n", "answer ims-jwt", ""}, // full width, as an input method gives it
		{"choice", "IMS-JWT\n", "answer ims-jwt", ""},
		{"choice", "adobe ims\n", "answer ims-jwt", ""},
		{"choice", "\n", "answer none", ""},
		{"choice", "back\n", "answer back", ""}, // an option's own name wins
		{"choice", "b\n", "back", ""},
		{"choice", "0\n", "", "none of the answers"},
		{"choice", "4\n", "", "number from 1 to 3"},
		{"choice", "-1\n", "", "none of the answers"},
		{"choice", "1\x00\n", "answer ims-jwt", ""},
		{"choice", "\x1b[A\n", "", "none of the answers"},
		{"choice", "\xff\xfe\n", "", "none of the answers"},
		{"choice", "next\n", "", "none of the answers"},
		{"no default", "\n", "", "none of the answers"},
		{"line", "host.example\n", "answer host.example", ""},
		{"line", "  host.example \r\n", "answer host.example", ""},
		{"line", "\n", "", "An answer is needed"},
		{"line", "back\n", "back", ""},
		{"line", "host\u202e\x07.example\n", "answer host.example", ""},
		{"line", "1\n", "answer 1", ""},
		{"url", "legacy.example/token\n", "answer https://legacy.example/token", ""},
		{"url", "http://127.0.0.1/t\n", "answer http://127.0.0.1/t", ""},
		{"url", "\n", "", "An answer is needed"},
		{"path", "a  b.pem\n", "answer a  b.pem", ""},
		{"path", "./back\n", "answer ./back", ""},
		{"path", "\n", "answer", ""},
		{"path", "skip\n\n", "skip", "Why is this step left out"},
		{"text", "one\n\n two\n.\n", "answer one\n\n two", ""},
		{"text", "one\nback\nq\n.\n", "answer one\nback\nq", ""}, // only the first line may be an action
		{"text", "b\n", "back", ""},
		{"text", ".\n", "", "no text before the dot"},
		{"text", "one\ntwo\n", "answer one\ntwo", ""}, // cut off by the end
		{"text", "\n\n", "", "input has ended"},
		{"page", "\n", "next", ""},
		{"page", "next\n", "next", ""},
		{"page", "NEXT\n", "next", ""},
		{"page", "b\n", "back", ""},
		{"page", "ｂ\n", "back", ""},
		{"page", "r\n", "repeat", ""},
		{"page", "repeat\n", "repeat", ""},
		{"page", "s\nno key here\n", "skip no key here", "Why is this step left out"},
		{"page", "s\n\n", "skip", ""},
		{"page", "skip no key here\n", "skip no key here", ""},
		{"page", "f\n", "", "Not possible here"},
		{"page", "answer\n", "", "Not possible here"},
		{"page", "?\n", "", "Help of this page."},
		{"page", "help\n", "", "Help of this page."},
		{"page", "e\n", "", "Not possible here"}, // nothing to save with
		{"page", "1\n", "", "Possible: [Enter] next, b back"},
		{"waiting", "f\n", "apply", ""},
		{"waiting", "fix\n", "apply", ""},
		{"waiting", "mend it\n", "apply", ""},
		{"waiting", "w\n", "park", ""},
		{"waiting", "Not today\n", "park", ""},
		{"waiting", "\n", "", "w not today"},
	}
	views := questions()
	for _, c := range cases {
		t.Run(fmt.Sprintf("%s %q", c.page, c.input), func(t *testing.T) {
			inBubble(t, func(t *testing.T, _ context.Context) {
				f := newFake(views[c.page])
				out := talk(t, f, strings.NewReader(c.input), english())
				want := strings.TrimPrefix(c.want+"|quit the input ended", "|")
				if got := f.done(); got != want {
					t.Errorf("did %q, want %q\n%s", got, want, out)
				}
				if !strings.Contains(out, c.told) {
					t.Errorf("%q is not told:\n%s", c.told, out)
				}
			})
		})
	}
	if len(cases) != 57 {
		t.Fatalf("%d inputs were tried, want 57", len(cases))
	}
}

func TestQuit(t *testing.T) {
	ran := 0
	for name, view := range questions() {
		for _, word := range []string{"q", "quit", "exit", "Ｑ"} {
			ran++
			inBubble(t, func(t *testing.T, ctx context.Context) {
				f := newFake(view)
				out := talk(t, f, &slow{ctx: ctx, wait: time.Second, lines: []string{word}}, english())
				if f.done() != "quit" || strings.Contains(out, "input has ended") || !strings.Contains(out, "Left.") {
					t.Errorf("%s, %q: did %s\n%s", name, word, f.done(), out)
				}
			})
		}
	}
	if ran != 32 {
		t.Fatalf("%d ways to quit were tried, want 32", ran)
	}
}

// TestLongInput bounds a line and a text, and keeps what fits.
func TestLongInput(t *testing.T) {
	views := questions()
	for name, input := range map[string]string{
		"line": strings.Repeat("x", 3*maxInput) + "\n",
		"text": strings.Repeat("a line of the log\n", maxInput/10) + ".\n",
	} {
		inBubble(t, func(t *testing.T, _ context.Context) {
			f := newFake(views[name])
			out := talk(t, f, strings.NewReader(input), english())
			got, ok := strings.CutSuffix(f.done(), "|quit the input ended")
			if got, is := strings.CutPrefix(got, "answer "); !ok || !is || len(got) > maxInput || len(got) < maxInput-100 {
				t.Errorf("%s: %d bytes were handed in (%v)", name, len(got), ok)
			}
			if name == "text" && !strings.Contains(out, "only the beginning was taken") {
				t.Errorf("the cut is not told:\n%s", out)
			}
		})
	}
}

// TestLeavesTheRest: what comes behind the last line that was read stays in the
// input, for what reads it next.
func TestLeavesTheRest(t *testing.T) {
	inBubble(t, func(t *testing.T, _ context.Context) {
		in := strings.NewReader("q\nfor the next reader\n")
		talk(t, newFake(questions()["page"]), in, english())
		if in.Len() != len("for the next reader\n") {
			t.Errorf("%d bytes are left", in.Len())
		}
	})
}

func FuzzTidy(f *testing.F) {
	for _, seed := range []string{"", "a\tb \r", "\x00\x1b[2J", "\xff\xfe", "\u202eabc\u200b", "ｑ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw, err := readLine(strings.NewReader(text + "\nrest"))
		line := tidy(raw)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(line, "\x00\x1b\r\n\t\u202e") || len(line) > 3*maxInput || tidy(line) != line {
			t.Fatalf("%q became %q", text, line)
		}
	})
}
