package steps

import (
	"slices"

	"unskew/steps/say"
)

// quitWaiting is why a session was left that waits for its clock to be
// corrected ("not today").
const quitWaiting = "waiting for the clock to be corrected"

// atWait reports whether a session stands where it waits for its clock to be
// corrected: on the last page, as long as the clock is not known to be right.
func atWait(at Position, now Relation) bool {
	last := at.Index == len(Flow())-1
	return last && (at.Phase == Waiting || at.Phase == Measuring) && now != Within
}

// offerParking adds "not today" to what may be done on the last page, and says
// what it does; or why it is not there. kept: the record is in a file.
func offerParking(view *View, s Session, at Position, a Assessment, kept bool) {
	if !atWait(at, a.Offset.Relation) {
		return
	}
	tell := func(help say.Text) {
		view.Page.Help = append(view.Page.Help[:len(view.Page.Help):len(view.Page.Help)], help)
	}
	switch {
	case s.Start().Simulated != "":
		tell(say.T("On a real machine this session could be left to wait, and be taken up again when the clock has been corrected. A simulated machine is gone when this program ends."))
	case !kept:
		tell(say.T("This session is in memory only, so it cannot be left to wait for another day: leave this page open, or export the report before you leave."))
	case s.Settings().Kiosk:
		tell(say.T("Not today? Press w: the session waits, and this program may be closed. When the clock has been corrected, log in again with the word resume behind your ssh command."))
		offerPark(view)
	default:
		tell(say.T("Not today? Press w: the session waits, and this program may be closed. When the clock has been corrected, take it up again with: unskew resume"))
		offerPark(view)
	}
}

// offerPark puts "not today" before "quit".
func offerPark(view *View) {
	quit := len(view.Actions) - 1
	view.Actions = slices.Insert(view.Actions, quit, Action{ID: ActPark, Key: "w", Label: say.T("not today")})
}

// park leaves the session to wait, where it stands at that. It reports whether
// the session is over.
func (e *Engine) park(at Position, run *runner) bool {
	s := e.Session()
	if _, inMemory := e.keep.(NoKeeper); inMemory || s.Start().Simulated != "" || !atWait(at, Assess(s).Offset.Relation) {
		return false
	}
	run.stop() // what it hands in belongs before the end
	e.record(Entry{Kind: Quit, Step: StepConfirm, Why: quitWaiting})
	e.sync()
	return true
}
