package timeservice

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// steps says when a service corrects the clock at once, "" where that is not
// known.
func steps(root fs.FS, s *Service) string {
	switch s.Name {
	case chronydName:
		return chronySteps(root, s)
	case timesyncdName:
		return "always" // beyond 0.4 s; below it, it slews
	case ntpdName, ntpsecName:
		return ntpdSteps(root, s)
	case openntpdName:
		return openntpdSteps(root, s)
	}
	s.unknown("steps", "the service does not tell")
	return ""
}

// chronySteps reads makestep of chrony.conf(5): a threshold, and how many
// updates after the start may step; a negative number is no limit. Without it
// chronyd never steps by itself. The last one counts.
func chronySteps(root fs.FS, s *Service) string {
	config := newSurvey(root)
	config.chrony()
	if len(config.seen) == 0 {
		s.unknown("steps", "its configuration was not found, or may not be read")
		return ""
	}
	if config.makestep == "" {
		return "never"
	}
	return config.makestep
}

// makestepWords puts the arguments of makestep into words.
func makestepWords(arguments []string) (string, error) {
	if len(arguments) != 2 {
		return "", fmt.Errorf("makestep takes a threshold and a number of updates")
	}
	threshold, err := strconv.ParseFloat(arguments[0], 64)
	if err != nil || !(threshold >= 0) {
		return "", fmt.Errorf("makestep: the threshold is no number of seconds")
	}
	limit, err := strconv.Atoi(arguments[1])
	switch {
	case err != nil:
		return "", fmt.Errorf("makestep: the limit is no number of updates")
	case limit < 0:
		return "always", nil
	case limit == 0:
		return "never", nil
	case limit == 1:
		return "first update only", nil
	}
	return fmt.Sprintf("first %d updates only", limit), nil
}

// ntpdSteps is from ntpd(8) and ntp.conf(5): it steps beyond 0.128 s and gives
// up beyond 1000 s ("tinker panic" sets another limit, 0 is none), which -g
// allows once, at the start.
func ntpdSteps(root fs.FS, s *Service) string {
	words, why := ntpdOptions(root, s)
	if why != "" {
		s.unknown("steps", why)
		return ""
	}
	limit := panicLimit(root)
	switch {
	case limit == 0:
		return "always"
	case panicGate(words):
		return fmt.Sprintf("up to %g s, once more at the start", limit)
	}
	return fmt.Sprintf("up to %g s", limit)
}

// openntpdSteps is from OpenNTPD's ntpd(8): it slews, and -s steps once, at the
// start.
func openntpdSteps(root fs.FS, s *Service) string {
	words, found := arguments(root, s.PID)
	switch {
	case !found:
		s.unknown("steps", "it does not run, and its options decide")
		return ""
	case hasOption(words, 's'):
		return "at the start only"
	}
	return "never"
}

// hasOption reports whether an option of one letter is among the words, alone or
// with others behind one hyphen.
func hasOption(words []string, letter rune) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		bundle, found := strings.CutPrefix(word, "-")
		notLetter := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
		return found && !strings.ContainsFunc(bundle, notLetter) && strings.ContainsRune(bundle, letter)
	})
}
