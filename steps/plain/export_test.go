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

func describe(e steps.Export) string {
	return strings.Join([]string{e.Format, string(e.Audience), e.Printer.Tag().String()}, " ")
}

// exports notes what goes out. A file named bad cannot be written.
func exports(out *[]string) steps.Exports {
	return steps.Exports{
		Formats: []steps.ExportFormat{
			{Name: "text", Ending: ".txt", Translated: true},
			{Name: "json", Ending: ".json"},
			{Name: "html", Ending: ".html", Translated: true, SeenAs: "text"},
			{Name: "change-request", Ending: "-change-request.txt"},
		},
		Preview: func(e steps.Export) (string, error) { return "REPORT: " + describe(e) + "\n", nil },
		Save: func(e steps.Export, name string) (steps.Saved, error) {
			*out = append(*out, describe(e)+" to "+name)
			if name == "bad" {
				return steps.Saved{}, errors.New("disk full")
			}
			saved := steps.Saved{Name: "/full/" + name}
			if e.Audience == steps.Outsiders {
				saved.Table = "/full/" + name + ".names"
			}
			return saved, nil
		},
	}
}

// TestExport walks the dialogue: for whom, format, language, the report itself,
// name, a failure that asks again, and the way back at each question.
func TestExport(t *testing.T) {
	cases := []struct{ input, want, told string }{
		{"e\n1\n\n\n\n", "text own en to unskew-host.txt", "Written to /full/unskew-host.txt"},
		{"e\n2\n\n\n\n", "text outside en to unskew-report.txt", "stands in /full/unskew-report.txt.names"},
		{"e\noutside\ntext\n2\nb\n", "", "REPORT: text outside zh-Hant"},
		{"e\n1\n2\n\n", "json own en to unskew-host.json", "REPORT: json own en"},
		{"export\n1\nhtml\n\nmy page.html\n", "html own en to my page.html", "REPORT: text own en"},
		{"e\n\n1\n2\nx\n", "json own en to x", "nothing goes out before"},
		{"e\n1\n9\n2\nx\n", "json own en to x", "none of the forms"},
		{"e\n1\n1\n3\n1\nx\n", "text own en to x", "none of the languages"},
		{"e\n1\n2\nbad\nok.txt\n", "json own en to bad|json own en to ok.txt", "not written: disk full"},
		{"e\nb\n", "", "What now?"},
		{"e\n1\nb\n", "", "What now?"},
		{"e\n1\n1\nb\n", "", "What now?"},
		{"e\n1\n2\nb\n", "", "What now?"},
		{"e\n", "", "input has ended"},
		{"e\n1\n2\n", "", "input has ended"},
	}
	ran := 0
	for _, c := range cases {
		inBubble(t, func(t *testing.T, _ context.Context) {
			var saved []string
			o := english()
			o.Exports = exports(&saved)
			view := questions()["page"]
			view.Host = "host"
			f := newFake(view)
			out := talk(t, f, strings.NewReader(c.input), o)
			if got := strings.Join(saved, "|"); got != c.want {
				t.Errorf("%q saved %q, want %q\n%s", c.input, got, c.want, out)
			}
			if !strings.Contains(out, c.told) || f.done() != "quit the input ended" {
				t.Errorf("%q: %q is not told, or did %s\n%s", c.input, c.told, f.done(), out)
			}
			ran++
		})
	}
	if ran != 15 {
		t.Fatalf("%d dialogues were held, want 15", ran)
	}
}

// TestExportChosenBeforehand: with an audience and a folder given, neither is asked.
func TestExportChosenBeforehand(t *testing.T) {
	inBubble(t, func(t *testing.T, _ context.Context) {
		var saved []string
		o := english()
		o.Exports = exports(&saved)
		o.Exports.Audience, o.Exports.Unnamed = steps.Outsiders, true
		out := talk(t, newFake(questions()["page"]), strings.NewReader("e\n2\n/etc/passwd\n"), o)
		if strings.Contains(out, "For whom") || !strings.Contains(out, "into the administrator's folder") || strings.Join(saved, "|") != "json outside en to " {
			t.Errorf("saved %q\n%s", saved, out)
		}
	})
}

// TestChangeRequest: on the last page it is shown, and may be written.
func TestChangeRequest(t *testing.T) {
	cases := []struct {
		step             steps.StepID
		input, want, has string
	}{
		{steps.StepConfirm, "c\n1\n\n", "change-request own en to unskew-aem-author-01-change-request.txt", "REPORT: change-request own en"},
		{steps.StepConfirm, "change request\n1\nmy.txt\n", "change-request own en to my.txt", "Written to /full/my.txt"},
		{steps.StepConfirm, "c\nb\n", "", "c change request"},
		{steps.StepToken, "c\n", "", "Not possible here."},
	}
	ran := 0
	for _, c := range cases {
		inBubble(t, func(t *testing.T, _ context.Context) {
			var saved []string
			o := english()
			o.Exports = exports(&saved)
			out := talk(t, newFake(page(c.step, 4, "The last")), strings.NewReader(c.input), o)
			if got := strings.Join(saved, "|"); got != c.want || !strings.Contains(out, c.has) {
				t.Errorf("%s, %q: saved %q, want %q; %q is to be told\n%s", c.step, c.input, got, c.want, c.has, out)
			}
			ran++
		})
	}
	if ran != 4 {
		t.Fatalf("%d dialogues were held, want 4", ran)
	}
}

// TestProblem is told once, and a finished session tells all of its verdict.
func TestProblem(t *testing.T) {
	inBubble(t, func(t *testing.T, _ context.Context) {
		view := questions()["page"]
		view.Problem, view.Simulated = say.T("The disk is full."), "brand-portal"
		view.Proof = say.T("the same request was refused")
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
