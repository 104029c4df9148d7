// Package timeservice reads which time servers this host is configured to
// follow, and the state of its time services: installed, running, started with
// the host, following whom.
//
// The configured servers together are one witness: a host that agrees only with
// them has proved nothing. A service's own word on the clock proves less still:
// the offsets and the leap status of chronyd are relative to a clock of its own
// making, and are not read. What it still corrects is told, and has to be
// measured against others.
//
// Rules of this package:
//   - it changes nothing and wakes no service, and asks none but those on this
//     very host: the system bus, chronyd's command port, mode 6 of ntpd;
//   - on Linux it runs no command. On Windows and macOS it runs those of the
//     operating system that show state, by their full paths, without a shell;
//   - it needs no root; what cannot be read is unknown, with its reason, and is
//     never guessed;
//   - translated words are never read: of w32tm only numbers, codes, names of
//     servers, and the order of its lines;
//   - in doubt a server is listed: to take a followed server for independent
//     would be worse than the reverse;
//   - what is read is bounded in size, number, depth and time, and what was left
//     out is told;
//   - names are kept as configured, after a check that they can be names; what a
//     service says goes through diagnostics.Clean.
package timeservice
