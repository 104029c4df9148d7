package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"

	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/report"
)

// kioskIdle is how long nobody may touch a key in a restricted session, where the
// administrator says nothing else.
const kioskIdle = 15 * time.Minute

// sentWord is where sshd(8) puts what a person asked for behind a forced command.
const sentWord = "SSH_ORIGINAL_COMMAND"

// kioskHost is what a restricted session has to know of the process it runs in.
type kioskHost struct {
	root bool   // it has all rights
	calm func() // has keys send no signals; nil: they may
}

// kioskRefusal is an error in words for the person in front of the terminal. Of
// every other error of a restricted session they learn only that there was one: it
// may name files, addresses or lines of the configuration.
type kioskRefusal string

func (r kioskRefusal) Error() string { return string(r) }

// errKioskFailed stands for all that only the administrator may read.
const errKioskFailed = kioskRefusal("this is not set up right, so it cannot go on: ask the administrator of this machine to run unskew config and unskew check here")

// kioskWords are the commands that a person may ask for; the empty one is the wizard.
func kioskWords() []string { return []string{"", "check", "report", "resume"} }

// kioskWord is the command that was asked for. It has to be one word to the byte:
// nothing is trimmed, split, or shown again.
func kioskWord(text string) (string, error) {
	for _, word := range kioskWords() {
		if text == word {
			return word, nil
		}
	}
	return "", kioskRefusal("only check, report or resume can be asked for here, or nothing at all: leave the rest out")
}

// addKiosk adds the flag of forced commands. It is no key of the configuration:
// what restricts a login stands with the login.
func (o *options) addKiosk(flags *pflag.FlagSet) {
	flags.BoolVar(&o.kiosk, "kiosk", false, "restricted session for sshd's ForceCommand, or command= with restrict,pty in authorized_keys")
}

// confining adds the flags that matter where a person is not trusted with files.
func (o *options) confining(flags *pflag.FlagSet) {
	o.leaving(flags)
	flags.StringVar(&o.reportDir, "report-dir", "", "with --kiosk: folder for the reports that a person exports, under names that the program makes")
}

// leaving adds the flag that ends a session at which nobody sits any more.
func (o *options) leaving(flags *pflag.FlagSet) {
	flags.DurationVar(&o.idle, "idle", 0, "leave the session, which is kept, when nobody touched a key for so long (default: never; with --kiosk 15m); 0s is never")
}

// checkConfining refuses values that make no sense before anything is measured.
func (o *options) checkConfining() error {
	const least = 10 * time.Second
	switch {
	case o.idle < 0 || o.idle > 0 && o.idle < least:
		return o.wrong("idle", "give at least 10s, such as 15m, or 0s for never")
	case o.origins["report-dir"].given && !o.kiosk:
		return o.wrong("report-dir", "this goes with --kiosk; else the export asks for a file's name")
	}
	return nil
}

// kiosk runs a restricted session. given are the flags of the administrator's own
// command line, in the forced command.
func kiosk(ctx context.Context, given *pflag.FlagSet, io console, status *int) error {
	if err := refuseKiosk(io.kiosk); err != nil {
		return err
	}
	word, err := kioskWord(os.Getenv(sentWord))
	if err != nil {
		return err
	}
	restrictEnvironment()
	if io.kiosk.calm != nil {
		io.kiosk.calm()
	}
	io.places.user = "" // what lies in the home folder is nobody's order here
	o, err := kioskOptions(given, word, io)
	if err == nil {
		err = kioskCommand(ctx, word, o, io, status)
	}
	return io.explain(kioskError(err), o)
}

// kioskError is what a person learns of an error.
func kioskError(err error) error {
	var refusal kioskRefusal
	switch {
	case err == nil, errors.As(err, &refusal):
		return err
	}
	return errKioskFailed
}

// kioskOptions are the settings of a restricted session: the administrator's file,
// and above it the administrator's command line.
func kioskOptions(given *pflag.FlagSet, word string, io console) (*options, error) {
	o := &options{kiosk: true}
	flags := pflag.NewFlagSet("kiosk", pflag.ContinueOnError)
	o.checking(flags)
	if word == "" || word == "resume" {
		o.formats = report.Formats()
	}
	var failed error
	given.Visit(func(flag *pflag.Flag) {
		if own := flags.Lookup(flag.Name); own != nil {
			failed = errors.Join(failed, carry(flag, own))
		}
	})
	if failed != nil {
		return o, failed
	}
	if err := o.configure(flags, io.places); err != nil {
		return o, err
	}
	if !flags.Changed("idle") {
		o.idle = kioskIdle
	}
	if o.keptInside != "" {
		o.keptInside = "the administrator's settings"
	}
	if word == "check" || word == "report" {
		o.suitFormat(flags)
	}
	return o, nil
}

// carry gives a flag the value of another one that was given.
func carry(from, to *pflag.Flag) error {
	to.Changed = true
	if list, is := from.Value.(pflag.SliceValue); is {
		own, replaceable := to.Value.(pflag.SliceValue)
		if !replaceable {
			return fmt.Errorf("--%s: this is no list", to.Name)
		}
		return own.Replace(list.GetSlice())
	}
	return to.Value.Set(from.Value.String())
}

// kioskCommand runs the command that was asked for.
func kioskCommand(ctx context.Context, word string, o *options, io console, status *int) (err error) {
	switch word {
	case "check":
		*status, err = check(ctx, o, io)
		return err
	case "report":
		return kioskReport(o, io)
	case "resume":
		return kioskResume(ctx, o, io)
	}
	return wizard(ctx, o, io)
}

// kioskReport prints the newest session.
func kioskReport(o *options, io console) error {
	if err := o.checkWriting(report.CheckFormats()); err != nil {
		return err
	}
	store, err := o.ownStore()
	if err != nil {
		return err
	}
	_, session, err := newestOwn(store, func(s steps.Session) bool { return s.Settings().Kiosk })
	if err != nil {
		return err
	}
	return io.writeReport(session, o)
}

// kioskResume goes on with the newest session that can be gone on with. Servers,
// endpoint and credential are those that the administrator names today.
func kioskResume(ctx context.Context, o *options, io console) error {
	settings, world, err := o.prepare()
	if err != nil {
		return err
	}
	store, err := o.ownStore()
	if err != nil {
		return err
	}
	here := world.Host(ctx)
	number, _, err := newestOwn(store, func(s steps.Session) bool { return canGoOn(s, here) })
	if err != nil {
		return err
	}
	journal, session, err := store.Reopen(number)
	if errors.Is(err, steps.ErrOpenElsewhere) {
		return kioskRefusal(fmt.Sprintf("session %d is still open in another window: close it there, or wait two minutes if that connection broke", number))
	}
	if err != nil {
		return err
	}
	defer journal.Close()
	if !canGoOn(session, here) { // it was finished in the meantime
		return errNoOwnSession
	}
	o.session, o.record = number, absolute(journal.Name())
	err = leadEngine(ctx, steps.Resume(world, session, settings, journal), o, io)
	if errors.Is(err, errPractise) {
		return practise(ctx, o, io)
	}
	return err
}

func canGoOn(s steps.Session, here hostclock.State) bool {
	return s.Settings().Kiosk && steps.Resumable(s, here) == nil
}
