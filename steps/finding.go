package steps

import (
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// Severity is how much a finding matters.
type Severity string

// The severities.
const (
	Problem Severity = "problem"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Finding is one thing that was found out, as data.
type Finding struct {
	Code     string
	Severity Severity
	Title    say.Text
	Detail   say.Text
	// BecauseOf names the findings that this one follows from. On the screen a
	// finding is hidden behind its cause.
	BecauseOf []string
	Remedy    []remedy.Command
	Step      StepID // the step that it belongs to
	Cause     bool   // a reason why the OS clock is wrong, or will be again
}

// Phone is the digits by which the finding is told over the telephone.
func (f Finding) Phone() string { return PhoneOf(f.Code) }

// Root reports whether a finding is told as a cause of the OS clock's error, or
// of its not lasting: it is one, it matters, and no other finding explains it.
func (f Finding) Root() bool { return f.Cause && f.Severity != Info && len(f.BecauseOf) == 0 }

// VerdictCode is the outcome of a session.
type VerdictCode string

// The verdicts.
const (
	Healthy       VerdictCode = "healthy"
	ClockWrong    VerdictCode = "clock-wrong"
	ClockCaused   VerdictCode = "clock-caused"
	ClockAndOther VerdictCode = "clock-and-other"
	OtherCause    VerdictCode = "other-cause"
	Inconclusive  VerdictCode = "inconclusive"
	Fixed         VerdictCode = "fixed"
)

// Proof is how the verdict was reached.
type Proof string

// The proofs.
const (
	BothSides   Proof = "both-sides"
	BeforeAfter Proof = "before-after"
	ByMeasuring Proof = "measured"
	NoProof     Proof = "none"
)

// Certainty is how sure the verdict is.
type Certainty string

// The certainties.
const (
	Proved      Certainty = "proved"
	Likely      Certainty = "likely"
	MeasuredOne Certainty = "measured"
	Unsure      Certainty = "unknown"
)

// Verdict is the answer of a session.
type Verdict struct {
	Code      VerdictCode
	Proof     Proof
	Certainty Certainty
	Title     say.Text
	Next      say.Text
}

// StepOutcome is how a step ended. The empty outcome is "not yet".
type StepOutcome string

// The outcomes of a step.
const (
	StepOK      StepOutcome = "ok"
	StepWarning StepOutcome = "warning"
	StepProblem StepOutcome = "problem"
	StepUnknown StepOutcome = "unknown"
	StepSkipped StepOutcome = "skipped"
)

// StepResult is a step's line in the report.
type StepResult struct {
	ID       StepID
	Outcome  StepOutcome
	Why      string // of a skipped one
	Findings []string
}

// Assessment is all that is judged of a session.
type Assessment struct {
	Verdict  Verdict
	Findings []Finding
	Steps    []StepResult
	Offset   Judged
	Exchange Proofs
	Keeping  Keeping
}
