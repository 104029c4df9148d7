package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
)

// kioskPath is the folders of the system's own programs.
const kioskPath = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"

// harmless is what a name of a terminal or of a locale looks like. Neither may lead
// to a file: a database of terminals is searched by the name.
var harmless = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.@+:-]{0,63}$`)

// kioskEnvironment is what stays of an environment in a restricted session: what
// says how a screen is drawn, and in which language. All else may come from the
// person, by SendEnv or a file in the home folder: configuration folders, proxies,
// roots of certificates, users and passwords, the debugging of Go programs.
func kioskEnvironment(environ []string) []string {
	kept := []string{kioskPath}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case name == "TERM" && value != "" && !harmless.MatchString(value):
			kept = append(kept, "TERM=dumb") // what is no terminal's name gets plain lines
		case !harmless.MatchString(value):
		case slices.Contains([]string{"TERM", "COLORTERM", "NO_COLOR", "LANG", "LANGUAGE"}, name), strings.HasPrefix(name, "LC_") && harmless.MatchString(name):
			kept = append(kept, entry)
		}
	}
	// That there is a connection matters to the screen, not whose.
	if slices.ContainsFunc(environ, func(entry string) bool { return strings.HasPrefix(entry, "SSH_TTY=") }) {
		kept = append(kept, "SSH_TTY=yes")
	}
	return kept
}

// restrictEnvironment forgets the rest of the environment, before anything reads it.
func restrictEnvironment() {
	kept := kioskEnvironment(os.Environ())
	os.Clearenv()
	for _, entry := range kept {
		name, value, _ := strings.Cut(entry, "=")
		_ = os.Setenv(name, value) // fails for names that hold = or NUL, which these do not
	}
}
