// Package logscan finds in AEM's logs, and in pasted Test Connections, what became
// of each token exchange, and the two clocks beside it: the log's own stamp and the
// Date of the answer.
//
// Its rules:
//
//   - Looking is apart from reading. A few rare words are looked for in chunks of
//     plain reads, several at once; only the lines that hold one are read. A file is
//     never mapped into memory: one that is truncated then would end the program.
//   - Pairing goes by the place in the file, and by agent and thread: the four
//     agents of a tenant write at the same time.
//   - A stamp is kept as it stands. Unless it names a zone itself none is assumed;
//     what a zone makes of it is said by Stamp.In and Exchange.Interval.
//   - The first error decides. The 401 after a token that did not come is its
//     consequence.
//   - What is kept is without secrets and cleaned.
package logscan
