package steps

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// keptSessions is how many sessions a store keeps.
const keptSessions = 50

// ReportSuffix is what the name of the report beside a session's file ends with,
// in the place of .jsonl.
const ReportSuffix = ".report.txt"

// Store is a folder of sessions, one numbered file each. The numbers alone
// order them: file times come from the clock that is under suspicion.
type Store struct{ dir string }

// StoreIn is the store in a folder, to read from.
func StoreIn(dir string) Store { return Store{dir: dir} }

// OpenStore makes sure that the folder is there, for its owner alone.
func OpenStore(dir string) (Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Store{}, fmt.Errorf("sessions cannot be kept in %s: %w", dir, reason(err))
	}
	return Store{dir: dir}, nil
}

// reason takes the path off a file error: the message names it already.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// Create begins the next session. Two programs that do so at the same time get
// different numbers, because each file is created exclusively.
func (st Store) Create() (*Journal, int, error) {
	numbers, err := st.Numbers()
	if err != nil {
		return nil, 0, err
	}
	next := 1
	if len(numbers) > 0 {
		next = numbers[len(numbers)-1] + 1
	}
	for ; ; next++ {
		file, err := os.OpenFile(st.path(next), os.O_CREATE|os.O_EXCL|os.O_RDWR|os.O_APPEND, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, 0, fmt.Errorf("sessions cannot be kept in %s: %w", st.dir, reason(err))
		}
		journal, err := newJournal(file)
		if err != nil { // an empty file would be taken for the newest session
			_ = file.Close()
			_ = os.Remove(st.path(next))
			return nil, 0, fmt.Errorf("sessions cannot be kept in %s: %w", st.dir, reason(err))
		}
		st.prune(append(numbers, next))
		return journal, next, err
	}
}

// Load reads a session; number 0 is the one with the highest number.
func (st Store) Load(number int) (Session, error) {
	if number == 0 {
		numbers, err := st.Numbers()
		if err != nil {
			return Session{}, err
		}
		if len(numbers) == 0 {
			return Session{}, fmt.Errorf("no session is kept in %s: run the wizard first, or name the folder with --state-dir", st.dir)
		}
		return st.newest(numbers)
	}
	if _, err := os.Stat(st.path(number)); errors.Is(err, fs.ErrNotExist) {
		return Session{}, fmt.Errorf("there is no session %d in %s: unskew report without a number prints the newest", number, st.dir)
	}
	return LoadFile(st.path(number))
}

// newest reads the session with the highest number. Where it cannot be read, the
// newest that can is named, and not taken unasked.
func (st Store) newest(numbers []int) (Session, error) {
	last := len(numbers) - 1
	s, err := LoadFile(st.path(numbers[last]))
	if err == nil {
		return s, nil
	}
	for i := last - 1; i >= 0; i-- {
		if _, bad := LoadFile(st.path(numbers[i])); bad == nil {
			return Session{}, fmt.Errorf("%w. The newest that can be read: unskew report %d", err, numbers[i])
		}
	}
	return Session{}, err
}

// regular refuses what is no file of its own: a pipe would be waited for, and a
// link leads to a file that somebody else chose.
func regular(name string) error {
	info, err := os.Lstat(name)
	if err == nil && !info.Mode().IsRegular() {
		return errors.New("this is no regular file: a session is one")
	}
	return nil
}

// LoadFile reads a session from its file.
func LoadFile(name string) (Session, error) {
	if err := regular(name); err != nil {
		return Session{}, fmt.Errorf("session %s: %w", name, err)
	}
	file, err := os.Open(name)
	if err != nil {
		return Session{}, fmt.Errorf("session %s: %w; name a session by its number, or by the file that it is kept in", name, reason(err))
	}
	defer file.Close()
	s, err := ReadJournal(file)
	if err != nil {
		return Session{}, fmt.Errorf("session %s: %w", name, err)
	}
	return s, nil
}

// Numbers lists the kept sessions, lowest first.
func (st Store) Numbers() ([]int, error) {
	files, err := os.ReadDir(st.dir)
	if err != nil {
		return nil, fmt.Errorf("sessions in %s: %w", st.dir, reason(err))
	}
	var numbers []int
	for _, file := range files {
		digits, is := strings.CutPrefix(strings.TrimSuffix(file.Name(), ".jsonl"), "session-")
		number, err := strconv.Atoi(digits)
		if is && err == nil && file.Type().IsRegular() && number > 0 && file.Name() == filepath.Base(st.path(number)) {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

func (st Store) path(number int) string {
	return filepath.Join(st.dir, fmt.Sprintf("session-%06d.jsonl", number))
}
