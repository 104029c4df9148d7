package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// configPlaces are the two files that settings may stand in. An empty name is a
// file that cannot be there.
type configPlaces struct {
	administrator, user string
}

// hostPlaces are those of this host. Where no home folder is known, as of some
// services, there is no user's file.
func hostPlaces() configPlaces {
	places := configPlaces{administrator: administratorsPlace()}
	if folder, err := userFolder(); err == nil {
		places.user = filepath.Join(folder, "unskew", "config.toml")
	}
	return places
}

// userFolder is where a user's programs keep their configuration. A relative
// XDG_CONFIG_HOME is not obeyed, as the XDG Base Directory Specification has it.
func userFolder() (string, error) {
	folder, err := os.UserConfigDir()
	if set := os.Getenv("XDG_CONFIG_HOME"); err != nil && set != "" && !filepath.IsAbs(set) {
		home, err := os.UserHomeDir()
		return filepath.Join(home, ".config"), err
	}
	if err == nil && !filepath.IsAbs(folder) {
		return "", errors.New("the home folder is not an absolute path")
	}
	return folder, err
}

// place is a line of a configuration file.
type place struct {
	file string
	line int // from 1
}

// String is file:line, as compilers and editors write it.
func (p place) String() string { return p.file + ":" + strconv.Itoa(p.line) }

// origin is where a value comes from; the zero origin is the default.
type origin struct {
	given bool  // on the command line
	at    place // in a file
	// final: the administrator's word, which nobody can loosen.
	final bool
	// private: nobody but the file's owner can read it.
	private bool
}

// String names an origin as unskew config prints it.
func (o origin) String() string {
	switch {
	case o.given:
		return "command line"
	case o.final:
		return "forbidden by " + o.at.String()
	case o.at.file != "":
		return o.at.String()
	}
	return "default"
}

// named is how an error names a setting: by its flag, or by the line of the file
// that it came from.
func (o *options) named(flag string) string {
	if from := o.origins[flag]; !from.given && from.at.file != "" {
		return from.at.String() + ": " + flag
	}
	return "--" + flag
}

// fromFile says in the error of some settings, which names what they name, which
// of them stand in a file.
func (o *options) fromFile(err error, flags ...string) error {
	for _, flag := range flags {
		if from := o.origins[flag]; !from.given && from.at.file != "" {
			err = fmt.Errorf("%s: %s: %w", from.at, flag, err)
		}
	}
	return err
}

// wrong is the error of a setting's value.
func (o *options) wrong(flag, format string, words ...any) error {
	return fmt.Errorf("%s: %w", o.named(flag), fmt.Errorf(format, words...))
}
