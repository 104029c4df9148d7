package steps

import "unskew/steps/say"

// State is how far a session has come.
type State string

// The states. Open: it is being worked at, or was left before its end.
// Interrupted: it was cut short from outside, by a signal or a limit.
const (
	StateOpen        State = "open"
	StateWaiting     State = "waiting"
	StateFinished    State = "finished"
	StateInterrupted State = "interrupted"
)

// State tells how far the session has come, from its record alone.
func (s Session) State() State {
	last := s.Last()
	switch {
	case s.Empty():
		return StateOpen
	case last.Kind == Quit && (last.Why == quitWaiting || last.Why == quitIdleWaiting):
		return StateWaiting
	case complete(s):
		return StateFinished
	case last.Kind == Quit && last.Why == quitInterrupted:
		return StateInterrupted
	}
	return StateOpen
}

// complete reports whether nothing is left to be measured: the person has at
// most the last page to read.
func complete(s Session) bool {
	flow := Flow()
	at := Next(flow, s)
	return at.Phase == Finished || at.Index == len(flow)-1 && (at.Phase == Showing || at.Phase == Ending || at.Phase == Skipping)
}

// Words says a state to people.
func (st State) Words() say.Text {
	switch st {
	case StateWaiting:
		return say.T("waits for the clock to be corrected")
	case StateFinished:
		return say.T("finished")
	case StateInterrupted:
		return say.T("was cut short before its end")
	}
	return say.T("not finished yet")
}
