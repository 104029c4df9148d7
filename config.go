package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"unskew/diagnostics"
	"unskew/steps/report"
)

// keyPublic is the one key that is no flag: what it forbids is not for the person
// in front of the terminal to decide.
const keyPublic = "public"

// checking adds all flags of check. They are the keys of the configuration files.
func (o *options) checking(flags *pflag.FlagSet) {
	o.measuring(flags)
	o.showing(flags, report.CheckFormats())
	o.limiting(flags)
	o.spreading(flags)
}

// keys returns a command's flags together with what only files can say.
func keys(flags *pflag.FlagSet, public *bool) *pflag.FlagSet {
	all := pflag.NewFlagSet("configuration", pflag.ContinueOnError)
	flags.VisitAll(func(flag *pflag.Flag) {
		// A descriptor lives as long as a command, and a login is restricted where it
		// is let in.
		if !slices.Contains([]string{"help", "kiosk", flagPassphrase}, flag.Name) {
			all.AddFlag(flag)
		}
	})
	all.BoolVar(public, keyPublic, true, "false keeps every packet inside: no public server is asked, and nothing is sent to an address that is not private")
	return all
}

// configure puts what the configuration files say into options whose flags were
// parsed: built-in default < administrator's file < user's file < command line.
// It must run before the options are used. Every command that measures this host
// calls it. An error names the file and the line.
func (o *options) configure(flags *pflag.FlagSet, places configPlaces) error {
	administrator, err := readKeys(places.administrator)
	if err != nil {
		return err
	}
	var user configFile
	if !barred(places.user) {
		if user, err = readKeys(places.user); err != nil {
			return err
		}
	}
	o.found.administrator, o.found.user = administrator.found, user.found
	if err := refuseLoosening(administrator, user, flags); err != nil {
		return err
	}
	var public bool
	o.origins = map[string]origin{}
	keys(flags, &public).VisitAll(func(flag *pflag.Flag) {
		if flag.Changed {
			o.origins[flag.Name] = origin{given: true}
			return
		}
		for _, file := range []configFile{user, administrator} {
			said, there := file.entries[flag.Name]
			if !there || !o.suits(flag, said.value) {
				continue
			}
			err = errors.Join(err, setFlag(flag, said.value)) // it went well before, in readKeys
			flag.Changed = true
			o.origins[flag.Name] = origin{at: said.at, private: !file.others.read}
			return
		}
	})
	for _, b := range bans() {
		if said, there := administrator.entries[b.key]; there && said.value == b.value {
			o.origins[b.key] = origin{at: said.at, final: true}
		}
	}
	if !public {
		o.keptInside = "public = false in " + o.origins[keyPublic].at.String()
	}
	return err
}

// barred reports whether a file lies in a folder that is somebody else's: where
// a service's account was given another user's HOME, that user's settings are
// not meant.
func barred(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrPermission)
}

// suits reports whether a command can do with a value from a file. The files serve
// several commands, and of the formats the wizard has not those for monitoring.
func (o *options) suits(flag *pflag.Flag, value any) bool {
	text, _ := value.(string)
	if flag.Name != "format" || !slices.Contains(report.CheckFormats(), report.Format(text)) {
		return true
	}
	return slices.Contains(o.formats, report.Format(text))
}

// readKeys reads a file and checks each key, and its value as far as its type
// goes, whether or not the value is used in the end.
func readKeys(path string) (configFile, error) {
	config, err := readConfig(path)
	if err != nil {
		return config, err
	}
	var public bool
	scratch := pflag.NewFlagSet("", pflag.ContinueOnError)
	(&options{}).checking(scratch)
	known := keys(scratch, &public)
	for _, key := range config.inOrder() {
		said := config.entries[key]
		flag := known.Lookup(key)
		if flag == nil {
			return config, fmt.Errorf("%s: %q is no key of this version: see unskew config --help", said.at, diagnostics.Clean(key, 60))
		}
		if err := setFlag(flag, said.value); err != nil {
			return config, fmt.Errorf("%s: %s: %w", said.at, key, err)
		}
		if key == "allow-fix" && said.value == true && config.others.write {
			return config, fmt.Errorf("%s: %s: others than you and root can change this file, so it cannot allow that: %s %s", said.at, key, ownFile, path)
		}
	}
	return config, nil
}

// inOrder lists the keys by their lines.
func (c configFile) inOrder() []string {
	var names []string
	for key := range c.entries {
		names = append(names, key)
	}
	slices.SortFunc(names, func(a, b string) int {
		if before := c.entries[a].at.line - c.entries[b].at.line; before != 0 {
			return before
		}
		return strings.Compare(a, b)
	})
	return names
}
