package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"unskew/diagnostics/aem/logscan"
	"unskew/steps/logs"
	"unskew/steps/report"
)

// logsCommand reads AEM's logs and transcripts. It sends nothing.
func logsCommand(io console, status *int) *cobra.Command {
	o := &options{}
	var zone string
	command := &cobra.Command{
		Use: "logs FILE...", Short: "What AEM logs or a pasted Test Connection say about the skew; sends nothing",
		Long: "Reads error.log, replication.log, rotated and packed ones, and pasted Test\n" +
			"Connections (- is standard input), and says how far the clock was off. No packet\n" +
			"is sent. The status is 0 if a token exchange was found and every file was read, else 3.",
		Args: someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkWriting(report.LogFormats()); err != nil {
				return err
			}
			zones, err := zonesOf(zone)
			if err != nil {
				return fmt.Errorf("--zone: %w", err)
			}
			return readLogs(cmd.Context(), args, zones, o, io, status)
		},
	}
	flags := command.Flags()
	o.writing(flags, report.LogFormats())
	flags.StringVar(&zone, "zone", "", "time zone of the stamps in the logs, such as Asia/Kolkata (default: what the logs say, else every zone)")
	flags.BoolVar(&o.plain, "plain", false, "no progress line")
	flags.BoolVar(&o.noColor, "no-color", false, "no colour: there is none anyway")
	return command
}

func someFiles(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return errors.New("name the files: unskew logs error.log replication.log, or - for standard input")
	}
	input := 0
	for _, arg := range args {
		if arg == "-" {
			input++
		}
	}
	if input > 1 {
		return errors.New("standard input (-) can be read once only")
	}
	return nil
}

// zonesOf reads the value of --zone.
func zonesOf(name string) (logs.Zones, error) {
	if name == "" {
		return logs.Zones{}, nil
	}
	location, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return logs.Zones{}, fmt.Errorf("%q is not a zone; write it like Asia/Kolkata or UTC", name)
	}
	return logs.Zones{Given: location}, nil
}

// readLogs scans, judges and writes. A scan that is stopped is written too, as far
// as it came.
func readLogs(ctx context.Context, files []string, zones logs.Zones, o *options, io console, status *int) error {
	var inputs []logscan.Input
	for _, file := range files {
		if file == "-" {
			inputs = append(inputs, logscan.Input{Name: "standard input", Reader: io.in})
			continue
		}
		inputs = append(inputs, logscan.Input{Name: file})
	}
	meter := &logscan.Meter{}
	stop := showProgress(ctx, meter, o, io)
	found := logscan.Scan(ctx, inputs, logscan.Options{Meter: meter})
	stop()
	beside := &logscan.AccessLogs{}
	defer beside.Close()
	zones.Access = beside.East
	account := logs.Judge(found, zones)
	*status = logsStatus(account)
	data, err := report.Logs(account, version, report.Format(o.format), io.printer(o))
	if err != nil {
		return err
	}
	return io.write(data, o)
}

// logsStatus is 0 where something was found and nothing was left unread.
func logsStatus(a logs.Account) int {
	if len(a.Points) == 0 && len(a.Others) == 0 || a.Partial {
		return unknown
	}
	for _, file := range a.Files {
		if file.Err != "" {
			return unknown
		}
	}
	return 0
}
