package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"unskew/diagnostics/aem/logscan"
	"unskew/diagnostics/aem/process"
	"unskew/steps"
	"unskew/steps/logs"
)

// evidence adds the flags of logs as evidence.
func (o *options) evidence(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.logs, "log", nil, "an AEM log or a pasted Test Connection as evidence, repeatable (the wizard also reads those of an AEM that runs here)")
	flags.StringVar(&o.zone, "zone", "", "time zone of the stamps in the logs, such as Asia/Kolkata (default: what the logs say, else every zone)")
}

func (o *options) checkEvidence() error {
	if _, err := zonesOf(o.zone); err != nil {
		return o.wrong("zone", "%w", err)
	}
	if o.zone != "" && len(o.logs) == 0 {
		return o.wrong("zone", "say with --log whose stamps are in this zone")
	}
	for _, name := range o.logs {
		if info, err := os.Stat(name); err != nil {
			return o.wrong("log", "%w", err)
		} else if info.IsDir() {
			return o.wrong("log", "%s is a folder: name the files in it", name)
		}
	}
	return nil
}

// logReader reads the logs that were named; without any, and with a person there,
// those of the AEMs that run on this machine.
func (o *options) logReader(attended bool) func(context.Context, process.Found) *steps.LogEvidence {
	return func(ctx context.Context, found process.Found) *steps.LogEvidence {
		files, zones := o.logs, logs.Zones{}
		switch {
		case len(files) > 0:
			zones, _ = zonesOf(o.zone) // it was checked before
		case attended:
			files, zones = logsHere(found)
		}
		if len(files) == 0 {
			return nil
		}
		said := readEvidence(ctx, files, zones)
		if o.kiosk && len(o.logs) > 0 {
			said.Files = slices.Repeat([]string{standInLog}, len(files))
		}
		return said
	}
}

// logsHere are the current logs of the first author that runs here, or else of the
// first AEM, with its JVM's zone.
func logsHere(found process.Found) ([]string, logs.Zones) {
	var of *process.Instance
	for i, instance := range found.List {
		if instance.Logs != "" && (of == nil || instance.Author() && !of.Author()) {
			of = &found.List[i]
		}
	}
	if of == nil {
		return nil, logs.Zones{}
	}
	var files []string
	for _, name := range []string{"error.log", "replication.log"} {
		path := filepath.Join(of.Logs, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			files = append(files, path)
		}
	}
	var zones logs.Zones
	if location, err := time.LoadLocation(of.Zone); err == nil && of.ZoneKnown && of.Zone != "" {
		zones.Host = location
	}
	return files, zones
}

func readEvidence(ctx context.Context, files []string, zones logs.Zones) *steps.LogEvidence {
	var inputs []logscan.Input
	for _, file := range files {
		inputs = append(inputs, logscan.Input{Name: file})
	}
	found := logscan.Scan(ctx, inputs, logscan.Options{})
	beside := &logscan.AccessLogs{}
	defer beside.Close()
	zones.Access = beside.East
	account := logs.Judge(found, zones)
	verdict := account.Verdict()
	said := &steps.LogEvidence{
		Files: files, Title: verdict.Title, Next: verdict.Next, Problem: account.Partial,
		History: account.Chart(logs.ChartColumns), Latest: account.Latest(),
	}
	said.Began, said.Ended = account.Span()
	for _, file := range account.Files {
		said.Problem = said.Problem || file.Err != ""
	}
	if account.Main < 0 {
		return said
	}
	main := account.Points[account.Main]
	said.Class, said.Refused = main.Class, main.Class.Time()
	switch {
	case main.Known:
		exactly := main.Offset.Seconds()
		said.Least, said.Most = &exactly, &exactly
	case main.Bounded:
		least, most := main.Least.Seconds(), main.Most.Seconds()
		said.Least, said.Most = &least, &most
	}
	return said
}
