package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unskew/steps"
	"unskew/steps/report"
)

// checkCommand runs all steps that need no person.
func checkCommand(io console, status *int) *cobra.Command {
	o := &options{}
	command := &cobra.Command{
		Use: "check", Short: "All steps that need no person, unattended, one result", Args: noArguments,
		Long: "Runs the steps that need no person and prints one result.\n" +
			"Exit status: 0 right, 1 right but with a warning, 2 clock wrong or exchange refused, 3 unknown.",
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := o.configure(cmd.Flags(), io.places); err != nil {
				return io.explain(err, o)
			}
			if cmd.Flags().Changed("idle") { // it has it as a key of the files alone
				return errors.New("--idle: this goes with the wizard and resume; of check use --timeout")
			}
			o.suitFormat(cmd.Flags())
			*status, err = check(cmd.Context(), o, io)
			return io.explain(err, o)
		},
	}
	o.checking(command.Flags())
	return command
}

// limiting adds the flag of unattended runs.
func (o *options) limiting(flags *pflag.FlagSet) {
	flags.DurationVar(&o.timeout, "timeout", 15*time.Second, "upper limit of a whole check; with --format plugin 9s, with --aem 90s")
}

// spreading adds the flag of runs on many hosts.
func (o *options) spreading(flags *pflag.FlagSet) {
	flags.DurationVar(&o.splay, "splay", 0, "wait a random time up to this one before the check begins")
}

func (o *options) checkTimeout() error {
	if o.timeout < time.Second {
		return o.wrong("timeout", "give at least 1s")
	}
	return nil
}

func check(ctx context.Context, o *options, io console) (int, error) {
	settings, err := o.settings()
	if err != nil {
		return unknown, err
	}
	if err := errors.Join(o.checkTimeout(), o.checkSplay()); err != nil {
		return unknown, err
	}
	if err := o.checkWriting(report.CheckFormats()); err != nil {
		return unknown, err
	}
	world, err := hostWorld(o)
	if err != nil {
		return unknown, err
	}
	world.Log = o.logReader(false)
	if err := o.checkRequest(settings, world, false); err != nil {
		return unknown, err
	}
	if err := waitSplay(ctx, o.splay); err != nil {
		return unknown, err
	}
	keep, done, err := o.keeper(false)
	if err != nil && o.kiosk { // the person cannot mend it, and needs the answer
		keep, done, err = steps.NoKeeper{}, func() {}, nil
	}
	if err != nil {
		return unknown, err
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	s, err := runUnattended(ctx, world, settings, keep)
	if err != nil {
		return unknown, err
	}
	return steps.ExitStatus(steps.Assess(s)), io.writeReport(s, o)
}
