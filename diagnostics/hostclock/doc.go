// Package hostclock reads the clock of the machine that the program runs on,
// and what the machine says about that clock.
//
// Rules of this package:
//   - it reads, and never sets: the kernel's clock state is asked for with an
//     empty mode, the hardware clock through a file that only tells;
//   - it runs no command, opens no connection and needs no privilege;
//   - what cannot be read is told in State.Unknown, never guessed;
//   - the time of the operating system is read in clock.go and nowhere else.
package hostclock
