package plain

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"unskew/steps"
)

// TestUnnamedExport: where the person names no file, what they type is no name.
func TestUnnamedExport(t *testing.T) {
	cases := []struct{ page, input, want, told string }{
		{"page", "e\n1\n2\n\n", "json", "Written to /made, where the administrator finds it."},
		{"page", "e\n1\n2\n/etc/cron.d/x\n", "json", "Written to /made, where the administrator finds it."},
		{"page", "e\n1\n/etc/cron.d/x\n", "", "none of the forms"},
		{"page", "e\n1\nbad\n\n", "bad", "not written: disk full"},
		{"last", "c\n1\n/etc/cron.d/x\n", "change-request", "Written to /made, where the administrator finds it."},
	}
	for _, c := range cases {
		inBubble(t, func(t *testing.T, _ context.Context) {
			var saved []string
			o := english()
			o.Exports = exports(&saved)
			o.Exports.Unnamed = true
			o.Exports.Formats = append(o.Exports.Formats, steps.ExportFormat{Name: "bad"})
			o.Exports.Save = func(e steps.Export, name string) (steps.Saved, error) {
				saved = append(saved, e.Format+name)
				if e.Format == "bad" {
					return steps.Saved{}, errors.New("disk full")
				}
				return steps.Saved{Name: "/made"}, nil
			}
			view := page(steps.StepToken, 3, "Token")
			if c.page == "last" {
				view = page(steps.StepConfirm, 4, "Confirm")
			}
			f := newFake(view)
			out := talk(t, f, strings.NewReader(c.input), o)
			if got := strings.Join(saved, "|"); got != c.want || !strings.Contains(out, c.told) {
				t.Errorf("%q saved %q, want %q; %q is to be told\n%s", c.input, got, c.want, c.told, out)
			}
			if strings.Contains(out, "only you can read") {
				t.Errorf("others may read it:\n%s", out)
			}
			if strings.Contains(out, "Into which file") || f.done() != "quit the input ended" {
				t.Errorf("%q: a file is asked for, or did %s\n%s", c.input, f.done(), out)
			}
		})
	}
	if len(cases) != 5 {
		t.Fatalf("%d dialogues were held, want 5", len(cases))
	}
}

// TestLeavingIsSaidOnce, also while something else is asked; a line is a sign.
func TestLeavingIsSaidOnce(t *testing.T) {
	for _, c := range []struct{ first, told string }{
		{"?", "Type ? and press Enter"}, {"s", "Still there? Answer, or"}, {"e", "Type ? and press Enter"},
	} {
		inBubble(t, func(t *testing.T, ctx context.Context) {
			signs := 0
			o := english()
			o.Exports = exports(new([]string))
			o.Present = func() { signs++ }
			f := newFake(page(steps.StepToken, 3, "Token"))
			time.AfterFunc(5*time.Second, func() { f.set(func(v *steps.View) { v.Leaving = true }) })
			time.AfterFunc(12*time.Second, func() { f.set(func(v *steps.View) { v.Leaving = false }) })
			out := talk(t, f, &slow{ctx: ctx, wait: 2 * time.Second, lines: []string{c.first, "\n", "", "", "", "", "", "q", "b", "q"}}, o)
			if strings.Count(out, "Still there?") != 1 || signs < 3 {
				t.Errorf("%q: said %d times, %d signs\n%s", c.first, strings.Count(out, "Still there?"), signs, out)
			}
		})
	}
}
