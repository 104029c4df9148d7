package plain

import (
	"context"
	"errors"
	"strings"
	"testing"

	"unskew/steps"
	"unskew/steps/say"
)

func text(words string) say.Text { return say.Verbatim(words) }

// TestExport walks the dialogue: format, name, a failure that asks again, and
// the way back at both questions.
func TestExport(t *testing.T) {
	cases := []struct{ input, want, told string }{
		{"e\n\n\n", "text to unskew-report.txt", "Written to /full/unskew-report.txt"},
		{"e\n2\n\n", "json to unskew-report.json", "no key, secret or token"},
		{"export\nmarkdown\nmy report.md\n", "markdown to my report.md", "Written to /full/my report.md"},
		{"e\n9\n3\nx\n", "markdown to x", "none of the forms"},
		{"e\n\nbad\nok.txt\n", "text to bad|text to ok.txt", "not written: disk full"},
		{"e\nb\n", "", "What now?"},
		{"e\n1\nb\n", "", "What now?"},
		{"e\n", "", "input has ended"},
		{"e\n1\n", "", "input has ended"},
	}
	for _, c := range cases {
		inBubble(t, func(t *testing.T, _ context.Context) {
			var saved []string
			o := english()
			o.Formats = []string{"text", "json", "markdown"}
			o.Save = func(format, name string, _ say.Printer) (string, error) {
				saved = append(saved, format+" to "+name)
				if name == "bad" {
					return "", errors.New("disk full")
				}
				return "/full/" + name, nil
			}
			f := newFake(questions()["page"])
			out := talk(t, f, strings.NewReader(c.input), o)
			if got := strings.Join(saved, "|"); got != c.want {
				t.Errorf("%q saved %q, want %q\n%s", c.input, got, c.want, out)
			}
			if !strings.Contains(out, c.told) || f.done() != "quit the input ended" {
				t.Errorf("%q: %q is not told, or did %s\n%s", c.input, c.told, f.done(), out)
			}
		})
	}
	if len(cases) != 9 {
		t.Fatalf("%d dialogues were held, want 9", len(cases))
	}
}

// TestChangeRequest: on the last page it is shown, and may be written.
func TestChangeRequest(t *testing.T) {
	cases := []struct {
		step             steps.StepID
		input, want, has string
	}{
		{steps.StepConfirm, "c\n\n", "change-request to unskew-change-request.txt", "ASKED FOR IN change-request"},
		{steps.StepConfirm, "change request\nmy.txt\n", "change-request to my.txt", "Written to /full/my.txt"},
		{steps.StepConfirm, "c\nb\n", "", "c change request"},
		{steps.StepToken, "c\n", "", "Not possible here."},
	}
	for _, c := range cases {
		inBubble(t, func(t *testing.T, _ context.Context) {
			var saved []string
			o := english()
			o.Formats = []string{"text", "change-request"}
			o.Preview = func(format string, _ say.Printer) (string, error) { return "ASKED FOR IN " + format + "\n", nil }
			o.Save = func(format, name string, _ say.Printer) (string, error) {
				saved = append(saved, format+" to "+name)
				return "/full/" + name, nil
			}
			out := talk(t, newFake(page(c.step, 4, "The last")), strings.NewReader(c.input), o)
			if got := strings.Join(saved, "|"); got != c.want || !strings.Contains(out, c.has) {
				t.Errorf("%s, %q: saved %q, want %q; %q is to be told\n%s", c.step, c.input, got, c.want, c.has, out)
			}
		})
	}
	if len(cases) != 4 {
		t.Fatalf("%d dialogues were held, want 4", len(cases))
	}
}

// TestProblem is told once, and a finished session tells all of its verdict.
func TestProblem(t *testing.T) {
	inBubble(t, func(t *testing.T, _ context.Context) {
		view := questions()["page"]
		view.Problem, view.Simulated = say.T("The disk is full."), "brand-portal"
		view.Verdict = steps.Verdict{Proof: steps.BothSides, Title: say.T("The clock is the cause."), Next: say.T("Correct it.")}
		end := view
		end.Finished = true
		f := newFake(view)
		f.step = func(*fake, steps.ActionID, string) *steps.View { return &end }
		out := talk(t, f, strings.NewReader("?\n\n"), english())
		for _, once := range []string{
			"Attention: The disk is full.", "Result: The clock is the cause.", "Proof: the same request was refused",
			"Next: Correct it.", "Nothing here was measured on a real host.",
		} {
			if strings.Count(out, once) != 1 {
				t.Errorf("%q is told %d times\n%s", once, strings.Count(out, once), out)
			}
		}
	})
}
