// Package machine reads what a cause or a remedy has to know of the machine
// beside its clock: what system it is, who may do what on it, whose domain it is
// in, and what else on it tells or bends the time.
//
// Rules of this package:
//   - it measures and never decides: what a fact means is said elsewhere;
//   - it changes nothing and tries nothing: whether the clock may be set is read
//     from the process's capabilities, and sudo is never run, because a refused
//     attempt is reported as an incident;
//   - it runs one command at most, on a virtual machine of VMware: the question
//     whether the tools keep the guest's clock;
//   - it needs no root; what cannot be read is unknown, with its reason, and is
//     never guessed;
//   - what is read is bounded in size, number and time, and only regular files
//     are opened: Read returns within a second, even when a file system hangs;
//   - the environment of other processes may hold secrets: it is searched for the
//     names of libfaketime, and nothing of it is kept;
//   - text from outside goes through diagnostics.Clean before it is kept.
package machine
