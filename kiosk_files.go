package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"unskew/steps"
	"unskew/steps/report"
)

// In a restricted session the administrator's files have stand-in names: the real
// ones stand in no record, report or error, because nobody but administratorFiles
// knows them.
const (
	standInCredentials = "the-configured-credential-file"
	standInKey         = "the-configured-key-file"
	standInLog         = "the-configured-log-file"
)

// confine puts the restrictions onto settings.
func (o *options) confine(settings steps.Settings) steps.Settings {
	settings.Kiosk = o.kiosk
	if !o.kiosk {
		return settings
	}
	if settings.Credentials != "" {
		settings.Credentials = standInCredentials
	}
	if settings.Key != "" {
		settings.Key = standInKey
	}
	return settings
}

// files are those that the steps may read.
func (o *options) files() steps.Files {
	if o.kiosk {
		return administratorFiles{credentials: o.credentials, key: o.key}
	}
	return hostFiles{}
}

// administratorFiles reads the files that the administrator named, and no other.
// Empty names are files that were not named.
type administratorFiles struct{ credentials, key string }

// ReadFile implements steps.Files.
func (f administratorFiles) ReadFile(name string) ([]byte, error) {
	for _, path := range f.paths(name) {
		data, err := hostFiles{}.ReadFile(path)
		if err == nil {
			return data, nil
		}
		if name == standInCredentials || name == standInKey {
			return nil, &fs.PathError{Op: "open", Path: name, Err: cause(err)}
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// paths are the real files behind a name. A name without a folder is a neighbour of
// one of the two: the parts of a credential that were downloaded together.
func (f administratorFiles) paths(name string) []string {
	switch {
	case name == standInCredentials && f.credentials != "":
		return []string{f.credentials}
	case name == standInKey && f.key != "":
		return []string{f.key}
	case name == standInCredentials, name == standInKey, name == "", strings.ContainsAny(name, `/\`), strings.HasPrefix(name, "."):
		return nil
	}
	var found []string
	for _, named := range []string{f.credentials, f.key} {
		if named != "" {
			found = append(found, filepath.Join(filepath.Dir(named), name))
		}
	}
	return found
}

// Complete implements steps.Files: nobody is shown what files there are.
func (administratorFiles) Complete(string) []string { return nil }

// mostSameNames bounds the reports of one session in one format.
const mostSameNames = 50

// saveOwn writes a report into the administrator's folder, under a name that is not
// taken, and beside it the table of its names where it has stand-ins. A file that is
// there, or a link, is never written to, nor is one read.
func (o *options) saveOwn(s steps.Session, e steps.Export, text []byte) (steps.Saved, error) {
	mode, err := o.fileMode()
	if err != nil {
		return steps.Saved{}, kioskError(err)
	}
	host := s.Start().Host
	if e.Audience == steps.Outsiders { // its name goes outside with the file
		host = ""
	}
	for n := 1; n <= mostSameNames; n++ {
		saved := steps.Saved{Name: filepath.Join(o.reportDir, ownName(host, o.session, n, e.Format))}
		err := writeNew(saved.Name, text, mode)
		if err == nil && e.Audience == steps.Outsiders {
			saved.Table = namesFile(saved.Name)
			if err = writeNew(saved.Table, report.NamesTable(s), 0o600); err != nil {
				_ = os.Remove(saved.Name)
			}
		}
		switch {
		case err == nil:
			return saved, nil
		case !errors.Is(err, fs.ErrExist):
			return steps.Saved{}, fmt.Errorf("the administrator's folder takes no file (%w): tell the administrator, and use the word report behind your ssh command", cause(err))
		}
	}
	return steps.Saved{}, errors.New("there are too many reports of this session already: tell the administrator")
}

// writeNew writes a file that is not there yet, with the mode as it is given, whatever
// the account's mask.
func writeNew(name string, text []byte, mode os.FileMode) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Chmod(mode), file.Close()); err != nil {
		_ = os.Remove(name)
	}
	return err
}

// ownName is the n-th name of a report: machine, account's session, form.
func ownName(host string, session, n int, format string) string {
	words := []string{"unskew"}
	if host = steps.PlainName(host); host != "" {
		words = append(words, host)
	}
	words = append(words, "uid"+strconv.Itoa(os.Geteuid()))
	if session > 0 {
		words = append(words, "session"+strconv.Itoa(session))
	}
	if n > 1 {
		words = append(words, strconv.Itoa(n))
	}
	return strings.Join(words, "-") + report.Format(format).Export().Ending
}
