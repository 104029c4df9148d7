package timeservice

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
)

// panics says whether a service gives up where the clock is far off, "" where
// that is not known.
func panics(root fs.FS, s *Service) string {
	switch s.Name {
	case chronydName:
		return chronyPanics(root, s)
	case ntpdName, ntpsecName:
		return ntpdPanics(root, s)
	case timesyncdName:
		return "never"
	}
	return ""
}

// ntpdPanics is from ntpd(8) and ntp.conf(5): it ends where the clock is further
// off than a limit, 1000 s unless "tinker panic" says another; 0 is none. With -g
// it does not, once, at its start.
func ntpdPanics(root fs.FS, s *Service) string {
	limit := panicLimit(root)
	words, why := ntpdOptions(root, s)
	switch {
	case limit == 0:
		return "never (tinker panic 0)"
	case why != "":
		s.unknown("panics", why)
		return ""
	case panicGate(words):
		return "once at start it accepts any offset (-g)"
	}
	return fmt.Sprintf("exits where the clock is more than %g s off", limit)
}

// panicLimit is ntpd's limit in seconds, 0 for none.
func panicLimit(root fs.FS) float64 {
	config := newSurvey(root)
	config.ntp()
	seconds, err := strconv.ParseFloat(config.panic, 64)
	if err != nil || !(seconds >= 0) || math.IsInf(seconds, 0) {
		return 1000
	}
	return seconds
}

func panicGate(words []string) bool {
	return hasOption(words, 'g') || slices.Contains(words, "--panicgate")
}

// ntpdOptions returns the words that ntpd was started with, or would be: those
// of its unit, and of the file that its unit or its script reads them from. Or it
// says why they are not known.
func ntpdOptions(root fs.FS, s *Service) (words []string, why string) {
	words, found := arguments(root, s.PID)
	switch {
	case found:
		return words, ""
	case s.Running:
		return nil, "its options decide, and may not be seen"
	}
	if file := unitFile(root, s.Unit); s.Unit != "" && file != "" {
		text, _ := head(root, file)
		words = commandOf(text)
	}
	files := []string{"/etc/default/ntp", "/etc/sysconfig/ntpd", "/etc/sysconfig/ntp"}
	if s.Name == ntpsecName {
		files = []string{"/etc/default/ntpsec", "/etc/sysconfig/ntpd"} // the others are ntpd's, left behind
	}
	for _, file := range files {
		text, _ := head(root, file)
		if options, set := optionsOf(text); set {
			return append(words, options...), ""
		}
	}
	if len(words) == 0 {
		why = "it does not run, and its options decide"
	}
	return words, why
}

// commandOf returns the words of the last ExecStart of a unit (systemd.service(5)).
func commandOf(text string) []string {
	var words []string
	for line := range strings.Lines(text) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), "ExecStart="); found {
			words = strings.Fields(value)
		}
	}
	return words
}

// optionsOf returns the words of the last assignment of ntpd's options in a file
// of variables: NTPD_OPTS of Debian, OPTIONS of Red Hat, NTPD_OPTIONS of SUSE.
func optionsOf(text string) (words []string, set bool) {
	for line := range strings.Lines(text) {
		name, value, found := strings.Cut(strings.TrimSpace(line), "=")
		if found && slices.Contains([]string{"NTPD_OPTS", "OPTIONS", "NTPD_OPTIONS"}, name) {
			words, set = strings.Fields(strings.Trim(strings.TrimSpace(value), `"'`)), true
		}
	}
	return words, set
}

// chronyPanics reads maxchange of chrony.conf(5). Without it chronyd never gives
// up.
func chronyPanics(root fs.FS, s *Service) string {
	config := newSurvey(root)
	config.chrony()
	switch {
	case len(config.seen) == 0:
		s.unknown("panics", "its configuration was not found, or may not be read")
		return ""
	case config.maxchange == "":
		return "never"
	}
	return config.maxchange
}

// maxchangeWords puts the arguments of maxchange into words: an offset in
// seconds, how many updates after the start are not checked (a negative number is
// all), and how many greater offsets are ignored before chronyd ends (likewise).
func maxchangeWords(arguments []string) (string, error) {
	if len(arguments) != 3 {
		return "", fmt.Errorf("maxchange takes an offset and two numbers of updates")
	}
	offset, err := strconv.ParseFloat(arguments[0], 64)
	if err != nil || !(offset >= 0) || math.IsInf(offset, 0) {
		return "", fmt.Errorf("maxchange: the offset is no number of seconds")
	}
	start, err := strconv.Atoi(arguments[1])
	if err != nil {
		return "", fmt.Errorf("maxchange: the start is no number of updates")
	}
	ignored, err := strconv.Atoi(arguments[2])
	switch {
	case err != nil:
		return "", fmt.Errorf("maxchange: the number of ignored updates is none")
	case start < 0:
		return "never", nil
	case ignored < 0:
		return fmt.Sprintf("never, and makes no correction of more than %g s (maxchange)", offset), nil
	case start == 0:
		return fmt.Sprintf("exits where the clock is more than %g s off (maxchange)", offset), nil
	}
	return fmt.Sprintf("exits where the clock is more than %g s off, except in its first updates: %d (maxchange)", offset, start), nil
}
