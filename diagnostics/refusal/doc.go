// Package refusal is the catalogue of what services say when they refuse a
// token, a signature or a connection: one row for each answer that is known,
// with its cause, its remedy, and whether a wrong clock can be behind it.
//
// Its rules:
//
//   - A row is data, and names where it was read and how sure that is.
//   - The classifier of package exchange has the last word: a row counts only
//     where that finds the row's class in the same answer. So the words for
//     people and the verdict cannot disagree.
//   - One answer has one row. What a vendor is known for goes before what a
//     standard says, and that before what only the class says.
//   - Where the answer holds the server's own time, it is read, and what it says
//     of the clock is kept apart from what the words say.
//   - No text from outside is in an Explanation but a piece that was scrubbed of
//     secrets and cleaned.
package refusal
