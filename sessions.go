package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"unskew/steps"
	"unskew/steps/report"
)

// stateFolder is where sessions are kept: --state-dir, or the platform's folder
// for a program's state.
func stateFolder(flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	if set := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(set) {
		return filepath.Join(set, "unskew"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("no home folder is known to keep sessions in: name one with --state-dir")
	}
	switch runtime.GOOS {
	case "windows":
		if local, err := os.UserCacheDir(); err == nil {
			return filepath.Join(local, "unskew"), nil
		}
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "unskew"), nil
	}
	return filepath.Join(home, ".local", "state", "unskew"), nil
}

// sessionFolder is where a session is begun.
func (o *options) sessionFolder() (string, error) {
	if o.kiosk {
		return ownFolder(o.stateDir)
	}
	return stateFolder(o.stateDir)
}

// keeper begins a session's file. The wizard always keeps one, check only where
// --state-dir says so.
func (o *options) keeper(always bool) (steps.Keeper, func(), error) {
	if !always && o.stateDir == "" {
		return steps.NoKeeper{}, func() {}, nil
	}
	folder, err := o.sessionFolder()
	if err != nil {
		return nil, nil, err
	}
	store, err := steps.OpenStore(folder)
	if err != nil {
		return nil, nil, o.fromFile(err, "state-dir")
	}
	journal, number, err := store.Create()
	if err != nil {
		return nil, nil, err
	}
	o.session, o.record = number, absolute(journal.Name())
	return journal, func() { _ = journal.Close() }, nil
}

// reportCommand prints a kept session again.
func reportCommand(io console) *cobra.Command {
	o := &options{}
	var table bool
	var copied string
	command := &cobra.Command{
		Use: "report [SESSION]", Short: "A saved session again, in any format", Args: oneSession,
		Long: "Prints a saved session: by its number, by its file, or without either the newest.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("verify") {
				return io.verifyAlone(cmd, args, copied)
			}
			o.suitFormat(cmd.Flags())
			if err := o.checkWriting(report.CheckFormats()); err != nil {
				return err
			}
			s, err := o.loadSession(args)
			if err != nil {
				return err
			}
			if table {
				return io.write(report.NamesTable(s), o)
			}
			return io.writeReport(s, o)
		},
	}
	o.naming(command.Flags())
	command.Flags().StringVar(&copied, "verify", "", "instead of a report: whether this copy of one, in a file, is as it was written (- is standard input)")
	command.Flags().BoolVar(&table, "names", false, "instead of a report, the table of names that --pseudonyms replaces")
	o.writing(command.Flags(), report.CheckFormats())
	command.Flags().StringVar(&o.stateDir, "state-dir", "", "folder where sessions are kept")
	return command
}

func (o *options) loadSession(args []string) (steps.Session, error) {
	number, file, err := sessionNamed(args)
	if err != nil {
		return steps.Session{}, err
	}
	if file != "" {
		o.sessionFile = absolute(file)
		return steps.LoadFile(file)
	}
	folder, err := stateFolder(o.stateDir)
	if err != nil {
		return steps.Session{}, err
	}
	store := steps.StoreIn(folder)
	if o.session = number; number == 0 {
		if numbers, err := store.Numbers(); err == nil && len(numbers) > 0 {
			o.session = numbers[len(numbers)-1]
		}
	}
	return store.Load(number)
}
