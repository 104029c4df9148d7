package plain

import (
	"time"

	"unskew/steps"
	"unskew/steps/report/lines"
)

// mode is what the next line of input is taken for.
type mode string

const (
	closed       mode = ""        // nothing is asked: input waits
	asking       mode = "asking"  // an answer to the page's question, or an action
	acting       mode = "acting"  // an action
	pasting      mode = "pasting" // lines of a text, up to a single dot
	givingReason mode = "reason"  // why a step is skipped

	namingAudience mode = "audience" // of the export, as those below
	namingFormat   mode = "format"
	namingLanguage mode = "language"
	namingFile     mode = "file"
)

// front is the state of plain mode: what was said, and what is being asked.
type front struct {
	engine  Engine
	options Options
	out     *printer
	layout  lines.Layout
	changed <-chan struct{}
	calm    *time.Timer

	view    steps.View
	page    pageKey         // the page whose head was printed
	said    map[string]bool // what was said on this page
	full    bool            // the page's blocks were printed since the last work
	problem string          // outside the page, as it was told
	leaving bool            // that the session is about to be left was told

	mode   mode
	asked  promptKey // what the open prompt is about
	paste  pasted
	report exporting

	// waiting is set after something was handed in, until the engine has taken
	// it up or patience has run out (in ticks).
	waiting  bool
	before   promptKey
	patience int

	ticks    int // since the clock was last told
	quiet    int // ticks since news of the page was last told
	live     steps.Live
	liveTold bool

	hide   func() (restore func()) // keeps the terminal from showing what is typed
	reveal func()                  // takes that back; always there

	ended bool // the input has ended
	over  bool
}

// pageKey tells one page from another.
type pageKey struct {
	step   steps.StepID
	number int
	title  string
}

// promptKey tells one prompt from another.
type promptKey struct {
	page     pageKey
	question string
	problem  string
	working  bool
	finished bool
}

func (f *front) keyOf(v steps.View) promptKey {
	key := promptKey{
		page:    pageKey{v.Page.Step, v.Page.Number, f.layout.Text(v.Page.Title)},
		working: working(v), finished: v.Finished,
	}
	if question := v.Page.Question; question != nil {
		key.question, key.problem = question.ID, f.layout.Text(question.Problem)
	}
	return key
}

// working reports whether the page itself is being worked on. The clock is
// checked now and then behind a page that is being read, too: that shows no
// progress, and does not take the prompt away.
func working(v steps.View) bool {
	if !v.Page.Busy || v.Page.Question != nil || offers(v, steps.ActNext) {
		return false
	}
	for _, block := range v.Page.Blocks {
		if _, progress := block.(steps.Progress); progress {
			return true
		}
	}
	return false
}

func offers(v steps.View, id steps.ActionID) bool {
	for _, action := range v.Actions {
		if action.ID == id {
			return true
		}
	}
	return false
}

// update prints what is new. byEngine: something changed, not only the clocks.
func (f *front) update(byEngine bool) {
	v := f.engine.Look()
	f.view = v
	key := f.keyOf(v)
	f.tellLeaving(v)
	if f.inDialogue() && !v.Finished {
		f.watch(v)
		return
	}
	if f.page != key.page && !v.Finished {
		f.openPage(v, key.page)
	}
	f.tellProblem(v)
	f.watch(v)
	switch {
	case v.Finished:
		f.finish(v)
	case working(v):
		f.mode, f.waiting, f.full = closed, false, false
		f.calm.Stop()
		f.progress(v)
	case f.waiting && !f.takenUp(key, byEngine):
	case f.mode != closed && f.asked == key:
		f.news(v)
	default:
		f.mode, f.waiting = closed, false
		f.calm.Reset(calm)
	}
}

// inDialogue reports whether plain mode itself is asking something: then the
// page waits.
func (f *front) inDialogue() bool {
	switch f.mode {
	case givingReason, namingAudience, namingFormat, namingLanguage, namingFile:
		return true
	}
	return false
}

// takenUp reports whether the engine has taken up what was handed in: what is
// asked has changed, or the answer was turned down once more, or nothing came
// of it for too long.
func (f *front) takenUp(now promptKey, byEngine bool) bool {
	return now != f.before || (byEngine && now.problem != "") || f.patience <= 0
}

// do hands an action to the engine and closes the prompt until it was taken up.
func (f *front) do(action steps.ActionID, value string) {
	f.mode, f.waiting, f.before, f.patience = closed, true, f.keyOf(f.view), patienceOf(action)
	if action != steps.ActAnswer {
		f.full = false
		f.forgetWork()
	}
	f.engine.Do(action, value)
}

// patienceOf is how many ticks to wait for an action to show. The fix takes
// longer: the end of a piped input must not cut off what comes of it.
func patienceOf(action steps.ActionID) int {
	if action == steps.ActApply {
		return 30
	}
	return 2
}

// settled is called when the page has stood still for a moment: all that it
// says is printed, and the person is asked.
func (f *front) settled() {
	v := f.engine.Look()
	f.view = v
	if working(v) || v.Finished || f.waiting || f.inDialogue() || f.over {
		f.update(false)
		return
	}
	key := f.keyOf(v)
	if f.page != key.page {
		f.openPage(v, key.page)
	}
	f.sayAbout(v)
	if !f.full {
		f.sayBlocks(v)
		f.full = true
	}
	f.prompt(v, key)
}

// prompt asks the page's question, or what is to be done now.
func (f *front) prompt(v steps.View, key promptKey) {
	f.reveal()
	f.asked = key
	if f.ended {
		f.leave()
		return
	}
	f.paste, f.quiet = pasted{}, 0
	if v.Page.Question != nil {
		f.mode = asking
		f.ask(*v.Page.Question)
		if v.Page.Question.Kind == steps.EnterSecret {
			f.conceal()
		}
		return
	}
	f.mode = acting
	f.offer()
}

// conceal hides what is typed until reveal is called.
func (f *front) conceal() {
	restore := f.hide()
	f.reveal = func() {
		restore()
		f.reveal = func() {}
	}
}
