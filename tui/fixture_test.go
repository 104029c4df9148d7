package tui

import (
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// done is one call of Do.
type done struct {
	action steps.ActionID
	value  string
}

// fakeEngine shows what it is given and writes down what it is told.
type fakeEngine struct {
	mu       sync.Mutex
	view     steps.View
	clock    func() time.Time  // what the OS clock of the view shows, nil: as given
	adjust   func(*steps.View) // nil, or a last change of each snapshot
	paths    map[string][]string
	calls    []done
	looks    int
	changing chan struct{}
}

func newFake(view steps.View) *fakeEngine {
	return &fakeEngine{view: view, changing: make(chan struct{}, 1)}
}

func (e *fakeEngine) Look() steps.View {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.looks++
	view := e.view
	if e.clock != nil {
		past := e.clock().Sub(view.Live.OS)
		view.Live.OS = view.Live.OS.Add(past)
		view.Live.Reference = view.Live.Reference.Add(past)
		view.Live.Server = view.Live.Server.Add(past)
	}
	if e.adjust != nil {
		e.adjust(&view)
	}
	return view
}

// Answer implements Engine.
func (e *fakeEngine) Answer(_, value string) { e.Do(steps.ActAnswer, value) }

func (e *fakeEngine) Do(action steps.ActionID, value string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls = append(e.calls, done{action, value})
}

func (e *fakeEngine) Changed() <-chan struct{} { return e.changing }

func (e *fakeEngine) Complete(path string) []string { return e.paths[path] }

// show replaces the view and says so.
func (e *fakeEngine) show(view steps.View) {
	e.mu.Lock()
	e.view = view
	e.mu.Unlock()
	e.changing <- struct{}{}
}

func (e *fakeEngine) told() []done {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]done(nil), e.calls...)
}

// options are those of a screen that can export.
func options() Options {
	return Options{
		Exports: steps.Exports{
			Formats: []steps.ExportFormat{
				{Name: "text", Ending: ".txt", Translated: true},
				{Name: "markdown", Ending: ".md", Translated: true},
				{Name: "json", Ending: ".json"},
				{Name: "change-request", Ending: "-change-request.txt"},
				{Name: "html", Ending: ".html", Translated: true, SeenAs: "text"},
			},
			Preview: func(e steps.Export) (string, error) {
				return "unskew report (" + e.Format + ", " + string(e.Audience) + ", " + e.Printer.Tag().String() + ")\n\nPROVED: the clock is the cause.\n  offset\t208154 s\n", nil
			},
			Save: func(e steps.Export, name string) (steps.Saved, error) {
				return steps.Saved{Name: "/home/admin/" + name}, nil
			},
			Leave: func(steps.Export) {},
		},
		Environ: []string{"TERM=xterm-256color"},
	}
}

// screen is a model of a size, past its first moments.
func screen(e Engine, o Options, columns, rows int) Model {
	m, _ := New(e, o).Update(tea.WindowSizeMsg{Width: columns, Height: rows})
	m, _ = m.Update(settledMsg{})
	return m.(Model)
}

// typed is the message of a key by its name, or of a character.
func typed(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "f1": tea.KeyF1,
	}
	if code, known := special[name]; known {
		return tea.KeyPressMsg{Code: code}
	}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	if len(name) == len("ctrl+x") && name[:5] == "ctrl+" {
		return tea.KeyPressMsg{Code: rune(name[5]), Mod: tea.ModCtrl}
	}
	runes := []rune(name)
	return tea.KeyPressMsg{Code: runes[0], Text: name}
}

// press gives keys to a model one after the other, running the commands that
// come back at once.
func press(m Model, names ...string) Model {
	for _, name := range names {
		m = deliver(m, typed(name))
	}
	return m
}

// deliver gives a message and what comes of it, but waits for nothing: ticks
// and changes are the caller's to send.
func deliver(m Model, msg tea.Msg) Model {
	next, cmd := m.Update(msg)
	m = next.(Model)
	if cmd == nil {
		return m
	}
	switch answer := cmd().(type) {
	case lookedMsg, completedMsg, previewedMsg, savedMsg:
		return deliver(m, answer)
	}
	return m
}

// The instants of the seed case: a clock that is 2d 9h 49m 14s behind.
func seedTimes() (osClock, reference time.Time) {
	return time.Date(2017, 2, 28, 18, 39, 51, 250e6, time.UTC), time.Date(2017, 3, 3, 4, 29, 5, 250e6, time.UTC)
}

func liveBehind() steps.Live {
	osClock, reference := seedTimes()
	live := steps.Live{
		OS: osClock, Reference: reference, Server: reference.Add(-80 * time.Millisecond),
		Zone: time.FixedZone("CET", 3600), Viewer: time.FixedZone("JST", 9*3600),
		Uncertainty: 3 * time.Millisecond, Relation: steps.Beyond, Skew: say.T("%s behind", "2d 9h 49m 14s"),
		ReferenceBy: say.T("NTP, %s of %s servers agree", "3", "4"),
		ServerName:  say.Verbatim("Brand Portal"), ServerUncertainty: 500 * time.Millisecond,
		Band: say.T("accepted from %s behind: far outside", "5m"),
	}
	for range 24 {
		live.Columns = append(live.Columns, steps.Column{Least: 208154, Most: 208154, Last: 208154})
	}
	live.Columns[3].Empty = true
	return live
}

func marks(current int, outcomes ...steps.StepOutcome) []steps.Mark {
	list := []steps.Mark{{Title: say.T("OS time")}, {Title: say.T("NTP")}, {Title: say.T("Token")}, {Title: say.T("Confirm")}}
	for i, outcome := range outcomes {
		list[i].Outcome = outcome
	}
	if current > 0 {
		list[current-1].Current = true
	}
	return list
}

func reading() []steps.Action {
	return []steps.Action{
		{ID: steps.ActNext, Key: "enter", Label: say.T("next")},
		{ID: steps.ActBack, Key: "b", Label: say.T("back")},
		{ID: steps.ActRepeat, Key: "r", Label: say.T("repeat")},
		{ID: steps.ActSkip, Key: "s", Label: say.T("skip")},
		{ID: steps.ActQuit, Key: "q", Label: say.T("quit")},
	}
}

// firstPage asks where the person is; nothing is measured yet.
func firstPage() steps.View {
	osClock, _ := seedTimes()
	return steps.View{
		Host: "aem-author-01", Marks: marks(0),
		Live: steps.Live{OS: osClock, Relation: steps.Unmeasured},
		Page: steps.Page{
			Step: steps.StepWhere, Title: say.T("Where are you?"),
			About: []say.Text{
				say.T("A service was refused with \"JWT has expired\" or the like. That happens when the clock of its machine is wrong."),
				say.T("Four steps find out whether that is so here, prove it, and prove the fix. Nothing is changed on this machine."),
			},
			Question: &steps.Question{
				ID: "where", Kind: steps.Choose, Default: "here", Prompt: say.T("Where are you?"),
				Options: []steps.Option{
					{Value: "here", Label: say.T("On the machine where AEM (or the failing service) runs: %s", "aem-author-01"), Note: say.T("its clock is measured")},
					{Value: "elsewhere", Label: say.T("On another machine"), Note: say.T("the service runs somewhere else")},
					{Value: "message", Label: say.T("I only have the message"), Note: say.T("paste it; nothing is measured")},
					{Value: "practising", Label: say.T("I am practising"), Note: say.T("a simulated host with a wrong clock")},
				},
			},
			Help: []say.Text{say.T("The clock that matters is the one of the machine whose request was refused.")},
		},
		Actions: []steps.Action{{ID: steps.ActAnswer, Key: "enter", Label: say.T("answer")}, {ID: steps.ActQuit, Key: "q", Label: say.T("quit")}},
	}
}

// ntpBusy is the table of servers while some have not answered.
func ntpBusy() steps.View {
	view := steps.View{Host: "aem-author-01", Simulated: "seed", Marks: marks(2, steps.StepWarning), Live: liveBehind(), Actions: reading()[1:]}
	row := func(tone steps.Tone, cells ...string) steps.Row {
		r := steps.Row{Tone: tone}
		for _, cell := range cells {
			r.Cells = append(r.Cells, say.Verbatim(cell))
		}
		return r
	}
	view.Page = steps.Page{
		Step: steps.StepNTP, Number: 2, Title: say.T("What time is it really?"), Busy: true,
		About: []say.Text{say.T("Several time servers are asked, because a single one could be wrong itself.")},
		Blocks: []steps.Block{
			steps.Table{
				Head: []say.Text{say.T("server"), say.T("this host is"), say.T("±"), say.T("answered in"), say.T("operator"), say.T("remark")},
				Rows: []steps.Row{
					row(steps.Good, "time.cloudflare.com", "2d 9h 49m 14s behind", "3 ms", "12 ms", "Cloudflare", "used"),
					row(steps.Good, "time.google.com", "2d 9h 49m 14s behind", "5 ms", "21 ms", "Google", "used; spreads leap seconds over a day"),
					row(steps.Bad, "ntp.example.org", "1h 0m 2s ahead", "4 ms", "18 ms", "Example", "falseticker: disagrees with the majority"),
					row(steps.Caution, "10.0.0.7", "timeout", "", "", "", "no answer within 2 s"),
					row(steps.Faint, "ptbtime1.ptb.de", "asking", "", "", "", ""),
				},
			},
			steps.Progress{Label: say.T("servers asked"), Done: 4, Total: 5},
		},
	}
	return view
}

// proofPage is the page of the design.
func proofPage() steps.View {
	view := steps.View{Host: "aem-author-01", Marks: marks(3, steps.StepWarning, steps.StepProblem, steps.StepProblem), Live: liveBehind(), Actions: reading()}
	view.Page = steps.Page{
		Step: steps.StepToken, Number: 3, Title: say.T("Is the clock the cause?"),
		About: []say.Text{say.T("We sent a request stamped with this host's clock: refused. So we sent the same one stamped with the true time. Nothing on this host was changed.")},
		Blocks: []steps.Block{
			steps.Facts{Rows: []steps.Fact{
				{Label: say.T("this host's clock"), Value: say.T("refused"), Note: say.Verbatim("400 invalid_grant: JWT has expired"), Tone: steps.Bad},
				{Label: say.T("true time"), Value: say.T("accepted"), Note: say.T("a token came back (not shown)"), Tone: steps.Good},
			}},
			steps.Prose{Tone: steps.Strong, Lines: []say.Text{say.T("PROVED: the clock is the cause. Key, client and endpoint are fine.")}},
		},
	}
	return view
}

// confirmPage shows the remedy of a simulated host.
func confirmPage() steps.View {
	view := proofPage()
	view.Simulated = "seed"
	view.Marks = marks(4, steps.StepWarning, steps.StepProblem, steps.StepProblem)
	view.Problem = say.T("the disk is full: the session is kept in memory only")
	view.Actions = append([]steps.Action{{ID: steps.ActApply, Key: "f", Label: say.T("apply the fix")}}, reading()[1:]...)
	view.Page = steps.Page{
		Step: steps.StepConfirm, Number: 4, Title: say.T("Set the clock right"),
		About: []say.Text{say.T("The clock is the cause. This command sets it right; this page sees by itself when that is done.")},
		Blocks: []steps.Block{
			steps.Command{Line: "chronyc -a 'burst 4/4' && sleep 10 && chronyc -a makestep && chronyc waitsync 6 0.1", Why: say.T("steps the clock at once and keeps it"), Root: true, Takes: say.T("about ten seconds"), Check: "chronyc -n tracking"},
			steps.Command{Line: "systemctl enable chronyd", Why: say.T("starts it at every boot"), Root: true, Takes: say.T("at once"), Check: "systemctl is-enabled chronyd", Undo: "systemctl disable chronyd"},
			steps.Command{Line: "(in /etc/chrony.conf, in place of the line that begins with makestep, write: makestep 1 -1)", ByHand: true, Why: say.T("sets the clock after every pause")},
			steps.Prose{Tone: steps.Caution, Lines: []say.Text{say.T("A step of two days ends sessions and may start jobs twice: tell whoever uses this host.")}},
			steps.Progress{Label: say.T("waiting for the clock to be corrected")},
		},
	}
	return view
}

// parkablePage is the last page on a real host: it can be left to wait.
func parkablePage() steps.View {
	view := confirmPage()
	view.Simulated = ""
	view.Actions = []steps.Action{
		{ID: steps.ActBack, Key: "b", Label: say.T("back")},
		{ID: steps.ActRepeat, Key: "r", Label: say.T("measure now")},
		{ID: steps.ActPark, Key: "w", Label: say.T("not today")},
		{ID: steps.ActQuit, Key: "q", Label: say.T("quit")},
	}
	return view
}

// asking is a page with a question of a kind.
func asking(kind steps.QuestionKind) steps.View {
	view := firstPage()
	view.Page.Step = steps.StepToken
	view.Page.Title = say.T("Is the clock the cause?")
	view.Page.About = view.Page.About[:1]
	view.Page.Question = &steps.Question{ID: "asked", Kind: kind, Prompt: say.T("Your answer")}
	view.Actions = append(view.Actions, steps.Action{ID: steps.ActBack, Key: "b", Label: say.T("back")}, steps.Action{ID: steps.ActSkip, Key: "s", Label: say.T("skip")})
	return view
}
