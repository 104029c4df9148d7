package timeservice

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// timesyncd reads what systemd-timesyncd reads, as timesyncd.conf(5) has it:
// the first main file that is found, then the drop-ins in the order of their
// names, and the servers of each network link. The fallback is for a host
// without any other.
func (s *survey) timesyncd() {
	var servers, fallback, builtIn []placed
	fallbackSet := false
	for _, file := range s.timesyncdFiles() {
		text, found := s.text(file, byTimesyncd)
		if !found {
			continue
		}
		for _, a := range parseTimesyncd(text) {
			p := place{file: file, line: a.line, by: byTimesyncd}
			switch {
			case a.comment && a.key == "FallbackNTP" && path.Base(file) == "timesyncd.conf":
				builtIn = assign(builtIn, a, p)
			case a.comment:
			case a.key == "NTP":
				servers = assign(servers, a, p)
			case a.key == "FallbackNTP":
				fallback, fallbackSet = assign(fallback, a, p), true
			}
		}
	}
	installed := s.timesyncdInstalled()
	if installed {
		servers = append(servers, s.linkServers()...)
	}
	switch {
	case len(servers) > 0:
		s.place(servers)
	case fallbackSet:
		s.place(fallback)
	case installed:
		s.place(builtIn)
	}
}

// placed is a name and where it stands.
type placed struct {
	name string
	at   place
}

// assign adds an assignment's names to a list; an empty one empties the list.
func assign(list []placed, a assignment, p place) []placed {
	if len(a.values) == 0 {
		return nil
	}
	for _, name := range a.values {
		list = append(list, placed{name, p})
	}
	return list
}

func (s *survey) place(list []placed) {
	for _, item := range list {
		s.fromWord(item.name, item.at)
	}
}

// systemdFolders is in the order of precedence.
func systemdFolders() []string {
	return []string{"/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd"}
}

// timesyncdFiles returns the files in the order of reading.
func (s *survey) timesyncdFiles() []string {
	var files []string
	for _, folder := range systemdFolders() {
		if file := folder + "/timesyncd.conf"; s.exists(file) {
			files = append(files, file)
			break
		}
	}
	chosen := map[string]string{}
	for _, folder := range systemdFolders() {
		for _, file := range s.folder(folder+"/timesyncd.conf.d", ".conf") {
			if name := path.Base(file); chosen[name] == "" {
				chosen[name] = file
			}
		}
	}
	for _, name := range sortedKeys(chosen) {
		files = append(files, chosen[name])
	}
	return files
}

// timesyncdInstalled looks for the program: its files may outlive it.
func (s *survey) timesyncdInstalled() bool {
	return s.exists("/usr/lib/systemd/systemd-timesyncd") || s.exists("/lib/systemd/systemd-timesyncd")
}

// linkServers reads what systemd-networkd tells timesyncd of each network link:
// the servers that DHCP gave, or that its own configuration names.
func (s *survey) linkServers() []placed {
	var list []placed
	for _, file := range s.folder("/run/systemd/netif/links", "") {
		text, _ := s.text(file, byTimesyncd)
		s.lines(file, text, func(number int, line string) {
			for _, name := range linkNames(line) {
				list = append(list, placed{name, place{file: file, line: number, by: byTimesyncd}})
			}
		})
	}
	return list
}

// linkNames returns the names of a line NTP=... of a link's state.
func linkNames(line string) []string {
	value, found := strings.CutPrefix(strings.TrimSpace(line), "NTP=")
	if !found {
		return nil
	}
	return strings.Fields(strings.Trim(value, `"`))
}

// assignment is one KEY=values of the section [Time].
type assignment struct {
	key     string
	values  []string
	line    int  // where it begins
	comment bool // it is commented out
}

// parseTimesyncd reads a file in systemd's syntax. Comments that are a whole
// assignment are kept: by systemd's custom the main file shows the defaults
// that were built into the program in this way, and nothing else tells them.
func parseTimesyncd(text string) []assignment {
	var found []assignment
	section, pending, begin := "", "", 0
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		comment := strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";")
		if pending != "" && comment {
			continue // a comment within a continued line
		}
		if pending == "" {
			begin = number
		}
		if whole, more := strings.CutSuffix(line, `\`); more && !comment && len(pending) < mostLine {
			pending += whole + " "
			continue
		}
		line, pending = pending+line, ""
		if strings.HasPrefix(line, "[") {
			section = line
			continue
		}
		if a, ok := assignmentOf(line); ok && section == "[Time]" {
			a.line = begin
			found = append(found, a)
		}
	}
	return found
}

// assignmentOf reads "NTP=a b" or "#NTP=a b".
func assignmentOf(line string) (assignment, bool) {
	bare := strings.TrimLeft(line, "#;")
	key, value, found := strings.Cut(bare, "=")
	key = strings.TrimSpace(key)
	if !found || (key != "NTP" && key != "FallbackNTP") {
		return assignment{}, false
	}
	return assignment{key: key, values: strings.Fields(value), comment: bare != line}, true
}

// sortedKeys returns the names of files in the order of reading.
func sortedKeys(files map[string]string) []string {
	return slices.Sorted(maps.Keys(files))
}
