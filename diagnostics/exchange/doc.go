// Package exchange sends one token request to an authorization server and says
// what came of it: which class of answer, by the server's own clock, and after
// which of our clocks the assertion was stamped.
//
// Its rules:
//
//   - One call, one request. Nothing is repeated, no redirect is followed, no
//     connection is kept.
//   - TLS is always verified in full: name, chain and dates, the dates at the
//     time that the caller gives.
//   - Credentials, assertions and tokens never enter an Attempt. What the server
//     says is scrubbed of them before it is kept, also where it echoes them.
//   - An answer of any size, shape or speed ends within 64 KiB and the timeout.
//   - A class is only named where the answer's own words or form carry it.
package exchange
