// Package remedy knows what is typed on which machine to mend a clock and to
// have it kept right: through the service that is there, never beside it.
//
// Its rules:
//
//   - All functions are pure: a Place goes in, commands come out, in the order
//     in which they are typed. Nothing here runs anything.
//   - The clock is only ever set by a time service. What a service cannot do is
//     told to a person.
//   - Where a time service is installed, no second one is.
//   - Nothing is set by servers that are held to be wrong, and a member of a
//     domain is not led away from the domain's own time.
//   - Argv is only there where the command is complete: a line with a <place to
//     fill in> or an edit of a file is for a person.
package remedy

import (
	"strings"

	"unskew/diagnostics/machine"
	"unskew/steps/say"
)

// Command is one command of a remedy.
type Command struct {
	// Argv is the command and its arguments, without the word that gives more
	// rights. It is empty where only a person can do it: Line then says what.
	Argv      []string
	Line      string   // as it is typed, without sudo
	ByHand    bool     // Line is no command but an instruction in words, in brackets
	Either    bool     // one of several, of which only the one that fits is typed
	ByPerson  bool     // never run by this program: a person has to see to what comes after it
	NeedsRoot bool     // an administrator has to do it
	Moves     bool     // it may move the OS clock at once
	Why       say.Text // what it does
	Takes     say.Text // how long until it has worked
	Check     string   // the command that shows that it worked; "" none
	Undo      string   // the command that takes it back; "" there is none
}

// asRoot is a command that an administrator types.
func asRoot(why say.Text, argv ...string) Command {
	return Command{Argv: argv, Line: strings.Join(argv, " "), NeedsRoot: true, Why: why}
}

// toFillIn is a command with a place to fill in, which an administrator types.
func toFillIn(why say.Text, argv ...string) Command {
	command := asRoot(why, argv...)
	command.Argv = nil
	return command
}

// byHand is something that an administrator does, told in words.
func byHand(why say.Text, words string) Command {
	return Command{Line: "(" + words + ")", ByHand: true, NeedsRoot: true, Why: why}
}

// Typed is a command as it is typed by the person who runs this program on the
// machine: with sudo where that is needed and at hand. Where it is not at hand,
// the line says who has to type it.
func Typed(c Command, m machine.Machine) string {
	switch {
	case c.ByHand || !c.NeedsRoot || m.Root:
		return c.Line
	case m.Init == "windows":
		return c.Line + "   (in a window that was opened with \"Run as administrator\")"
	case WithSudo(c, m):
		return "sudo " + c.Line
	}
	return c.Line + "   # an administrator (root) has to type this"
}

// WithSudo reports whether a command is typed with sudo in front.
func WithSudo(c Command, m machine.Machine) bool {
	return c.NeedsRoot && !c.ByHand && !m.Root && m.Sudo != "" && m.Init != "windows"
}
