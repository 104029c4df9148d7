package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/pflag"

	"unskew/steps"
	"unskew/steps/report"
)

// naming adds the flag that keeps names out of reports.
func (o *options) naming(flags *pflag.FlagSet) {
	flags.BoolVar(&o.pseudonyms, "pseudonyms", false, "stand-ins such as HOST-1 for names and addresses in reports; the table of names is written beside --output")
}

// reportOptions are how every report of this run is written.
func (c console) reportOptions(o *options) report.Options {
	return report.Options{Printer: c.printer(o), Number: o.session, Pseudonyms: o.pseudonyms}
}

// namesFile is where the table of names is kept that belongs to a report's file.
func namesFile(name string) string { return name + ".names.txt" }

// writeNames writes the table of a report with stand-ins beside its file, for its
// owner alone, and returns where. A report that goes to no file of its own has none.
func writeNames(s steps.Session, name string) (string, error) {
	if name == "" || ownStream(name) != nil {
		return "", nil
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return "", nil
	}
	file, table := namesFile(name), report.NamesTable(s)
	head, _, _ := bytes.Cut(table, []byte("\n"))
	switch info, err := os.Lstat(file); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return "", fmt.Errorf("%s cannot be written: %w", file, cause(err))
	case !info.Mode().IsRegular(): // a link leads where somebody else may have chosen
		return "", notNames(file)
	default:
		there, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("%s cannot be written: %w", file, cause(err))
		}
		if !bytes.HasPrefix(there, head) {
			return "", notNames(file)
		}
	}
	if err := replaceFile(file, table, 0o600); err != nil { // a link that came since is replaced, not followed
		return "", fmt.Errorf("%s cannot be written: %w", file, cause(err))
	}
	return file, nil
}

func notNames(file string) error {
	return fmt.Errorf("%s exists already, and is no table of names: choose another name for the report", file)
}

// tellNames says where the table of names is, or how to get it.
func (o *options) tellNames(file string, io console) {
	switch {
	case file == "" && (o.format == string(report.Plugin) || o.format == string(report.Prometheus)):
	case file != "":
		fmt.Fprintf(io.err, "unskew: the table of names is in %s, for you alone\n", file)
	case o.session > 0 || o.sessionFile != "":
		fmt.Fprintf(io.err, "unskew: the table of names: %s --names\n", o.sessionCommand("report", false))
	default:
		fmt.Fprintln(io.err, "unskew: the table of names is not kept: write the report to a file with --output, or keep the session with --state-dir")
	}
}
