package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// Look returns everything that a front end shows now. It reads the clock, but
// sends nothing.
func (e *Engine) Look() View {
	live := e.liveNow()
	e.mu.Lock()
	s, a, task, glimpses := e.session, e.assessed, e.task, e.glimpses
	problem, refused, done := e.problem, e.refused, e.done
	_, inMemory := e.keep.(NoKeeper)
	e.mu.Unlock()
	if len(glimpses) > 0 {
		interim := s
		for _, reading := range glimpses {
			interim = interim.With(Entry{At: reading.At, Boot: e.boot, Kind: Observed, Step: StepNTP, Observation: Observation{Reading: &reading}})
		}
		a = Assess(interim)
	}
	start := s.Start()
	view := View{
		Host: start.Host, Simulated: start.Simulated, Live: live,
		Problem: problem, Finished: done, Verdict: a.Verdict, Proof: a.ProofWords(),
	}
	if remotePatient(s) {
		view.Host, _ = s.Patient()
	}
	at := Next(e.flow, s)
	index := min(at.Index, len(e.flow)-1)
	step := e.flow[index]
	view.Marks = marks(e.flow, a, index)
	view.Page = step.Show(s, a)
	tellResumed(&view.Page, s)
	tellKiosk(&view.Page, s)
	if step.ID == StepConfirm {
		whileMoving(&view.Page, task, live.Motion)
	}
	view.Page.Help = step.Help
	view.Page.Busy = task != "" && task != taskPoll
	if at.Phase == Asking {
		view.Page.Question = at.Question
		view.Page.Question.Problem = refused
	}
	if view.Page.Busy {
		view.Page.Blocks = append(view.Page.Blocks, e.busyBlocks(s, a, step.ID, task)...)
	}
	view.Actions = actions(s, at, step.ID, e.world.Fix != nil && beyondNow(live, a), view.Page.Busy)
	offerParking(&view, s, at, a, !inMemory)
	e.tellApplying(&view, s, a, at)
	view.Leaving = e.idleSoon()
	return view
}

// whileMoving makes the last page speak of the movement that is under way: what
// was found before is being overtaken.
func whileMoving(page *Page, task string, motion Motion) {
	switch {
	case task == "moved":
		page.Title = say.T("The clock was moved")
		page.About = []say.Text{say.T("This machine's clock has just been moved. It is being measured afresh: wait a moment.")}
		page.Blocks = nil
	case motion.Slewing && motion.Left > 0:
		page.About = append(page.About, say.T("The clock is being corrected bit by bit at this moment: %s to go at this rate. Leave it alone and wait.", Span(motion.Left.Round(time.Second))))
	}
}

// liveNow is the live panel as of now.
func (e *Engine) liveNow() Live {
	at := diagnostics.Now(e.world.Clock)
	e.mu.Lock()
	defer e.mu.Unlock()
	live := liveAt(e.session, e.truth, e.away, at)
	live.Motion = e.motion
	live.Columns = append(live.Columns, e.chart.columns...)
	return live
}

// beyondNow reports whether there is something to fix.
func beyondNow(live Live, a Assessment) bool {
	return live.Relation == Beyond || a.Offset.Relation == Beyond
}

// marks are the four steps in the head of the page; the first page has none.
func marks(flow []Step, a Assessment, current int) []Mark {
	var all []Mark
	for i, step := range flow {
		if step.ID == StepWhere {
			continue
		}
		mark := Mark{Title: step.Title, Current: i == current}
		for _, result := range a.Steps {
			if result.ID == step.ID {
				mark.Outcome = result.Outcome
			}
		}
		all = append(all, mark)
	}
	return all
}

// busyBlocks tell what is under way: servers that have not answered yet.
func (e *Engine) busyBlocks(s Session, a Assessment, step StepID, task string) []Block {
	label := map[string]say.Text{
		"host": say.T("reading this machine's clock"), taskServers: say.T("asking time servers"), taskFresh: say.T("measuring afresh"),
		"moved": say.T("the clock moved: measuring afresh"), taskExchange: say.T("asking the token endpoint"),
		taskSights: say.T("reading AEM's clock"), taskAgents: say.T("asking AEM for its agents"), taskAgent: say.T("AEM tests its agents"),
		"endpoint's clock": say.T("reading the token endpoint's clock"), "prepare": say.T("preparing the request"),
	}[task]
	progress := Progress{Label: label}
	if task == taskAgent {
		progress.Done, progress.Total = agentsProgress(s)
	}
	if step != StepNTP || task != taskServers {
		return []Block{progress}
	}
	answered := map[string]bool{}
	for _, reading := range a.Offset.Readings {
		answered[reading.Server] = true
	}
	table := Table{}
	for _, server := range ntpServers(s, e.world) {
		progress.Total++
		if answered[server.Name] {
			progress.Done++
			continue
		}
		table.Rows = append(table.Rows, Row{Tone: Faint, Cells: []say.Text{say.Verbatim(server.Name), say.T("asking…"), say.Verbatim("NTP")}})
	}
	for _, host := range httpsHosts(s, e.world) {
		progress.Total++
		if answered[host.Name] {
			progress.Done++
			continue
		}
		table.Rows = append(table.Rows, Row{Tone: Faint, Cells: []say.Text{say.Verbatim(host.Name), say.T("asking…"), say.Verbatim("HTTPS")}})
	}
	if len(table.Rows) == 0 {
		return []Block{progress}
	}
	return []Block{table, progress}
}

// actions are what may be done at a position, in the order of the key line.
func actions(s Session, at Position, step StepID, fixable, busy bool) []Action {
	var all []Action
	add := func(id ActionID, key string, label say.Text) {
		all = append(all, Action{ID: id, Key: key, Label: label})
	}
	switch at.Phase {
	case Asking:
		add(ActAnswer, "enter", say.T("answer"))
	case Showing:
		if step == StepConfirm {
			add(ActNext, "enter", say.T("finish"))
		} else {
			add(ActNext, "enter", say.T("next"))
		}
	}
	if fixable && step == StepConfirm && at.Phase != Finished {
		add(ActApply, "f", say.T("fix it"))
	}
	if at.Index > 0 || answeredIn(s, step) {
		add(ActBack, "b", say.T("back"))
	}
	switch {
	case where(s) == WhereMessage: // nothing is measured
	case step == StepConfirm && at.Phase == Waiting && !busy:
		add(ActRepeat, "r", say.T("measure now"))
	case (at.Phase == Showing || at.Phase == Measuring) && step != StepWhere:
		add(ActRepeat, "r", say.T("repeat"))
	}
	if skippable(step) && at.Phase != Finished && at.Phase != Showing {
		add(ActSkip, "s", say.T("skip"))
	}
	add(ActQuit, "q", say.T("quit"))
	return all
}
