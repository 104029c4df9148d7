package plain

import (
	"context"
	"strings"
	"testing"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// servers is a page on which servers are asked: the first answers of so many, and
// what was found of the first of them.
func servers(answers int, busy bool, first string) steps.View {
	v := page(steps.StepNTP, 2, "What is the true time?", "Servers are asked.")
	table := steps.Table{Head: []say.Text{say.T("server"), say.T("this clock is"), say.T("outcome"), say.T("round trip")}}
	for i, server := range []string{"10.0.0.1", "10.0.0.2", "10.0.0.3"}[:answers] {
		outcome := "agrees"
		if i == 0 {
			outcome = first
		}
		table.Rows = append(table.Rows, steps.Row{Cells: []say.Text{say.Verbatim(server), say.Verbatim("2.1 s behind"), say.Verbatim(outcome), say.Verbatim("5 ms")}})
	}
	v.Page.Busy, v.Page.Blocks = busy, []steps.Block{table}
	if busy {
		v.Actions = v.Actions[1:]
		v.Page.Blocks = append(v.Page.Blocks, steps.Progress{Label: say.T("asking"), Done: answers, Total: 3})
	}
	return v
}

// TestRowsAreToldOnce: a row that was read out while the servers answered is not read
// out again with the page, unless something else was found since; and it is, when all
// are asked anew.
func TestRowsAreToldOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, ctx context.Context) {
		f := newFake(servers(0, true, ""))
		ask := func() {
			time.AfterFunc(time.Second, func() { f.show(servers(2, true, "agrees")) })
			time.AfterFunc(2*time.Second, func() { f.show(servers(2, true, "agrees")) })
			time.AfterFunc(3*time.Second, func() { f.show(servers(3, false, "one that lies")) })
		}
		f.step = func(_ *fake, id steps.ActionID, _ string) *steps.View {
			if id != steps.ActRepeat {
				return nil
			}
			ask()
			again := servers(0, true, "")
			return &again
		}
		ask()
		out := talk(t, f, &slow{ctx: ctx, wait: 6 * time.Second, lines: []string{"r", "q"}}, english())
		for text, want := range map[string]int{
			"asking: 0 of 3": 2,
			"10.0.0.1; this clock is: 2.1 s behind; outcome: agrees; round trip: 5 ms": 2,
			"10.0.0.1 2.1 s behind one that lies":                                      2,
			"10.0.0.2":                                                                 2,
			"10.0.0.3":                                                                 2,
		} {
			if got := strings.Count(strings.Join(strings.Fields(out), " "), text); got != want {
				t.Errorf("%q stands there %d times, want %d:\n%s", text, got, want, out)
			}
		}
	})
}
