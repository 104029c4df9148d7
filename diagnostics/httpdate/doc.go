// Package httpdate reads the clock of web servers from the Date header of their
// answers (RFC 9110 section 6.6.1), to a fraction of its second where asked to.
//
// Its rules:
//
//   - It measures and never decides: a failure is a named reason in a
//     [diagnostics.Reading], never an error.
//   - Only HEAD is sent, over TLS, without credentials and following nothing.
//     Bodies are not read, headers are bounded, every step has its time limit.
//     Without TLS only a host is asked that is itself under suspicion (Host.Plain).
//   - TLS is verified always: name and chain at the OS clock's time first, as the
//     host's own programs do. Only where nothing but the dates fails is another
//     time tried, and the result says so.
//   - Times are raw. A Date D that was stamped between raw times w and r puts
//     true time at raw zero between D-r and D+1s-w, whatever the OS clock says.
//   - The uncertainty of one host is never under half a second, however fine the
//     estimate: front ends keep the header for a while, and one cannot see it.
//     Several hosts together may do better.
//   - A proxy's password reaches the proxy and nothing else.
//
// Everything happens in the caller's goroutine.
package httpdate
