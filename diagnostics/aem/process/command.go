package process

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The shapes of AEM's command lines: the start script's, and those of the jar that
// people start by hand, whose name says run mode and port.
var (
	jarShape  = regexp.MustCompile(`(?:^|/)(?:cq|aem)[^ /]*-(author|publish)-?p?([0-9]{2,5})?\.jar$`)
	quickJar  = regexp.MustCompile(`(?:^|/)(?:cq-quickstart|aem-quickstart|aem-sdk-quickstart)[^ /]*\.jar$`)
	proxyHost = regexp.MustCompile(`^-D(https?)\.proxyHost=(.+)$`)
)

// isAEM recognises a JVM that runs AEM.
func isAEM(line []string) bool {
	if len(line) < 2 || !strings.HasPrefix(path.Base(line[0]), "java") {
		return false
	}
	return slices.ContainsFunc(line[1:], func(word string) bool {
		return strings.Contains(word, "crx-quickstart") || strings.HasPrefix(word, "-Dsling.run.modes=") ||
			quickJar.MatchString(word) || jarShape.MatchString(word)
	})
}

// option is the value of -Dname=value in a command line.
func option(line []string, name string) (string, bool) {
	for _, word := range line {
		if value, is := strings.CutPrefix(word, "-D"+name+"="); is {
			return value, true
		}
	}
	return "", false
}

// after is the word that follows a flag behind the jar's name: before it, flags are
// the JVM's own.
func after(line []string, flag string) (string, bool) {
	jar := slices.Index(line, "-jar")
	for i := max(jar, 0); i+1 < len(line); i++ {
		if line[i] == flag && jar >= 0 {
			return line[i+1], true
		}
	}
	return "", false
}

// runModesIn reads the run modes off a command line.
func runModesIn(line []string) []string {
	var modes []string
	add := func(list string) {
		for _, mode := range strings.Split(list, ",") {
			if mode = clean(strings.TrimSpace(mode)); mode != "" && !slices.Contains(modes, mode) && len(modes) < 20 {
				modes = append(modes, mode)
			}
		}
	}
	if list, given := option(line, "sling.run.modes"); given {
		add(list)
	}
	if list, given := after(line, "-r"); given {
		add(list)
	}
	for _, word := range line {
		if found := jarShape.FindStringSubmatch(word); found != nil {
			add(found[1])
		}
	}
	return modes
}

// portIn reads the port off a command line; 0: it does not say.
func portIn(line []string) int {
	if text, given := after(line, "-p"); given {
		return port(text)
	}
	if text, given := after(line, "-port"); given {
		return port(text)
	}
	for _, word := range line {
		if found := jarShape.FindStringSubmatch(word); found != nil && found[2] != "" {
			return port(found[2])
		}
	}
	return 0
}

func port(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || number > 65535 {
		return 0
	}
	return number
}

// proxiesIn reads the proxies off a command line. Their password would be another
// option, which is not looked at.
func proxiesIn(line []string) []string {
	var proxies []string
	for _, word := range line {
		found := proxyHost.FindStringSubmatch(word)
		if found == nil {
			continue
		}
		name := clean(found[2])
		if number, given := option(line, found[1]+".proxyPort"); given && port(number) != 0 {
			name += ":" + number
		}
		if !slices.Contains(proxies, name) && !strings.Contains(name, "@") {
			proxies = append(proxies, name)
		}
	}
	return proxies
}
