package tui

import (
	"strings"
	"testing"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

const applyLine = "/usr/bin/sudo -n /usr/bin/systemctl enable --now chrony.service"

// applyPage asks whether a remedy is to be run on a real host.
func applyPage() steps.View {
	view := confirmPage()
	view.Simulated, view.Problem = "", say.Text{}
	view.Actions = []steps.Action{
		{ID: steps.ActAnswer, Key: "enter", Label: say.T("answer")}, {ID: steps.ActBack, Key: "b", Label: say.T("back")}, {ID: steps.ActQuit, Key: "q", Label: say.T("quit")},
	}
	view.Page = steps.Page{
		Step: steps.StepConfirm, Number: 4, Title: say.T("Shall this be run on this machine?"),
		About: []say.Text{say.T("This is what would be run, exactly as it stands here.")},
		Blocks: []steps.Block{
			steps.Command{Line: applyLine, Why: say.T("starts it now and at every boot"), Root: true},
			steps.Facts{Rows: []steps.Fact{{Label: say.T("takes it back"), Value: say.Verbatim("systemctl disable --now chrony.service")}}},
			steps.Prose{Tone: steps.Caution, Lines: []say.Text{say.T("The clock then jumps forward by %s.", "10m")}},
		},
		Question: &steps.Question{
			ID: steps.QuestionApply, Kind: steps.EnterLine, Optional: true,
			Prompt: say.T("Type yes to have this run now: %s", applyLine), Help: []say.Text{say.T("Only the whole word yes runs it.")},
		},
	}
	return view
}

// applyingPage is while the remedy is being run.
func applyingPage() steps.View {
	view := applyPage()
	view.Applying = true
	view.Actions = view.Actions[2:]
	view.Page = steps.Page{
		Step: steps.StepConfirm, Number: 4, Title: say.T("The remedy is being run"), Busy: true,
		About:  []say.Text{say.T("Wait until it has ended.")},
		Blocks: []steps.Block{steps.Progress{Label: say.T("running: %s", applyLine), For: 3400 * time.Millisecond}},
	}
	return view
}

// appliedPage shows a command that failed, and what it said.
func appliedPage() steps.View {
	view := applyPage()
	view.Actions = append([]steps.Action{{ID: steps.ActApply, Key: "f", Label: say.T("apply")}}, view.Actions[1:]...)
	view.Page.Title = say.T("What was found, and what to do now")
	view.Page.Question = nil
	view.Page.Blocks = []steps.Block{
		steps.Prose{Tone: steps.Bad, Lines: []say.Text{say.T("Run: %s. It failed (exit status 1).", applyLine)}},
		steps.Output{Lines: []string{"…", "Failed to enable unit: \x1b[31mUnit file " + strings.Repeat("long-", 20) + "name does not exist."}},
		steps.Prose{Lines: []say.Text{say.T("Type it yourself as an administrator of this machine and read what it says.")}},
	}
	return view
}

// TestTypedYes: the word reaches the engine as it was typed, Enter alone as
// nothing, and letters are no short cuts meanwhile.
func TestTypedYes(t *testing.T) {
	cases := []struct {
		keys string
		want string
	}{{"y e s enter", "yes"}, {"enter", ""}, {"y enter", "y"}, {"q f b enter", "qfb"}, {"Y E S enter", "YES"}}
	for _, c := range cases {
		engine := newFake(applyPage())
		press(screen(engine, options(), 80, 24), strings.Split(c.keys, " ")...)
		got := engine.told()
		if len(got) != 1 || got[0] != (done{steps.ActAnswer, c.want}) {
			t.Errorf("%s: told %v, want %q", c.keys, got, c.want)
		}
	}
	if len(cases) != 5 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestOutputCannotObey: what a command said is shown, and moves no cursor.
func TestOutputCannotObey(t *testing.T) {
	text := screen(newFake(appliedPage()), options(), 80, 24).View().Content
	if strings.Contains(text, "\x1b[31mUnit") || !strings.Contains(text, "Unit file") {
		t.Errorf("%q", text)
	}
}
