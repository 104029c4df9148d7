// Package execute runs the command that a person has read and said yes to.
//
// Its rules:
//
//   - Argument vectors only: never a shell, and no shell as the program.
//   - A program is looked up in the system's own folders, never in $PATH or the
//     current folder.
//   - It gets a small environment of our making, the root folder to work in, and
//     no input. It is never asked for a password: sudo is run with -n.
//   - It has a time limit, and is stopped with all that it has started.
//   - What it says is cleaned and bounded before anybody keeps it.
//   - Nothing is run inside tests.
//
// Whether a command may be run at all is decided in package steps.
package execute
