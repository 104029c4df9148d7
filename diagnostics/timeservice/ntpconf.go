package timeservice

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"unskew/diagnostics"
)

// ntp reads the files of ntpd and its relatives (NTPsec, OpenNTPD, BusyBox),
// those that DHCP clients put in their place, and the list of servers that
// older releases of Red Hat's systems step the clock by at boot.
func (s *survey) ntp() {
	for _, file := range []string{
		"/etc/ntp.conf", "/etc/ntpsec/ntp.conf", "/etc/ntp/ntp.conf",
		"/run/ntp.conf.dhcp", "/run/ntpsec/ntp.conf.dhcp", "/var/lib/ntp/ntp.conf.dhcp",
		"/etc/ntpd.conf", "/etc/openntpd/ntpd.conf",
	} {
		s.ntpFile(file, 0)
	}
	for _, folder := range []string{"/etc/ntp.d", "/etc/ntpsec/ntp.d"} {
		for _, file := range s.folder(folder, ".conf") {
			s.ntpFile(file, 0)
		}
	}
	for _, file := range []string{"/etc/ntp/step-tickers", "/etc/ntp/ntpservers"} {
		s.ntpList(file)
	}
}

func (s *survey) ntpFile(file string, depth int) {
	text, found := s.text(file, byNTP)
	if !found {
		return
	}
	s.lines(file, text, func(number int, line string) {
		if words := ntpWords(line); len(words) > 0 {
			s.ntpStatement(words, place{file: file, line: number, by: byNTP}, depth)
		}
	})
}

// ntpWords splits a line into words: ntp.conf(5) has comments from a '#' to the
// end of the line, wherever it stands.
func ntpWords(line string) []string {
	line, _, _ = strings.Cut(line, "#")
	return strings.Fields(line)
}

func (s *survey) ntpStatement(words []string, p place, depth int) {
	switch strings.ToLower(words[0]) {
	case "server", "pool", "peer", "servers":
		source, err := sourceOf(words)
		switch {
		case err != nil:
			s.fail(fmt.Errorf("%s: %w", p, err))
		case source.refclock():
			s.clock([]string{source.name}, p)
		default:
			s.add(source, p)
		}
	case "refclock": // NTPsec's own way to say it
		s.clock(words[1:min(2, len(words))], p)
	case "tinker":
		for i, word := range words[:len(words)-1] {
			if strings.EqualFold(word, "panic") {
				s.panic = diagnostics.Clean(words[i+1], 20)
			}
		}
	case "includefile":
		if len(words) > 1 {
			s.ntpInclude(strings.Trim(words[1], `"`), p, depth+1)
		}
	}
}

// ntpInclude follows a file, or the *.conf of a folder. A relative name is
// looked for beside the file that has it.
func (s *survey) ntpInclude(name string, p place, depth int) {
	if depth > mostDepth {
		s.fail(fmt.Errorf("%s: includes more than %d deep were left out", p, mostDepth))
		return
	}
	if !path.IsAbs(name) {
		name = path.Join(path.Dir(p.file), name)
	}
	file := "/" + rooted(name)
	info, err := fs.Stat(s.root, rooted(file))
	switch {
	case err != nil:
		s.fail(fmt.Errorf("%s: includefile: it cannot be read", p))
	case info.IsDir():
		for _, file := range s.folder(file, ".conf") {
			s.ntpFile(file, depth)
		}
	default:
		s.ntpFile(file, depth)
	}
}

// ntpList reads a file with one name a line.
func (s *survey) ntpList(file string) {
	text, found := s.text(file, byNTP)
	if !found {
		return
	}
	s.lines(file, text, func(number int, line string) {
		for _, name := range ntpWords(line) {
			p := place{file: file, line: number, by: byNTP}
			s.ntpStatement([]string{"server", name}, p, 0)
		}
	})
}
