// Unskew is a terminal wizard for one fault: a service's token exchange fails
// with "JWT has expired" because the clock of its host is wrong. It proves the
// cause, then proves the fix.
//
// This package is the command line: flags, wiring of the real world, and exit
// status. It holds no logic of the diagnosis.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	_ "time/tzdata" // zones by name on hosts that have no zone files

	"github.com/spf13/cobra"

	"unskew/diagnostics"
	"unskew/steps/report"
	"unskew/steps/say"
)

// unknown is the exit status of a wrong command line, and of this program's
// own failure.
const unknown = 3

func main() {
	ctx, caught, stop := untilSignal()
	status := run(ctx, os.Args[1:], console{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, places: hostPlaces(),
		locale: say.LocaleOf(os.Getenv), kiosk: kioskHost{root: os.Geteuid() == 0, calm: noKeySignals},
	})
	stop()
	if number := caught(); number != 0 {
		status = 128 + int(number)
	}
	os.Exit(status)
}

// untilSignal gives a context that ends with the first hang-up, interrupt, quit or
// termination, and tells afterwards which it was. After the first, an interrupt or a
// quit ends the program at once. A second hang-up or termination does not: they come
// in pairs, from the kernel and the shell, or one of each when a machine shuts down,
// and the end of a session is bounded anyway.
func untilSignal() (ctx context.Context, caught func() syscall.Signal, stop func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1) // of which only the first is read
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM, syscall.SIGQUIT, os.Interrupt)
	go func() {
		if got, open := <-signals; open {
			signal.Reset(os.Interrupt, syscall.SIGQUIT)
			cancel(signalled{got})
		}
	}()
	caught = func() syscall.Signal {
		var by signalled
		if errors.As(context.Cause(ctx), &by) {
			if number, ok := by.Signal.(syscall.Signal); ok {
				return number
			}
		}
		return 0
	}
	return ctx, caught, func() { signal.Stop(signals) }
}

type signalled struct{ os.Signal }

func (s signalled) Error() string { return "signal: " + s.String() }

// run runs one command line and returns the exit status.
func run(ctx context.Context, args []string, io console) int {
	status := 0
	root := rootCommand(io, &status)
	root.SetArgs(args)
	root.SetIn(io.in)
	root.SetOut(io.out)
	root.SetErr(io.err)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(io.err, "unskew: %s\n", diagnostics.Clean(err.Error(), 1000))
		return unknown
	}
	return status
}

// rootCommand is the wizard, and the parent of the other commands. Commands
// put their exit status into status; an error is unknown.
func rootCommand(io console, status *int) *cobra.Command {
	options := &options{}
	root := &cobra.Command{
		Use:   "unskew",
		Short: "Finds out whether a wrong clock is why a token was refused, and proves it",
		Long: "unskew leads you, in four steps, from \"JWT has expired\" to its cause:\n" +
			"it checks this machine's clock, asks time servers, tests the token exchange\n" +
			"and confirms the fix. Start with:  unskew demo",
		Args:          noArguments,
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if options.kiosk {
				return kiosk(cmd.Context(), cmd.Flags(), io, status)
			}
			if err := options.configure(cmd.Flags(), io.places); err != nil {
				return err
			}
			return wizard(cmd.Context(), options, io)
		},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w: see %s --help", err, cmd.CommandPath())
	})
	options.measuring(root.Flags())
	options.addKiosk(root.Flags())
	options.showing(root.Flags(), report.Formats())
	root.AddCommand(checkCommand(io, status), demoCommand(io, status), reportCommand(io), resumeCommand(io), logsCommand(io, status), explainCommand(io), tokenCommand(io), configCommand(io), versionCommand())
	return root
}

// noArguments refuses words that are no command, naming what there is.
func noArguments(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) > 0 && cmd.HasParent():
		return fmt.Errorf("%s takes no %q: see %s --help", cmd.CommandPath(), args[0], cmd.CommandPath())
	case len(args) > 0:
		return fmt.Errorf("%q is not a command of this version: see unskew --help", args[0])
	}
	return nil
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Version, Go version, platform", Args: noArguments,
		Run: func(cmd *cobra.Command, _ []string) {
			fmt.Fprintf(cmd.OutOrStdout(), "unskew %s %s %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
		},
	}
}
