package main

import (
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
	if o.unsaved {
		fmt.Fprintln(io.out, say.T("The session could not be written to its end: its report holds only a part. To read it: your ssh command with the word report behind it, such as: ssh %s report", host))
		return
	}
	fmt.Fprintln(io.out, say.T("The session is kept. To read its report: your ssh command with the word report behind it, such as: ssh %s report", host))
	switch {
	case s.State() == steps.StateWaiting:
		fmt.Fprintln(io.out, say.T("It waits for the clock to be corrected. When that is done, go on with it, such as: ssh -t %s resume", host))
	case s.State() != steps.StateFinished && steps.Resumable(s, hostclock.State{}) == nil:
		fmt.Fprintln(io.out, say.T("To go on with it, such as: ssh -t %s resume", host))
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
