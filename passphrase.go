package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
	"strconv"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/pflag"

	"unskew/diagnostics"
)

// flagPassphrase is the one flag that is no key of the configuration files.
const flagPassphrase = "passphrase-fd"

// unlocking adds the flag that brings the passphrase of a key.
func (o *options) unlocking(flags *pflag.FlagSet) {
	flags.StringVar(&o.passphraseFD, flagPassphrase, "", "number of a file descriptor from whose first line the passphrase of the key is read, such as 3 with 3<FILE, or 0")
}

// passphrase reads the passphrase from its descriptor, once: up to the first end
// of line and not a byte more. It is never a flag's value, which others can see.
func (o *options) passphrase() (diagnostics.Secret, error) {
	none := diagnostics.Secret{}
	if o.passphraseFD == "" {
		return none, nil
	}
	number, err := strconv.ParseUint(o.passphraseFD, 10, 16)
	switch {
	case err != nil, number == 1, number == 2:
		// What was typed may be the passphrase itself, so it is not repeated.
		return none, o.wrong(flagPassphrase, "that is no descriptor to read from: give 0 for standard input, or 3 and write 3<FILE behind the command")
	case number > 0 && runtime.GOOS == "windows":
		return none, o.wrong(flagPassphrase, "only 0, standard input, can be read on Windows")
	}
	file := os.Stdin
	if number > 0 {
		file = os.NewFile(uintptr(number), "passphrase")
		defer file.Close() // a command that is run later must not inherit it
	}
	line, err := passphraseLine(file)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return none, o.wrong(flagPassphrase, "descriptor %d cannot be read (%w): write %d<FILE behind the command", number, cause(err), number)
	case len(line) == 0:
		return none, o.wrong(flagPassphrase, "no passphrase came from descriptor %d: put it into the first line", number)
	}
	return diagnostics.NewSecret(string(line)), nil
}

// maxPassphraseLine is far above any passphrase.
const maxPassphraseLine = 4096

// passphraseLine reads a line: on a terminal without showing it, elsewhere byte
// by byte, because what follows belongs to whoever reads next.
func passphraseLine(file *os.File) ([]byte, error) {
	if term.IsTerminal(file.Fd()) {
		return term.ReadPassword(file.Fd())
	}
	var line []byte
	var one [1]byte
	for len(line) <= maxPassphraseLine {
		if _, err := io.ReadFull(file, one[:]); err != nil {
			return bytes.TrimSuffix(line, []byte("\r")), err
		}
		if one[0] == '\n' {
			return bytes.TrimSuffix(line, []byte("\r")), nil
		}
		line = append(line, one[0])
	}
	return nil, errors.New("its first line is too long for a passphrase")
}
