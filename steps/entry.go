package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/credential"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
)

// StepID names a step.
type StepID string

// The steps.
const (
	StepWhere   StepID = "where"
	StepOSTime  StepID = "os-time"
	StepNTP     StepID = "ntp"
	StepToken   StepID = "token"
	StepConfirm StepID = "confirm"
)

// Kind is what an entry of the record tells.
type Kind string

// The kinds of entries.
const (
	Started  Kind = "started"  // a session began, with its settings
	Answered Kind = "answered" // the person answered, or went on
	Observed Kind = "observed" // something was measured
	Moved    Kind = "moved"    // the OS clock moved: opens an epoch
	Ended    Kind = "ended"    // a step has measured all it can
	Skipped  Kind = "skipped"  // a step was left out, with the reason
	Reopened Kind = "reopened" // the person went back to a step
	Offered  Kind = "offered"  // a remedy may be run, and the person is asked
	Applied  Kind = "applied"  // a command of a remedy was run
	Quit     Kind = "quit"     // the session was left
)

// Entry is one record of a session. N is dense from 1 and the only order.
// Exactly the fields of its kind are set.
type Entry struct {
	N    int                 `json:"n"`
	At   diagnostics.Instant `json:"at"`
	Boot string              `json:"boot,omitempty"`
	Kind Kind                `json:"kind"`
	Step StepID              `json:"step,omitempty"`

	Start  *Start  `json:"start,omitempty"`
	Answer *Answer `json:"answer,omitempty"`
	Move   *Move   `json:"move,omitempty"`
	Why    string  `json:"why,omitempty"`    // of skipped and quit
	Reopen Reopen  `json:"reopen,omitempty"` // of reopened
	Offer  *Offer  `json:"offer,omitempty"`  // of offered
	Run    *Run    `json:"run,omitempty"`    // of applied

	Observation
}

// Observation is what a probe found: one of its fields.
type Observation struct {
	Host       *hostclock.State     `json:"host,omitempty"`
	Configured []timeservice.Server `json:"configured,omitempty"`
	Services   *Services            `json:"services,omitempty"`
	Machine    *machine.Machine     `json:"machine,omitempty"`
	Log        *LogEvidence         `json:"log,omitempty"`
	Reading    *diagnostics.Reading `json:"reading,omitempty"`
	ProxyClock *diagnostics.Reading `json:"proxy_clock,omitempty"`
	Attempt    *exchange.Attempt    `json:"attempt,omitempty"`
	Transcript *aem.Transcript      `json:"transcript,omitempty"`
	Target     *Target              `json:"target,omitempty"`
	Bucket     *Bucket              `json:"bucket,omitempty"`
	AEM        *process.Found       `json:"aem,omitempty"`
	AEMClock   *author.Sight        `json:"aem_clock,omitempty"`
	Agents     *author.Listing      `json:"agents,omitempty"`
	AgentTest  *author.Test         `json:"agent_test,omitempty"`
	// Nothing says that a probe had nothing to ask, and why.
	Nothing string `json:"nothing,omitempty"`
	// Done closes a task of a step: all that it had to find out is recorded.
	Done string `json:"done,omitempty"`
}

// Services are the time services of the host, as they were found, and the
// hardware clocks that its configuration names. An empty list
// says that there are none; where they could not be looked for, there is none of
// these.
type Services struct {
	List      []timeservice.Service  `json:"list"`
	Refclocks []timeservice.Refclock `json:"refclocks,omitempty"`
}

// Start is how a session began. It holds all settings that the judge needs,
// so that a session read back is judged as it was.
type Start struct {
	Tool      string    `json:"tool"`
	Host      string    `json:"host"`
	Simulated string    `json:"simulated,omitempty"`
	Attended  bool      `json:"attended"`
	Released  time.Time `json:"released"` // the lower bound for "now"
	Settings  Settings  `json:"settings"`
}

// Answer is what the person said.
type Answer struct {
	Question string `json:"question"`
	Value    string `json:"value"`
}

// QuestionNext is the answer by which a person leaves a page.
const QuestionNext = "next"

// MoveKind is how the OS clock moved.
type MoveKind string

// The kinds of moves.
const (
	MoveStep    MoveKind = "step"    // at once
	MoveSlew    MoveKind = "slew"    // by running fast or slow for a while
	MoveSuspend MoveKind = "suspend" // the machine slept or was paused
)

// Move is a movement of the OS clock that was seen. By is how much the offset
// changed; Before and After are the offsets around it.
type Move struct {
	How    MoveKind           `json:"how"`
	Before diagnostics.Offset `json:"before"`
	After  diagnostics.Offset `json:"after"`
}

// Reopen is what of a step is done again.
type Reopen string

// The ways to go back to a step.
const (
	ReopenShow    Reopen = "show"    // only look at it again
	ReopenMeasure Reopen = "measure" // measure again, answers stand
	ReopenAsk     Reopen = "ask"     // take the last answer back, and ask again
)

// Offer is a remedy that may be run, command by command as it would be.
type Offer struct {
	Finding  string    `json:"finding"` // whose remedy it is
	Commands []Planned `json:"commands,omitempty"`
	Problem  string    `json:"problem,omitempty"` // why it cannot be run from here
}

// Planned is one command of an offer.
type Planned struct {
	Argv []string `json:"argv"` // as the remedy names it
	Run  []string `json:"run"`  // as it is run: with its full name and its rights
}

// Run is a command of a remedy that was run. Exit is negative where it has no
// exit status; Why says what the status does not.
type Run struct {
	Command  string             `json:"command"`
	Exit     int                `json:"exit"`
	Before   diagnostics.Offset `json:"before"`
	Output   string             `json:"output,omitempty"` // its end, cleaned
	Why      string             `json:"why,omitempty"`
	TimedOut bool               `json:"timed_out,omitempty"`
}

// Target is the token request that the session is about, without its secrets.
type Target struct {
	Profile    string        `json:"profile"`
	Title      string        `json:"title"`
	Endpoint   string        `json:"endpoint"`
	Credential bool          `json:"credential"` // there is a key or secret to try it with
	Lifetime   time.Duration `json:"lifetime"`
	TimeFree   bool          `json:"time_free,omitempty"`   // the request carries no time
	AheadKnown bool          `json:"ahead_known,omitempty"` // the endpoint is known to check iat or nbf
	IssuedBack time.Duration `json:"issued_back,omitempty"` // how far iat is set back: a clock may be ahead by that
	Missing    []string      `json:"missing,omitempty"`     // what is still needed, by its flag
	Helpful    []string      `json:"helpful,omitempty"`     // what some services want as well, by its flag
	// Problem says why no request can be made after all.
	Problem string `json:"problem,omitempty"`
	// Locked says that the key waits for its passphrase.
	Locked bool `json:"locked,omitempty"`
	// Certificate is the one beside the key, nil where no file holds one.
	Certificate *credential.Certificate `json:"certificate,omitempty"`
	// CertificateExpires is when the certificate that the service knows runs out,
	// at the latest, by itself or by the console's list; zero: unknown.
	CertificateExpires time.Time `json:"certificate_expires,omitzero"`
}

// Bucket is one minute of the live offset, in seconds.
type Bucket struct {
	Least float64 `json:"least"`
	Most  float64 `json:"most"`
	Last  float64 `json:"last"`
}
