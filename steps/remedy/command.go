// Package remedy knows what is typed on which machine to mend a clock and to
// have it kept right: through the service that is there, never beside it.
//
// All functions are pure: a Place goes in, commands come out, in the order in
// which they are typed. Nothing here runs anything.
package remedy

import (
	"strings"

	"unskew/steps/say"
)

// Command is one command of a remedy.
type Command struct {
	// Argv is the command and its arguments, without the word that gives more
	// rights. It is empty where only a person can do it: Line then says what.
	Argv      []string
	Line      string   // as it is typed, without sudo
	NeedsRoot bool     // an administrator has to type it
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
