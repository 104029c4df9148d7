package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/say"
)

const (
	errNoOwnFolder  = kioskRefusal("no sessions are kept here: ask the administrator of this machine to set a folder for them (state-dir)")
	errNoOwnSession = kioskRefusal("there is no such session here: log in without a word behind your ssh command to begin one")
)

// errKioskUnkept is why a session is in memory only, as far as it is the person's
// affair.
var errKioskUnkept = errors.New("no folder is set up for it")

// ownFolder is the folder of this account's sessions within the administrator's. It
// is made where it is not there, for this account alone. One that somebody else
// made, or can read, is not used: in a folder that several accounts may write to,
// another could have put it there.
func ownFolder(base string) (string, error) {
	if base == "" {
		return "", errNoOwnFolder
	}
	account := os.Geteuid()
	folder := filepath.Join(base, "uid-"+strconv.Itoa(account))
	made := os.Mkdir(folder, 0o700)
	info, err := os.Lstat(folder)
	switch {
	case err != nil && made != nil:
		return "", fmt.Errorf("sessions cannot be kept in %s: %w", folder, cause(made))
	case err != nil:
		return "", fmt.Errorf("sessions cannot be kept in %s: %w", folder, cause(err))
	case !info.IsDir() || info.Mode().Perm()&0o077 != 0 || !ownedBy(info, account):
		return "", fmt.Errorf("sessions cannot be kept in %s: it does not belong to this account alone: chmod 700, chown", folder)
	}
	return folder, nil
}

// tellKeptHere says how the session is come back to: with a word, never by a file.
func (o *options) tellKeptHere(s steps.Session, io console) {
	host := s.Start().Host
	tell := func(text say.Text) { io.tell(o, text) }
	switch {
	case o.unsaved:
		tell(say.T("The session could not be written to its end, so only a part of it is kept."))
	case s.State() == steps.StateWaiting:
		tell(say.T("The session is kept, and waits for the clock to be corrected. Log in as before with a word behind your ssh command: report prints it, resume goes on with it when that is done."))
	default:
		tell(say.T("The session is kept. Log in as before with a word behind your ssh command: report prints it, resume goes on with it."))
	}
	fmt.Fprintf(io.out, "  ssh %s report\n", host)
	if !o.unsaved && s.State() != steps.StateFinished && steps.Resumable(s, hostclock.State{}) == nil {
		fmt.Fprintf(io.out, "  ssh -t %s resume\n", host)
	}
}

// ownStore is the store of this account's sessions.
func (o *options) ownStore() (steps.Store, error) {
	folder, err := ownFolder(o.stateDir)
	if err != nil {
		return steps.Store{}, err
	}
	return steps.StoreIn(folder), nil
}

// newestOwn is the session with the highest number that fits. Those that cannot be
// read are passed over: one that was just begun is empty.
func newestOwn(store steps.Store, fits func(steps.Session) bool) (int, steps.Session, error) {
	numbers, err := store.Numbers()
	if err != nil {
		return 0, steps.Session{}, err
	}
	for i := len(numbers) - 1; i >= 0; i-- {
		session, err := store.Load(numbers[i])
		if err == nil && !session.Empty() && fits(session) {
			return numbers[i], session, nil
		}
	}
	return 0, steps.Session{}, errNoOwnSession
}
