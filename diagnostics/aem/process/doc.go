// Package process finds the AEMs that run on this machine, and reads what is known
// of each from its process and its folder. Linux only: elsewhere it says that it did
// not look.
//
// Its rules:
//
//   - It reads, and changes nothing; it runs no command and needs no root. What may
//     not be read is named with its reason, and never guessed: not even a usual port.
//   - A process's environment and AEM's own configuration may hold passwords. Only
//     the named settings are taken out of them, and nothing else is kept.
//   - What is read is bounded in size, number and time; only regular files are
//     opened, so that a pipe in a folder holds nothing up.
//   - Text from outside goes through diagnostics.Clean before it is kept.
package process
