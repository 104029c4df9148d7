package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"unskew/diagnostics"
	"unskew/diagnostics/lab"
	"unskew/steps"
	"unskew/steps/report"
)

// defaultScenario is the case that this program was written for.
const defaultScenario = "brand-portal"

// demoCommand is the wizard against the built-in lab.
func demoCommand(io console, status *int) *cobra.Command {
	o := &options{}
	var scenario string
	var list, unattended bool
	command := &cobra.Command{
		Use: "demo", Short: "The wizard against a built-in lab: a simulated host with a wrong clock", Args: noArguments,
		Long: "Needs no network, no root and no file. Nothing leaves this computer.",
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			switch {
			case list:
				return listScenarios(io)
			case unattended:
				o.suitFormat(cmd.Flags())
				*status, err = demoCheck(cmd.Context(), scenario, o, io)
				return io.explain(err, o)
			}
			return demoWizard(cmd.Context(), scenario, o, io)
		},
	}
	flags := command.Flags()
	flags.StringVar(&scenario, "scenario", defaultScenario, "which world; --list names them")
	flags.BoolVar(&list, "list", false, "name the scenarios")
	flags.BoolVar(&unattended, "check", false, "run it unattended, as check does")
	flags.StringVar(&o.stateDir, "state-dir", "", "folder where sessions are kept (without it, a demo is not)")
	o.viewing(flags)
	o.showing(flags, report.CheckFormats())
	o.limiting(flags)
	return command
}

// listScenarios prints name, tab, one line.
func listScenarios(io console) error {
	scenarios, err := lab.Scenarios()
	if err != nil {
		return err
	}
	for _, scenario := range scenarios {
		if _, err := fmt.Fprintf(io.out, "%s\t%s\n", scenario.Name, diagnostics.Clean(scenario.Title, 200)); err != nil {
			return err
		}
	}
	return nil
}

// startLab starts a world on loopback.
func startLab(name string) (*lab.Lab, error) {
	if name == "" {
		return nil, errors.New("--scenario: name one; demo --list names them")
	}
	scenario, err := lab.Find(name)
	if err != nil {
		return nil, fmt.Errorf("--scenario: %w", err)
	}
	return lab.Start(scenario, lab.Loopback())
}

func demoCheck(ctx context.Context, name string, o *options, io console) (int, error) {
	if err := errors.Join(o.checkWriting(report.CheckFormats()), o.checkTimeout(), o.checkViewing()); err != nil {
		return unknown, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	running, err := startLab(name)
	if err != nil {
		return unknown, err
	}
	defer running.Close()
	keep, done, err := o.keeper(false)
	if err != nil {
		return unknown, err
	}
	defer done()
	world, settings := steps.Simulated(running, version)
	settings.ViewerZone = o.viewerZone
	s, err := runUnattended(ctx, world, settings, keep)
	if err != nil {
		return unknown, err
	}
	return steps.ExitStatus(steps.Assess(s)), io.writeReport(s, o)
}

// practise goes on in the simulated host. The practice is not kept: the newest session
// is the one that report and resume take, and nothing is written beside its record.
func practise(ctx context.Context, o *options, io console) error {
	alike := *o
	alike.stateDir, alike.session, alike.sessionFile, alike.record, alike.reportFile, alike.unsaved = "", 0, "", "", "", false
	return demoWizard(ctx, defaultScenario, &alike, io)
}

func demoWizard(ctx context.Context, name string, o *options, io console) error {
	if err := errors.Join(o.checkWriting(report.Formats()), o.checkViewing()); err != nil {
		return err
	}
	running, err := startLab(name)
	if err != nil {
		return err
	}
	defer running.Close()
	world, settings := steps.Simulated(running, version)
	settings.Kiosk, settings.ViewerZone = o.kiosk, o.viewerZone
	keep, done, err := o.keeper(false)
	if err != nil {
		return err
	}
	defer done()
	return lead(ctx, world, settings, keep, o, io)
}
