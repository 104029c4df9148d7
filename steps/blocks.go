package steps

import (
	"time"

	"unskew/steps/say"
)

// Tone is how a line is meant. It may be shown as a colour, but the words
// carry the meaning without it.
type Tone string

// The tones.
const (
	Plain   Tone = ""
	Good    Tone = "good"
	Bad     Tone = "bad"
	Caution Tone = "caution"
	Faint   Tone = "faint"
	Strong  Tone = "strong"
)

// Block is one of the shapes that a page is built of: Prose, Facts, Table,
// Command, Output, Progress, History. Front ends draw these and nothing else.
type Block interface{ block() }

// Prose is paragraphs of running text.
type Prose struct {
	Tone  Tone
	Lines []say.Text // a paragraph each
}

// Facts is a list of labelled values.
type Facts struct{ Rows []Fact }

// Fact is one labelled value with a remark.
type Fact struct {
	Label say.Text
	Value say.Text
	Note  say.Text
	Tone  Tone
}

// Table is rows under a head. Columns that do not fit are dropped from the
// right, so the important ones come first.
type Table struct {
	Head []say.Text
	Rows []Row
}

// Row is one row of a Table.
type Row struct {
	Cells []say.Text
	Tone  Tone
}

// Command is something to type on the host, with its reason.
type Command struct {
	Line   string
	ByHand bool // Line is an instruction in words
	Why    say.Text
	Root   bool
	// Windows: it is typed in a shell of Windows, where root is an administrator
	// and a long line cannot be broken.
	Windows bool
	Takes   say.Text // how long until it has worked
	Check   string   // the command that shows that it worked
	Undo    string   // the command that takes it back
}

// Output is what a command said, line by line. It is cleaned and bounded.
type Output struct{ Lines []string }

// Progress is work under way. Done and Total are counts; Total 0 is unknown. For
// is how long it has been going on, where that is told.
type Progress struct {
	Label       say.Text
	Done, Total int
	For         time.Duration
}

func (Prose) block()    {}
func (Facts) block()    {}
func (Table) block()    {}
func (Command) block()  {}
func (Output) block()   {}
func (Progress) block() {}

// QuestionKind is how a question is answered.
type QuestionKind string

// The kinds of questions.
const (
	Choose    QuestionKind = "choose" // one of Options
	EnterLine QuestionKind = "line"   // a line of text
	EnterPath QuestionKind = "path"   // a file's name, with completion
	EnterText QuestionKind = "text"   // pasted text of many lines
	// EnterSecret is a line that is not shown while it is typed, and is handed in
	// as it is, blanks at its ends included.
	EnterSecret QuestionKind = "secret"
)

// Question is what a page asks before it goes on.
type Question struct {
	ID      string
	Kind    QuestionKind
	Prompt  say.Text
	Help    []say.Text
	Options []Option // Choose only
	Default string   // an Option's Value, or the text to start with
	Problem say.Text // why the last answer was not taken
	// Optional says that an empty answer is an answer.
	Optional bool
}

// Option is one choice of a Question.
type Option struct {
	Value string
	Label say.Text
	Note  say.Text
}
