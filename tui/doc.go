// Package tui is the full screen of the wizard. It draws a steps.View and turns
// keys into actions; it decides nothing, measures nothing and keeps nothing.
//
// Its rules:
//   - It knows steps, never diagnostics: a view does no I/O.
//   - View is a pure function of the model. The model changes in Update alone.
//   - What may take time (a snapshot, completing a path, a preview, writing a
//     file) runs in a command and comes back as a message. Only Engine.Do and
//     Options.Present are called from Update: they return at once, and two keys
//     must keep their order.
//   - A screen is composed line by line to the height that there is, because the
//     renderer drops what does not fit from the bottom: the keys would vanish.
//   - One tick a second, on the whole second of the OS clock. The clocks are
//     printed as of that second, in fixed columns, so that few cells change.
//   - Text is stripped of control characters once more before it is drawn, and
//     no meaning is told by colour alone.
//   - Styles are Lip Gloss's, in the 16 colours that every terminal has and that
//     people set to what they can read. Nothing asks the terminal at import.
//
// Tab switches the language, on every page and at once, and the first line says so
// in the other one, and in both where there is room: who cannot read the screen needs
// a key that always works and that somebody can name over the phone. So Tab does not
// move the focus, as it does elsewhere: the arrows do (down from the last answer or the
// last line, right, and up again), and Shift-Tab. Only while a file's name or a text is
// being typed is Tab theirs; the first line then offers Esc, Tab. The language is the
// screen's: the session holds none.
//
// A finished session is not left by itself: its verdict stays until the person
// goes, so that nobody wonders what was on the screen that vanished.
package tui

import (
	"unskew/steps"
	"unskew/steps/say"
)

// Engine is what the screen needs of the session's engine.
type Engine interface {
	// Look returns a snapshot. It reads the clock and sends no packet.
	Look() steps.View
	// Do does an action with its value (an answer, a reason). It returns at once.
	Do(action steps.ActionID, value string)
	// Answer answers the question with this ID, if it is still the page's. It returns
	// at once.
	Answer(question, value string)
	// Changed receives when something other than the clocks changed.
	Changed() <-chan struct{}
	// Complete returns the paths that begin with what was typed. It reads a
	// folder, so it is called from a command.
	Complete(path string) []string
}

// Options are what the screen needs besides the engine. All may be zero.
type Options struct {
	ASCII   bool // no character beyond ASCII in the frame
	Probe   bool // the same, unless the terminal shows that it draws the others in one cell
	NoColor bool // a non-empty NO_COLOR in Environ means the same
	Printer say.Printer

	Exports steps.Exports // the ways of a report out

	// Present is told of every key, at once; nil: nobody counts.
	Present func()

	Environ []string // nil: the process's own
}
