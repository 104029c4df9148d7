package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"unskew/steps/report/digest"
)

// maxReport is far more than a report has.
const maxReport = 32 << 20

// verify says whether a copy of a report is as it was written. "-" is standard
// input.
func (c console) verify(name string) error {
	data, err := c.readReport(name)
	if err != nil {
		return fmt.Errorf("--verify: %w", err)
	}
	called := name
	if name == "-" {
		called = "standard input"
	}
	switch err := digest.Verify(data); {
	case errors.Is(err, digest.ErrNone):
		return fmt.Errorf("%s cannot be verified: %w. Give the whole report and nothing else, or ask for it again as a file", called, err)
	case err != nil:
		return fmt.Errorf("%s was changed: %w. Give the whole report and nothing else, or ask for it again as a file", called, err)
	}
	_, err = fmt.Fprintf(c.out, "%s is unchanged: it says what unskew wrote.\nThis finds damage, not forgery: whoever changes a report can make a new digest.\n", called)
	return err
}

// verifyAlone refuses what says nothing about a copy.
func (c console) verifyAlone(cmd *cobra.Command, args []string, name string) error {
	if len(args) > 0 || cmd.Flags().NFlag() > 1 {
		return errors.New("--verify takes the file of one report, and stands alone: unskew report --verify FILE")
	}
	return c.verify(name)
}

func (c console) readReport(name string) ([]byte, error) {
	source := c.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, cause(err))
		}
		defer file.Close()
		source = file
	}
	data, err := io.ReadAll(io.LimitReader(source, maxReport+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", name, cause(err))
	case len(data) > maxReport:
		return nil, fmt.Errorf("%s is too long for a report: name the report's file", name)
	}
	return data, nil
}
