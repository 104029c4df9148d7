package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/token"
	"unskew/steps"
	"unskew/steps/report"
	"unskew/steps/say"
)

// tokenCommand says what the times of an assertion or access token come to. It
// asks nobody but the servers that its own flags name.
func tokenCommand(c console) *cobra.Command {
	o := &options{}
	command := &cobra.Command{
		Use: "token FILE", Short: "An assertion's or access token's times against OS clock and reference",
		Long: "Reads a JWT (- is standard input), bare or within an answer, a form or a header, and\n" +
			"compares its times with this machine's clock; with --ntp, --https or --now also with\n" +
			"the true time. Without these nothing is sent. The token itself and its signature are\n" +
			"never shown, and the signature is not checked.",
		Args: oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := report.Parse(o.format, report.PlainFormats())
			if err != nil {
				return o.wrong("format", "%w", err)
			}
			if err := o.checkLanguage(); err != nil {
				return err
			}
			text, err := c.readNamed(args[0], token.MaxText)
			if err != nil {
				return err
			}
			read, err := token.Read(text)
			if err != nil {
				return fmt.Errorf("%s: %w", fileWord(args[0]), err)
			}
			clocks, err := o.tokenClocks(cmd, c)
			if err != nil {
				return err
			}
			data, err := report.Token(read, clocks, format, c.printer(o))
			if err != nil {
				return err
			}
			_, err = c.out.Write(data)
			return err
		},
	}
	o.printing(command.Flags())
	o.referring(command.Flags())
	return command
}

func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%s takes one file, or - for standard input: see %s --help", cmd.CommandPath(), cmd.CommandPath())
	}
	return nil
}

func fileWord(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

// referring adds the flags that name a reference.
func (o *options) referring(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.ntp, "ntp", nil, "NTP server HOST[:PORT] to ask for the time, repeatable")
	flags.StringArrayVar(&o.https, "https", nil, "web server URL whose Date is read, repeatable")
	flags.StringVar(&o.now, "now", "", "the time by your own watch: RFC 3339, or HH:MM[:SS] with --viewer-zone")
	flags.StringVar(&o.viewerZone, "viewer-zone", "", "the zone of --now, such as Asia/Taipei")
	flags.StringVar(&o.proxy, "proxy", "", "HTTP proxy URL (default: HTTPS_PROXY and NO_PROXY); none goes direct")
	flags.StringVar(&o.caFile, "ca-file", "", "extra root certificates for TLS (PEM)")
	o.limiting(flags)
}

// tokenClocks reads the OS clock, and measures where the command line names what
// to measure by. The configuration's servers are not asked: a person who only
// wants to read a file has not asked for packets.
func (o *options) tokenClocks(cmd *cobra.Command, c console) (report.TokenClocks, error) {
	flags := cmd.Flags()
	named := flags.Changed("ntp") || flags.Changed("https") || flags.Changed("now")
	ntpNamed, httpsNamed, personNamed := flags.Changed("ntp"), flags.Changed("https"), flags.Changed("now")
	if !named {
		return report.TokenClocks{OSClock: hostclock.System().Wall().Round(0)}, nil
	}
	if err := o.configure(flags, c.places); err != nil {
		return report.TokenClocks{}, err
	}
	for _, source := range []struct {
		named bool
		list  *[]string
	}{{ntpNamed, &o.ntp}, {httpsNamed, &o.https}} {
		if !source.named {
			*source.list = []string{steps.None}
		}
	}
	if !personNamed {
		o.now = ""
	}
	o.lifetime, o.tolerance, o.noExchange = steps.DefaultLifetime, steps.DefaultTolerance, true
	settings, err := o.settings()
	if err != nil {
		return report.TokenClocks{}, err
	}
	if err := o.checkTimeout(); err != nil {
		return report.TokenClocks{}, err
	}
	return o.measureClocks(cmd.Context(), settings)
}

// measureClocks runs the steps that need no person and sends no assertion.
func (o *options) measureClocks(ctx context.Context, settings steps.Settings) (report.TokenClocks, error) {
	world, err := hostWorld(o)
	if err != nil {
		return report.TokenClocks{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	s, err := runUnattended(ctx, world, settings, steps.NoKeeper{})
	if err != nil {
		return report.TokenClocks{}, err
	}
	judged := steps.Assess(s).Offset
	clocks := report.TokenClocks{OSClock: hostclock.System().Wall().Round(0)}
	if !judged.Known {
		clocks.Why = say.T("None of the named servers gave a time that can be trusted.")
		return clocks, nil
	}
	clocks.Known, clocks.Offset, clocks.Uncertainty = true, judged.Offset, judged.Uncertainty
	return clocks, nil
}
