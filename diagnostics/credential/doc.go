// Package credential reads the files that a service's credential is handed out
// in, and turns each of them into one Credential.
//
// Its rules:
//
//   - A file is recognised by its content, never by its name.
//   - No byte of a file's content stands in an error. An error names the file,
//     what was found in it, and the next move, in one line.
//   - Keys and secrets print, format and marshal as [secret].
//   - Nothing is guessed: what the file does not say stays empty. A key that lies
//     beside a file is taken unasked only where its certificate proves it.
//   - A file cannot keep the program busy: sizes, rounds and memory are bounded
//     before a library sees the bytes, and one that panics is a damaged file.
package credential
