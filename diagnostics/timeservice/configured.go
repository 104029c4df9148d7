package timeservice

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"unskew/diagnostics"
)

// What is read at most. No real configuration comes near.
const (
	mostBytes   = 1 << 20 // of one file
	mostLine    = 4096
	mostFiles   = 256
	mostDepth   = 10 // of includes, as chrony has it
	mostServers = 256
	mostErrors  = 32
)

// Configured returns the servers that this host is configured to follow, each
// name once, in the order of reading. They stand in the files of chrony,
// systemd-timesyncd and the family of ntp.conf, each with what DHCP left for it;
// on Windows in the registry. The errors say what could not be read; files that
// are not there are none. Reference clocks and the host itself are left out (see
// Refclocks).
func Configured(host Host) ([]Server, []error) {
	s := read(host)
	return s.servers, s.errs
}

// Refclocks returns the hardware clocks that the same files name.
func Refclocks(host Host) []Refclock { return read(host).clocks }

func read(host Host) *survey {
	s := newSurvey(host.Root)
	switch {
	case host.OS == osWindows:
		settings, err := readSettings(host.Registry)
		if err != nil {
			s.fail(err)
		}
		s.w32servers(settings)
	case host.Root == nil:
	default:
		s.chrony()
		s.timesyncd()
		s.ntp()
	}
	if host.OS == osDarwin && host.Root != nil {
		s.timed()
	}
	return s
}

func newSurvey(root fs.FS) *survey {
	return &survey{root: root, named: map[string]bool{}, seen: map[string]bool{}}
}

// survey is one reading of all files.
type survey struct {
	root    fs.FS
	servers []Server
	clocks  []Refclock
	errs    []error
	named   map[string]bool // servers, by name in lower case
	seen    map[string]bool // services and files that were read

	makestep  string // what chrony's last makestep says, in words; "" none
	maxchange string // likewise
	undated   bool   // chrony's nocerttimecheck is set
	panic     string // the value of ntpd's last "tinker panic"; "" none
}

// place is where a statement stands.
type place struct {
	file string // absolute
	line int
	by   string
}

func (p place) String() string {
	if p.line == 0 {
		return p.file
	}
	return fmt.Sprintf("%s:%d", p.file, p.line)
}

// add lists a server, unless it is known or the host itself.
func (s *survey) add(source source, p place) {
	key := strings.ToLower(strings.TrimSuffix(source.name, "."))
	switch {
	case source.self() || s.named[key]:
		return
	case len(s.servers) == mostServers:
		s.fail(fmt.Errorf("%s: more than %d servers; the rest was left out", p, mostServers))
		return
	}
	s.named[key] = true
	s.servers = append(s.servers, Server{
		Name: source.name, Pool: source.pool, File: p.file, Line: p.line, By: p.by,
		NTS: source.nts, NTSUndated: source.noval,
	})
}

// fromWord lists a server that is named by a word alone.
func (s *survey) fromWord(name string, p place) {
	source, err := sourceOf([]string{"server", name})
	if err != nil {
		s.fail(fmt.Errorf("%s: %w", p, err))
		return
	}
	s.add(source, p)
}

// clock notes a reference clock.
func (s *survey) clock(words []string, p place) {
	if len(s.clocks) < mostServers {
		name := diagnostics.Clean(strings.Join(words, " "), 128)
		s.clocks = append(s.clocks, Refclock{Name: name, File: p.file, Line: p.line, By: p.by})
	}
}

func (s *survey) fail(err error) {
	known := func(e error) bool { return e.Error() == err.Error() }
	if len(s.errs) < mostErrors && !slices.ContainsFunc(s.errs, known) {
		s.errs = append(s.errs, err)
	}
}

// text returns the beginning of a file. It reports false where there is nothing
// to read: the file is not there, was read before for the same service, or cannot
// be read (which is noted). A link to /dev/null is how systemd's tools write "nothing here".
func (s *survey) text(file, by string) (string, bool) {
	name := rooted(file)
	if s.seen[by+" "+name] {
		return "", false
	}
	info, err := fs.Stat(s.root, name)
	if err != nil {
		s.failFile(file, err)
		return "", false
	}
	if info.Mode()&fs.ModeDevice != 0 {
		return "", false
	}
	if !info.Mode().IsRegular() {
		s.fail(fmt.Errorf("%s is no regular file and was left out", file))
		return "", false
	}
	if len(s.seen) == mostFiles {
		s.fail(fmt.Errorf("more than %d configuration files; %s and others were left out", mostFiles, file))
		return "", false
	}
	s.seen[by+" "+name] = true
	opened, err := s.root.Open(name)
	if err != nil {
		s.failFile(file, err)
		return "", false
	}
	data, err := io.ReadAll(io.LimitReader(opened, mostBytes+1))
	if err := errors.Join(err, opened.Close()); err != nil {
		s.failFile(file, err)
		return "", false
	}
	if len(data) > mostBytes {
		s.fail(fmt.Errorf("%s: only its first MiB was read", file))
		data = data[:mostBytes]
	}
	return string(data), true
}

// failFile notes why a file or folder cannot be read; that it is not there is
// nothing to tell.
func (s *survey) failFile(file string, err error) {
	file = diagnostics.Clean(file, 256)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case errors.Is(err, fs.ErrPermission):
		s.fail(fmt.Errorf("%s: not permitted; a user who may read it sees its servers", file))
	default:
		s.fail(fmt.Errorf("%s: %s", file, diagnostics.Clean(err.Error(), 256)))
	}
}

// folder returns the files of a folder with a suffix, sorted by name.
func (s *survey) folder(folder, suffix string) []string {
	entries, err := fs.ReadDir(s.root, rooted(folder))
	if err != nil {
		s.failFile(folder, err)
	}
	var files []string
	for _, entry := range entries {
		name := entry.Name()
		plain := diagnostics.Clean(name, 255) == name
		if plain && strings.HasSuffix(name, suffix) && len(files) <= mostFiles {
			files = append(files, path.Join("/", folder, name))
		}
	}
	return files
}

// rooted turns an absolute path into one of io/fs; ".." cannot lead out of it.
func rooted(file string) string {
	file = strings.TrimPrefix(path.Clean("/"+strings.ToValidUTF8(file, "\uFFFD")), "/")
	if file == "" {
		return "."
	}
	return file
}

// lines calls yield with each line that can be a statement, and its number.
func (s *survey) lines(file, text string, yield func(number int, line string)) {
	number := 0
	for line := range strings.Lines(text) {
		number++
		if len(line) > mostLine || !utf8.ValidString(line) {
			s.fail(fmt.Errorf("%s:%d: too long or no text, and left out", file, number))
			continue
		}
		yield(number, line)
	}
}

func (s *survey) exists(file string) bool {
	_, err := fs.Stat(s.root, rooted(file))
	return err == nil
}
