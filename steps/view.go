package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// View is everything that a front end shows at one moment. It is a plain
// value: drawing it reads no clock and no file.
type View struct {
	Host      string // the machine that is measured
	Simulated string // the lab's scenario, "" on a real host
	Marks     []Mark // the four steps, for the head of the page
	Page      Page
	Live      Live
	Actions   []Action // what may be done now, in the order of the key line
	Problem   say.Text // something that went wrong outside the page (disk full)
	Finished  bool
	Verdict   Verdict
	Proof     say.Text // how it was reached
	Applying  bool     // a command that changes the machine is being run
	// Leaving: nobody has touched a key for long. Unless somebody does, the session
	// is left within a minute.
	Leaving bool
}

// Mark is a step in the head of the page.
type Mark struct {
	Title   say.Text
	Outcome StepOutcome
	Current bool
}

// Page is the page of the current step.
type Page struct {
	Step   StepID
	Number int // 1-4; 0 for the first page
	Title  say.Text
	// About is what is being checked, found, and to be done now: two or three
	// plain sentences for somebody who has never heard of NTP.
	About    []say.Text
	Blocks   []Block
	Question *Question
	Busy     bool // work is under way
	Help     []say.Text
}

// ActionID names what a person can do.
type ActionID string

// The actions. ActAnswer is done by answering the page's question.
const (
	ActNext   ActionID = "next"
	ActBack   ActionID = "back"
	ActRepeat ActionID = "repeat"
	ActSkip   ActionID = "skip" // takes a reason
	ActAnswer ActionID = "answer"
	ActApply  ActionID = "apply" // the simulated host's fix, or a real one's remedy after a typed yes
	ActPark   ActionID = "park"  // not today: leave, and let the session wait
	ActQuit   ActionID = "quit"
)

// Action is something a person can do now.
type Action struct {
	ID    ActionID
	Key   string // the letter that is its short cut, "enter" for next
	Label say.Text
}

// Relation is an offset against the tolerance.
type Relation string

// The relations. Unmeasured: there is no reference.
const (
	Within     Relation = "within"
	Beyond     Relation = "beyond"
	Unclear    Relation = "unclear"
	Unmeasured Relation = "unmeasured"
)

// Live is the live panel: three clocks and the skew at one instant. It is
// computed from what was measured before; it costs no packet.
type Live struct {
	OS        time.Time
	Zone      *time.Location // of the host
	Viewer    *time.Location // the person's own, nil: none
	Reference time.Time      // zero: none
	Away      string         // the AEM elsewhere whose clock OS is, by its Date; "" this machine's own
	Server    time.Time      // the authorization server's clock, zero: not known

	Offset      diagnostics.Offset
	Uncertainty time.Duration
	Relation    Relation
	Circular    bool     // nobody but what this machine follows was compared with
	Skew        say.Text // in words, "2d 9h 49m 14s behind"

	ReferenceBy       say.Text // "NTP, 3 of 4 servers agree"
	ServerName        say.Text // "Brand Portal", or the asked host
	ServerUncertainty time.Duration

	Motion  Motion
	Columns []Column // the chart, oldest first, one each ChartColumn
	Band    say.Text // "accepted from 5m behind: far outside"
}

// Motion says whether the OS clock is being moved at the moment.
type Motion struct {
	Jumped  bool          // it jumped and is being measured afresh
	Slewing bool          // it runs fast or slow on purpose
	Rate    float64       // ppm, positive: catching up with a clock that is behind
	Left    time.Duration // until the offset is gone at this rate, 0: unknown
}

// ChartColumn is the time that one column of the chart spans.
const ChartColumn = 10 * time.Second

// Column is the offset over one ChartColumn, in seconds.
type Column struct {
	Least, Most, Last float64
	Empty             bool
}
