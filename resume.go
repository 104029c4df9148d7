package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/report"
)

// resumeCommand goes on where a session stopped.
func resumeCommand(io console) *cobra.Command {
	o := &options{}
	command := &cobra.Command{
		Use: "resume [SESSION]", Short: "Goes on where a session stopped", Args: oneSession,
		Long: "Goes on with a saved session: by its number, by its file, or without either the newest.\n" +
			"What was found stands; what may have changed since is measured again. What the session\n" +
			"was begun with (servers, credential files, tolerance) is taken from it.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.configure(cmd.Flags(), io.places); err != nil {
				return err
			}
			return resume(cmd.Context(), args, o, io)
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.stateDir, "state-dir", "", "folder where sessions are kept")
	flags.StringVar(&o.proxy, "proxy", "", "HTTP proxy URL (default: HTTPS_PROXY and NO_PROXY); none goes direct")
	flags.StringVar(&o.caFile, "ca-file", "", "extra root certificates for TLS (PEM)")
	o.fixing(flags)
	o.unlocking(flags)
	o.leaving(flags)
	o.showing(flags, report.Formats())
	return command
}

// oneSession refuses more than one word behind a command that takes a session.
func oneSession(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s takes one session, not %d: name it by its number or its file", cmd.Name(), len(args))
	}
	return nil
}

func resume(ctx context.Context, args []string, o *options, io console) error {
	if err := errors.Join(o.checkWriting(report.Formats()), o.checkConfining()); err != nil {
		return err
	}
	world, err := hostWorld(o)
	if err != nil {
		return err
	}
	world.Log = o.logReader(true)
	journal, session, err := o.reopen(args, world.Host(ctx))
	if err != nil {
		return err
	}
	defer journal.Close()
	o.record = absolute(journal.Name())
	settings := o.bind(session.Settings())
	settings.AEMUser = world.AEMUser.Known() // what was typed or set before is not here any more
	err = leadEngine(ctx, steps.Resume(world, session, settings, journal), o, io)
	if errors.Is(err, errPractise) {
		return practise(ctx, o, io)
	}
	return err
}

// reopen opens the session that is meant, for writing. It is read once before
// that: what cannot be gone on with stays untouched.
func (o *options) reopen(args []string, here hostclock.State) (*steps.Journal, steps.Session, error) {
	number, file, err := sessionNamed(args)
	if err != nil {
		return nil, steps.Session{}, err
	}
	if file != "" {
		o.sessionFile = absolute(file)
		load := func() (steps.Session, error) { return steps.LoadFile(file) }
		return reopen("session "+file, here, load, func() (*steps.Journal, steps.Session, error) { return steps.ReopenFile(file) })
	}
	folder, err := stateFolder(o.stateDir)
	if err != nil {
		return nil, steps.Session{}, err
	}
	store := steps.StoreIn(folder)
	if number == 0 {
		if number, err = newest(store, folder, here); err != nil {
			return nil, steps.Session{}, err
		}
	}
	o.session = number
	load := func() (steps.Session, error) { return store.Load(number) }
	return reopen(fmt.Sprintf("session %d", number), here, load, func() (*steps.Journal, steps.Session, error) { return store.Reopen(number) })
}

// reopen refuses a session that cannot be gone on with. One that cannot even be
// read is refused by open, which knows the next move.
func reopen(called string, here hostclock.State, load func() (steps.Session, error), open func() (*steps.Journal, steps.Session, error)) (*steps.Journal, steps.Session, error) {
	if session, err := load(); err == nil {
		if err := steps.Resumable(session, here); err != nil {
			return nil, steps.Session{}, fmt.Errorf("%s: %w", called, err)
		}
	}
	return open()
}

// newest is the session with the highest number. Where that one cannot be gone
// on with, the newest that can is named, and not taken unasked.
func newest(store steps.Store, folder string, here hostclock.State) (int, error) {
	numbers, err := store.Numbers()
	if err != nil || len(numbers) == 0 {
		return 0, fmt.Errorf("no session is kept in %s: run the wizard first, or name the folder with --state-dir", folder)
	}
	highest := numbers[len(numbers)-1]
	session, err := store.Load(highest)
	if err != nil {
		return highest, nil // the error of opening it says what to do
	}
	why := steps.Resumable(session, here)
	if why == nil {
		return highest, nil
	}
	why = fmt.Errorf("session %d: %w", highest, why)
	for i := len(numbers) - 2; i >= 0; i-- {
		older, err := store.Load(numbers[i])
		if err == nil && steps.Resumable(older, here) == nil {
			return 0, fmt.Errorf("%w. The newest that can be gone on with: unskew resume %d", why, numbers[i])
		}
	}
	return 0, why
}

// sessionNamed reads a session's number or the name of its file; neither: the
// newest is meant.
func sessionNamed(args []string) (number int, file string, err error) {
	if len(args) == 0 {
		return 0, "", nil
	}
	number, err = strconv.Atoi(args[0])
	switch {
	case err != nil:
		return 0, args[0], nil
	case number < 1:
		return 0, "", fmt.Errorf("sessions are numbered from 1, not %d", number)
	}
	return number, "", nil
}

// sessionCommand is what a person types for this session: "unskew resume 12".
// withWorld adds the flags that are not in the record, but needed to measure.
func (o *options) sessionCommand(verb string, withWorld bool) string {
	words := []string{"unskew", verb}
	switch {
	case o.sessionFile != "":
		words = append(words, o.sessionFile)
	default:
		words = append(words, strconv.Itoa(o.session))
		if o.stateDir != "" {
			words = append(words, "--state-dir", absolute(o.stateDir))
		}
	}
	if withWorld && o.proxy != "" {
		words = append(words, "--proxy", o.proxy)
	}
	if withWorld && o.caFile != "" {
		words = append(words, "--ca-file", absolute(o.caFile))
	}
	for i, word := range words {
		words[i] = quoted(word)
	}
	return strings.Join(words, " ")
}

// absolute makes a name good from any folder: who comes back days later starts
// elsewhere.
func absolute(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		return full
	}
	return name
}

// quoted puts a word into the quotes that both sh and PowerShell take literally,
// where it needs them.
func quoted(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\"'$`&|;<>()*?[]{}#~!\\") {
		return word
	}
	if filepath.Separator == '\\' && !strings.ContainsAny(word, " \t\"'$`&|;<>()*?[]{}#~!") {
		return word
	}
	return "'" + word + "'"
}
