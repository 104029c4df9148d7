// Package ntp asks time servers (RFC 5905, client mode) and finds out which of
// them to believe.
//
// Its rules:
//
//   - It measures and never decides: a failure is a named reason in a
//     [diagnostics.Reading], never an error.
//   - Packets are stamped with a fixed date plus raw time, never with the wall
//     clock. What comes out ties true time to raw time and is immune to steps,
//     slewing and wrong years of the OS clock.
//   - Every interval holds the truth as long as the server is honest: whatever
//     is not known about the path stands in the uncertainty.
//   - A packet that is no answer to our question (too short, of another mode,
//     with another origin time stamp) is passed over; the wait goes on.
//   - Several samples at once only go to servers that a person named or that
//     are near; a server that asks for less gets nothing more.
package ntp
