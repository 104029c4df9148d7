package timeservice

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"unskew/diagnostics"
)

// chrony reads what chronyd reads, as chrony.conf(5) has it, and what the hooks
// of DHCP clients leave for it.
func (s *survey) chrony() {
	for _, file := range []string{"/etc/chrony.conf", "/etc/chrony/chrony.conf"} {
		s.chronyFile(file, 0, false)
	}
	// Most configurations name this folder by themselves.
	s.chronyFolders([]string{"/run/chrony-dhcp"}, ".sources", 0)
	s.chronyLists("/var/lib/dhclient", "chrony.servers.")
	s.chronyLists("/run/netconfig", "chrony.servers")
	for i, server := range s.servers {
		if server.By == byChrony && server.NTS {
			s.servers[i].NTSUndated = s.undated
		}
	}
}

// chronyFile reads one file of chrony's syntax. In files of a sourcedir only
// the time sources count.
func (s *survey) chronyFile(file string, depth int, sourcesOnly bool) {
	text, found := s.text(file, byChrony)
	if !found {
		return
	}
	s.lines(file, text, func(number int, line string) {
		words := chronyWords(line)
		if len(words) == 0 {
			return
		}
		p := place{file: file, line: number, by: byChrony}
		if s.chronySource(words, p) || sourcesOnly {
			return
		}
		s.chronyDirective(words, p, depth)
	})
}

// chronyWords splits a line into words. A line that begins with one of four
// characters is a comment; chrony knows no comment behind a statement, but
// people write them.
func chronyWords(line string) []string {
	line = strings.TrimSpace(line)
	if line == "" || strings.ContainsRune("!;#%", rune(line[0])) {
		return nil
	}
	words := strings.Fields(line)
	comment := slices.IndexFunc(words, func(word string) bool { return word[0] == '#' })
	if comment >= 0 {
		words = words[:comment]
	}
	return words
}

// chronySource reads a statement that names a time source, and reports whether
// it was one.
func (s *survey) chronySource(words []string, p place) bool {
	switch strings.ToLower(words[0]) {
	case "server", "pool", "peer":
		source, err := sourceOf(words)
		if err != nil {
			s.fail(fmt.Errorf("%s: %w", p, err))
			return true
		}
		s.add(source, p)
		return true
	}
	return false
}

// chronyDirective reads the other statements that lead to time sources.
func (s *survey) chronyDirective(words []string, p place, depth int) {
	arguments := words[1:]
	switch strings.ToLower(words[0]) {
	case "refclock":
		s.clock(arguments[:min(2, len(arguments))], p)
	case "makestep":
		words, err := makestepWords(arguments)
		if err != nil {
			s.fail(fmt.Errorf("%s: %w", p, err))
			return
		}
		s.makestep = words
	case "maxchange":
		words, err := maxchangeWords(arguments)
		if err != nil {
			s.fail(fmt.Errorf("%s: %w", p, err))
			return
		}
		s.maxchange = words
	case "nocerttimecheck": // for that many updates of the clock
		limit, err := strconv.Atoi(strings.Join(arguments, " "))
		s.undated = err == nil && limit > 0
	case "initstepslew": // a threshold, then servers that are asked at the start
		for _, name := range arguments[min(1, len(arguments)):] {
			s.chronySource([]string{"server", name}, p)
		}
	case "include", "confdir", "sourcedir":
		if depth == mostDepth {
			s.fail(fmt.Errorf("%s: includes more than %d deep were left out", p, mostDepth))
			return
		}
		s.chronyInclude(strings.ToLower(words[0]), arguments, p, depth+1)
	}
}

func (s *survey) chronyInclude(verb string, arguments []string, p place, depth int) {
	switch verb {
	case "confdir":
		s.chronyFolders(arguments, ".conf", depth)
	case "sourcedir":
		s.chronyFolders(arguments, ".sources", depth)
	case "include":
		for _, pattern := range arguments[:min(1, len(arguments))] {
			files, err := s.matches(pattern)
			if err != nil {
				s.fail(fmt.Errorf("%s: include %s: %w", p, diagnostics.Clean(pattern, 128), err))
			}
			for _, file := range files {
				s.chronyFile(file, depth, false)
			}
		}
	}
}

// chronyFolders reads the files of several folders in the order of their names;
// of two files with one name the one of the earlier folder counts.
func (s *survey) chronyFolders(folders []string, suffix string, depth int) {
	chosen := map[string]string{}
	for _, folder := range folders {
		for _, file := range s.folder(folder, suffix) {
			if name := path.Base(file); chosen[name] == "" {
				chosen[name] = file
			}
		}
	}
	for _, name := range sortedKeys(chosen) {
		s.chronyFile(chosen[name], depth, suffix == ".sources")
	}
}

// chronyLists reads files with one "name options" a line, as the helpers of
// older releases of Red Hat and SUSE keep them.
func (s *survey) chronyLists(folder, prefix string) {
	for _, file := range s.folder(folder, "") {
		if !strings.HasPrefix(path.Base(file), prefix) {
			continue
		}
		text, _ := s.text(file, byChrony)
		s.lines(file, text, func(number int, line string) {
			if words := chronyWords(line); len(words) > 0 {
				p := place{file: file, line: number, by: byChrony}
				s.chronySource(append([]string{"server"}, words...), p)
			}
		})
	}
}

// matches returns the files of a pattern. Wildcards may stand in its last
// element only, so that a pattern cannot walk the whole disk.
func (s *survey) matches(pattern string) ([]string, error) {
	folder, last := path.Split("/" + rooted(pattern))
	if strings.ContainsAny(folder, `*?[\`) {
		return nil, errors.New("wildcards in a folder's name are not followed")
	}
	if !strings.ContainsAny(last, `*?[\`) {
		file := folder + last
		if _, err := fs.Stat(s.root, rooted(file)); err != nil {
			return nil, errors.New("it cannot be read")
		}
		return []string{file}, nil
	}
	var files []string
	for _, file := range s.folder(folder, "") {
		matched, err := path.Match(last, path.Base(file))
		if err != nil {
			return nil, err
		}
		if matched {
			files = append(files, file)
		}
	}
	return files, nil
}
