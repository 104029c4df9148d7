package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"unskew/diagnostics/refusal"
	"unskew/steps/report"
	"unskew/steps/say"
)

// explainCommand says what a pasted error means. It asks nobody.
func explainCommand(c console) *cobra.Command {
	o := &options{}
	command := &cobra.Command{
		Use: "explain [TEXT]", Short: "What a pasted error means, whether a clock can cause it, and what to do; offline",
		Long: "Explains an error: a line of a log, an HTTP answer, JSON, a stack trace, the output\n" +
			"of Test Connection, a line of curl, openssl, kinit or the AWS CLI. Without TEXT it\n" +
			"reads standard input, such as  unskew explain < error.log . Nothing is sent, and\n" +
			"nothing is shown again but the piece that decided, without its secrets.",
		Args: oneText,
		RunE: func(_ *cobra.Command, args []string) error {
			format, err := report.Parse(o.format, report.PlainFormats())
			if err != nil {
				return o.wrong("format", "%w", err)
			}
			if err := o.checkLanguage(); err != nil {
				return err
			}
			text, err := c.pasted(args, o)
			if err != nil {
				return err
			}
			data, err := report.Explanation(refusal.Explain(text), format, c.printer(o))
			if err != nil {
				return err
			}
			_, err = c.out.Write(data)
			return err
		},
	}
	o.printing(command.Flags())
	return command
}

// oneText wants one word at most: a shell takes a text apart that is not quoted.
func oneText(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s takes one text: put quotes around it, or give it on standard input", cmd.CommandPath())
	}
	return nil
}

// pasted is the text that was given: the argument, or what stands on standard
// input.
func (c console) pasted(args []string, o *options) (string, error) {
	if len(args) == 1 && args[0] != "-" {
		return args[0], nil
	}
	if isTerminal(c.in) {
		fmt.Fprintln(c.err, c.printer(o).Text(say.T("Paste the error, then press Ctrl-D on a line of its own (Windows: Ctrl-Z and Enter).")))
	}
	return readBounded(c.in, refusal.MaxText+1) // one byte more tells that it was cut
}

// readBounded reads at most so many bytes; what is behind them is left alone.
func readBounded(in io.Reader, limit int64) (string, error) {
	data, err := io.ReadAll(io.LimitReader(in, limit))
	if err != nil {
		return "", fmt.Errorf("standard input cannot be read: %w", err)
	}
	return string(data), nil
}

// readNamed reads a file, or standard input for "-", as far as the limit.
func (c console) readNamed(name string, limit int64) (string, error) {
	if name == "-" {
		return readBounded(c.in, limit)
	}
	file, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", name, cause(err))
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return "", fmt.Errorf("%s is a folder: name a file in it", name)
	}
	data, err := io.ReadAll(io.LimitReader(file, limit))
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", name, cause(err))
	}
	return string(data), nil
}
